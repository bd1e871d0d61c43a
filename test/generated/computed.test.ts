/** Computed fields, checksums, checks and reserved parts, against bytes written by hand. */
import type { ReadonlyView } from "@structview/runtime";
import { adler32, crc32, crc32c, fletcher16, inet, sum8, xor8 } from "@structview/runtime";
import { compile } from "structview";
import { beforeAll, describe, expect, test } from "vitest";
import { Ipv4Header } from "../../generated/ipv4.js";
import { nameOfTcpOptionKind, TcpHeader } from "../../generated/tcp.js";
import { errorOf, importDocument, windowOf } from "../oracle/modules.js";
import type { AnyClass, AnyModule, AnyParser, AnyRecord } from "../oracle/modules.js";

const u8s = (text: string): Uint8Array => Uint8Array.from(text, (each) => each.charCodeAt(0));
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const computed = (base: unknown, value: unknown): unknown => ({ kind: "computed", base, value });
const checksum = (algorithm: unknown, range: object = {}): unknown => ({
  kind: "checksum",
  algorithm,
  ...range,
});

const document = {
  types: [
    { kind: "number", name: "maximum", value: 3 },
    { kind: "number", name: "large", value: "0x20000000000001" },
    { kind: "number", name: "again", value: { kind: "reference", name: "maximum" } },
    {
      kind: "struct",
      name: "Datagram",
      byteOrder: "big",
      checks: [
        { expression: "length >= 8", rule: "a header counts itself" },
        { expression: "port != 0 && 600 / port > 1" },
      ],
      fields: [
        { name: "port", type: "u16" },
        { name: "length", type: computed("u16", "size()") },
        { name: "sum", type: computed("u16", checksum("inet")) },
        { name: "payload", type: { kind: "bytes", length: "length - 6" } },
      ],
    },
    {
      kind: "struct",
      name: "Chunk",
      byteOrder: "big",
      fields: [
        { name: "length", type: computed("u32", "size(data)") },
        { name: "kind", type: { kind: "bytes", length: 4 } },
        { name: "data", type: { kind: "bytes", length: "length" } },
        { name: "crc", type: computed("u32", checksum("crc32", { from: "kind", to: "data" })) },
      ],
    },
    {
      kind: "struct",
      name: "Outer",
      checks: [{ expression: "inner.length == 2 && hasMore" }],
      fields: [
        { name: "total", type: computed("u64", "body + min(count(words), 9) * 2") },
        { name: "body", type: computed("i16", "max(inner.length, 1) + 4") },
        { name: "inner", type: "Chunk" },
        { name: "hasMore", type: "bool" },
        { name: "count", type: "u8" },
        { name: "words", type: { kind: "array", element: "u16", length: "count" } },
        { name: "own", type: computed("u32", checksum({ from: "zlib", name: "crc32" }, { to: "body" })) },
      ],
    },
    {
      kind: "struct",
      name: "Gaps",
      byteOrder: "big",
      fields: [
        { name: "a", type: { kind: "bits", width: 3 } },
        { name: "none", type: { kind: "reserved", length: { kind: "bits", width: 3 } } },
        { name: "any", type: { kind: "padding", length: { kind: "bits", width: 2 } } },
        { name: "zeros", type: { kind: "reserved", length: 2 } },
        { name: "b", type: { kind: "placed", type: "u8", assertedOffset: 3 } },
        { name: "list", type: { kind: "bytes", length: "maximum * 2 - 4" } },
      ],
    },
    {
      kind: "struct",
      name: "Choice",
      fields: [
        { name: "flags", type: "u8" },
        { name: "on", type: "bool" },
        { name: "part", type: { kind: "bytes", length: "on || !(flags & ~1) ? min(flags, 2) : 9 / flags" } },
      ],
    },
  ],
};

type Class = AnyClass & AnyParser;

let module: AnyModule;
const classOf = (name: string): Class => module[name] as Class;
const finish = (record: AnyRecord): AnyRecord => (record["$finish"] as () => AnyRecord).call(record);
const parsed = (name: string, bytes: Uint8Array): readonly string[] => {
  const result = classOf(name).safeParse(windowOf(bytes, 5).bytes);
  return result.success ? [] : result.errors.map(({ message }) => message);
};

