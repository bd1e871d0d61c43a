/**
 * Optional parts, alignment behind parts of dynamic length, and sequences of records of dynamic size,
 * against bytes that are written by hand.
 */
import { inspect } from "node:util";
import { compile } from "structview";
import type { LoadedSchema } from "structview";
import { describe, expect, test } from "vitest";
import type { FieldData, FieldTypeData, StructData, TypeData } from "../oracle/document.js";
import type { AnyArray, AnyClass, AnyModule, AnyParser, AnyRecord } from "../oracle/modules.js";
import { errorOf, importDocument, windowOf } from "../oracle/modules.js";

let modules = 0;

async function load(...types: readonly StructData[]): Promise<AnyModule> {
  return importDocument({ types }, `dynamic-parts-${process.pid}-${modules++}`);
}

/** A class that has sequences, and validates. */
type SequenceClass = AnyClass &
  AnyParser & { sequence(bytes: Uint8Array, ...order: readonly string[]): AnyArray };

function classOf(module: AnyModule, name: string): SequenceClass {
  const found = module[name];
  if (found === undefined) throw new Error(`no class ${name}`);
  return found as SequenceClass;
}

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const field = (name: string, type: FieldTypeData): FieldData => ({ name, type });
const struct = (
  name: string,
  fields: readonly FieldData[],
  options: Partial<StructData> = {},
): StructData => ({ kind: "struct", name, ...options, fields });
const when = (condition: string, type: FieldTypeData): FieldTypeData => ({
  kind: "conditional",
  condition,
  type,
});
const aligned = (alignment: number, type: FieldTypeData): FieldTypeData => ({
  kind: "placed",
  type,
  alignment,
});
const rest = { kind: "rest" } as const;
const run = (length: string): TypeData => ({ kind: "bytes", length });
const array = (element: string, length: number | string | typeof rest): TypeData => ({
  kind: "array",
  element,
  length,
});
const sequence = (element: string, length: number | string | typeof rest = rest): TypeData => ({
  kind: "array",
  element,
  length,
  measure: "bytes",
});
const each = (sequenceOf: unknown, name: string): readonly unknown[] =>
  [...(sequenceOf as Iterable<AnyRecord>)].map((record) => record[name]);

/** Type, length, value, and padding up to a multiple of 4 bytes, as in RADIUS, STUN and pcapng. */
const padded = struct(
  "Attribute",
  [field("type", "u16"), field("length", "u16"), field("value", run("length"))],
  { byteOrder: "big", align: 4 },
);
const text = struct("Text", [field("length", "u8"), field("text", run("length"))]);

