/** Flags: sets of names over the bits of a field. */
import { beforeAll, describe, expect, test } from "vitest";
import type { AnyClass, AnyModule, AnyParser, AnyRecord } from "../oracle/modules.js";
import { emit, errorOf, importDocument, windowOf } from "../oracle/modules.js";
import type { DocumentData } from "../oracle/document.js";

/** A set as these tests see it. */
interface AnySet extends Iterable<unknown> {
  $value: number | bigint;
  readonly size: number;
  has(flag: string): boolean;
  add(flag: string): AnySet;
  delete(flag: string): boolean;
  clear(): void;
  toJSON(): unknown[];
}

const document: DocumentData = {
  types: [
    {
      kind: "flags",
      name: "Tcp",
      base: { kind: "bits", width: 9 },
      members: [
        { name: "fin", value: 1 },
        { name: "syn", value: 2 },
        { name: "both", value: 0x180 },
      ],
    },
    {
      kind: "flags",
      name: "Open",
      base: "u32",
      open: true,
      members: [
        { name: "first", value: 1 },
        { name: "last", value: 0x8000_0000 },
      ],
    },
    {
      kind: "flags",
      name: "Wide",
      base: "u64",
      members: [{ name: "top", value: "0x8000000000000000" }],
    },
    {
      kind: "flags",
      name: "Middle",
      base: "u48",
      members: [
        { name: "low", value: 1 },
        { name: "high", value: 2 ** 47 },
        { name: "across", value: 2 ** 32 + 2 ** 31 },
      ],
    },
    {
      kind: "struct",
      name: "All",
      byteOrder: "big",
      fields: [
        { name: "offset", type: { kind: "bits", width: 7 } },
        { name: "tcp", type: "Tcp" },
        { name: "open", type: "Open" },
        { name: "wide", type: "Wide" },
        { name: "middle", type: "Middle" },
        { name: "several", type: { kind: "array", element: "Open", length: 2 } },
      ],
    },
    {
      kind: "struct",
      name: "Either",
      byteOrder: "runtime",
      fields: [{ name: "open", type: "Open" }],
    },
  ],
};
const size = 2 + 4 + 8 + 6 + 8;

let module: AnyModule;

beforeAll(async () => {
  module = await importDocument(document, `flags-${process.pid}`);
});

function classOf(name: string): AnyClass & AnyParser {
  return module[name] as AnyClass & AnyParser;
}

function recordOf(hex: string): { record: AnyRecord; bytes: Uint8Array } {
  const given = Buffer.alloc(size);
  given.set(Buffer.from(hex.replaceAll(" ", ""), "hex"));
  const { bytes } = windowOf(given);
  return { record: classOf("All").view(bytes), bytes };
}

const setOf = (record: AnyRecord, name: string): AnySet => record[name] as AnySet;
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

