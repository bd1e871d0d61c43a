/** Unions: bytes written by hand, windows at odd offsets, and what is refused before a byte changes. */
import { beforeAll, describe, expect, test } from "vitest";
import type { DocumentData } from "../oracle/document.js";
import { emit, errorOf, importDocument, windowOf } from "../oracle/modules.js";
import type { AnyClass, AnyParser, AnyRecord } from "../oracle/modules.js";

const document: DocumentData = {
  types: [
    {
      kind: "enumeration",
      name: "Kind",
      base: "u8",
      members: [{ name: "first", value: 1 }],
    },
    {
      kind: "union",
      name: "Word",
      bitOrder: "least-significant-first",
      members: [
        { name: "asFloat", type: "f32" },
        { name: "asInt", type: "u32" },
        { name: "asBytes", type: { kind: "bytes", length: 4 } },
        { name: "half", type: "u16.be" },
        { name: "kind", type: "Kind" },
        { name: "maybe", type: { kind: "nonzero", base: "u8", isOptional: true } },
        { name: "seven", type: { kind: "constant", base: "u16", value: 7 } },
        { name: "bits", type: { kind: "bits", width: 24 } },
      ],
    },
    {
      kind: "struct",
      name: "Packet",
      byteOrder: "big",
      fields: [
        { name: "tag", type: "u8" },
        { name: "word", type: "Word" },
        { name: "words", type: { kind: "array", element: "Word", length: 2 } },
      ],
    },
    {
      kind: "union",
      name: "Nested",
      byteOrder: "runtime",
      rules: "c",
      members: [
        { name: "word", type: "Word" },
        { name: "length", type: "u16" },
        { name: "apart", type: { kind: "array", element: "u8", length: 2, stride: 3 } },
        { name: "reserved", type: { kind: "padding", length: 9 } },
      ],
    },
    {
      kind: "struct",
      name: "Counted",
      byteOrder: "big",
      fields: [
        { name: "count", type: { kind: "computed", base: "u8", value: "first + 1" } as never },
        { name: "first", type: "u8" },
      ],
    },
    {
      kind: "union",
      name: "Content",
      members: [
        { name: "counted", type: "Counted" },
        { name: "raw", type: { kind: "bytes", length: 3 } },
      ],
    },
    {
      kind: "struct",
      name: "Outer",
      fields: [
        { name: "counted", type: "Counted" },
        { name: "content", type: "Content" },
      ],
    },
  ],
};

/** The members of a generated class that compare records. */
interface Comparer {
  equals(record: AnyRecord, other: AnyRecord): boolean;
  compare(record: AnyRecord, other: AnyRecord): number;
  hash(record: AnyRecord): number;
}

let classes: Readonly<Record<"Word" | "Packet" | "Nested", AnyClass & AnyParser & Comparer>>;

beforeAll(async () => {
  classes = (await importDocument(document, `unions-${process.pid}`)) as never;
});

