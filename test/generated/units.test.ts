/** Bit fields in declared units, against bytes that are written by hand. */
import { beforeAll, describe, expect, test } from "vitest";
import type { DocumentData, FieldData, TypeData, UnitData } from "../oracle/document.js";
import type { AnyClass, AnyModule, AnyParser, AnyRecord } from "../oracle/modules.js";
import { emit, errorOf, importDocument, windowOf } from "../oracle/modules.js";

const bits = (width: number): TypeData => ({ kind: "bits", width });
const inUnit = (unit: UnitData, types: Readonly<Record<string, TypeData>>): readonly FieldData[] =>
  Object.entries(types).map(([name, type]) => ({ name, type, unit }));

const most = "most-significant-first";
const least = "least-significant-first";

const nibbles = { a: bits(4), b: bits(8), c: bits(4) };
const halves = { low: bits(3), across: bits(40), high: bits(21) };

const document: DocumentData = {
  types: [
    {
      kind: "enumeration",
      name: "Mode",
      base: bits(4),
      members: [
        { name: "off", value: 0 },
        { name: "on", value: 5 },
      ],
    },
    {
      kind: "flags",
      name: "Marks",
      base: bits(12),
      members: [
        { name: "first", value: 1 },
        { name: "last", value: 0x800 },
      ],
    },
    ...(["big", "little", "runtime"] as const).flatMap((byteOrder) =>
      ([most, least] as const).map((bitOrder) => ({
        kind: "struct" as const,
        name: `${byteOrder}${bitOrder === most ? "Most" : "Least"}`,
        byteOrder,
        bitOrder,
        fields: [
          { name: "lead", type: "u8" },
          ...inUnit({ base: "u16" }, nibbles),
          ...inUnit({ base: "u64" }, halves),
        ],
      })),
    ),
    {
      kind: "struct",
      name: "Defaults",
      byteOrder: "little",
      fields: [
        ...inUnit({ base: "u16" }, { a: bits(4), b: bits(12) }),
        ...inUnit({ base: "u16.be" }, { c: bits(4), d: bits(12) }),
        ...inUnit({ base: "u16.be", bitOrder: least }, { e: bits(4), f: bits(12) }),
      ],
    },
    {
      kind: "struct",
      name: "Aligned",
      byteOrder: "little",
      rules: "c",
      fields: [
        { name: "lead", type: "u8" },
        ...inUnit({ base: "u32" }, { a: bits(20), b: bits(12), c: bits(32) }),
        { name: "last", type: "u8" },
        ...inUnit({ base: "u16" }, { d: bits(16) }),
      ],
    },
    {
      kind: "struct",
      name: "Kinds",
      byteOrder: "runtime",
      bitOrder: least,
      fields: [
        ...inUnit(
          { base: "u32" },
          {
            mode: "Mode",
            marks: "Marks",
            two: { kind: "constant", base: bits(3), value: 2 },
            on: { kind: "constant", base: "Mode", value: "on" },
            some: { kind: "nonzero", base: bits(8) },
            yes: { kind: "bits", width: 1, interpretation: "boolean" },
          },
        ),
      ],
    },
  ],
};

let module: AnyModule;

beforeAll(async () => {
  module = await importDocument(document, `units-${process.pid}`);
});

const classOf = (name: string): AnyClass & AnyParser => module[name] as AnyClass & AnyParser;
const bytesOf = (hex: string): Uint8Array =>
  windowOf(Buffer.from(hex.replaceAll(" ", ""), "hex")).bytes;
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

// 0x1234, and 0x0123456789abcdef, whose lowest three bits are 7 and highest 21 bits are 0x2468.
const inBig = "ff 1234 0123456789abcdef";
const inLittle = "ff 3412 efcdab8967452301";
const fromMost = { a: 1, b: 0x23, c: 4, low: 0, across: 0x091a_2b3c4d, high: 0x0b_cdef };
const fromLeast = { a: 4, b: 0x23, c: 1, low: 7, across: 0xac_f135_79bd, high: 0x2468 };

function valuesOf(record: AnyRecord, names: object): object {
  return Object.fromEntries(Object.keys(names).map((name) => [name, record[name]]));
}

