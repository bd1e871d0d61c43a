/** Records whose fields tell the byte order. */
import { open } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { Elf64Header, ElfOrder, ElfType } from "../../generated/elf.js";
import type { AnyArray, AnyClass, AnyModule, AnyParser, AnyRecord } from "../oracle/modules.js";
import { errorOf, importTexts, windowOf } from "../oracle/modules.js";
import { compile } from "structview";

const data = {
  types: [
    {
      kind: "struct",
      name: "Point",
      fields: [
        { name: "x", type: "u16" },
        { name: "y", type: "u16" },
      ],
    },
    {
      kind: "struct",
      name: "Tiff",
      byteOrder: { kind: "byField", little: "order == 0x4949", big: "order == 0x4d4d" },
      fields: [
        { name: "order", type: "u16.be" },
        { name: "version", type: "u16" },
        { name: "point", type: "Point" },
        { name: "list", type: { kind: "array", element: "u16", length: 2 } },
      ],
    },
    {
      kind: "struct",
      name: "Message",
      byteOrder: { kind: "byField", little: "order == 1", big: "order == 2" },
      fields: [
        { name: "order", type: "u8" },
        { name: "length", type: "u16" },
        { name: "body", type: { kind: "bytes", length: "length" } },
        { name: "tail", type: "u16" },
      ],
    },
    {
      kind: "struct",
      name: "Outer",
      byteOrder: "big",
      fields: [
        { name: "a", type: "u8" },
        { name: "tiff", type: "Tiff" },
        { name: "message", type: "Message" },
        { name: "end", type: "u16" },
      ],
    },
    {
      kind: "struct",
      name: "Both",
      fields: [{ name: "each", type: { kind: "array", element: "Holder", length: 2 } }],
    },
    { kind: "struct", name: "Holder", fields: [{ name: "tiff", type: "Tiff" }] },
    {
      kind: "struct",
      name: "Mixed",
      byteOrder: { kind: "byField", little: "order == 1", big: "order == 2" },
      rules: "c",
      fields: [
        { name: "order", type: "u8" },
        { name: "wide", type: "u32" },
        { name: "point", type: "Point" },
      ],
    },
    {
      kind: "struct",
      name: "Slice",
      align: 4,
      byteOrder: { kind: "byField", little: "order == 1", big: "order == 2" },
      fields: [
        { name: "order", type: "u8" },
        { name: "words", type: { kind: "array", element: "u16", length: { kind: "rest" } } },
      ],
    },
    {
      kind: "struct",
      name: "List",
      byteOrder: "big",
      fields: [
        { name: "tag", type: "u8" },
        { name: "apart", type: { kind: "array", element: "Mixed", length: 2, stride: 16 } },
        { name: "count", type: "u16" },
        { name: "counted", type: { kind: "array", element: "Message", length: "count" } },
        { name: "rest", type: { kind: "array", element: "Message", length: { kind: "rest" } } },
      ],
    },
  ],
};
const little = "4949 2a00 0100 0200 0300 0400";
const big = "4d4d 002a 0001 0002 0003 0004";
const expected = "order == 0x4949 (little-endian) or order == 0x4d4d (big-endian)";

let module: AnyModule;

beforeAll(async () => {
  const span = { file: "a.json", line: 1, column: 1, endLine: 1, endColumn: 1 };
  const compilation = compile([{ file: "a.json", data, spanAt: () => span }], () => "a.ts");
  expect(compilation.diagnostics).toEqual([]);
  const [text = ""] = compilation.outputs.map((output) => output.text);
  const [loaded] = await importTexts([text], `found-order-${process.pid}`);
  if (loaded === undefined || loaded instanceof Error) throw loaded ?? new Error("no module");
  module = loaded;
});

function classOf(name: string): AnyClass & AnyParser {
  return module[name] as AnyClass & AnyParser;
}