describe("a union", () => {
  test("shows the same bytes through each member", () => {
    const { Word } = classes;
    const { bytes } = windowOf(Uint8Array.of(1, 0, 0x80, 0x3f), 5);
    const word = Word.view(bytes);
    expect(word["asInt"]).toBe(0x3f800001);
    expect(word["asFloat"]).toBe(1 + 2 ** -23);
    expect(word["half"]).toBe(0x0100);
    expect(word["bits"]).toBe(0x800001);
    expect(word["kind"]).toBe(1);
    expect((word["asBytes"] as Uint8Array).byteOffset).toBe(5);
    expect([Word.size, Word.alignment]).toEqual([4, 1]);
  });

  test("has a table in its doc comment in which all members are at offset 0", () => {
    const table = ` * Union of 4 bytes, alignment 1, little-endian, bits counted from the least significant.
 *
 *     offset  size  bits   field
 *          0     4         asFloat
 *          0     4         asInt
 *          0     4         asBytes
 *          0     2         half
 *          0     1         kind
 *          0     1         maybe
 *          0     2         seven
 *          0     3  0..23  bits
 */`;
    expect(emit(document)).toContain(table);
  });

  test("says in its reflection that it is one", async () => {
    const module: object = await importDocument(document, `union-layouts-${process.pid}`);
    expect(Reflect.get(module, "WordLayout")).toMatchObject({
      isUnion: true,
      size: 4,
      acceptsAnyBytes: true,
      acceptsZero: true,
      hasPadding: true,
    });
    expect(Reflect.get(module, "PacketLayout")).not.toHaveProperty("isUnion");
  });

  test("leaves the other bytes alone when a member is set", () => {
    const { bytes, all } = windowOf(Uint8Array.of(1, 2, 3, 4), 3);
    Reflect.set(classes.Word.view(bytes), "half", 0xa0b0);
    expect([...all]).toEqual([0xa5, 0xa5, 0xa5, 0xa0, 0xb0, 3, 4, 0xa5, 0xa5, 0xa5, 0xa5]);
  });

  test("accepts any bytes, and a getter still refuses what its member cannot be", () => {
    const { Word, Packet } = classes;
    const bytes = new Uint8Array(4).fill(0xff);
    expect(Word.safeParse(bytes).success).toBe(true);
    const word = Word.parse(bytes);
    expect(errorOf(() => word["kind"])).toMatchObject({
      name: "ValidityError",
      struct: "Word",
      path: "kind",
      offset: 0,
      got: 255,
    });
    expect(errorOf(() => word["seven"]).name).toBe("ValidityError");
    expect(Packet.safeParse(new Uint8Array(13).fill(0xff)).success).toBe(true);
  });

  test("is written from one member, with zero behind it", () => {
    const { Word } = classes;
    const cases: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
      [{ asFloat: 1 }, "0000803f"],
      [{ asInt: 0x01020304 }, "04030201"],
      [{ asBytes: Uint8Array.of(9, 8, 7, 6) }, "09080706"],
      [{ half: 0x0102 }, "01020000"],
      [{ kind: 1 }, "01000000"],
      [{ maybe: null }, "00000000"],
      [{ seven: 7 }, "07000000"],
      [{ bits: 0x010203 }, "03020100"],
      [{ half: 3, asInt: undefined }, "00030000"],
    ];
    for (const [value, wanted] of cases) {
      const { bytes, all } = windowOf(new Uint8Array(4).fill(0x5a), 3);
      Word.write(bytes, value);
      expect(Buffer.from(all).toString("hex")).toBe(`a5a5a5${wanted}a5a5a5a5`);
      expect(Buffer.from(Word.create(value).$bytes).toString("hex")).toBe(wanted);
    }
  });

  test("is read as its bytes, which write takes back", () => {
    const { Word } = classes;
    const bytes = Uint8Array.of(0xde, 0xad, 0xbe, 0xef);
    const read = Word.read(bytes) as unknown as Uint8Array;
    expect(read).toEqual(bytes);
    expect(read.buffer).not.toBe(bytes.buffer);
    const { bytes: other } = windowOf(new Uint8Array(4), 1);
    Word.write(other, read);
    expect(other).toEqual(bytes);
    expect(Word.toObject(Word.view(Buffer.from(bytes)))).toEqual(bytes);
  });

  test("is zero where create is told nothing", () => {
    expect([...classes.Word.create().$bytes]).toEqual([0, 0, 0, 0]);
    expect([...classes.Nested.create("big").$bytes]).toEqual(Array(10).fill(0));
    expect([...classes.Packet.create({ tag: 1 }).$bytes]).toEqual([1, ...Array(12).fill(0)]);
  });

  test("refuses no member, two members and the wrong number of bytes before a byte changes", () => {
    const { Word } = classes;
    const expected =
      "exactly one of asFloat, asInt, asBytes, half, kind, maybe, seven, bits, or a Uint8Array";
    const cases: readonly (readonly [unknown, object])[] = [
      [{}, { name: "ValidityError", struct: "Word", path: "", offset: 0, expected, got: 0 }],
      [{ asFloat: 1, asInt: 2 }, { name: "ValidityError", path: "", expected, got: 2 }],
      [{ asflt: 1 }, { name: "ValidityError", expected, got: 0 }],
      [null, { name: "ValidityError", expected: "an object" }],
      [undefined, { name: "ValidityError", expected: "an object" }],
      [[1, 2, 3, 4], { name: "ValidityError", expected, got: 0 }],
      [new Int8Array(4), { name: "ValidityError", expected, got: 0 }],
      [new Uint8Array(3), { name: "SizeError", path: "", expected: 4, got: 3, needed: 4 }],
      [{ asInt: -1 }, { name: "ValidityError", path: "asInt", offset: 0 }],
      [{ kind: 2 }, { name: "ValidityError", path: "kind", expected: "a member of Kind" }],
      [{ seven: 8 }, { name: "ValidityError", path: "seven", expected: 7 }],
      [{ asBytes: new Uint8Array(5) }, { name: "SizeError", path: "asBytes", expected: 4 }],
    ];
    for (const [value, wanted] of cases) {
      const { bytes, all } = windowOf(new Uint8Array(4).fill(0x5a), 3);
      const before = all.slice();
      expect(errorOf(() => Word.write(bytes, value))).toMatchObject(wanted);
      if (value !== undefined) expect(errorOf(() => Word.create(value))).toMatchObject(wanted);
      expect(all).toEqual(before);
    }
    const short = errorOf(() => Word.write(new Uint8Array(3), { asInt: 1 }));
    expect(short).toMatchObject({ name: "SizeError", expected: 4, got: 3 });
  });

  test("may be written from a window into itself", () => {
    const { Nested } = classes;
    const { bytes } = windowOf(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 3);
    const record = Nested.view(bytes, "little");
    const own = (record["word"] as AnyRecord).$bytes;
    Nested.write(bytes, { word: own }, "little");
    expect([...bytes]).toEqual([1, 2, 3, 4, 0, 0, 0, 0, 0, 0]);
  });
});