describe("bit fields in a unit", () => {
  test.for([
    ["bigMost", [], inBig, fromMost],
    ["littleMost", [], inLittle, fromMost],
    ["bigLeast", [], inBig, fromLeast],
    ["littleLeast", [], inLittle, fromLeast],
    ["runtimeMost", ["big"], inBig, fromMost],
    ["runtimeMost", ["little"], inLittle, fromMost],
    ["runtimeLeast", ["big"], inBig, fromLeast],
    ["runtimeLeast", ["little"], inLittle, fromLeast],
  ] as const)("are bits of an integer in its byte order: %s %s", ([name, order, hex, wanted]) => {
    const record = classOf(name).view(bytesOf(hex), ...order);
    expect(valuesOf(record, wanted)).toEqual(wanted);
    const written = classOf(name).create(...order, { lead: 0xff, ...wanted });
    expect(hexOf(written.$bytes)).toBe(hex.replaceAll(" ", ""));
  });

  test("leave what is beside them as it is", () => {
    const record = classOf("runtimeLeast").view(bytesOf(inBig), "big");
    Reflect.set(record, "b", 0xff);
    Reflect.set(record, "across", 0);
    expect(hexOf(record.$bytes)).toBe("ff1ff4" + "0123400000000007");
  });

  test("are counted from the end that goes with the byte order of the unit", () => {
    const record = classOf("Defaults").view(bytesOf("3412 1234 1234"));
    const wanted = { a: 4, b: 0x123, c: 1, d: 0x234, e: 4, f: 0x123 };
    expect(valuesOf(record, wanted)).toEqual(wanted);
  });

  test("lie in units one behind the other, aligned as the integer is in C", () => {
    const { size, alignment } = classOf("Aligned");
    expect({ size, alignment }).toEqual({ size: 16, alignment: 4 });
    const record = classOf("Aligned").view(bytesOf("01 000000 45230178 efcdab89 02 00 3412"));
    const wanted = { lead: 1, a: 0x12345, b: 0x780, c: 0x89abcdef, last: 2, d: 0x1234 };
    expect(valuesOf(record, wanted)).toEqual(wanted);
  });

  test("are enumerations, flags, constants and booleans as elsewhere", () => {
    const given = { mode: 5, marks: ["last"], some: 9, yes: true };
    for (const [order, hex] of [
      ["big", "84aa8005"],
      ["little", "0580aa84"],
    ] as const) {
      const record = classOf("Kinds").create(order, given);
      expect(hexOf(record.$bytes)).toBe(hex);
      const read = classOf("Kinds").read(bytesOf(hex), order);
      expect(read).toEqual({ ...given, two: 2, on: 5 });
      expect(errorOf(() => classOf("Kinds").view(bytesOf("00000000"), order)["some"])).toMatchObject(
        { name: "ValidityError", path: "some", offset: 0 },
      );
    }
    const result = classOf("Kinds").safeParse(bytesOf("80100001"), "big");
    const errors = result.success ? [] : result.errors;
    expect(errors.map(({ path }) => path)).toEqual(["mode", "two", "on", "some"]);
  });

  test("are equal, and have one hash, in either byte order", () => {
    const Kinds = module["runtimeLeast"] as unknown as {
      equals(record: AnyRecord, other: AnyRecord): boolean;
      hash(record: AnyRecord): number;
    };
    const big = classOf("runtimeLeast").view(bytesOf(inBig), "big");
    const little = classOf("runtimeLeast").view(bytesOf(inLittle), "little");
    expect(Kinds.equals(big, little)).toBe(true);
    expect(Kinds.hash(big)).toBe(Kinds.hash(little));
    for (const name of Object.keys(fromLeast)) {
      const other = classOf("runtimeLeast").view(bytesOf(inLittle), "little");
      const value = other[name] as number;
      Reflect.set(other, name, value - 1 < 0 ? 1 : value - 1);
      expect(Kinds.equals(big, other), name).toBe(false);
    }
  });

  test("have a column in the byte order of the array", () => {
    const array = classOf("runtimeLeast").array(bytesOf(inBig + inBig), "big");
    const columns = array as unknown as { column(name: string): Iterable<number> };
    expect([...columns.column("b")]).toEqual([0x23, 0x23]);
    expect([...columns.column("across")]).toEqual([fromLeast.across, fromLeast.across]);
  });
});

describe("generated code for a unit", () => {
  test("reads it once where the byte order is chosen at run time", () => {
    const text = emit(document);
    const getter = /class runtimeMost \{[\s\S]*?get b\(\): number \{([\s\S]*?)\n {2}\}/.exec(text);
    expect(getter?.[1]?.trim()).toBe(
      "return (this.$view.getUint16(this.$offset + 1, this.$littleEndian) >>> 4) & 0xff;",
    );
  });

  test("reads no more bytes than it has to where the byte order is known", () => {
    const text = emit(document);
    const getter = /class bigMost \{[\s\S]*?get a\(\): number \{([\s\S]*?)\n {2}\}/.exec(text);
    expect(getter?.[1]?.trim()).toBe("return this.$view.getUint8(this.$offset + 1) >>> 4;");
  });
});
