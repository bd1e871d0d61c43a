/** What is done with whole records: streams, comparisons, copies, JSON, consoles, validators. */
import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { transmute } from "@structview/runtime";
import { build } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";
import type { DocumentData } from "../oracle/document.js";
import type { AnyModule, AnyRecord } from "../oracle/modules.js";
import { emit, errorOf, importDocument, root, windowOf } from "../oracle/modules.js";

const document: DocumentData = {
  types: [
    {
      kind: "enumeration",
      name: "Color",
      base: "u8",
      members: [
        { name: "red", value: 1 },
        { name: "green", value: 2 },
      ],
    },
    {
      kind: "struct",
      name: "Point",
      byteOrder: "little",
      fields: [
        { name: "x", type: "i16" },
        { name: "y", type: "i16" },
      ],
    },
    // As C lays it out: 3 bytes of padding behind `kind`.
    {
      kind: "struct",
      name: "Node",
      rules: "c",
      fields: [
        { name: "kind", type: "u8" },
        { name: "id", type: "u32" },
      ],
    },
    {
      kind: "struct",
      name: "Nodes",
      rules: "c",
      fields: [
        { name: "first", type: "Node" },
        { name: "others", type: { kind: "array", element: "Node", length: 2 } },
        {
          name: "grid",
          type: {
            kind: "array",
            element: { kind: "array", element: "Node", length: 1 },
            length: 2,
          },
        },
        { name: "apart", type: { kind: "array", element: "u16", length: 2, stride: 4 } },
      ],
    },
    ...(["big", "little"] as const).map(
      (byteOrder) =>
        ({
          kind: "struct",
          name: `Gaps${byteOrder}`,
          byteOrder,
          fields: [
            { name: "before", type: { kind: "padding", length: { kind: "bits", width: 2 } } },
            { name: "a", type: { kind: "bits", width: 12 } },
            { name: "within", type: { kind: "reserved", length: { kind: "bits", width: 3 } } },
            { name: "b", type: { kind: "bits", width: 10 } },
            { name: "behind", type: { kind: "padding", length: { kind: "bits", width: 5 } } },
            { name: "c", type: "u16" },
          ],
        }) as const,
    ),
    {
      kind: "struct",
      name: "Either",
      byteOrder: "runtime",
      fields: [
        { name: "a", type: "u16" },
        { name: "b", type: "u16" },
        { name: "c", type: "u32" },
        { name: "list", type: { kind: "array", element: "u16", length: 2 } },
        { name: "name", type: { kind: "bytes", length: "a" } },
      ],
    },
    {
      kind: "struct",
      name: "Message",
      byteOrder: "big",
      fields: [
        { name: "size", type: "u8" },
        { name: "body", type: { kind: "bytes", length: "size" } },
        { name: "tailSize", type: "u16" },
        { name: "tail", type: { kind: "bytes", length: "tailSize" } },
      ],
    },
    {
      kind: "struct",
      name: "Samples",
      rules: "c",
      byteOrder: "big",
      fields: [
        { name: "channel", type: "u32" },
        { name: "values", type: { kind: "array", element: "u16", length: { kind: "rest" } } },
      ],
    },
    { kind: "struct", name: "Run", fields: [{ name: "all", type: { kind: "bytes", length: 6 } }] },
    {
      kind: "struct",
      name: "Every",
      byteOrder: "big",
      fields: [
        { name: "number", type: "i16" },
        { name: "big", type: "u64" },
        { name: "real", type: "f32" },
        { name: "yes", type: "bool" },
        { name: "letter", type: "char" },
        {
          name: "maybe",
          type: { kind: "nonzero", base: "u8", isOptional: true },
        },
        { name: "color", type: "Color" },
        { name: "run", type: { kind: "bytes", length: 20 } },
        { name: "signed", type: { kind: "array", element: "i8", length: 2 } },
        { name: "point", type: "Point" },
        { name: "points", type: { kind: "array", element: "Point", length: 2 } },
        { name: "colors", type: { kind: "array", element: "Color", length: 2 } },
      ],
    },
  ],
};