describe("a set of flags", () => {
  test("has the names whose bits are all 1", () => {
    const { record } = recordOf("fe82 80000001 8000000000000000 800180000000");
    expect([...setOf(record, "tcp")]).toEqual(["syn"]);
    expect(setOf(record, "tcp").has("both")).toBe(false);
    expect([...setOf(record, "open")]).toEqual(["first", "last"]);
    expect([...setOf(record, "wide")]).toEqual(["top"]);
    expect([...setOf(record, "middle")]).toEqual(["high", "across"]);
    expect(setOf(record, "middle").has("low")).toBe(false);
    expect(setOf(record, "middle").size).toBe(2);
  });

  test("changes its own bits and no others", () => {
    const { record, bytes } = recordOf("fe00");
    expect(setOf(record, "tcp").add("both").add("fin").has("both")).toBe(true);
    expect(hexOf(bytes.subarray(0, 2))).toBe("ff81");
    expect(setOf(record, "tcp").delete("both")).toBe(true);
    expect(setOf(record, "tcp").delete("both")).toBe(false);
    expect(hexOf(bytes.subarray(0, 2))).toBe("fe01");
    setOf(record, "tcp").clear();
    expect(hexOf(bytes.subarray(0, 2))).toBe("fe00");
    setOf(record, "middle").add("high").add("low").add("across").delete("low");
    setOf(record, "open").add("last");
    setOf(record, "wide").add("top");
    expect(hexOf(bytes)).toBe(`fe00${"80000000"}${"8000000000000000"}${"800180000000"}${"00".repeat(8)}`);
    setOf(record, "middle").delete("across");
    setOf(record, "wide").delete("top");
    expect(setOf(record, "middle").$value).toBe(2 ** 47);
    expect(setOf(record, "wide").$value).toBe(0n);
  });

  test("is set to names, to another set and through its number", () => {
    const { record } = recordOf("fe00 00000000");
    Reflect.set(record, "tcp", ["fin", "both"]);
    expect(setOf(record, "tcp").$value).toBe(0x181);
    Reflect.set(record, "tcp", new Set(["syn"]));
    expect(setOf(record, "tcp").toJSON()).toEqual(["syn"]);
    setOf(record, "open").$value = 0x8000_0010;
    const { record: other } = recordOf("");
    Reflect.set(other, "open", record["open"]);
    expect(setOf(other, "open").$value).toBe(0x8000_0010);
  });

  test("of open flags keeps the bits that have no name as one number", () => {
    const { record, bytes } = recordOf("fe01 80000012 0000000000000000 000000000000 00000001 00000030");
    const value = classOf("All").toObject(record);
    expect(value["open"]).toEqual(["last", 0x12]);
    expect(value["several"]).toEqual([["first"], [0x30]]);
    expect(JSON.parse(JSON.stringify(record["open"]))).toEqual(["last", 0x12]);
    const copy = new Uint8Array(size);
    classOf("All").write(copy, value);
    expect(hexOf(copy)).toBe(hexOf(bytes));
  });

  test("of closed flags is not valid with bits that have no name", () => {
    const { record, bytes } = recordOf("fe05");
    expect([...setOf(record, "tcp")]).toEqual(["fin"]);
    const wanted = {
      name: "ValidityError",
      struct: "All",
      path: "tcp",
      offset: 0,
      expected: "flags of Tcp",
      got: 5,
    };
    expect(errorOf(() => classOf("All").parse(bytes))).toMatchObject(wanted);
    expect(errorOf(() => classOf("All").read(bytes))).toMatchObject(wanted);
    // One bit of two is no name either.
    expect(errorOf(() => classOf("All").read(recordOf("fe80").bytes))).toMatchObject({ got: 0x80 });
  });

  test("refuses what is no name, and writes nothing", () => {
    const { record, bytes } = recordOf("fe01");
    const before = hexOf(bytes);
    for (const name of ["none", "toString", "__proto__", ""]) {
      expect(errorOf(() => setOf(record, "tcp").add(name)).name).toBe("ValidityError");
      expect(errorOf(() => setOf(record, "tcp").has(name)).name).toBe("ValidityError");
      expect(errorOf(() => Reflect.set(record, "tcp", ["fin", name]))).toMatchObject({
        struct: "All",
        path: "tcp",
        expected: "names of Tcp",
      });
    }
    for (const bad of [[5], "fin", 5, null, [-1], [2 ** 32], [0.5]]) {
      const name = Array.isArray(bad) && bad[0] !== 5 ? "open" : "tcp";
      expect(errorOf(() => Reflect.set(record, name, bad)).path).toBe(name);
    }
    const several = record["several"] as { setAt(index: number, value: unknown): void };
    expect(errorOf(() => several.setAt(1, ["none"]))).toMatchObject({ path: "[1]", offset: 4 });
    expect(hexOf(bytes)).toBe(before);
  });

  test("of a record whose byte order is chosen at run time is read in that order", () => {
    const bytes = Uint8Array.of(1, 0, 0, 0);
    const namesIn = (order: string): unknown[] => setOf(classOf("Either").view(bytes, order), "open").toJSON();
    expect(namesIn("little")).toEqual(["first"]);
    expect(namesIn("big")).toEqual([0x0100_0000]);
  });

  test("is one class for each kind of number, with the place of the bits in it", () => {
    const text = emit(document);
    expect(text.match(/^class \$\w+Set /gm)).toEqual([
      "class $MiddleU48BeSet ",
      "class $OpenU32BeSet ",
      "class $OpenU32RuntimeSet ",
      "class $TcpBits9At0In16By0BeSet ",
      "class $WideU64BeSet ",
    ]);
    expect(text).toContain("return this.$view.getUint16(this.$offset, false) & 0x01ff;");
  });
});
