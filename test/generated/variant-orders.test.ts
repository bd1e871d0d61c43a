/**
 * Variants and selects whose cases are in a byte order that is chosen when a record is opened, or that the
 * fields of a case tell. The bytes are written by hand, once in each order.
 */
import type { StructReflection } from "@structview/runtime";
import { beforeAll, describe, expect, test } from "vitest";
import { errorOf, importDocument, windowOf } from "../oracle/modules.js";
import type { AnyClass, AnyModule, AnyParser, AnyRecord } from "../oracle/modules.js";

const tag = (value: number): unknown => ({ kind: "constant", base: "u16", value });
const runtime = (name: string, ...fields: readonly unknown[]): unknown => {
  return { kind: "struct", name, byteOrder: "runtime", fields };
};

const data = {
  types: [
    runtime("Head", { name: "kind", type: tag(1) }, { name: "number", type: "u32" }),
    runtime(
      "Text",
      { name: "kind", type: tag(2) },
      { name: "length", type: "u16" },
      { name: "text", type: { kind: "bytes", length: "length" } },
    ),
    runtime("Foot", { name: "kind", type: tag(3) }),
    { kind: "variant", name: "Part", tag: "kind", cases: ["Head", "Text"] },
    { kind: "variant", name: "Slot", tag: "kind", cases: ["Head", "Foot"], isFixed: true },
    ...["runtime", "big", "little"].map((byteOrder) => ({
      kind: "struct",
      name: { runtime: "Page", big: "BigPage", little: "LittlePage" }[byteOrder],
      byteOrder,
      fields: [
        { name: "slot", type: "Slot" },
        { name: "slots", type: { kind: "array", element: "Slot", length: 2, stride: 7 } },
        { name: "part", type: "Part" },
        { name: "count", type: "u16" },
        { name: "parts", type: { kind: "array", element: "Part", length: "count" } },
        {
          name: "body",
          type: {
            kind: "select",
            on: "count",
            cases: [
              { value: 1, type: "Head" },
              { value: 2, type: "Text" },
            ],
            otherwise: { kind: "bytes", length: 2 },
          },
        },
        {
          name: "fixed",
          type: {
            kind: "select",
            on: "count",
            cases: [{ value: 1, type: "Foot" }],
            otherwise: "Head",
            isFixed: true,
          },
        },
        { name: "rest", type: { kind: "array", element: "Part", length: { kind: "rest" } } },
      ],
    })),
    // Takes the order of what it is in, and so has a form for each.
    {
      kind: "struct",
      name: "Plain",
      fields: [
        { name: "kind", type: { kind: "constant", base: "u8", value: 1 } },
        { name: "number", type: "u16" },
      ],
    },
    runtime(
      "Told",
      { name: "kind", type: { kind: "constant", base: "u8", value: 2 } },
      { name: "number", type: "u32" },
    ),
    {
      kind: "struct",
      name: "Found",
      byteOrder: { kind: "byField", little: "order == 1", big: "order == 2" },
      fields: [
        { name: "kind", type: { kind: "constant", base: "u8", value: 3 } },
        { name: "order", type: "u8" },
        { name: "number", type: "u16" },
      ],
    },
    {
      kind: "struct",
      name: "Untold",
      byteOrder: "big",
      fields: [
        { name: "kind", type: { kind: "constant", base: "u8", value: 4 } },
        { name: "number", type: "u16" },
      ],
    },
    { kind: "variant", name: "Mixed", tag: "kind", cases: ["Plain", "Told", "Found"] },
    { kind: "variant", name: "Finding", tag: "kind", cases: ["Found", "Untold"], isFixed: true },
    {
      kind: "struct",
      name: "Both",
      byteOrder: "big",
      fields: [
        { name: "list", type: { kind: "array", element: "Mixed", length: 3 } },
        { name: "found", type: "Finding" },
        { name: "choice", type: "u8" },
        {
          name: "chosen",
          type: {
            kind: "select",
            on: "choice",
            cases: [{ value: 3, type: "Found" }],
            otherwise: { kind: "bytes", length: 4 },
          },
        },
      ],
    },
    { kind: "union", name: "Cell", members: [{ name: "slot", type: "Slot" }, { name: "raw", type: "u64" }], byteOrder: "runtime" },
  ],
};