const bytesOf = (hex: string): Uint8Array =>
  windowOf(Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"))).bytes;
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("a byte order that fields tell", () => {
  test.each([
    ["little", little, 0x4949, true],
    ["big", big, 0x4d4d, false],
  ])("is found by every opener, and kept: %s", (_, hex, order, isLittle) => {
    const Tiff = classOf("Tiff");
    const bytes = bytesOf(hex);
    const value = { order, version: 42, point: { x: 1, y: 2 }, list: [3, 4] };
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const records = [
      Tiff.view(bytes),
      Tiff.viewPrefix(bytes)[0],
      Tiff.viewSuffix(bytes)[1],
      Tiff.viewAt(view, 0),
      Tiff.parse(bytes),
    ];
    for (const record of records) {
      expect(record["$littleEndian"]).toBe(isLittle);
      expect(Tiff.toObject(record)).toEqual(value);
    }
    expect(Tiff.read(bytes)).toEqual(value);
  });

  test.each([
    ["little", little, 0x4949],
    ["big", big, 0x4d4d],
  ])("comes from the fields of the object that is written: %s", (_, hex, order) => {
    const value = { order, version: 42, point: { x: 1, y: 2 }, list: [3, 4] };
    expect(hexOf(classOf("Tiff").create(value).$bytes)).toBe(hexOf(bytesOf(hex)));
    const bytes = bytesOf("00".repeat(12));
    classOf("Tiff").write(bytes, value);
    expect(hexOf(bytes)).toBe(hexOf(bytesOf(hex)));
  });

  test("is an error where the fields say neither", () => {
    const wanted = { name: "ValidityError", struct: "Tiff", path: "order", offset: 0, expected };
    const bytes = bytesOf(`4a4a${"00".repeat(10)}`);
    for (const opens of [
      () => classOf("Tiff").view(bytes),
      () => classOf("Tiff").viewPrefix(bytes),
      () => classOf("Tiff").viewSuffix(bytes),
      () => classOf("Tiff").parse(bytes),
    ]) {
      expect(errorOf(opens)).toMatchObject({ ...wanted, got: 0x4a4a });
    }
    expect(classOf("Tiff").safeParse(bytes)).toMatchObject({ errors: [wanted] });
    expect(errorOf(() => classOf("Tiff").create({}))).toMatchObject({ ...wanted, got: 0 });
    const before = hexOf(bytes);
    const value = { order: 1, version: 0, point: { x: 1, y: 2 }, list: [3, 4] };
    expect(errorOf(() => classOf("Tiff").write(bytes, value))).toMatchObject({ ...wanted, got: 1 });
    expect(hexOf(bytes)).toBe(before);
  });

  test("is looked for only where the record is whole", () => {
    expect(errorOf(() => classOf("Tiff").view(new Uint8Array(1))).name).toBe("SizeError");
    expect(errorOf(() => classOf("Message").view(new Uint8Array(0))).name).toBe("SizeError");
  });

  test("is that of the lengths too", () => {
    const Message = classOf("Message");
    expect(Message.view(bytesOf("01 0200 aabb 0700"))["tail"]).toBe(7);
    expect(Message.view(bytesOf("02 0002 aabb 0007"))["tail"]).toBe(7);
    const value = { order: 2, length: 1, body: Uint8Array.of(9), tail: 5 };
    expect(hexOf(Message.create(value).$bytes)).toBe("020001090005");
    expect(errorOf(() => Message.view(bytesOf("03 0200 aabb 0700")))).toMatchObject({
      path: "order",
      got: 3,
    });
  });

  test("of a struct within another is its own", () => {
    const Outer = classOf("Outer");
    const bytes = bytesOf(`01 ${little} 02 0001 ff 0003 0004`);
    const record = Outer.view(bytes);
    expect((record["tiff"] as AnyRecord)["version"]).toBe(42);
    expect((record["message"] as AnyRecord)["tail"]).toBe(3);
    expect(record["end"]).toBe(4);
    expect(hexOf(Outer.create(Outer.toObject(record)).$bytes)).toBe(hexOf(bytes));

    bytes[1] = 0;
    const path = "tiff.order";
    const wanted = { name: "ValidityError", struct: "Outer", path, offset: 1, got: 0x49, expected };
    expect(errorOf(() => Outer.view(bytes)["tiff"])).toMatchObject(wanted);
    expect(errorOf(() => Outer.parse(bytes))).toMatchObject(wanted);
    expect(Outer.safeParse(bytes)).toMatchObject({ errors: [wanted] });
    bytes[13] = 0;
    expect(errorOf(() => Outer.view(bytes))).toMatchObject({ path: "message.order", offset: 13 });
  });

  test("is that of each element of an array of structs around it", () => {
    const bytes = bytesOf(`${little} ${big}`);
    const each = classOf("Both").view(bytes)["each"] as { at(index: number): AnyRecord };
    const versions = [0, 1].map((index) => (each.at(index)["tiff"] as AnyRecord)["version"]);
    expect(versions).toEqual([42, 42]);
    bytes[12] = 0;
    expect(classOf("Both").safeParse(bytes)).toMatchObject({
      errors: [{ path: "each[1].tiff.order", offset: 12 }],
    });
  });

  test("is that of each record of an array of them: by index, iterator, cursor and column", () => {
    const window = windowOf(bytesOf(`${little} ${big} ${little}`), 5);
    const array = classOf("Tiff").array(window.bytes);
    const orders = [true, false, true];
    expect([0, 1, 2].map((index) => (array.at(index) as AnyRecord)["$littleEndian"])).toEqual(orders);
    expect([...array].map((each) => (each as AnyRecord)["version"])).toEqual([42, 42, 42]);
    const cursor = array.cursor();
    for (const isLittle of orders) {
      expect(cursor.next()).toBe(true);
      expect([cursor.record["$littleEndian"], cursor.record["version"]]).toEqual([isLittle, 42]);
    }
    expect(cursor.next()).toBe(false);
    expect(cursor.seek(1)["version"]).toBe(42);

    const versions = array.column("version");
    expect([...versions]).toEqual([42, 42, 42]);
    versions.setAt(1, 7);
    expect(hexOf(window.bytes.subarray(14, 16))).toBe("0007");
    expect([...versions.subarray(-2)]).toEqual([7, 42]);
    expect([...array.column("order")]).toEqual([0x4949, 0x4d4d, 0x4949]);
    expect([...array.column("point")].map((each) => (each as AnyRecord)["y"])).toEqual([2, 2, 2]);
    expect([...array.column("list")].map((each) => [...(each as Iterable<number>)])).toEqual(
      Array(3).fill([3, 4]),
    );
    expect(array.sort("version").column("version").toArray()).toEqual([7, 42, 42]);
    expect(array.search("version", 42)).toBe(1);
  });

  test("is found at the end of bytes that begin with something else", () => {
    const Slice = classOf("Slice");
    const { bytes } = windowOf(bytesOf("ffff 02 0001 0002 0003 00"));
    const wordsOf = (record: AnyRecord): unknown[] => [...(record["words"] as Iterable<number>)];
    const [before, record] = Slice.viewSuffix(bytes, 3);
    expect([before.length, wordsOf(record)]).toEqual([2, [1, 2, 3]]);
    const whole = Slice.viewSuffix(bytes.subarray(2))[1];
    expect([whole.$offset, wordsOf(whole)]).toEqual([0, [1, 2, 3]]);
    for (const short of [
      () => Slice.viewSuffix(bytes, 5),
      () => Slice.viewSuffix(bytes.subarray(0, 3)),
    ]) {
      expect(errorOf(short).name).toBe("SizeError");
    }
  });

  test("is an error for the one record of an array that says neither", () => {
    const array = classOf("Tiff").array(bytesOf(`${little} ${big.replace("4d", "00")} ${little}`));
    const wanted = { struct: "Tiff[]", path: "[1].order", offset: 12, expected, got: 0x4d };
    const cursor = array.cursor();
    expect(cursor.next()).toBe(true);
    for (const open of [
      () => array.at(1),
      () => array.at(-2),
      () => [...array],
      () => cursor.next(),
      () => cursor.seek(1),
      () => array.column("version").at(1),
      () => array.column("version").setAt(1, 3),
      () => array.column("point").at(1),
    ]) {
      expect(errorOf(open)).toMatchObject({ name: "ValidityError", ...wanted });
    }
    expect([cursor.index, cursor.record["version"]]).toEqual([0, 42]);
    expect(cursor.seek(2)["version"]).toBe(42);
    expect(array.column("order").at(1)).toBe(0x4d);
  });

  test("is aligned as C has it, at a stride, and in sequences", () => {
    // Behind each `order` come 3 bytes of padding; elements are 16 bytes apart.
    const mixed = ["01000000 04030201 0100 0200 ffffffff", "02000000 01020304 0001 0002 ffffffff"];
    const messages = ["01 0200 aabb 0700", "02 0001 cc 0008", "01 0000 0900"];
    const bytes = bytesOf(`05 ${mixed.join("")} 0002 ${messages.join("")}`);
    const record = classOf("List").parse(bytes);
    const apart = record["apart"] as AnyArray;
    expect([...apart].map((each) => (each as AnyRecord)["wide"])).toEqual([0x01020304, 0x01020304]);
    expect((apart.at(1) as AnyRecord)["$littleEndian"]).toBe(false);
    const tails = (name: string): unknown[] =>
      [...(record[name] as Iterable<AnyRecord>)].map((each) => each["tail"]);
    expect([tails("counted"), tails("rest")]).toEqual([[7, 8], [9]]);

    const value = classOf("List").toObject(record);
    const written = classOf("List").create(value).$bytes;
    const cleared = bytesOf(
      `05 ${mixed.join("").replaceAll("ffffffff", "00000000")} 0002 ${messages.join("")}`,
    );
    expect(hexOf(written)).toBe(hexOf(cleared));
    const List = module["List"] as unknown as {
      equals(record: AnyRecord, other: AnyRecord): boolean;
    };
    expect(List.equals(record, classOf("List").view(written))).toBe(true);

    bytes[1 + 16] = 3;
    bytes[35] = 9;
    bytes[48] = 9;
    const opened = errorOf(() => classOf("List").view(bytes));
    expect(opened).toMatchObject({ path: "counted[0].order", offset: 35, got: 9 });
    bytes[35] = 1;
    const result = classOf("List").safeParse(bytes);
    expect(result).toMatchObject({
      errors: [
        { path: "apart[1].order", offset: 17, got: 3 },
        { path: "rest[0].order", offset: 48, got: 9 },
      ],
    });
    const before = hexOf(written);
    const [first] = value["rest"] as unknown as [object];
    const broken = { ...value, rest: [{ ...first, order: 7 }] };
    const refused = errorOf(() => classOf("List").write(written, broken));
    expect(refused).toMatchObject({ name: "ValidityError", path: "rest[0].order", got: 7 });
    expect(hexOf(written)).toBe(before);
  });
});

describe("the header of an ELF file", () => {
  test("of this program says what it is", async (context) => {
    context.skip(process.platform !== "linux", "executables of this system are no ELF files");
    const file = await open(process.execPath);
    const bytes = new Uint8Array(64);
    await file.read(bytes, 0, 64, 0);
    await file.close();
    const header = Elf64Header.parse(bytes);
    const isLittle = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
    expect(header.identification.order).toBe(isLittle ? ElfOrder.little : ElfOrder.big);
    expect([ElfType.executable, ElfType.shared]).toContain(header.type);
    // System V ABI, processor supplements: 62 is x86-64, 183 is AArch64.
    const machines: { readonly [name: string]: number } = { x64: 62, arm64: 183 };
    expect(header.machine).toBe(machines[process.arch] ?? header.machine);
    expect([header.version, header.headerSize, header.programHeaderSize]).toEqual([1, 64, 56]);
    expect(header.programHeaders).toBe(64n);
  });

  test("of a big-endian machine is read in its order", () => {
    const identification = { class: 2, order: 2, version: 1, abi: 0, abiVersion: 0 } as const;
    const header = Elf64Header.create({ identification, machine: 22, entry: 1n });
    expect([...header.$bytes.subarray(18, 20)]).toEqual([0, 22]);
    expect(Elf64Header.view(header.$bytes).entry).toBe(1n);
  });
});
