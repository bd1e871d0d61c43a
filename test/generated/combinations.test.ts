/** Flags, values that codecs make and byte orders that fields tell, together with what else records do. */
import { beforeAll, describe, expect, test } from "vitest";
import { compile } from "structview";
import type { AnyArray, AnyClass, AnyModule, AnyParser, AnyRecord } from "../oracle/modules.js";
import { errorOf, importTexts, windowOf } from "../oracle/modules.js";

const data = {
  types: [
    { kind: "number", name: "marker", value: 0x49 },
    {
      kind: "flags",
      name: "Marks",
      base: { kind: "bits", width: 4 },
      members: [
        { name: "last", value: 1 },
        { name: "urgent", value: 6 },
      ],
    },
    {
      kind: "struct",
      name: "Entry",
      byteOrder: "big",
      fields: [
        { name: "time", type: { kind: "wrapped", base: "u16", codec: { kind: "date" } } },
        { name: "kind", type: { kind: "bits", width: 4 } },
        { name: "marks", type: "Marks" },
        {
          name: "level",
          type: { kind: "wrapped", base: "i8", codec: { kind: "scaled", factor: 0.5 } },
        },
        {
          name: "source",
          type: {
            kind: "wrapped",
            base: { kind: "bytes", length: 6 },
            codec: { kind: "macAddress" },
          },
        },
      ],
    },
    { kind: "enumeration", name: "Kind", base: "u8", members: [{ name: "none", value: 0 }] },
    {
      kind: "struct",
      name: "Twice",
      bitOrder: "least-significant-first",
      fields: [
        { name: "first", type: "Marks" },
        { name: "second", type: "Marks" },
        { name: "kind", type: "Kind" },
        { name: "other", type: "Kind" },
      ],
    },
    {
      kind: "struct",
      name: "Told",
      byteOrder: {
        kind: "byField",
        little: "first == marker && second == marker",
        big: "first == marker + 4 && !(second != 77)",
      },
      fields: [
        { name: "first", type: "u8" },
        { name: "second", type: "u8" },
        { name: "title", type: { kind: "text", encoding: "utf16", length: 4 } },
        {
          name: "length",
          type: {
            kind: "computed",
            base: "u16",
            value: "size(note)",
          },
        },
        { name: "note", type: { kind: "text", encoding: "utf16", length: "length" } },
        {
          name: "more",
          type: {
            kind: "text",
            encoding: "utf16",
            length: { kind: "prefixed", base: "u16" },
          },
        },
        { name: "time", type: { kind: "wrapped", base: "u32", codec: { kind: "date" } } },
      ],
      checks: [{ expression: "length <= 6", rule: "a short note" }],
    },
  ],
};

let module: AnyModule;

beforeAll(async () => {
  const span = { file: "a.json", line: 1, column: 1, endLine: 1, endColumn: 1 };
  const compilation = compile([{ file: "a.json", data, spanAt: () => span }], () => "a.ts");
  expect(compilation.diagnostics).toEqual([]);
  const [text = ""] = compilation.outputs.map((output) => output.text);
  const [loaded] = await importTexts([text], `combinations-${process.pid}`);
  if (loaded === undefined || loaded instanceof Error) throw loaded ?? new Error("no module");
  module = loaded;
});