interface Opener extends AnyClass, AnyParser {
  viewSuffix(bytes: Uint8Array, ...order: readonly string[]): [Uint8Array, AnyRecord];
  readSuffix(bytes: Uint8Array, ...order: readonly string[]): [Uint8Array, unknown];
  writePrefix(bytes: Uint8Array, value: unknown, ...order: readonly string[]): [AnyRecord, Uint8Array];
  writeSuffix(bytes: Uint8Array, value: unknown, ...order: readonly string[]): [Uint8Array, AnyRecord];
  need(bytes: Uint8Array, ...order: readonly string[]): number;
  copyTo(record: AnyRecord, bytes: Uint8Array): AnyRecord;
  clone(record: AnyRecord): AnyRecord;
  equals(record: AnyRecord, other: AnyRecord): boolean;
  compare(record: AnyRecord, other: AnyRecord): number;
  hash(record: AnyRecord): number;
  sequence(bytes: Uint8Array, order: string): Iterable<AnyRecord>;
  readonly "~standard"?: unknown;
}

let module: AnyModule;
const classOf = (name: string): Opener => module[name] as Opener;

beforeAll(async () => {
  module = await importDocument(data as never, `variant-orders-${process.pid}`);
});

const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replace(/[\s|]/g, ""), "hex"));

/** The same records in both orders: `.` in front of the pads of what is shorter. */
const orders = [
  {
    byteOrder: "big",
    head: "0001 00000005",
    text: "0002 0003 616263",
    foot: "0003",
    page: `0003 00000000 | 0001 00000007 00 0003 00000000 00 | 0002 0001 78
      | 0002 0001 00000009 0002 0000 | 0002 0002 7879 | 0001 0000000a | 0001 00000005`,
  },
  {
    byteOrder: "little",
    head: "0100 05000000",
    text: "0200 0300 616263",
    foot: "0300",
    page: `0300 00000000 | 0100 07000000 00 0300 00000000 00 | 0200 0100 78
      | 0200 0100 09000000 0200 0000 | 0200 0200 7879 | 0100 0a000000 | 0100 05000000`,
  },
] as const;

const pageValue = {
  slot: { kind: 3 },
  slots: [{ kind: 1, number: 7 }, { kind: 3 }],
  part: { kind: 2, length: 1, text: Uint8Array.of(0x78) },
  count: 2,
  parts: [
    { kind: 1, number: 9 },
    { kind: 2, length: 0, text: new Uint8Array(0) },
  ],
  body: { kind: 2, length: 2, text: Uint8Array.of(0x78, 0x79) },
  fixed: { kind: 1, number: 10 },
  rest: [{ kind: 1, number: 5 }],
};

