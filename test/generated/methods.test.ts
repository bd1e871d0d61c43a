/** What classes hold with each choice of methods: what was promised, no more, and it works. */
import { inspect } from "node:util";
import { methodGroups } from "structview";
import type { MethodGroup } from "structview";
import { beforeAll, describe, expect, test } from "vitest";
import type { DocumentData } from "../oracle/document.js";
import { emit, errorOf, importTexts, windowOf } from "../oracle/modules.js";
import type { AnyArray, AnyClass, AnyModule, AnyParser, AnyRecord } from "../oracle/modules.js";
import { methodChoices } from "../pipeline/method-choices.js";

const shapes: DocumentData = {
  types: [
    {
      kind: "enumeration",
      name: "Kind",
      base: "u8",
      members: [
        { name: "dot", value: 1 },
        { name: "line", value: 2 },
      ],
    },
    {
      kind: "struct",
      name: "Point",
      fields: [
        { name: "x", type: "u8" },
        { name: "gap", type: { kind: "padding", length: 1 } },
        { name: "y", type: "u16" },
      ],
    },
    {
      kind: "struct",
      name: "Shape",
      byteOrder: "big",
      fields: [
        { name: "kind", type: "Kind" },
        { name: "count", type: "u8" },
        { name: "points", type: { kind: "array", element: "Point", length: 2 } },
        { name: "note", type: { kind: "bytes", length: "count" } },
      ],
    },
    {
      kind: "struct",
      name: "Slice",
      fields: [
        { name: "id", type: "u16" },
        { name: "items", type: { kind: "array", element: "Point", length: { kind: "rest" } } },
      ],
    },
    {
      kind: "union",
      name: "Word",
      members: [
        { name: "whole", type: "u32" },
        { name: "point", type: "Point" },
      ],
    },
    {
      kind: "struct",
      name: "Ping",
      fields: [
        { name: "type", type: { kind: "constant", base: "u8", value: 1 } },
        { name: "id", type: "u16" },
      ],
    },
    {
      kind: "struct",
      name: "Named",
      fields: [
        { name: "type", type: { kind: "constant", base: "u8", value: 2 } },
        { name: "size", type: "u8" },
        { name: "text", type: { kind: "bytes", length: "size" } },
      ],
    },
    { kind: "variant", name: "Signal", tag: "type", cases: ["Ping", "Named"] },
    { kind: "variant", name: "Slot", tag: "type", cases: ["Ping"], isFixed: true },
    {
      kind: "struct",
      name: "Envelope",
      fields: [
        { name: "signal", type: "Signal" },
        { name: "protocol", type: "u8" },
        {
          name: "body",
          type: {
            kind: "select",
            on: "protocol",
            cases: [
              { value: 1, type: "Ping" },
              { value: 2, type: "Named" },
            ],
            otherwise: { kind: "bytes", length: { kind: "rest" } },
          },
        },
      ],
    },
  ],
};

type Kind = "struct" | "variant";
type Extent = "fixed" | "slice" | "dynamic" | "rest";

/** The structs and variants, each with what decides which methods there are. */
const classes: readonly { readonly name: string; readonly kind: Kind; readonly extent: Extent }[] =
  [
    { name: "Point", kind: "struct", extent: "fixed" },
    { name: "Word", kind: "struct", extent: "fixed" },
    { name: "Slot", kind: "variant", extent: "fixed" },
    { name: "Slice", kind: "struct", extent: "slice" },
    { name: "Shape", kind: "struct", extent: "dynamic" },
    { name: "Signal", kind: "variant", extent: "dynamic" },
    { name: "Envelope", kind: "struct", extent: "rest" },
  ];

/** The methods of a class, each with the groups that it takes, and the extents that have it. */
const members: readonly {
  readonly name: string;
  readonly groups: readonly MethodGroup[];
  readonly extents?: readonly Extent[];
}[] = [
  { name: "alignment", groups: [] },
  { name: "size", groups: [], extents: ["fixed"] },
  { name: "minimumSize", groups: [], extents: ["slice", "dynamic", "rest"] },
  { name: "view", groups: [] },
  { name: "viewAt", groups: [] },
  { name: "array", groups: ["arrays"], extents: ["fixed"] },
  { name: "sequence", groups: ["arrays"], extents: ["dynamic"] },
  { name: "equals", groups: ["comparison"] },
  { name: "compare", groups: ["comparison"] },
  { name: "hash", groups: ["comparison"] },
  { name: "copyTo", groups: ["copies"] },
  { name: "clone", groups: ["copies"] },
  { name: "read", groups: ["objects"] },
  { name: "toObject", groups: ["objects"] },
  { name: "need", groups: ["prefixes"] },
  { name: "viewPrefix", groups: ["prefixes"] },
  { name: "viewSuffix", groups: ["prefixes"], extents: ["fixed", "slice"] },
  { name: "readPrefix", groups: ["prefixes", "objects"] },
  { name: "readSuffix", groups: ["prefixes", "objects"], extents: ["fixed", "slice"] },
  { name: "writePrefix", groups: ["prefixes", "writing"] },
  { name: "writeSuffix", groups: ["prefixes", "writing"] },
  { name: "safeParse", groups: ["standardSchema"] },
  { name: "~standard", groups: ["standardSchema"] },
  { name: "parse", groups: ["validation"] },
  { name: "create", groups: ["writing"] },
  { name: "write", groups: ["writing"] },
  { name: "sizeOf", groups: ["writing"], extents: ["slice", "dynamic", "rest"] },
];