interface Result {
  readonly value?: AnyRecord;
  readonly issues?: readonly { readonly message: string; readonly path: readonly unknown[] }[];
}

/** The members of a generated class that are tried here. */
interface RecordClass {
  view(bytes: Uint8Array, ...order: readonly unknown[]): AnyRecord;
  viewPrefix(bytes: Uint8Array): [AnyRecord, Uint8Array];
  create(...init: readonly unknown[]): AnyRecord;
  read(bytes: Uint8Array, ...more: readonly unknown[]): unknown;
  need(bytes: Uint8Array, ...order: readonly unknown[]): number;
  writePrefix(bytes: Uint8Array, value: unknown): [AnyRecord, Uint8Array];
  writeSuffix(bytes: Uint8Array, value: unknown): [Uint8Array, AnyRecord];
  readPrefix(bytes: Uint8Array, ...more: readonly unknown[]): [unknown, Uint8Array];
  equals(record: AnyRecord, other: AnyRecord): boolean;
  compare(record: AnyRecord, other: AnyRecord): number;
  hash(record: AnyRecord): number;
  clone(record: AnyRecord): AnyRecord;
  copyTo(record: AnyRecord, bytes: Uint8Array): AnyRecord;
  array(bytes: Uint8Array): Iterable<AnyRecord>;
  readonly ["~standard"]?: {
    readonly version: number;
    readonly vendor: string;
    validate(value: unknown): Result;
  };
}

let module: AnyModule;

beforeAll(async () => {
  module = await importDocument(document, `records-${process.pid}`);
});

function classOf(name: string): RecordClass {
  const found = module[name];
  if (found === undefined) throw new Error(`no class ${name}`);
  return found as unknown as RecordClass;
}

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);

describe("need", () => {
  test("asks again when the length of a later part has come", () => {
    const Message = classOf("Message");
    expect(Message.need(bytes())).toBe(3);
    // The body is there as far as is known; its length makes the record longer.
    expect(Message.need(bytes(2))).toBe(2);
    expect(Message.need(bytes(2, 7, 7))).toBe(2);
    expect(Message.need(bytes(2, 7, 7, 0, 3))).toBe(3);
    expect(Message.need(bytes(2, 7, 7, 0, 3, 1, 2))).toBe(1);
    expect(Message.need(bytes(2, 7, 7, 0, 3, 1, 2, 3))).toBe(0);
    expect(Message.need(bytes(2, 7, 7, 0, 3, 1, 2, 3, 4))).toBe(0);
  });

  test("is the size less what is there where the size is fixed, and the least size of a slice", () => {
    expect(classOf("Point").need(bytes(1))).toBe(3);
    expect(classOf("Point").need(new Uint8Array(9))).toBe(0);
    expect(classOf("Samples").need(bytes())).toBe(4);
    expect(classOf("Samples").need(new Uint8Array(4))).toBe(0);
  });

  test("takes the byte order that lengths are read in", () => {
    const head = windowOf(bytes(0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)).bytes;
    expect(classOf("Either").need(head, "big")).toBe(1);
    expect(classOf("Either").need(head, "little")).toBe(256);
  });
});