describe("a list of attributes, each padded to 4 bytes", () => {
  // STUN (RFC 8489, section 14): USERNAME "abc", FINGERPRINT, SOFTWARE of no bytes.
  const list = bytes(
    ...[0x00, 0x06, 0x00, 0x03, 0x61, 0x62, 0x63, 0x00],
    ...[0x80, 0x28, 0x00, 0x04, 0xe5, 0x7a, 0x3b, 0xcf],
    ...[0x80, 0x22, 0x00, 0x00],
  );

  test("is walked over in a window at an odd offset", async () => {
    const Attribute = classOf(await load(padded), "Attribute");
    const window = windowOf(list);
    const attributes = Attribute.sequence(window.bytes);
    expect(each(attributes, "type")).toEqual([6, 0x8028, 0x8022]);
    expect(each(attributes, "$size")).toEqual([8, 8, 4]);
    expect(attributes.length).toBe(3);
    const second = attributes.at(1) as AnyRecord;
    expect(second["value"]).toEqual(bytes(0xe5, 0x7a, 0x3b, 0xcf));
    expect((second["value"] as Uint8Array).byteOffset).toBe(window.start + 12);
    expect((attributes.at(-1) as AnyRecord)["type"]).toBe(0x8022);
    for (const index of [-4, 3, 0.5, NaN]) {
      expect(errorOf(() => attributes.at(index)).name).toBe("IndexError");
    }
    (second as Record<string, unknown>)["type"] = 1;
    expect([...window.bytes.subarray(8, 10)]).toEqual([0, 1]);
  });

  test("fills what its message says, and zeroes the padding when it is written", async () => {
    const message = struct(
      "Message",
      [field("type", "u16"), field("length", "u16"), field("list", sequence("Attribute", "length"))],
      { byteOrder: "big" },
    );
    const Message = classOf(await load(padded, message), "Message");
    const whole = bytes(0, 1, 0, list.length, ...list, 0xee);
    const [record, left] = Message.viewPrefix(windowOf(whole).bytes);
    expect(each(record["list"], "length")).toEqual([3, 4, 0]);
    expect([...left]).toEqual([0xee]);
    const value = Message.toObject(record);
    const old = windowOf(new Uint8Array(24).fill(0xff));
    Message.write(old.bytes, value);
    expect(old.bytes).toEqual(whole.subarray(0, 24));
    expect(Message.sizeOf?.(value)).toBe(24);
  });

  test("that ends within an attribute tells so when it is come to", async () => {
    const Attribute = classOf(await load(padded), "Attribute");
    const attributes = Attribute.sequence(windowOf(list.subarray(0, 14)).bytes);
    const iterator = attributes[Symbol.iterator]();
    expect((iterator.next().value as AnyRecord)["type"]).toBe(6);
    for (const use of [() => iterator.next(), () => attributes.length, () => attributes.at(1)]) {
      expect(errorOf(use)).toMatchObject({
        name: "SizeError",
        struct: "Attribute[]",
        path: "[1].value",
        offset: 12,
        expected: 16,
        got: 14,
      });
    }
  });

  test("ends, again and again, and whatever became of the records before the end", async () => {
    const Attribute = classOf(await load(padded), "Attribute");
    const window = windowOf(list);
    const iterator = Attribute.sequence(window.bytes)[Symbol.iterator]();
    for (const type of [6, 0x8028, 0x8022]) {
      expect(iterator.next()).toMatchObject({ done: false, value: { type } });
    }
    window.bytes.fill(0xff, 2, 4);
    for (let round = 0; round < 3; round++) {
      const { done, value } = iterator.next();
      expect([done, value]).toEqual([true, undefined]);
    }
    const empty = Attribute.sequence(new Uint8Array(0));
    expect([...(empty as Iterable<unknown>)]).toEqual([]);
    expect(empty.length).toBe(0);
  });

  test("that lies about a length gives an error and no bytes of others", async () => {
    const Attribute = classOf(await load(padded), "Attribute");
    const window = windowOf(bytes(0, 6, 0xff, 0xff, 1, 2, 3, 4), 5, 70_000);
    const error = errorOf(() => [...(Attribute.sequence(window.bytes) as Iterable<unknown>)]);
    expect(error).toMatchObject({ name: "SizeError", path: "[0].value", got: 8 });
    // The padding counts too.
    const short = windowOf(bytes(0, 6, 0, 1, 1, 2, 3));
    expect(errorOf(() => Attribute.sequence(short.bytes).length)).toMatchObject({
      name: "SizeError",
      path: "[0]",
      expected: 8,
      got: 7,
    });
  });
});