const named = ["Shape", "Point", "Signal", "Envelope", "Word", "Slice"] as const;

interface EveryClass extends AnyClass, AnyParser {
  readonly prototype: object;
  readonly "~standard": { validate(value: unknown): { readonly issues?: readonly unknown[] } };
  need(bytes: unknown): number;
  readPrefix(bytes: unknown): [unknown, Uint8Array];
  writeSuffix(bytes: unknown, value: unknown): [Uint8Array, AnyRecord];
  equals(record: AnyRecord, other: AnyRecord): boolean;
  compare(record: AnyRecord, other: AnyRecord): number;
  hash(record: AnyRecord): number;
  clone(record: AnyRecord): AnyRecord;
  sequence(bytes: unknown): Iterable<AnyRecord>;
}

/** The bytes of a shape, and what they say. */
const shape = [2, 3, 7, 0, 1, 2, 8, 0, 3, 4, 0x61, 0x62, 0x63];
const shapeValue = {
  kind: 2,
  count: 3,
  points: [
    { x: 7, y: 0x0102 },
    { x: 8, y: 0x0304 },
  ],
  note: Uint8Array.of(0x61, 0x62, 0x63),
};

/** Returns the bytes of a shape with another byte. */
function changed(index: number, byte: number): readonly number[] {
  return shape.map((each, at) => (at === index ? byte : each));
}

const choices = [...methodChoices, { name: "all", methods: methodGroups }].map((choice) => ({
  ...choice,
  // Whoever asks for a Standard Schema gets what it rests on.
  held: new Set<MethodGroup>([
    ...choice.methods,
    ...(choice.methods.includes("standardSchema") ? (["validation"] as const) : []),
  ]),
}));
let modules: ReadonlyMap<string, AnyModule>;

beforeAll(async () => {
  const texts = choices.map(({ methods }) => emit(shapes, "schema.json", methods));
  const loaded = await importTexts(texts, `methods-${process.pid}`);
  modules = new Map(
    loaded.map((module, index) => {
      if (module instanceof Error) throw module;
      return [choices[index]?.name ?? "", module];
    }),
  );
}, 60_000);

function classOf(choice: string, name: string): EveryClass {
  const found = modules.get(choice)?.[name];
  if (found === undefined) throw new Error(`no class ${name}`);
  return found as unknown as EveryClass;
}

