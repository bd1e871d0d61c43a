/** Fields whose values a codec makes. The texts are the examples of the specifications. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { CodecData, FieldData, TypeData } from "../oracle/document.js";
import type { AnyClass, AnyModule, AnyParser, AnyRecord } from "../oracle/modules.js";
import { emit, errorOf, importTexts, root, windowOf } from "../oracle/modules.js";

/** The module of codecs that a user writes. */
const codecs = `
export const temperature = {
  decode(raw) {
    if (raw === 0x7fff) throw new RangeError("no sensor");
    return raw + " C";
  },
  encode(value) {
    if (typeof value !== "string") throw new TypeError("no text");
    return Number.parseInt(value, 10);
  },
};
export const value = { decode: (raw) => raw.join(), encode: (text) => Uint8Array.from(text.split(",")) };
export const answer = { decode: (raw) => raw ? "yes" : "no", encode: (text) => text === "yes" };
export const level = { decode: (raw) => raw === null ? null : raw * 2, encode: (number) => number === null ? null : number / 2 };
`;

const own = (name: string, base: TypeData): TypeData => ({
  kind: "wrapped",
  base,
  codec: { kind: "module", from: "./codecs.mjs", name },
});
const over = (base: TypeData, codec: CodecData): TypeData => ({ kind: "wrapped", base, codec });

let module: AnyModule;

beforeAll(async () => {
  const folderName = `wrappers-${process.pid}`;
  const folder = path.join(root, "node_modules", ".cache", "structview-test", folderName);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "codecs.mjs"), codecs);
  const fields = (...types: readonly TypeData[]): readonly FieldData[] =>
    types.map((type, index) => ({ name: String.fromCharCode(97 + index), type }));
  const text = emit({
    types: [
      {
        kind: "enumeration",
        name: "Level",
        base: "u8",
        members: [{ name: "low", value: 1 }],
      },
      {
        kind: "struct",
        name: "Own",
        byteOrder: "big",
        fields: fields(
          own("temperature", "i16"),
          own("value", { kind: "bytes", length: 3 }),
          own("answer", "bool"),
          own("level", "Level"),
          own("level", { kind: "nonzero", base: "u8", isOptional: true }),
          { kind: "array", element: own("temperature", "i16"), length: 2 },
        ),
      },
      {
        kind: "struct",
        name: "Bits",
        byteOrder: "big",
        fields: fields({ kind: "bits", width: 3 }, own("temperature", { kind: "bits", width: 13 })),
      },
      {
        kind: "struct",
        name: "Texts",
        fields: fields(
          over({ kind: "bytes", length: 16 }, { kind: "uuid" }),
          over({ kind: "bytes", length: 4 }, { kind: "ipv4Address" }),
          over({ kind: "bytes", length: 16 }, { kind: "ipv6Address" }),
          over({ kind: "bytes", length: 6 }, { kind: "macAddress" }),
        ),
      },
      {
        kind: "struct",
        name: "Dates",
        byteOrder: "big",
        fields: fields(
          over("u32", { kind: "date" }),
          over("u32", { kind: "date", epoch: "1904-01-01" }),
          over("u64", { kind: "date", unit: "hundredNanoseconds", epoch: "1601-01-01" }),
          over("i64", { kind: "date", unit: "nanoseconds" }),
          over("f64", { kind: "date" }),
          over("u16", { kind: "date", unit: "days", epoch: "2000-01-01T12:00:00Z" }),
        ),
      },
      {
        kind: "struct",
        name: "Numbers",
        byteOrder: "big",
        fields: fields(
          over("i16", { kind: "scaled", factor: 0.01 }),
          over("u8", { kind: "scaled", factor: 0.5, offset: -40 }),
          over("i32", { kind: "fixedPoint", fractionBits: 16 }),
          over("f32", { kind: "scaled", factor: 2 }),
        ),
      },
    ],
  });
  const [loaded] = await importTexts([text], folderName);
  if (loaded === undefined || loaded instanceof Error) throw loaded ?? new Error("no module");
  module = loaded;
});

function classOf(name: string): AnyClass & AnyParser {
  return module[name] as AnyClass & AnyParser;
}