beforeAll(async () => {
  module = await importDocument(document as never, "computed");
});

describe("checksums of the runtime", () => {
  // The check values of the catalogue of parametrised CRC algorithms, and of RFC 1071 and RFC 1950.
  test.each([
    ["inet", inet, Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7), 0x220d],
    ["inet of an odd number of bytes", inet, Uint8Array.of(1, 2, 3), 0xfbfd],
    ["inet of nothing", inet, Uint8Array.of(), 0xffff],
    ["crc32", crc32, u8s("123456789"), 0xcbf43926],
    ["crc32c", crc32c, u8s("123456789"), 0xe3069283],
    ["adler32", adler32, u8s("Wikipedia"), 0x11e60398],
    ["fletcher16", fletcher16, u8s("abcdefgh"), 0x0627],
    ["sum8", sum8, u8s("123456789"), 0xdd],
    ["xor8", xor8, u8s("123456789"), 0x31],
  ] as const)("%s", (_, algorithm, bytes, wanted) => {
    expect(algorithm(bytes)).toBe(wanted);
  });
});

describe("computed fields", () => {
  test("of a length make the record consistent, given its part or not", () => {
    expect(hexOf(Ipv4Header.create({ options: Uint8Array.of(1, 1, 1, 0) }).$bytes).slice(0, 2)).toBe("06");
    expect(Ipv4Header.create().$bytes.length).toBe(20);
    expect(Ipv4Header.create().ihl).toBe(5);
    expect(Ipv4Header.create({ ihl: 7 }).$size).toBe(28);
    expect(Ipv4Header.sizeOf({ options: new Uint8Array(8) })).toBe(28);
    expect(TcpHeader.create({ options: new Uint8Array(4) }).dataOffset).toBe(6);
  });

  test("of a length refuse a part that it cannot say, and what is given and wrong", () => {
    expect(() => Ipv4Header.create({ options: new Uint8Array(3) })).toThrow("Ipv4Header.options");
    expect(() => Ipv4Header.create({ options: new Uint8Array(44) })).toThrow("got 16");
    expect(() => Ipv4Header.create({ ihl: 6, options: new Uint8Array(8) })).toThrow("expected 4 bytes");
  });

  test("are written where they are not given, and stored where they are", () => {
    const { bytes, all } = windowOf(new Uint8Array(9).fill(0xee), 3);
    classOf("Datagram").write(bytes, { port: 0x0102, payload: u8s("abc") });
    // 0x0102 + 0x0009 + 0x6162 + 0x6300 = 0xc56d
    expect(hexOf(all)).toBe(`a5a5a501020009${(0xffff - 0xc56d).toString(16)}616263a5a5a5a5`);
    expect(parsed("Datagram", bytes)).toEqual([]);
    classOf("Datagram").write(bytes, { port: 0x0102, sum: 1, payload: u8s("abc") });
    expect(parsed("Datagram", bytes)).toEqual(["Datagram.sum at offset 4: expected 14994, got 1"]);
  });

  test("agree with a chunk of a PNG file", () => {
    // IEND, which every PNG file ends with.
    const end = classOf("Chunk").create({ kind: u8s("IEND") });
    expect(hexOf(end.$bytes)).toBe("0000000049454e44ae426082");
    const bytes = end.$bytes.slice();
    bytes[11] = 0;
    expect(parsed("Chunk", bytes)).toEqual([
      "Chunk.crc at offset 8: expected 2923585666, got 2923585536",
    ]);
  });

  test("are compared by parse", () => {
    const bytes = Uint8Array.of(0x46, ...new Uint8Array(27));
    bytes[0] = 0x45;
    expect(Ipv4Header.safeParse(bytes.subarray(0, 20)).success).toBe(true);
    const datagram = classOf("Datagram").create({ port: 1, payload: u8s("ab") }).$bytes.slice();
    datagram[0] = 1;
    expect(parsed("Datagram", datagram)[0]).toMatch(/^Datagram.sum at offset 4: expected \d+, got \d+$/);
  });

  test("come from other computed fields, nested ones and counts, in the order that they need", () => {
    const outer = classOf("Outer").create({
      inner: { kind: u8s("abcd"), data: Uint8Array.of(7, 8) },
      hasMore: true,
      count: 3,
      words: [1, 2, 3],
    });
    expect([outer["total"], outer["body"]]).toEqual([12n, 6]);
    // zlib.crc32 of 0c 00.. (8 bytes) and 06 00.
    const covered = Uint8Array.of(12, 0, 0, 0, 0, 0, 0, 0, 6, 0);
    expect(outer["own"]).toBe(crc32(covered));
    expect(parsed("Outer", outer.$bytes)).toEqual([]);
    const bytes = outer.$bytes.slice();
    bytes[0] = 13;
    bytes[7] = 0xff;
    expect(parsed("Outer", bytes)[0]).toMatch(/^Outer.total at offset 0: expected 12, got 18/);
  });

  test("are made right in place by $finish, nested ones first", () => {
    const bytes = classOf("Outer").create({
      inner: { kind: u8s("abcd"), data: Uint8Array.of(7, 8) },
      hasMore: true,
      count: 2,
      words: [1, 2],
    }).$bytes;
    const wanted = hexOf(bytes);
    const { bytes: window, all } = windowOf(bytes.slice(), 3);
    const record = classOf("Outer").view(window);
    for (const [name, value] of [["total", 99n], ["body", -1], ["own", 5]] as const) {
      Reflect.set(record, name, value);
    }
    Reflect.set(record["inner"] as AnyRecord, "crc", 0);
    expect(parsed("Outer", window)).toHaveLength(4);
    expect(finish(record)).toBe(record);
    expect(hexOf(window)).toBe(wanted);
    expect([all[2], all[3 + window.length]]).toEqual([0xa5, 0xa5]);
  });
});