describe("IPv6 options", () => {
  // RFC 8200, section 4.2: Pad1 is one byte without a length; a router alert (RFC 2711) is 5, 2, 0, 0.
  test("are one byte, or a type with a length and a value", async () => {
    const optional = struct("Option", [field("type", "u8"), field("body", when("type != 0", "Text"))]);
    const header = struct("Options", [
      field("nextHeader", "u8"),
      field("length", "u8"),
      field("options", sequence("Option", "length * 8 + 6")),
    ]);
    const Options = classOf(await load(text, optional, header), "Options");
    // Router alert, then PadN with one byte of padding, then nothing; and Pad1 twice.
    for (const [contents, types] of [
      [[5, 2, 0, 0, 1, 0], [5, 1]],
      [[0, 5, 2, 0, 0, 0], [0, 5, 0]],
    ] as const) {
      const record = Options.parse(windowOf(bytes(58, 0, ...contents)).bytes);
      expect(each(record["options"], "type")).toEqual(types);
    }
    const record = Options.view(bytes(58, 0, 0, 5, 2, 7, 8, 0));
    const bodies = each(record["options"], "body") as readonly (AnyRecord | undefined)[];
    expect(bodies.map((body) => body?.["text"])).toEqual([undefined, bytes(7, 8), undefined]);
    expect(Options.read(record.$bytes)).toEqual({
      nextHeader: 58,
      length: 0,
      options: [
        { type: 0, body: undefined },
        { type: 5, body: { length: 2, text: bytes(7, 8) } },
        { type: 0, body: undefined },
      ],
    });
  });

  test("that do not fill their header exactly are found by parse and safeParse", async () => {
    const header = struct("Options", [
      field("length", "u8"),
      field("options", sequence("Text", "length")),
      field("last", "u8"),
    ]);
    const Options = classOf(await load(text, header), "Options");
    // The second one has a length of 3 with only one byte left.
    const wrong = windowOf(bytes(4, 1, 9, 3, 9, 0xee)).bytes;
    expect(Options.view(wrong)["last"]).toBe(0xee);
    const found = { name: "SizeError", struct: "Options", path: "options[1].text", offset: 4 };
    expect(errorOf(() => Options.parse(wrong))).toMatchObject(found);
    const result = Options.safeParse(wrong);
    expect(result.success ? [] : result.errors).toMatchObject([found]);
  });
});

describe("a field with a condition", () => {
  const record = struct(
    "Fields",
    [
      field("flags", "u8"),
      field("time", when("flags & 1", "u32")),
      field("point", when("flags & 2", "Point")),
      field("name", when("flags & 4", { kind: "bytes", length: 3 })),
      field("text", when("flags & 8", "Text")),
      field("always", when("flags & 16", { kind: "constant", base: "u8", value: 7 })),
      field("list", when("flags & 32", array("u16", 2))),
      field("end", "u8"),
    ],
    { byteOrder: "big" },
  );
  const point = struct("Point", [field("x", "u8"), field("y", "u8")]);
  const all = bytes(0x3f, 0, 0, 1, 0, 1, 2, 97, 98, 99, 1, 5, 7, 0, 3, 0, 4, 0xee);

  test("is there where it holds, and what follows moves up where it does not", async () => {
    const Fields = classOf(await load(point, text, record), "Fields");
    const full = Fields.view(windowOf(all).bytes);
    expect(Fields.toObject(full)).toEqual({
      flags: 0x3f,
      time: 256,
      point: { x: 1, y: 2 },
      name: bytes(97, 98, 99),
      text: { length: 1, text: bytes(5) },
      always: 7,
      list: [3, 4],
      end: 0xee,
    });
    const few = Fields.view(windowOf(bytes(0x14, 97, 98, 99, 7, 0xee)).bytes);
    const absent = undefined;
    expect(Fields.toObject(few)).toEqual({
      flags: 0x14,
      time: absent,
      point: absent,
      name: bytes(97, 98, 99),
      text: absent,
      always: 7,
      list: absent,
      end: 0xee,
    });
    expect(Fields.view(bytes(0, 1))["end"]).toBe(1);
    expect(Fields.minimumSize).toBe(2);
  });

  test("cannot be written where it does not hold, and is not needed", async () => {
    const Fields = classOf(await load(point, text, record), "Fields");
    const window = windowOf(bytes(0, 9));
    const before = window.all.slice();
    const none = Fields.view(window.bytes);
    for (const name of ["time", "name"]) {
      expect(errorOf(() => Reflect.set(none, name, name === "time" ? 1 : bytes(1, 2, 3)))).toMatchObject(
        { name: "ValidityError", path: name, offset: 1 },
      );
    }
    expect(errorOf(() => Fields.write(window.bytes, { flags: 0, time: 1, end: 0 }))).toMatchObject({
      name: "ValidityError",
      path: "time",
      expected: "nothing, as flags & 1 does not hold",
      got: 1,
    });
    expect(errorOf(() => Fields.write(window.bytes, { flags: 1, end: 0 })).path).toBe("time");
    expect(window.all).toEqual(before);
    expect(Fields.create({ flags: 0x11, end: 3 }).$bytes).toEqual(bytes(0x11, 0, 0, 0, 0, 7, 3));
    expect(Fields.write(new Uint8Array(18), Fields.read(all)).$bytes).toEqual(all);
  });

  test("counts in the bytes that are needed", async () => {
    const Fields = classOf(await load(point, text, record), "Fields");
    for (let length = 0; length < all.length; length++) {
      const error = errorOf(() => Fields.view(all.subarray(0, length)));
      expect(error.name).toBe("SizeError");
      expect(error.needed).toBeGreaterThan(length);
    }
    const error = errorOf(() => Fields.view(bytes(1, 0, 0)));
    expect(error.message).toBe("Fields.time at offset 1: expected 6 bytes, got 3");
  });

  test("keeps what it was when the record was opened", async () => {
    const Fields = classOf(await load(point, text, record), "Fields");
    const window = windowOf(bytes(0, 9));
    const none = Fields.view(window.bytes);
    Reflect.set(none, "flags", 0xff);
    expect([none["time"], none["point"], none["text"], none["end"]]).toEqual([
      undefined,
      undefined,
      undefined,
      9,
    ]);
  });
});