function recordOf(name: string, hex: string): { record: AnyRecord; bytes: Uint8Array } {
  const { bytes } = windowOf(Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex")));
  return { record: classOf(name).view(bytes), bytes };
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("a codec of the user", () => {
  const given = "0019 010203 01 01 00 0001 fffe";
  const value = { a: "25 C", b: "1,2,3", c: "yes", d: 2, e: null, f: ["1 C", "-2 C"] };

  test("makes what accessors return of the value or the bytes below it", () => {
    const { record } = recordOf("Own", given);
    const { a, b, c, d, e } = record;
    expect({ a, b, c, d, e, f: [...(record["f"] as Iterable<unknown>)] }).toEqual(value);
    expect(recordOf("Bits", "e00a").record["b"]).toBe("10 C");
  });

  test("is used by read, write, create and parse", () => {
    const { bytes } = recordOf("Own", given);
    expect(classOf("Own").read(bytes)).toEqual(value);
    expect(hexOf(classOf("Own").create(value).$bytes)).toBe(given.replaceAll(" ", ""));
    expect(classOf("Own").safeParse(bytes).success).toBe(true);
    expect(hexOf(classOf("Own").create({}).$bytes)).toBe("00".repeat(bytes.length));
  });

  test("is used by setters, of fields, bits and elements", () => {
    const { record, bytes } = recordOf("Own", given);
    Object.assign(record, { a: "-1 C", b: "9,8,7", c: "no", e: 6 });
    (record["f"] as { setAt(index: number, value: unknown): void }).setAt(1, "3 C");
    expect(hexOf(bytes)).toBe("ffff090807000103" + "00010003");
    const other = recordOf("Bits", "e00a");
    Reflect.set(other.record, "b", "8191 C");
    expect(hexOf(other.bytes)).toBe("ffff");
  });

  test("that throws gives a ValidityError with its reason as the cause", () => {
    const { record, bytes } = recordOf("Own", "7fff 010203 01 01 00 0001 7fff");
    const error = errorOf(() => record["a"]);
    expect(error).toMatchObject({
      name: "ValidityError",
      struct: "Own",
      path: "a",
      offset: 0,
      got: 0x7fff,
      expected: "what its codec decodes (no sensor)",
      cause: expect.any(RangeError),
    });
    const result = classOf("Own").safeParse(bytes);
    const errors = result.success ? [] : result.errors;
    expect(errors.map(({ path: at, offset }) => [at, offset])).toEqual([
      ["a", 0],
      ["f[1]", 10],
    ]);
  });

  test.each([
    ["a", 5, "what its codec encodes (no text)"],
    ["a", "40000 C", "an integer from -32768 to 32767"],
    ["a", "hot", "an integer from -32768 to 32767"],
    ["d", 14, "a member of Level"],
  ])("that gives no number for the field writes nothing: %s = %s", (name, bad, expected) => {
    const { record, bytes } = recordOf("Own", given);
    const before = hexOf(bytes);
    const wanted = { name: "ValidityError", struct: "Own", path: name, expected };
    expect(errorOf(() => Reflect.set(record, name, bad))).toMatchObject(wanted);
    expect(errorOf(() => classOf("Own").write(bytes, { ...value, [name]: bad }))).toMatchObject(
      wanted,
    );
    expect(hexOf(bytes)).toBe(before);
  });

  test("that gives bytes of another length writes nothing", () => {
    const { record, bytes } = recordOf("Own", given);
    const before = hexOf(bytes);
    expect(errorOf(() => Reflect.set(record, "b", "1,2"))).toMatchObject({
      name: "SizeError",
      path: "b",
      offset: 2,
    });
    expect(hexOf(bytes)).toBe(before);
  });

  test("is not imported under a name that the module has for something else", () => {
    expect(emit({ types: [{ kind: "struct", name: "A", fields: [{ name: "x", type: own("view", "u8") }] }] })).toContain(
      'import { view as view$ } from "./codecs.mjs";',
    );
  });
});

describe("texts", () => {
  // RFC 9562, appendix A.6; RFC 5737; RFC 5952, section 4; RFC 7042, section 2.1.2.
  const hex = "017f22e2 79b0 7cc3 98c4 dc0c0c07398f c0000201 20010db8000000000001000000000001 00005e005301";

  test("are those of the specifications", () => {
    const { record, bytes } = recordOf("Texts", hex);
    const value = {
      a: "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
      b: "192.0.2.1",
      c: "2001:db8::1:0:0:1",
      d: "00:00:5e:00:53:01",
    };
    expect(classOf("Texts").toObject(record)).toEqual(value);
    expect(hexOf(classOf("Texts").create(value).$bytes)).toBe(hexOf(bytes));
  });

  test.each([
    ["20010db8000000000000000000020001", "2001:db8::2:1"],
    ["20010db8000000010001000100010001", "2001:db8:0:1:1:1:1:1"],
    ["20010000000000010000000000000001", "2001:0:0:1::1"],
    ["00000000000000000000000000000000", "::"],
    ["00000000000000000000000000000001", "::1"],
    ["20010000000000000000000000000000", "2001::"],
    ["00000000000000000000ffffc0000201", "::ffff:192.0.2.1"],
  ])("of IPv6 are the canonical ones: %s is %s", (digits, text) => {
    const hexes = `${"00".repeat(20)}${digits}${"00".repeat(6)}`;
    const { record, bytes } = recordOf("Texts", hexes);
    expect(record["c"]).toBe(text);
    Reflect.set(record, "c", "1::2");
    Reflect.set(record, "c", text);
    expect(hexOf(bytes)).toBe(hexes);
  });

  test("are taken in other spellings too", () => {
    const { record } = recordOf("Texts", "00".repeat(42));
    Reflect.set(record, "a", "017F22E2-79B0-7CC3-98C4-DC0C0C07398F");
    Reflect.set(record, "c", "2001:0DB8:0:0:0:0:0:1");
    Reflect.set(record, "d", "00-00-5E-00-53-01");
    const { a, c, d } = record;
    expect([a, c, d]).toEqual([
      "017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
      "2001:db8::1",
      "00:00:5e:00:53:01",
    ]);
    Reflect.set(record, "c", "64:ff9b::192.0.2.33");
    expect(record["c"]).toBe("64:ff9b::c000:221");
  });

  test.each([
    ["a", "017f22e279b07cc398c4dc0c0c07398f"],
    ["a", "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}"],
    ["b", "192.0.2"],
    ["b", "192.0.2.256"],
    ["b", "192.0.2.01"],
    ["b", "1.2.3.4\n"],
    ["c", "1:2:3:4:5:6:7"],
    ["c", "1::2::3"],
    ["c", "1:2:3:4:5:6:7::8"],
    ["c", "12345::"],
    ["c", ":::"],
    ["c", ":1:2:3:4:5:6:7"],
    ["c", "::1%eth0"],
    ["c", "1.2.3.4"],
    ["d", "00:00:5e:00:53"],
    ["d", "00:00-5e:00:53:01"],
  ])("that are none are refused: %s = %j", (name, bad) => {
    const { record, bytes } = recordOf("Texts", "00".repeat(42));
    expect(errorOf(() => Reflect.set(record, name, bad))).toMatchObject({
      name: "ValidityError",
      struct: "Texts",
      path: name,
    });
    expect(hexOf(bytes)).toBe("00".repeat(42));
  });
});

describe("dates", () => {
  test("count units from their epoch", () => {
    // Unix, Macintosh, Windows (FILETIME of 2009-07-25T23:00:00Z), and one nanosecond before 1970.
    const { record } = recordOf(
      "Dates",
      "66000000 7c25b080 01ca0d7b1a6f8000 ffffffffffffffff 3ff0000000000000 0001",
    );
    const iso = Object.fromEntries(
      Object.entries(classOf("Dates").toObject(record)).map(([name, date]) => [
        name,
        (date as Date).toISOString(),
      ]),
    );
    expect(iso).toEqual({
      a: new Date(0x66000000 * 1000).toISOString(),
      b: "1970-01-01T00:00:00.000Z",
      c: new Date(Number((0x01ca0d7b1a6f8000n - 116_444_736_000_000_000n) / 10_000n)).toISOString(),
      d: "1969-12-31T23:59:59.999Z",
      e: "1970-01-01T00:00:01.000Z",
      f: "2000-01-02T12:00:00.000Z",
    });
  });

  test("that the bytes cannot hold are refused", () => {
    const { record, bytes } = recordOf("Dates", "00".repeat(34));
    for (const bad of [new Date(-1), new Date(2 ** 32 * 1000), new Date(NaN), 5, "2000-01-01"]) {
      expect(errorOf(() => Reflect.set(record, "a", bad))).toMatchObject({ path: "a", offset: 0 });
    }
    expect(hexOf(bytes)).toBe("00".repeat(34));
    const float = new DataView(bytes.buffer, bytes.byteOffset);
    float.setFloat64(24, Infinity);
    expect(errorOf(() => record["e"])).toMatchObject({ path: "e", offset: 24, got: Infinity });
  });
});

describe("scaled numbers", () => {
  test("are multiples of their factor, and those of a tenth as exact as can be", () => {
    const { record } = recordOf("Numbers", "0039 00 00018000 3f800000");
    const { a, b, c, d } = record;
    expect({ a, b, c, d }).toEqual({ a: 0.57, b: -40, c: 1.5, d: 2 });
    for (let raw = -1000; raw < 1000; raw++) {
      Reflect.set(record, "a", raw / 100);
      expect(record["a"]).toBe(raw / 100);
    }
  });

  test("are rounded to the nearest, and refused where they do not fit", () => {
    const { record, bytes } = recordOf("Numbers", "00".repeat(11));
    Object.assign(record, { a: 1.006, b: 0.2, c: -1 / 3, d: 3 });
    expect(hexOf(bytes)).toBe("0065" + "50" + "ffffaaab" + "3fc00000");
    for (const [name, bad] of [
      ["a", 327.68],
      ["a", NaN],
      ["a", "1"],
      ["a", 1n],
      ["a", Symbol("one")],
      ["c", null],
      ["c", { valueOf: () => 1 }],
      ["c", Infinity],
      ["d", "1"],
      ["d", undefined],
      ["b", 88],
      ["b", -41],
    ] as const) {
      expect(errorOf(() => Reflect.set(record, name, bad))).toMatchObject({ path: name });
    }
    expect(hexOf(bytes)).toBe("0065" + "50" + "ffffaaab" + "3fc00000");
  });
});