describe("records at the ends of bytes", () => {
  test("are written there, and nothing is if the value or the room is wrong", () => {
    const Point = classOf("Point");
    const target = windowOf(bytes(9, 9, 9, 9, 9, 9));
    const [record, rest] = Point.writePrefix(target.bytes, { x: 1, y: -2 });
    expect(target.bytes).toEqual(bytes(1, 0, 0xfe, 0xff, 9, 9));
    expect([record["y"], rest]).toEqual([-2, bytes(9, 9)]);
    const [before, last] = Point.writeSuffix(target.bytes, { x: 3, y: 4 });
    expect(target.bytes).toEqual(bytes(1, 0, 3, 0, 4, 0));
    expect([before, last["x"]]).toEqual([bytes(1, 0), 3]);

    const short = windowOf(bytes(9, 9, 9));
    for (const write of [
      () => Point.writePrefix(short.bytes, { x: 1, y: 1 }),
      () => Point.writeSuffix(short.bytes, { x: 1, y: 1 }),
    ]) {
      expect(errorOf(write)).toMatchObject({ name: "SizeError", struct: "Point", needed: 4 });
    }
    expect(errorOf(() => Point.writePrefix(target.bytes, { x: 40_000, y: 1 }))).toMatchObject({
      name: "ValidityError",
      path: "x",
    });
    expect(errorOf(() => Point.writeSuffix(target.bytes, undefined)).name).toBe("ValidityError");
    expect(errorOf(() => classOf("Message").writePrefix(target.bytes, null)).name).toBe(
      "ValidityError",
    );
    expect([target.bytes, short.bytes]).toEqual([bytes(1, 0, 3, 0, 4, 0), bytes(9, 9, 9)]);
  });

  test("that end in a slice are as long as is said", () => {
    const Samples = classOf("Samples");
    const given = windowOf(bytes(0, 0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5)).bytes;
    expect(Samples.readPrefix(given, 2)).toEqual([
      { channel: 1, values: [2, 3] },
      bytes(0, 4, 0, 5),
    ]);
    // One element, and two bytes of padding.
    expect(Samples.read(given.subarray(0, 8), 1)).toEqual({ channel: 1, values: [2] });
  });
});

describe("equals and hash", () => {
  test("leave out padding, also that in nested records and between elements", () => {
    const Nodes = classOf("Nodes");
    const Node = classOf("Node");
    const node = (pad: number): readonly number[] => [7, pad, pad, pad, 1, 2, 3, 4];
    const nodes = (pad: number): AnyRecord => {
      const apart = [5, 6, pad, pad, 7, 8, pad, pad];
      return Nodes.view(
        windowOf(bytes(...[1, 2, 3, 4, 5].flatMap(() => node(pad)), ...apart), pad).bytes,
      );
    };
    expect(Nodes.equals(nodes(1), nodes(2))).toBe(true);
    expect(Nodes.hash(nodes(1))).toBe(Nodes.hash(nodes(2)));
    const other = nodes(1);
    for (const at of [0, 4, 8, 12, 16, 20, 31, 32, 39, 40, 41, 44, 45]) {
      other.$bytes[at]! ^= 1;
      expect([at, Nodes.equals(nodes(2), other)]).toEqual([at, false]);
      expect(Nodes.hash(nodes(2))).not.toBe(Nodes.hash(other));
      other.$bytes[at]! ^= 1;
    }
    expect(Node.equals(Node.create({ id: 1 }), Node.create({ id: 2 }))).toBe(false);
  });

  test.each([
    // Fields have the bits 2 to 13 and 17 to 26, counted from the first one of each byte order.
    ["Gapsbig", [0b00111111, 0b11111100, 0b01111111, 0b11100000, 0xff, 0xff]],
    ["Gapslittle", [0b11111100, 0b00111111, 0b11111110, 0b00000111, 0xff, 0xff]],
  ])("leave out bits of padding beside bit fields: %s", (name, masks) => {
    const Class = classOf(name);
    const record = Class.view(Uint8Array.from(masks, () => 0x5a));
    for (const [at, mask] of masks.entries()) {
      for (let bit = 1; bit < 256; bit *= 2) {
        const other = Class.clone(record);
        other.$bytes[at]! ^= bit;
        const isPadding = (mask & bit) === 0;
        expect([at, bit, Class.equals(record, other)]).toEqual([at, bit, isPadding]);
        expect(Class.hash(record) === Class.hash(other)).toBe(isPadding);
      }
    }
    const cleared = bytes(...masks.map((mask) => mask & 0x5a));
    expect(Class.hash(record)).toBe(classOf("Run").hash(classOf("Run").view(cleared)));
  });

  test("have the hash that the authors of FNV-1a give for the same bytes", () => {
    const Run = classOf("Run");
    expect(Run.hash(Run.view(Buffer.from("foobar")))).toBe(0xbf9cf968);
  });

  test("are the same for the same values in two byte orders", () => {
    const Either = classOf("Either");
    const value = { a: 3, b: 0x0102, c: 0x01020304, list: [5, 6], name: bytes(1, 2, 3) };
    const [big, little] = [Either.create("big", value), Either.create("little", value)];
    expect(big.$bytes).not.toEqual(little.$bytes);
    expect(Either.equals(big, little)).toBe(true);
    expect(Either.hash(big)).toBe(Either.hash(little));
    expect(Either.compare(big, little)).toBe(0);
    Reflect.set(little, "b", 0x0201);
    expect(Either.equals(big, little)).toBe(false);
    expect(Either.compare(big, little)).toBe(-1);
  });

  test("tell apart records of the same bytes in two byte orders", () => {
    const Either = classOf("Either");
    const given = bytes(0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0);
    expect(Either.equals(Either.view(given, "big"), Either.view(given, "little"))).toBe(false);
  });

  test("know that records of two sizes differ", () => {
    const Message = classOf("Message");
    const message = (body: readonly number[]): AnyRecord =>
      Message.create({ size: body.length, body: bytes(...body) });
    expect(Message.equals(message([1]), message([1, 0]))).toBe(false);
    expect(Message.equals(message([1, 0]), message([1, 0]))).toBe(true);
  });
});