describe("what is aligned behind a part of dynamic length", () => {
  test("lies at the next multiple of its alignment, also in the rules of C", async () => {
    const packed = struct(
      "Packed",
      [field("n", "u8"), field("text", run("n")), field("x", aligned(4, "u16")), field("y", "u8")],
      { byteOrder: "big" },
    );
    const c = struct("C", [field("n", "u8"), field("words", array("u16", "n")), field("x", "u32")], {
      rules: "c",
      byteOrder: "big",
    });
    const module = await load(packed, c);
    const Packed = classOf(module, "Packed");
    for (const [n, x] of [
      [0, 4],
      [3, 4],
      [4, 8],
    ] as const) {
      const given = new Uint8Array(x + 4).fill(0xcc);
      given.set([n]);
      given.set([1, 2, 3], x);
      const record = Packed.view(windowOf(given).bytes);
      expect([record["x"], record["y"], record.$size]).toEqual([0x0102, 3, x + 4]);
      expect((record["text"] as Uint8Array).length).toBe(n);
      const written = Packed.create(Packed.toObject(record)).$bytes;
      expect([...written.subarray(1 + n, x)]).toEqual(Array(x - 1 - n).fill(0));
    }
    expect([Packed.alignment, Packed.minimumSize]).toEqual([4, 8]);
    const C = classOf(module, "C");
    expect(C.read(bytes(1, 0, 0, 7, 0, 0, 0, 9))).toEqual({ n: 1, words: [7], x: 9 });
    expect(C.read(bytes(2, 0, 0, 7, 0, 8, 0, 0, 0, 0, 0, 9))).toEqual({ n: 2, words: [7, 8], x: 9 });
  });

  test("counts in the bytes that are needed, with the padding at the end", async () => {
    const packed = struct("Packed", [
      field("n", "u8"),
      field("text", run("n")),
      field("x", aligned(4, "u8")),
    ]);
    const Packed = classOf(await load(packed), "Packed");
    expect(errorOf(() => Packed.view(bytes(4, 0, 0, 0, 0, 0, 0, 0))).message).toBe(
      "Packed.x at offset 8: expected 9 bytes, got 8",
    );
    expect(errorOf(() => Packed.view(new Uint8Array(10).fill(4, 0, 1))).needed).toBe(12);
    expect(Packed.view(new Uint8Array(12).fill(4, 0, 1))["x"]).toBe(0);
  });

  test("leaves no part of a negative length where padding takes more than is left", async () => {
    const tail = struct(
      "Tail",
      [field("n", "u8"), field("text", run("n")), field("tail", { kind: "bytes", length: rest })],
      { align: 4 },
    );
    const Tail = classOf(await load(tail), "Tail");
    expect(errorOf(() => Tail.view(bytes(4, 1, 2, 3, 4, 5, 6))).needed).toBe(8);
    const record = Tail.viewPrefix(bytes(4, 1, 2, 3, 4, 5, 6, 7, 8))[0];
    expect(record["tail"]).toEqual(bytes(5, 6, 7));
  });

  test("does not rely on bytes that are told to be whole records", async () => {
    // The 5 bytes are no whole attribute: what follows is aligned all the same.
    const outer = struct(
      "Outer",
      [
        field("size", aligned(4, "u32")),
        field("list", sequence("Attribute", "size")),
        field("after", aligned(4, "u8")),
      ],
      { byteOrder: "big" },
    );
    const Outer = classOf(await load(padded, outer), "Outer");
    const record = Outer.view(windowOf(bytes(0, 0, 0, 5, 1, 2, 0, 0, 9, 0, 0, 0, 7, 0, 0, 0)).bytes);
    expect(record["after"]).toBe(7);
    expect(() => Outer.parse(record.$bytes)).toThrow("Outer.list[1] at offset 8");
  });
});

