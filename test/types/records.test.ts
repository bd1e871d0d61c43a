/** What compiles with generated records, and what does not: read-only views, other structs, validators. */
import { beforeAll, describe, expect, test } from "vitest";
import type { DocumentData } from "../oracle/document.js";
import { emit } from "../oracle/modules.js";
import type { ProjectFile } from "../pipeline/strict-project.js";
import { compileStrictly, everyKind } from "../pipeline/strict-project.js";

const document: DocumentData = {
  types: [
    ...everyKind.types,
    { kind: "struct", name: "Four", fields: [{ name: "word", type: "u32" }] },
    {
      kind: "struct",
      name: "Pair",
      byteOrder: "runtime",
      fields: [
        { name: "first", type: "u16" },
        { name: "second", type: "u16" },
      ],
    },
    { kind: "struct", name: "Six", fields: [{ name: "all", type: { kind: "bytes", length: 6 } }] },
    {
      kind: "struct",
      name: "Samples",
      fields: [{ name: "each", type: { kind: "array", element: "i16", length: { kind: "rest" } } }],
    },
  ],
};

const use = `import { transmute, type ReadonlyView } from "@structview/runtime";
import { Color, Every, Four, Pair, Point, Samples, Six, type PointArray } from "./records.js";

/** Only reads. */
export function look(every: ReadonlyView<Every>): number {
  let sum = every.u8 + every.point.x + every.points.at(0).y + every.u16s.at(1) + every.fixed.length;
  for (const point of every.points) sum += point.x;
  for (const each of every.f32s) sum += each;
  for (const byte of every.counted) sum += byte;
  const cursor = every.points.cursor();
  while (cursor.next()) sum += cursor.record.x;
  const color: Color = every.color;
  const wide: bigint = every.u64;
  const copy: Uint8Array = every.fixed.slice(1);
  const size: number = every.$size;
  const typed = every.f64s.typed();
  void [color, wide, copy, size, every.fixed.subarray(1)[0], every.$bytes[0], typed[0], typed.length];
  return sum + every.u8s.indexOf(3) + (every.i8s[0] ?? 0) + every.$offset;
}

/** All of these write. */
export function change(every: ReadonlyView<Every>, points: ReadonlyView<PointArray>): void {
  // @ts-expect-error a number
  every.u8 = 1;
  // @ts-expect-error a field of a nested record
  every.point.x = 1;
  // @ts-expect-error a nested record
  every.point = Point.create();
  // @ts-expect-error an element of an array
  every.u16s.setAt(0, 1);
  // @ts-expect-error a byte
  every.fixed[0] = 1;
  // @ts-expect-error bytes
  every.fixed.set([1]);
  // @ts-expect-error bytes
  every.fixed.fill(0);
  // @ts-expect-error bytes
  every.fixed.reverse();
  // @ts-expect-error bytes within bytes
  every.fixed.subarray(1)[0] = 1;
  // @ts-expect-error the memory of bytes
  void every.fixed.buffer;
  // @ts-expect-error a run is no place to write to
  new TextEncoder().encodeInto("a", every.fixed);
  // @ts-expect-error a byte of an array
  every.u8s[0] = 1;
  // @ts-expect-error a signed byte of an array
  every.i8s[0] = 1;
  // @ts-expect-error a typed array over an array
  every.f64s.typed()[0] = 1;
  // @ts-expect-error a field of a record of an array
  every.points.at(0).x = 1;
  // @ts-expect-error a field of a record of an array of its own
  points.at(0).x = 1;
  // @ts-expect-error the record of a cursor
  every.points.cursor().record.x = 1;
  // @ts-expect-error the record that a cursor moves to
  every.points.cursor().seek(0).x = 1;
  // @ts-expect-error the bytes of the record
  every.$bytes[0] = 1;
  // @ts-expect-error the memory of the record
  every.$view.setUint8(0, 1);
  for (const point of every.points) {
    // @ts-expect-error a record that is iterated over
    point.x = 1;
  }
  // @ts-expect-error what can be read only cannot be written
  const writable: Every = every;
  void writable;
}

/** A record, or an array, is a read-only one without a conversion. */
export function widen(every: Every, points: PointArray, pair: Pair): readonly unknown[] {
  const one: ReadonlyView<Every> = every;
  const two: ReadonlyView<PointArray> = points;
  const three: ReadonlyView<Pair> = pair;
  return [look(every), look(one), two, three];
}

/** The same bytes as another struct. */
export function see(four: Four, six: Six, samples: Samples, pair: Pair): void {
  const point: Point = transmute(four, Point);
  const back: Four = transmute(point, Four);
  const ordered: Pair = transmute(back, Pair, "big");
  const any: Samples = transmute(six, Samples);
  const counted: Samples = transmute(six, Samples, 3);
  const bytes: Six = transmute(samples, Six);
  // @ts-expect-error 4 bytes are no 6
  transmute(four, Six);
  // @ts-expect-error 6 bytes are no 4
  transmute(six, Pair, "little");
  // @ts-expect-error the byte order has to be said
  transmute(four, Pair);
  // @ts-expect-error there is no such byte order
  transmute(four, Pair, "middle");
  const size: 4 = pair.$size;
  // @ts-expect-error the size is 4
  const wrong: 5 = pair.$size;
  void [ordered, any, counted, bytes, size, wrong];
}

/** What takes no byte order is not given one, and the other way round. */
export function ends(bytes: Uint8Array): number {
  const [value, rest] = Pair.readPrefix(bytes, "big");
  const [record] = Pair.writePrefix(rest, value, "little");
  const [before, last] = Point.readSuffix(bytes);
  // @ts-expect-error the byte order has to be said
  Pair.readPrefix(bytes);
  // @ts-expect-error a record of dynamic size is not found from its end
  void Every.readSuffix;
  // @ts-expect-error y is missing
  Point.writeSuffix(bytes, { x: 1 });
  // @ts-expect-error records of two structs are not compared
  void Every.equals(Every.create(), record);
  const points = [...Point.array(bytes)].sort(Point.compare);
  return record.first + before.length + last.x + points.length + Samples.read(bytes, 3).each.length;
}
`;