describe.each(orders)("in $byteOrder-endian order, a variant", ({ byteOrder, head, text, foot }) => {
  test("is opened, read, written and compared by itself", () => {
    const Part = classOf("Part");
    const window = windowOf(bytesOf(head), 5);
    const record = Part.view(window.bytes, byteOrder);
    expect([record["$struct"], record["number"]]).toEqual(["Head", 5]);
    Reflect.set(record, "number", 6);
    expect(window.bytes).toEqual(bytesOf(head.replace("05", "06")));
    expect(Part.read(bytesOf(text), byteOrder)).toEqual({
      kind: 2,
      length: 3,
      text: Uint8Array.of(0x61, 0x62, 0x63),
    });
    expect(Part.create(byteOrder, { kind: 1, number: 5 }).$bytes).toEqual(bytesOf(head));
    const longer = windowOf(new Uint8Array(9).fill(0x5a), 3);
    const value = { kind: 2, length: 3, text: Uint8Array.of(0x61, 0x62, 0x63) };
    const [written, rest] = Part.writePrefix(longer.bytes, value, byteOrder);
    expect([written.$bytes, rest]).toEqual([bytesOf(text), bytesOf("5a5a")]);
    expect(Part.writeSuffix(longer.bytes, value, byteOrder)[0]).toEqual(
      longer.bytes.subarray(0, 2),
    );
    expect(longer.bytes.subarray(2)).toEqual(bytesOf(text));
    expect(Part.need(bytesOf(text).subarray(0, 5), byteOrder)).toBe(2);
    const parts = [...Part.sequence(bytesOf(text + head), byteOrder)];
    expect(parts.map((each) => each["$struct"])).toEqual(["Text", "Head"]);
    expect(errorOf(() => Part.view(bytesOf("0404 00000000"), byteOrder))).toMatchObject({
      struct: "Part",
      path: "kind",
      expected: "1 or 2",
      got: 0x0404,
    });
    expect("~standard" in Part).toBe(false);
  });

  test("of fixed size is opened at both ends and in arrays, copied and cloned", () => {
    const Slot = classOf("Slot");
    const both = bytesOf(`${foot}5a5a5a5a${head}`);
    const [before, last] = Slot.viewSuffix(both, byteOrder);
    expect([before.length, last["number"]]).toEqual([6, 5]);
    expect(Slot.readSuffix(both, byteOrder)[1]).toEqual({ kind: 1, number: 5 });
    const array = Slot.array(both, byteOrder);
    expect(Array.from(array, (each) => (each as AnyRecord)["$struct"])).toEqual(["Foot", "Head"]);
    array.setAt(1, array.at(0));
    expect(both.subarray(6)).toEqual(bytesOf(`${foot}00000000`));

    const target = windowOf(new Uint8Array(6).fill(0x5a), 3);
    const copy = Slot.copyTo(array.at(0) as AnyRecord, target.bytes);
    expect([copy["$struct"], copy.$bytes.byteOffset]).toEqual(["Foot", 3]);
    expect(target.bytes).toEqual(bytesOf(`${foot}00000000`));
    expect(target.all.subarray(9)).toEqual(new Uint8Array(4).fill(0xa5));
    const clone = Slot.clone(last);
    expect(clone.$bytes.buffer.byteLength).toBe(6);
    expect(errorOf(() => Slot.copyTo(copy, new Uint8Array(2)))).toMatchObject({
      name: "SizeError",
      struct: "Slot",
      expected: 6,
    });
  });
});

describe("a variant in two orders", () => {
  test("has equal records, with one hash, whatever the order, and clones keep theirs", () => {
    for (const [name, field] of [
      ["Part", "text"],
      ["Part", "head"],
      ["Slot", "head"],
    ] as const) {
      const Class = classOf(name);
      const [big, little] = orders.map((each) => Class.view(bytesOf(each[field]), each.byteOrder));
      expect(Class.equals(big!, little!)).toBe(true);
      expect(Class.hash(big!)).toBe(Class.hash(little!));
      expect(Class.compare(big!, little!)).toBe(0);
      for (const record of [big!, little!]) {
        const clone = Class.clone(record);
        expect(clone.$bytes).toEqual(record.$bytes);
        expect(Class.compare(clone, record)).toBe(0);
      }
    }
  });
});