describe("a sequence", () => {
  test("of a number of records opens them all, and bounds each", async () => {
    const page = struct("Page", [
      field("count", "u16"),
      field("texts", array("Text", "count")),
      field("end", "u8"),
    ]);
    const Page = classOf(await load(text, page), "Page");
    const good = bytes(3, 0, 1, 9, 0, 2, 8, 7, 0xee);
    const record = Page.view(windowOf(good).bytes);
    expect(each(record["texts"], "length")).toEqual([1, 0, 2]);
    expect(record["end"]).toBe(0xee);
    expect(Page.write(new Uint8Array(9), Page.toObject(record)).$bytes).toEqual(good);
    // As many as there are bytes at most: the count alone decides nothing.
    expect(errorOf(() => Page.view(windowOf(bytes(0xff, 0xff, 0, 0, 0)).bytes))).toMatchObject({
      name: "SizeError",
      path: "texts",
      needed: 2 + 65535 + 1,
      got: 5,
    });
    expect(errorOf(() => Page.view(windowOf(bytes(2, 0, 1, 9, 4, 1, 2)).bytes))).toMatchObject({
      name: "SizeError",
      path: "texts[1].text",
      offset: 5,
      needed: 10,
    });
    expect(Page.create({ count: 2 }).$bytes).toEqual(bytes(2, 0, 0, 0, 0));
    expect(errorOf(() => Page.create({ count: 2, texts: [] }))).toMatchObject({
      path: "texts.length",
      expected: 2,
      got: 0,
    });
  });

  test("refuses a count or a length below zero, or that is no whole number", async () => {
    for (const type of [array("Text", "n - 2"), sequence("Text", "n - 2")]) {
      const Page = classOf(
        await load(text, struct("Page", [field("n", "i64"), field("texts", type)])),
        "Page",
      );
      const view = (n: bigint): unknown => {
        const given = new Uint8Array(12);
        new DataView(given.buffer).setBigInt64(0, n, true);
        return Page.viewPrefix(windowOf(given).bytes)[0];
      };
      for (const n of [1n, -5n, 2n ** 62n, -(2n ** 63n)]) {
        expect(errorOf(() => view(n)).name).toBe("ValidityError");
      }
      for (const n of [2n ** 52n, 7n]) expect(errorOf(() => view(n)).name).toBe("SizeError");
      expect(view(2n)).toBeInstanceOf(Page);
      expect(errorOf(() => Page.create({ n: 1n })).name).toBe("ValidityError");
    }
    const shifted = struct("Page", [field("n", "i8"), field("texts", array("Text", "3 << n"))]);
    const Page = classOf(await load(text, shifted), "Page");
    expect(errorOf(() => Page.view(bytes(0xff, 0, 0, 0))).got).toBe(1.5);
  });

  test("nests, and takes the byte order that is chosen at run time", async () => {
    const entry = struct("Entry", [field("n", "u16"), field("words", array("u16", "n"))], {
      byteOrder: "runtime",
    });
    const block = struct("Block", [field("size", "u16"), field("entries", sequence("Entry", "size"))], {
      byteOrder: "runtime",
    });
    const file = struct("File", [field("count", "u16"), field("blocks", array("Block", "count"))], {
      byteOrder: "runtime",
    });
    const File = classOf(await load(entry, block, file), "File");
    const words = [2, 6, 1, 0x0102, 0, 2, 0];
    const value = {
      count: 2,
      blocks: [
        { size: 6, entries: [{ n: 1, words: [0x0102] }, { n: 0, words: [] }] },
        { size: 2, entries: [{ n: 0, words: [] }] },
      ],
    };
    for (const order of ["big", "little"] as const) {
      const given = new Uint8Array(14);
      const view = new DataView(given.buffer);
      for (const [index, word] of words.entries()) view.setUint16(index * 2, word, order === "little");
      expect(File.read(windowOf(given).bytes, order)).toEqual(value);
      expect(File.write(new Uint8Array(14), value, order).$bytes).toEqual(given);
    }
  });

  test("of fixed bytes or of a fixed number has them", async () => {
    const page = struct("Page", [field("two", array("Text", 2)), field("six", sequence("Text", 6))]);
    const Page = classOf(await load(text, page), "Page");
    const good = bytes(1, 9, 0, 3, 1, 2, 3, 1, 4);
    expect(Page.minimumSize).toBe(8);
    const value = Page.read(good);
    expect(value).toEqual({
      two: [
        { length: 1, text: bytes(9) },
        { length: 0, text: bytes() },
      ],
      six: [
        { length: 3, text: bytes(1, 2, 3) },
        { length: 1, text: bytes(4) },
      ],
    });
    expect(Page.write(new Uint8Array(9), value).$bytes).toEqual(good);
    const less = { ...value, six: [{ length: 0, text: bytes() }] };
    expect(errorOf(() => Page.write(new Uint8Array(4), less))).toMatchObject({
      name: "SizeError",
      path: "six",
      expected: 6,
      got: 1,
    });
  });

  test("stays in its bytes when lengths within are changed behind its back", async () => {
    const page = struct("Page", [field("n", "u8"), field("texts", array("Text", "n"))]);
    const Page = classOf(await load(text, page), "Page");
    const window = windowOf(bytes(2, 1, 9, 1, 8), 3, 300);
    const { texts } = Page.view(window.bytes);
    window.bytes[3] = 200;
    expect(errorOf(() => (texts as AnyArray).length)).toMatchObject({
      name: "SizeError",
      path: "[1].text",
      got: 4,
    });
  });

  test("of elements of a fixed size is an array of so many bytes", async () => {
    const page = struct("Page", [
      field("size", "u8"),
      field("words", sequence("u16", "size")),
      field("points", sequence("Point", 4)),
      field("rest", sequence("u16")),
    ]);
    const point = struct("Point", [field("x", "u8"), field("y", "u8")]);
    const Page = classOf(await load(point, page), "Page");
    const good = bytes(4, 1, 0, 2, 0, 5, 6, 7, 8, 3, 0);
    const value = Page.read(windowOf(good).bytes);
    expect(value).toEqual({
      size: 4,
      words: [1, 2],
      points: [
        { x: 5, y: 6 },
        { x: 7, y: 8 },
      ],
      rest: [3],
    });
    expect(Page.write(new Uint8Array(11), value).$bytes).toEqual(good);
    expect(errorOf(() => Page.view(bytes(3, 1, 0, 2, 5, 6, 7, 8)))).toMatchObject({
      name: "ValidityError",
      path: "words",
    });
  });
});