describe("a view that is only read", () => {
  test("has no $finish", () => {
    const reader: ReadonlyView<Ipv4Header> = Ipv4Header.create();
    // @ts-expect-error: it writes
    expect(reader.$finish).toBeTypeOf("function");
  });
});

describe("a checksum of the user's own", () => {
  test("is imported from where the schema file names it, under a name of its own", () => {
    const own = { from: "../sums/own.js", name: "inet" };
    const fields = [
      { name: "a", type: computed("u64", checksum(own)) },
      { name: "b", type: computed("u16", checksum("inet", { from: "b" })) },
    ];
    const data = { types: [{ kind: "struct", name: "Sums", fields }] };
    const span = { file: "schemas/a.json", line: 1, column: 1, endLine: 1, endColumn: 1 };
    const { outputs } = compile(
      [{ file: "schemas/a.json", data, spanAt: () => span }],
      () => "out/of/a.ts",
    );
    const text = outputs[0]?.text ?? "";
    expect(text).toContain('import { inet as $inetChecksum } from "../../sums/own.js";');
    expect(text).toContain("record.a = BigInt($inetChecksum(");
    expect(text).toContain("record.b = inet(");
  });
});

describe("checks", () => {
  test("are told with their words, their expression and the values", () => {
    const bytes = Uint8Array.of(0, 0, 0, 6, 0xff, 0xf9);
    expect(parsed("Datagram", bytes)).toEqual([
      "Datagram at offset 0: expected a header counts itself (length >= 8), got length = 6",
      "Datagram at offset 0: expected port != 0 && 600 / port > 1, got port = 0",
    ]);
    const error = errorOf(() => classOf("Datagram").parse(bytes));
    expect(error).toMatchObject({
      name: "ValidityError",
      struct: "Datagram",
      path: "",
      offset: 0,
      expected: "a header counts itself (length >= 8)",
      got: "length = 6",
    });
  });

  test("refuse objects before the first byte, and leave create alone", () => {
    const { bytes, all } = windowOf(new Uint8Array(8).fill(0xee), 3);
    const before = hexOf(all);
    const error = errorOf(() => classOf("Datagram").write(bytes, { port: 0, payload: u8s("ab") }));
    expect(error.message).toBe(
      "Datagram at offset 0: expected port != 0 && 600 / port > 1, got port = 0",
    );
    expect(hexOf(all)).toBe(before);
    expect(classOf("Datagram").create().$bytes.length).toBe(6);
  });

  test("see the values of nested objects and booleans", () => {
    const value = {
      inner: { kind: u8s("abcd"), data: Uint8Array.of(7) },
      hasMore: true,
      count: 0,
      words: [],
    };
    const bytes = new Uint8Array(29);
    expect(errorOf(() => classOf("Outer").write(bytes, value)).message).toBe(
      "Outer at offset 0: expected inner.length == 2 && hasMore, got inner.length = 1, hasMore = 1",
    );
  });
});