describe("whole unions", () => {
  test("are compared by all bytes that a member reaches", () => {
    const { Word, Nested } = classes;
    const record = Word.view(windowOf(Uint8Array.of(1, 2, 3, 4), 3).bytes);
    const same = Word.view(windowOf(Uint8Array.of(1, 2, 3, 4), 8).bytes);
    const other = Word.view(Uint8Array.of(1, 2, 3, 5));
    expect([Word.equals(record, same), Word.equals(record, other)]).toEqual([true, false]);
    expect([Word.compare(record, same), Word.compare(record, other)]).toEqual([0, -1]);
    expect(Word.compare(other, record)).toBe(1);
    expect(Word.hash(record)).toBe(Word.hash(same));
    // Two bytes at the end are reached by padding alone.
    const bytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    const [first, second] = [bytes, bytes.slice()].map((each) => Nested.view(each, "big"));
    second!.$bytes[9] = 0xff;
    expect(Nested.equals(first!, second!)).toBe(true);
    expect(Nested.hash(first!)).toBe(Nested.hash(second!));
    second!.$bytes[5] = 0xff;
    expect(Nested.equals(first!, second!)).toBe(false);
  });

  test("are their bytes in JSON, whichever member is valid", () => {
    const bytes = Uint8Array.of(9, 0xde, 0xad, 0xbe, 0xef, 0, 1, 2, 3, 4, 5, 6, 7);
    expect(JSON.stringify(classes.Packet.view(bytes))).toBe(
      '{"tag":9,"word":"deadbeef","words":["00010203","04050607"]}',
    );
  });
});

describe("a union within", () => {
  test("a struct has the byte order of the struct, and names the whole path in errors", () => {
    const { Packet } = classes;
    const value = { tag: 9, word: { asInt: 0x01020304 }, words: [{ half: 1 }, { asInt: 5 }] };
    const { bytes } = windowOf(new Uint8Array(13).fill(0x5a), 7);
    const packet = Packet.write(bytes, value);
    expect(Buffer.from(bytes).toString("hex")).toBe("09010203040001000000000005");
    expect((packet["word"] as AnyRecord)["asInt"]).toBe(0x01020304);
    expect(Packet.read(bytes)).toEqual({
      tag: 9,
      word: Uint8Array.of(1, 2, 3, 4),
      words: [Uint8Array.of(0, 1, 0, 0), Uint8Array.of(0, 0, 0, 5)],
    });
    const before = bytes.slice();
    const bad = { ...value, words: [{ half: 1 }, { half: 1, asInt: 5 }] };
    expect(errorOf(() => Packet.write(bytes, bad))).toMatchObject({
      name: "ValidityError",
      struct: "Packet",
      path: "words[1]",
      offset: 9,
      got: 2,
    });
    const short = { ...value, word: new Uint8Array(5) };
    expect(errorOf(() => Packet.write(bytes, short))).toMatchObject({
      name: "SizeError",
      struct: "Packet",
      path: "word",
      offset: 1,
    });
    const missing = { tag: 1, words: value.words };
    expect(errorOf(() => Packet.write(bytes, missing))).toMatchObject({ path: "word" });
    expect(bytes).toEqual(before);
  });

  test("a union takes the byte order that is chosen when it is opened", () => {
    const { Nested } = classes;
    expect([Nested.size, Nested.alignment]).toEqual([10, 2]);
    const big = Nested.create("big", { word: { asInt: 1 } });
    expect([...big.$bytes]).toEqual([0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    const little = Nested.create("little", { length: 0x0102 });
    expect([...little.$bytes.subarray(0, 3)]).toEqual([2, 1, 0]);
    expect((little["word"] as AnyRecord)["asInt"]).toBe(0x0102);
  });

  test("a union of elements that lie apart has zero between them", () => {
    const { bytes } = windowOf(new Uint8Array(10).fill(0x5a), 3);
    classes.Nested.write(bytes, { apart: [1, 2] }, "big");
    expect([...bytes]).toEqual([1, 0, 0, 2, 0, 0, 0, 0, 0, 0]);
  });

  test("a struct is left alone when the struct computes its fields again", async () => {
    const module = await importDocument(document, `union-finish-${process.pid}`);
    const Outer = module["Outer"] as AnyClass;
    const value = { counted: { first: 1 }, content: { counted: { first: 4 } } };
    const { bytes } = windowOf(new Uint8Array(5).fill(0x5a), 3);
    const outer = Outer.write(bytes, value);
    expect([...bytes]).toEqual([2, 1, 5, 4, 0]);
    bytes.set([9, 1, 9, 4, 9]);
    (outer["$finish"] as () => unknown).call(outer);
    expect([...bytes]).toEqual([2, 1, 9, 4, 9]);
  });

  test("an array is a record at each index, and a cursor moves over them", () => {
    const { Word } = classes;
    const { bytes } = windowOf(Uint8Array.of(1, 0, 0, 0, 2, 0, 0, 0), 5);
    const array = Word.array(bytes);
    expect(array.length).toBe(2);
    const cursor = array.cursor();
    const seen: unknown[] = [];
    while (cursor.next()) seen.push(cursor.record["asInt"]);
    expect(seen).toEqual([1, 2]);
    expect((array.at(1) as AnyRecord)["asInt"]).toBe(2);
    expect(errorOf(() => array.at(2)).name).toBe("IndexError");
  });
});