describe("a sequence of structs of another schema", () => {
  test("imports what it needs of their module, and nothing else", () => {
    const file = (name: string): string => `schemas/${name}.json`;
    const schema = (name: string, types: readonly unknown[]): LoadedSchema => {
      const span = { file: file(name), line: 1, column: 1, endLine: 1, endColumn: 1 };
      return { file: file(name), data: { types }, spanAt: () => span };
    };
    const element = { kind: "reference", name: "Text", from: "./text.json" };
    const list = struct("List", [
      field("n", "u8"),
      field("texts", { kind: "array", element, length: "n" } as TypeData),
    ]);
    const { outputs, diagnostics } = compile(
      [schema("text", [text]), schema("list", [list])],
      (source) => source.replace(".json", ".ts"),
    );
    expect(diagnostics).toEqual([]);
    const output = outputs.find(({ text: module }) => module.includes("class List "))?.text ?? "";
    expect(output).toContain('import { Text, TextSequence, type TextValue } from "./text.js"');
  });
});

describe("what is known of whole records", () => {
  test("has sequences, optional parts and what is aligned behind them", async () => {
    const page = struct("Page", [
      field("n", "u8"),
      field("texts", array("Text", "n")),
      field("more", when("n > 1", "Text")),
      field("x", aligned(4, "u16")),
      field("y", "u8"),
    ]);
    const module = await load(text, page);
    const Page = classOf(module, "Page") as SequenceClass & {
      equals(record: AnyRecord, other: AnyRecord): boolean;
      compare(record: AnyRecord, other: AnyRecord): number;
      hash(record: AnyRecord): number;
      clone(record: AnyRecord): AnyRecord;
    };
    const one = Page.view(bytes(1, 1, 9, 0xee, 5, 0, 6, 0xee));
    const same = Page.view(windowOf(bytes(1, 1, 9, 0, 5, 0, 6, 0)).bytes);
    const two = Page.view(bytes(2, 1, 9, 0, 1, 8, 0, 0, 5, 0, 6, 0));
    expect([Page.equals(one, same), Page.equals(one, two)]).toEqual([true, false]);
    expect([Page.hash(one) === Page.hash(same), Page.hash(one) === Page.hash(two)]).toEqual([
      true,
      false,
    ]);
    expect([Page.compare(one, same), Page.compare(one, two)]).toEqual([0, -1]);
    expect(Page.toObject(Page.clone(two))).toEqual(Page.toObject(two));
    expect(JSON.stringify(one)).toBe('{"n":1,"texts":[{"length":1,"text":"09"}],"x":5,"y":6}');
    const { fields } = module["PageLayout"] as unknown as { readonly fields: readonly unknown[] };
    expect(fields.slice(1)).toMatchObject([
      { offset: 1, size: null, type: { kind: "sequence", name: "Text", measure: "elements" } },
      { after: "texts", offset: 0, condition: "n > 1", type: { kind: "struct" } },
      { after: "x", isFromStart: true, alignment: 4, offset: 0 },
      { after: "x", isFromStart: true, offset: 2 },
    ]);
  });

  test("is shown although a sequence ends within a record", async () => {
    const page = struct("Page", [field("n", "u8"), field("texts", sequence("Text"))]);
    const Page = classOf(await load(text, page), "Page");
    const record = Page.view(bytes(7, 3, 1));
    expect(inspect(record)).toBe("Page { n: 7, texts: <SizeError: expected 4, got 2> }");
  });
});