describe("compare", () => {
  test("sorts by the fields in their order", () => {
    const Point = classOf("Point");
    const records = [...Point.array(bytes(1, 0, 5, 0, 255, 255, 9, 0, 1, 0, 4, 0))];
    const sorted = records.sort(Point.compare).map(({ x, y }) => [x, y]);
    expect(sorted).toEqual([
      [-1, 9],
      [1, 4],
      [1, 5],
    ]);
  });

  test("takes each kind of value in its own order", () => {
    const Every = classOf("Every");
    const base = { color: 1, colors: [1, 1], letter: "a" };
    const steps: readonly Readonly<Record<string, unknown>>[] = [
      {},
      { colors: [1, 2] },
      { points: [{ x: 0, y: 0 }, { x: 0, y: 1 }] },
      { points: [{ x: 0, y: 1 }, { x: 0, y: 0 }] },
      { point: { x: 0, y: 1 } },
      { signed: Int8Array.of(0, 1) },
      { signed: Int8Array.of(1, -1) },
      { run: new Uint8Array(20).fill(200, 19) },
      { run: new Uint8Array(20).fill(1, 18) },
      { color: 2 },
      { maybe: 1 },
      // By code point: U+1F600 is behind U+FFFD, although its first half is before.
      { letter: "\ufffd" },
      { letter: "\u{1f600}" },
      { yes: true },
      { real: 0.5 },
      { real: NaN },
      { big: 2n ** 63n },
      { number: 1 },
    ];
    const records = steps.map((step) => Every.create({ ...base, ...step }));
    records.unshift(Every.create({ ...base, signed: Int8Array.of(0, -1) }));
    records.unshift(Every.create({ ...base, number: -1, big: 5n }));
    for (const [index, record] of records.entries()) {
      for (const [other, otherRecord] of records.entries()) {
        const wanted = Math.sign(index - other);
        expect([index, other, Every.compare(record, otherRecord)]).toEqual([index, other, wanted]);
      }
    }
  });

  test("throws what a getter throws", () => {
    const Every = classOf("Every");
    const record = Every.create({ letter: "a", colors: [1, 1] });
    expect(errorOf(() => Every.compare(record, record))).toMatchObject({
      name: "ValidityError",
      path: "color",
    });
  });
});