const standard = `import type { StandardSchemaV1 } from "@standard-schema/spec";
import { Four, Pair } from "./records.js";

/** What a library does that takes any Standard Schema. */
export function check<S extends StandardSchemaV1>(
  schema: S,
  value: unknown,
): StandardSchemaV1.InferOutput<S> | readonly StandardSchemaV1.Issue[] {
  const result = schema["~standard"].validate(value);
  if (result instanceof Promise) throw new TypeError("asynchronous");
  return result.issues ?? (result.value as StandardSchemaV1.InferOutput<S>);
}

type Output = StandardSchemaV1.InferOutput<typeof Four>;
export const four: Output | readonly StandardSchemaV1.Issue[] = check(Four, new Uint8Array(4));
export const word = (output: Output): number => output.word;
export const input: StandardSchemaV1.InferInput<typeof Four> = new ArrayBuffer(4);
// @ts-expect-error a number is no bytes
export const other: StandardSchemaV1.InferInput<typeof Four> = 4;
// @ts-expect-error its byte order is chosen by who opens it
check(Pair, input);
`;

let records: ProjectFile;

beforeAll(() => {
  records = { name: "records.ts", text: emit(document) };
});

describe("generated records", () => {
  test.each([
    { name: "through read-only views, as other structs and at the ends of bytes", text: use },
    { name: "as Standard Schemas, by the types of the specification", text: standard },
  ])("are used $name: use compiles, misuse does not", async ({ text }) => {
    expect(await compileStrictly([records, { name: "use.ts", text }], "types-records")).toBe("");
  });
});