describe("a struct with variants and selects", () => {
  test("hands its order down to them, also to one that nobody chooses", () => {
    for (const { byteOrder, page } of orders) {
      const fixed = byteOrder === "big" ? "BigPage" : "LittlePage";
      for (const [name, order] of [
        ["Page", [byteOrder]],
        [fixed, []],
      ] as const) {
        const Class = classOf(name);
        const { bytes } = windowOf(bytesOf(page), 5);
        expect(Class.read(bytes, ...order)).toEqual(pageValue);
        expect(Class.safeParse(bytes, ...order).success).toBe(true);
        const target = windowOf(new Uint8Array(bytes.length).fill(0x5a), 7);
        const written = Class.write(target.bytes, pageValue, ...order);
        expect(target.bytes).toEqual(bytes);
        expect(Class.create(...order, pageValue).$bytes).toEqual(bytes);
        const clone = (Class as Opener).clone(written);
        expect(Class.toObject(clone)).toEqual(pageValue);
        expect(clone["body"]).toMatchObject({ $struct: "Text", length: 2 });
        const whole = bytes.length - 6;
        for (let size = 0; size < bytes.length; size++) {
          // The last part takes the rest, which may be nothing.
          if (size === whole) continue;
          const cut = windowOf(bytes.slice(0, size), 3, 0);
          const error = errorOf(() => Class.toObject(Class.view(cut.bytes, ...order)));
          expect(error.name).toMatch(/SizeError/);
        }
      }
    }
  });

  test("says in its layout which order it hands down", () => {
    for (const [name, byteOrder] of [
      ["Page", "runtime"],
      ["BigPage", "big"],
      ["LittlePage", "little"],
    ] as const) {
      const { fields } = module[`${name}Layout`] as unknown as StructReflection;
      const types = fields.map(({ type }) => type);
      const told = types.filter(({ kind }) => kind === "variant" || kind === "select");
      expect(told).toHaveLength(4);
      for (const type of told) expect(type).toHaveProperty("byteOrder", byteOrder);
    }
  });

  test("is equal to one in the other order", () => {
    const Page = classOf("Page");
    const [big, little] = orders.map(({ byteOrder, page }) => Page.view(bytesOf(page), byteOrder));
    expect(Page.equals(big!, little!)).toBe(true);
    expect(Page.hash(big!)).toBe(Page.hash(little!));
    expect(Page.compare(big!, little!)).toBe(0);
    Reflect.set(little!["fixed"] as AnyRecord, "number", 11);
    expect(Page.equals(big!, little!)).toBe(false);
    expect(Page.compare(big!, little!)).toBe(-1);
  });

  test("whose cases have orders of several kinds reads each in its own", () => {
    const Both = classOf("Both");
    // Plain and Told take that of the struct, Found says its own: little, then big.
    const bytes = bytesOf("01 0102 | 02 01020304 | 03 01 0201 | 03 02 0102 | 03 | 03 01 0201");
    const value = {
      list: [
        { kind: 1, number: 0x0102 },
        { kind: 2, number: 0x01020304 },
        { kind: 3, order: 1, number: 0x0102 },
      ],
      found: { kind: 3, order: 2, number: 0x0102 },
      choice: 3,
      chosen: { kind: 3, order: 1, number: 0x0102 },
    };
    expect(Both.read(bytes)).toEqual(value);
    expect(Both.write(new Uint8Array(bytes.length), value).$bytes).toEqual(bytes);
    bytes[18] = 9;
    const record = Both.view(bytes);
    expect(errorOf(() => record["chosen"])).toMatchObject({ path: "chosen.order", got: 9 });
    bytes[13] = 8;
    const place = { name: "ValidityError", struct: "Both", path: "found.order", offset: 13, got: 8 };
    expect(errorOf(() => record["found"])).toMatchObject(place);
    expect(Both.safeParse(bytes)).toMatchObject({
      errors: [place, { struct: "Both", path: "chosen.order", offset: 18 }],
    });
  });
});

describe("a union", () => {
  test("has variants of fixed size as members, in its order", () => {
    const Cell = classOf("Cell");
    for (const { byteOrder, head } of orders) {
      const cell = Cell.create(byteOrder, { slot: { kind: 1, number: 5 } });
      expect(cell.$bytes).toEqual(bytesOf(`${head}0000`));
      expect((cell["slot"] as AnyRecord)["number"]).toBe(5);
      Reflect.set(cell, "slot", classOf("Slot").create(byteOrder, { kind: 3 }));
      expect((cell["slot"] as AnyRecord)["$struct"]).toBe("Foot");
      Reflect.set(cell, "raw", 0n);
      const place = { name: "ValidityError", struct: "Cell", path: "slot.kind", offset: 0, got: 0 };
      expect(errorOf(() => cell["slot"])).toMatchObject(place);
      const slots = classOf("Slot").array(new Uint8Array(12), byteOrder);
      expect(errorOf(() => slots.at(1))).toMatchObject({ path: "[1].kind", offset: 6 });
    }
  });
});