describe("clone and copyTo", () => {
  test("keep the lengths that the record was opened with", () => {
    const Message = classOf("Message");
    const record = Message.view(windowOf(bytes(2, 7, 8, 0, 1, 9)).bytes);
    Reflect.set(record, "size", 200);
    const clone = Message.clone(record);
    expect([clone["size"], clone["body"], clone["tail"]]).toEqual([200, bytes(7, 8), bytes(9)]);
    const target = windowOf(new Uint8Array(6));
    const copy = Message.copyTo(record, target.bytes);
    expect(copy["tail"]).toEqual(bytes(9));
    expect(copy["body"]).toHaveProperty("buffer", target.all.buffer);
    expect(errorOf(() => Message.copyTo(record, new Uint8Array(7)))).toMatchObject({
      name: "SizeError",
      expected: 6,
      got: 7,
    });
  });

  test("take the record out of shared memory, and copy over themselves", () => {
    const Point = classOf("Point");
    const shared = new Uint8Array(new SharedArrayBuffer(6));
    shared.set([0, 1, 2, 3, 4, 5]);
    const clone = Point.clone(Point.view(shared.subarray(1, 5)));
    expect(clone.$view.buffer).toBeInstanceOf(ArrayBuffer);
    expect(clone.$bytes).toEqual(bytes(1, 2, 3, 4));
    Point.copyTo(Point.view(shared.subarray(0, 4)), shared.subarray(1, 5));
    expect([...shared]).toEqual([0, 0, 1, 2, 3, 5]);
  });

  test("keep the byte order", () => {
    const Either = classOf("Either");
    const record = Either.create("big", { b: 1 });
    expect(Either.clone(record)["b"]).toBe(1);
    expect(Either.copyTo(record, new Uint8Array(12))["$littleEndian"]).toBe(false);
  });
});

const everyValue = {
  number: -5,
  big: 2n ** 64n - 1n,
  real: 0.5,
  yes: true,
  letter: "é",
  maybe: null,
  color: 2,
  run: Uint8Array.from({ length: 20 }, (_, index) => index),
  signed: Int8Array.of(-1, 1),
  point: { x: 1, y: 2 },
  points: [
    { x: 3, y: 4 },
    { x: 5, y: 6 },
  ],
  colors: [1, 2],
};

describe("what is shown of a record", () => {
  test("as JSON has all values", () => {
    const record = classOf("Every").create(everyValue);
    expect(JSON.parse(JSON.stringify(record))).toEqual({
      ...everyValue,
      big: "18446744073709551615",
      run: "000102030405060708090a0b0c0d0e0f10111213",
      signed: [-1, 1],
    });
  });

  test("in a console are the class and its fields, bytes shortened, those not valid as errors", () => {
    const record = classOf("Every").create(everyValue);
    Reflect.set(record, "color", 9);
    record.$bytes[record.$bytes.length - 1] = 7;
    expect(inspect(record)).toBe(`Every {
  number: -5,
  big: 18446744073709551615n,
  real: 0.5,
  yes: true,
  letter: 'é',
  maybe: null,
  color: <ValidityError: expected a member of Color, got 9>,
  run: <20 bytes: 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f ...>,
  signed: Int8Array(2) [ -1, 1 ],
  point: Point { x: 1, y: 2 },
  points: [ Point { x: 3, y: 4 }, Point { x: 5, y: 6 } ],
  colors: [ 1, <ValidityError: expected a member of Color, got 7> ]
}`);
  });

  test("in a console is indented, ends at the depth that is asked for, and is short for long arrays", () => {
    const Nodes = classOf("Nodes");
    const record = Nodes.create();
    expect(inspect(record, { depth: 0 })).toContain("{ first: [Node], ");
    expect(inspect({ deep: record }, { compact: false })).toContain(
      "  deep: Nodes {\n    first: Node {\n      kind: 0,\n      id: 0\n    },\n",
    );
    const long = inspect(classOf("Samples").view(new Uint8Array(4 + 400)));
    expect(long).toContain("... 136 more");
    expect(inspect(classOf("Message").create())).toBe(
      "Message { size: 0, body: <0 bytes>, tailSize: 0, tail: <0 bytes> }",
    );
  });
});