describe("reserved parts", () => {
  test("are zero when written and checked when read; padding is not looked at", () => {
    const record = classOf("Gaps").create({ a: 7, b: 9 });
    expect(hexOf(record.$bytes)).toBe("e00000090000");
    expect(parsed("Gaps", Uint8Array.of(0xe3, 0, 0, 9, 1, 1))).toEqual([]);
    expect(parsed("Gaps", Uint8Array.of(0xfc, 0, 1, 9, 1, 1))).toEqual([
      "Gaps.none at offset 0: expected 0, got 7",
      "Gaps.zeros at offset 1: expected zero, got 00 01",
    ]);
    expect("none" in record || "any" in record || "zeros" in record).toBe(false);
  });

  test("stay zero when an object is written over other bytes", () => {
    const { bytes } = windowOf(new Uint8Array(6).fill(0xff), 1);
    classOf("Gaps").write(bytes, { a: 1, b: 2, list: Uint8Array.of(3, 4) });
    expect(hexOf(bytes)).toBe("200000020304");
  });
});

describe("expressions", () => {
  test("know named numbers, which the module exports too", () => {
    const numbers = module as unknown as Readonly<Record<string, unknown>>;
    expect([numbers["maximum"], numbers["again"], numbers["large"]]).toEqual([3, 3, 2n ** 53n + 1n]);
    expect(classOf("Gaps").size).toBe(6);
  });

  // flags, on, bytes of the part
  test.each([
    [5, 1, 2],
    [1, 0, 1],
    [0, 0, 0],
    [4, 0, 2],
    [5, 0, 1],
  ])("take booleans, logic and functions: flags %i, on %i", (flags, on, length) => {
    const { bytes } = windowOf(Uint8Array.of(flags, on, ...new Uint8Array(length)), 1);
    expect((classOf("Choice").view(bytes)["part"] as Uint8Array).length).toBe(length);
  });
});

describe("named numbers", () => {
  test("of another file make lengths fixed, and are exported by both modules", () => {
    const limits = { types: [{ kind: "number", name: "maximum", value: 16 }] };
    const value = { kind: "reference", name: "maximum", from: "./limits.json" };
    const type = { kind: "bytes", length: "most * 2" };
    const user = {
      types: [
        { kind: "number", name: "most", value },
        { kind: "struct", name: "User", fields: [{ name: "name", type }] },
      ],
    };
    const span = { file: "", line: 1, column: 1, endLine: 1, endColumn: 1 };
    const files = Object.entries({ "limits.json": limits, "user.json": user });
    const { outputs, diagnostics } = compile(
      files.map(([file, data]) => ({ file, data, spanAt: () => span })),
      (file) => file.replace("json", "ts"),
    );
    expect(diagnostics).toEqual([]);
    expect(outputs[0]?.text).toContain("export const maximum = 16;");
    expect(outputs[1]?.text).toContain("export const most = 16;");
    expect(outputs[1]?.text).toContain("static readonly size = 32;");
  });
});

describe("names of enumeration values", () => {
  test("are found by value, and undefined where there is none", () => {
    expect(nameOfTcpOptionKind(8)).toBe("timestamps");
    expect(nameOfTcpOptionKind(9)).toBeUndefined();
  });
});