describe.each(choices)("classes with a choice of methods, $name", ({ name: choice, held }) => {
  const isHeld = (groups: readonly MethodGroup[]): boolean => groups.every((each) => held.has(each));

  test.each(classes)("hold what is promised: $name", ({ name, kind, extent }) => {
    const has = Object.getOwnPropertyNames(classOf(choice, name));
    const own = kind === "struct" ? ["length", "name", "prototype"] : [];
    const wanted = members
      .filter(({ groups, extents = [extent] }) => isHeld(groups) && extents.includes(extent))
      .map((member) => member.name);
    const shown = has.filter((member) => !member.startsWith("$") && !own.includes(member));
    expect(shown.sort()).toEqual(wanted.sort());
    if (kind === "variant") return;
    const accessors = Object.getOwnPropertyNames(classOf(choice, name).prototype);
    expect(accessors.includes("toJSON")).toBe(held.has("inspection"));
    expect(accessors).toEqual(expect.arrayContaining(["$bytes", "$size", "$struct"]));
  });

  test("hold what they need within, and nothing of other groups", () => {
    const inner: Readonly<Record<string, MethodGroup>> = {
      $check: "writing",
      $write: "writing",
      $validate: "validation",
      $hash: "comparison",
      $twin: "copies",
      $isInspectable: "inspection",
    };
    for (const { name } of classes) {
      const all = Object.getOwnPropertyNames(classOf("all", name)).filter((each) =>
        each.startsWith("$"),
      );
      const wanted = all.filter(
        (each) => each === "$viewAt" || held.has(inner[each] ?? "arrays"),
      );
      const has = Object.getOwnPropertyNames(classOf(choice, name));
      expect(has.filter((each) => each.startsWith("$")).sort()).toEqual(wanted.sort());
    }
    const exported = Object.keys(modules.get(choice) ?? {});
    expect(exported.includes("PointArray")).toBe(held.has("arrays"));
    expect(exported.includes("PointCursor")).toBe(held.has("arrays"));
    expect(exported).toEqual(expect.arrayContaining(["Kind", "PointLayout", "SignalSequence"]));
  });

  test("read and write in place", () => {
    const { all, bytes } = windowOf(Uint8Array.from(shape));
    const record = classOf(choice, "Shape").view(bytes);
    expect([record["kind"], record["count"]]).toEqual([2, 3]);
    const points = record["points"] as AnyArray;
    expect(Array.from(points, (each) => (each as AnyRecord)["y"])).toEqual([0x0102, 0x0304]);
    points.setAt(0, points.at(1));
    (points.at(-1) as { y: number }).y = 0xabcd;
    expect([...bytes]).toEqual([2, 3, 8, 0, 3, 4, 8, 0, 0xab, 0xcd, 0x61, 0x62, 0x63]);
    expect([all[2], all.at(-4)]).toEqual([0xa5, 0xa5]);
    expect(errorOf(() => classOf(choice, "Shape").view(bytes.subarray(1))).name).toBe("SizeError");

    const envelope = classOf(choice, "Envelope").view(
      Uint8Array.of(2, 1, 0x7a, 1, 1, 0x34, 0x12),
    );
    expect((envelope["signal"] as AnyRecord)["text"]).toEqual(Uint8Array.of(0x7a));
    expect((envelope["body"] as AnyRecord)["id"]).toBe(0x1234);
    const word = classOf(choice, "Word").view(Uint8Array.of(1, 0, 2, 0));
    expect((word["point"] as AnyRecord)["y"]).toBe(2);
    const slice = classOf(choice, "Slice").view(Uint8Array.of(7, 0, 1, 0, 2, 0, 3, 0, 4, 0));
    expect(Array.from(slice["items"] as AnyArray, (each) => (each as AnyRecord)["x"])).toEqual([
      1, 3,
    ]);
    expect(classOf(choice, "Slot").view(Uint8Array.of(1, 5, 0))["id"]).toBe(5);
  });

  test.runIf(isHeld(["validation"]))("validate", () => {
    const { Shape, Envelope } = all();
    expect(Shape.parse(Uint8Array.from(shape))["kind"]).toBe(2);
    const wrong = errorOf(() => Shape.parse(Uint8Array.from([7, ...shape.slice(1)])));
    expect([wrong.name, wrong.path, wrong.got]).toEqual(["ValidityError", "kind", 7]);
    expect(Envelope.parse(Uint8Array.of(1, 0, 0, 9, 9))["body"]).toEqual(Uint8Array.of(9));
  });

  test.runIf(isHeld(["standardSchema"]))("are Standard Schemas", () => {
    const { Shape } = all();
    expect(Shape.safeParse(Uint8Array.from(shape)).success).toBe(true);
    const wrong = Uint8Array.from([7, ...shape.slice(1)]);
    expect(Shape.safeParse(wrong).success).toBe(false);
    expect(Shape["~standard"].validate(wrong).issues).toHaveLength(1);
  });

  test.runIf(isHeld(["objects"]))("copy out plain objects", () => {
    const { Shape, Envelope, Signal, Word } = all();
    expect(Shape.read(Uint8Array.from(shape))).toEqual(shapeValue);
    const signal = { type: 2, size: 1, text: Uint8Array.of(0x7a) };
    expect(Signal.read(Uint8Array.of(2, 1, 0x7a))).toEqual(signal);
    const body = { type: 1, id: 0x1234 };
    expect(Envelope.read(Uint8Array.of(2, 1, 0x7a, 1, 1, 0x34, 0x12))).toEqual({
      signal,
      protocol: 1,
      body,
    });
    expect(Word.read(Uint8Array.of(1, 2, 3, 4))).toEqual(Uint8Array.of(1, 2, 3, 4));
  });

  test.runIf(isHeld(["writing"]))("write plain objects", () => {
    const { Shape, Envelope, Signal, Word, Slice } = all();
    expect([...Shape.create(shapeValue).$bytes]).toEqual(shape);
    const { bytes } = windowOf(new Uint8Array(shape.length));
    Shape.write(bytes, shapeValue);
    expect([...bytes]).toEqual(shape);
    expect(errorOf(() => Shape.create({ kind: 7 })).path).toBe("kind");
    expect(Slice.sizeOf?.(2)).toBe(10);
    const signal = { type: 2, size: 1, text: Uint8Array.of(0x7a) };
    expect([...Signal.create(signal).$bytes]).toEqual([2, 1, 0x7a]);
    const body = { type: 1, id: 0x1234 };
    expect([...Envelope.create({ signal, protocol: 1, body }).$bytes]).toEqual([
      2, 1, 0x7a, 1, 1, 0x34, 0x12,
    ]);
    expect([...Word.create({ whole: 0x01020304 }).$bytes]).toEqual([4, 3, 2, 1]);
  });

  test.runIf(isHeld(["prefixes"]))("open records at the ends of bytes", () => {
    const { Shape, Point, Signal } = all();
    const [record, rest] = Shape.viewPrefix(Uint8Array.from([...shape, 5, 6]));
    expect([record["count"], ...rest]).toEqual([3, 5, 6]);
    expect(Shape.need(Uint8Array.from(shape.slice(0, -2)))).toBe(2);
    const [before, last] = Point.viewSuffix(Uint8Array.of(9, 1, 0, 2, 0));
    expect([...before, last["y"]]).toEqual([9, 2]);
    expect([...Signal.viewPrefix(Uint8Array.of(1, 5, 0, 7))[1]]).toEqual([7]);
  });

  test.runIf(isHeld(["prefixes", "objects"]))("copy plain objects out of the start", () => {
    const [value, rest] = all().Shape.readPrefix(Uint8Array.from([...shape, 5]));
    expect([value, ...rest]).toEqual([shapeValue, 5]);
  });

  test.runIf(isHeld(["prefixes", "writing"]))("write plain objects over the end", () => {
    const bytes = new Uint8Array(shape.length + 1);
    const [rest] = all().Shape.writeSuffix(bytes, shapeValue);
    expect([rest.length, ...bytes]).toEqual([1, 0, ...shape]);
  });

  test.runIf(isHeld(["comparison"]))("compare", () => {
    const { Shape, Envelope, Signal } = all();
    const [a, b] = [shape, changed(3, 0xff)].map((each) => Shape.view(Uint8Array.from(each)));
    const c = Shape.view(Uint8Array.from(changed(5, 3)));
    if (a === undefined || b === undefined) throw new Error("no records");
    expect([Shape.equals(a, b), Shape.equals(a, c)]).toEqual([true, false]);
    expect([Shape.compare(a, b), Shape.compare(a, c)]).toEqual([0, -1]);
    expect(Shape.hash(a)).toBe(Shape.hash(b));
    const [d, e] = [5, 6].map((id) => Envelope.view(Uint8Array.of(1, 0, 0, 1, 1, id, 0)));
    if (d === undefined || e === undefined) throw new Error("no records");
    expect([Envelope.equals(d, e), Envelope.compare(d, e)]).toEqual([false, -1]);
    const [f, g] = [d["signal"], e["signal"]] as [AnyRecord, AnyRecord];
    expect([Signal.equals(f, g), Signal.hash(f) === Signal.hash(g)]).toEqual([true, true]);
  });

  test.runIf(isHeld(["copies"]))("copy records", () => {
    const { Shape, Envelope, Signal } = all();
    for (const record of [
      Shape.view(Uint8Array.from(shape)),
      Envelope.view(Uint8Array.of(1, 0, 0, 1, 1, 5, 0)),
    ]) {
      const clone = (record["$struct"] === "Shape" ? Shape : Envelope).clone(record);
      expect([...clone.$bytes]).toEqual([...record.$bytes]);
      expect(clone.$bytes.buffer).not.toBe(record.$bytes.buffer);
    }
    expect(Signal.clone(Signal.view(Uint8Array.of(1, 5, 0)))["id"]).toBe(5);
  });

  test("are shown as JSON and in a console where they are to be", () => {
    const { Shape } = all();
    const record = Shape.view(Uint8Array.from(shape));
    const json = `{"kind":2,"count":3,"points":[{"x":7,"y":258},{"x":8,"y":772}],"note":"616263"}`;
    expect(JSON.stringify(record) === json).toBe(held.has("inspection"));
    expect(inspect(record).includes("y: 258")).toBe(held.has("inspection"));
  });

  test.runIf(isHeld(["arrays"]))("have arrays", () => {
    const { Point, Signal } = all();
    const points = Point.array(Uint8Array.of(3, 0, 1, 0, 2, 0, 5, 0));
    expect([...(points.column("y") as Iterable<unknown>)]).toEqual([1, 5]);
    points.sort("x");
    const cursor = points.cursor();
    cursor.next();
    expect(cursor.record["x"]).toBe(2);
    const signals = Signal.sequence(Uint8Array.of(1, 5, 0, 2, 1, 0x7a));
    expect(Array.from(signals, (each) => each["$struct"])).toEqual(["Ping", "Named"]);
  });

  function all(): Readonly<Record<(typeof named)[number], EveryClass>> {
    const found = named.map((name) => [name, classOf(choice, name)]);
    return Object.fromEntries(found) as Record<(typeof named)[number], EveryClass>;
  }
});