describe("a bundle", () => {
  test("leaves out the classes that nobody uses, and what shows records if nobody has one", async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: `${emit(document)}\nconsole.log(isColor(1));`,
        loader: "ts",
        resolveDir: root,
      },
      bundle: true,
      format: "esm",
      write: false,
    });
    // The exports of an entry are kept: what is asked for is one import of another module.
    expect(outputFiles[0]?.text).toContain("inspectable");
    const { outputFiles: others } = await build({
      stdin: { contents: `import { isColor } from "generated"; console.log(isColor(1));` },
      bundle: true,
      format: "esm",
      write: false,
      plugins: [
        {
          name: "generated",
          setup: (builder) => {
            builder.onResolve({ filter: /^generated$/ }, ({ path }) => ({ path, namespace: "g" }));
            builder.onLoad({ filter: /./, namespace: "g" }, () => ({
              contents: emit(document),
              loader: "ts",
              resolveDir: root,
            }));
          },
        },
      ],
    });
    const text = others[0]?.text ?? "";
    expect(text).toContain("isColor");
    expect(text).not.toMatch(/inspectable|class|equalBytes/);
  });
});

describe("a Standard Schema", () => {
  test("takes bytes and gives a record", () => {
    const standard = classOf("Point")["~standard"];
    expect([standard?.version, standard?.vendor]).toEqual([1, "structview"]);
    const given = windowOf(bytes(1, 0, 2, 0));
    const { value, issues } = standard?.validate(given.bytes) ?? {};
    expect([value?.["y"], value?.$view.buffer, issues]).toEqual([2, given.all.buffer, undefined]);
    const foreign: unknown = runInNewContext("new ArrayBuffer(4)");
    expect(standard?.validate(foreign).value?.["y"]).toBe(0);
  });

  test("tells everything that is wrong, with keys and indices as its path", () => {
    const record = classOf("Every").create(everyValue);
    Reflect.set(record, "color", 9);
    record.$bytes[record.$bytes.length - 1] = 7;
    const { value, issues } = classOf("Every")["~standard"]?.validate(record.$bytes) ?? {};
    expect(value).toBeUndefined();
    expect(issues?.map(({ path }) => path)).toEqual([["color"], ["colors", 1]]);
    expect(issues?.[0]?.message).toContain("expected a member of Color, got 9");
    const short = classOf("Every")["~standard"]?.validate(new Uint8Array(3));
    expect(short?.issues?.map(({ path }) => path)).toEqual([[]]);
  });

  test("finds an issue in what is no bytes, or bytes that are gone", () => {
    const gone = new Uint8Array(4);
    structuredClone(gone, { transfer: [gone.buffer] });
    for (const value of [undefined, null, 5, "abcd", [1, 2], {}, { byteLength: 4 }, gone]) {
      const result = classOf("Message")["~standard"]?.validate(value);
      expect(result?.issues?.[0]?.message).toMatch(/^expected bytes/);
    }
  });

  test("is not there where the byte order is chosen by who opens the record", () => {
    expect(classOf("Either")["~standard"]).toBeUndefined();
  });
});

describe("transmute", () => {
  test("gives another view of the same memory, and a SizeError for another size", () => {
    const Point = classOf("Point");
    const Samples = classOf("Samples");
    const Run = classOf("Run");
    const record = Point.view(windowOf(bytes(0, 0, 1, 2)).bytes);
    const samples = transmute(record as never, Samples as never) as AnyRecord;
    expect(samples["channel"]).toBe(0x0102);
    expect(samples.$view.buffer).toBe(record.$view.buffer);
    expect(errorOf(() => transmute(record as never, Run as never))).toMatchObject({
      name: "SizeError",
      struct: "Run",
      expected: 6,
      got: 4,
    });
  });
});