function classOf(name: string): AnyClass & AnyParser {
  return module[name] as AnyClass & AnyParser;
}

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("columns of made values", () => {
  // time, kind and marks, level, source
  const records = ["0003 57 04 000000000009", "0001 21 fe 0000000000ff", "0002 36 00 00000000000a"];
  const entries = (): { readonly array: AnyArray; readonly all: Uint8Array } => {
    const { all, bytes } = windowOf(bytesOf(records.join("")));
    return { all, array: classOf("Entry").array(bytes) };
  };
  const lastDigits = (array: AnyArray): readonly unknown[] =>
    array.column("time").toArray().map((time) => Number(time) / 1000);

  test("hold dates, numbers, texts and sets, in place", () => {
    const { array, all } = entries();
    expect(array.column("time").toArray()).toEqual([3, 1, 2].map((time) => new Date(time * 1000)));
    expect(array.column("level").toArray()).toEqual([2, -1, 0]);
    expect(array.column("source").at(-1)).toBe("00:00:00:00:00:0a");
    const marks = array.column("marks");
    expect(marks.toArray().map((set) => [...(set as Iterable<string>)])).toEqual([
      ["last", "urgent"],
      ["last"],
      ["urgent"],
    ]);
    marks.setAt(0, ["last"]);
    array.column("level").setAt(-1, 1.5);
    expect(hexOf(all.subarray(3, 7))).toBe("00035104");
    expect(all[3 + 20 + 3]).toBe(3);
  });

  test("refuse what does not fit, and change no byte", () => {
    const { array, all } = entries();
    const before = all.slice();
    for (const [name, value] of [
      ["time", new Date(65_536_000)],
      ["level", 64],
      ["source", "00:00"],
      ["marks", ["first"]],
    ] as const) {
      const error = errorOf(() => array.column(name).setAt(1, value));
      expect([error.name, error.path.slice(0, 3)]).toEqual(["ValidityError", "[1]"]);
    }
    expect(all).toEqual(before);
  });

  test.each(["time", "level", "source"])("are searched and put in order: %s", (name) => {
    const { array } = entries();
    array.sort(name);
    const values = array.column(name).toArray();
    expect(values.map((value) => array.search(name, value))).toEqual([0, 1, 2]);
    expect(lastDigits(array)).toEqual(
      { time: [1, 2, 3], level: [1, 2, 3], source: [3, 2, 1] }[name],
    );
  });

  test("of sets are in the order of a function", () => {
    const { array } = entries();
    const number = (record: AnyRecord): number => (record["marks"] as { $value: number }).$value;
    array.sort((a: AnyRecord, b: AnyRecord) => number(a) - number(b));
    expect(lastDigits(array)).toEqual([1, 2, 3]);
    expect(array.search(number, 6)).toBe(1);
  });

  test("and their fields are in the layout as data", () => {
    const layouts: Readonly<Record<string, unknown>> = module;
    expect(layouts["EntryLayout"]).toMatchObject({
      fields: [
        { type: { kind: "wrapped", codec: { kind: "date", unit: "seconds", epoch: 0 } } },
        {},
        { type: { kind: "flags", name: "Marks", base: { kind: "bits", width: 4 } } },
        { type: { codec: { kind: "scaled", factor: 0.5, offset: 0 }, base: { name: "i8" } } },
        { type: { codec: { kind: "macAddress" }, base: { kind: "bytes" } } },
      ],
      flags: [
        {
          name: "Marks",
          isOpen: false,
          members: [
            { name: "last", mask: 1 },
            { name: "urgent", mask: 6 },
          ],
        },
      ],
    });
    expect(layouts["TwiceLayout"]).toMatchObject({
      enumerations: [{ name: "Kind" }],
      flags: [{ name: "Marks" }],
    });
    expect(layouts["ToldLayout"]).toMatchObject({
      byteOrder: "runtime",
      acceptsZero: false,
      orderTests: {
        little: "first == marker && second == marker",
        big: "first == marker + 4 && !(second != 77)",
      },
    });
  });
});

describe("a byte order that conditions tell", () => {
  const little = "4949 41004200 0400 63006400 0200 6500 01000000";
  const big = "4d4d 00410042 0004 00630064 0002 0065 00000001";
  const value = { title: "AB", note: "cd", more: "e", time: new Date(1000) };

  test.each([
    ["little", little, 0x49],
    ["big", big, 0x4d],
  ])("is that of texts, prefixes, computed fields and dates: %s", (_, hex, order) => {
    const Told = classOf("Told");
    const { bytes } = windowOf(bytesOf(hex));
    const record = Told.parse(bytes);
    expect([String(record["title"]), String(record["note"]), String(record["more"])]).toEqual([
      "AB",
      "cd",
      "e",
    ]);
    const given = { first: order, second: order, ...value };
    expect(Told.read(bytes)).toEqual({ ...given, length: 4 });
    expect(hexOf(Told.create(given).$bytes)).toBe(hexOf(bytes));
    const target = windowOf(new Uint8Array(bytes.length));
    Told.write(target.bytes, given);
    expect(hexOf(target.bytes)).toBe(hexOf(bytes));
  });

  test("is refused where one condition of two holds", () => {
    const Told = classOf("Told");
    const { bytes } = windowOf(bytesOf(`494d${little.slice(4)}`));
    const error = errorOf(() => Told.view(bytes));
    expect([error.name, error.path, error.offset, error.got]).toEqual([
      "ValidityError",
      "first",
      0,
      0x49,
    ]);
    const refused = errorOf(() => Told.create({ first: 0x4d, second: 0x49, ...value }));
    expect([refused.name, refused.path]).toEqual(["ValidityError", "first"]);
  });

  test("goes with checks: they see numbers in the order that is told", () => {
    const Told = classOf("Told");
    const long = { first: 0x4d, second: 0x4d, ...value, note: "cdef" };
    const error = errorOf(() => Told.write(new Uint8Array(24), long));
    expect(error.expected).toContain("a short note");
    const bytes = Told.create(long).$bytes;
    expect(errorOf(() => Told.parse(bytes)).expected).toContain("a short note");
  });
});
