/** What is done with whole variants and selects: copying, assigning, and computing what lies within. */
import { beforeAll, describe, expect, test } from "vitest";
import { errorOf, importDocument, windowOf } from "../oracle/modules.js";
import type { AnyClass, AnyModule, AnyParser, AnyRecord } from "../oracle/modules.js";

const kind = (value: number): unknown => ({
  name: "kind",
  type: { kind: "constant", base: "u8", value },
});
const sum = { kind: "computed", base: "u8", value: { kind: "checksum", algorithm: "sum8" } };

const data = {
  types: [
    {
      kind: "struct",
      name: "Text",
      fields: [
        kind(1),
        { name: "length", type: { kind: "computed", base: "u8", value: "size(text)" } },
        { name: "text", type: { kind: "bytes", length: "length" } },
        { name: "sum", type: sum },
      ],
    },
    { kind: "struct", name: "Point", fields: [kind(2), { name: "x", type: "u8" }, { name: "sum", type: sum }] },
    { kind: "struct", name: "Mark", fields: [kind(3), { name: "x", type: "u8" }] },
    { kind: "variant", name: "Item", tag: "kind", cases: ["Text", "Mark"] },
    { kind: "variant", name: "Spot", tag: "kind", cases: ["Point", "Mark"], isFixed: true },
    { kind: "union", name: "Cell", members: [{ name: "point", type: "Point" }, { name: "spot", type: "Spot" }] },
    {
      kind: "struct",
      name: "Page",
      fields: [
        { name: "item", type: "Item" },
        { name: "spot", type: "Spot" },
        { name: "spots", type: { kind: "array", element: "Spot", length: 2, stride: 4 } },
        { name: "count", type: "u8" },
        { name: "texts", type: { kind: "array", element: "Text", length: "count" } },
        { name: "size", type: "u8" },
        { name: "items", type: { kind: "array", element: "Item", length: "size", measure: "bytes" } },
        { name: "maybe", type: { kind: "conditional", condition: "count & 1", type: "Point" } },
        { name: "points", type: { kind: "conditional", condition: "count & 1", type: { kind: "array", element: "Point", length: 1 } } },
        {
          name: "choice",
          type: {
            kind: "select",
            on: "count",
            cases: [{ value: 1, type: "Text" }, { value: 2, type: "Mark" }],
            otherwise: { kind: "bytes", length: "size" },
          },
        },
        { name: "cell", type: "Cell" },
        { name: "check", type: sum },
      ],
    },
    {
      kind: "struct",
      name: "Fixed",
      byteOrder: "big",
      fields: [
        { name: "tag", type: "u16" },
        {
          name: "body",
          type: {
            kind: "select",
            on: "tag",
            cases: [{ value: 1, type: "Point" }, { value: 2, type: "Mark" }],
            otherwise: { kind: "bytes", length: 3 },
            isFixed: true,
          },
        },
      ],
    },
    {
      kind: "struct",
      name: "Loose",
      fields: [
        { name: "tag", type: "u8" },
        {
          name: "body",
          type: {
            kind: "conditional",
            condition: "tag",
            type: {
              kind: "select",
              on: "tag",
              cases: [{ value: 1, type: "Point" }, { value: 2, type: "Mark" }, { value: 3, type: "Text" }],
              otherwise: { kind: "bytes", length: 4 },
            },
          },
        },
      ],
    },
    {
      kind: "struct",
      name: "Kept",
      fields: [
        { name: "tag", type: "u8" },
        { name: "body", type: { kind: "select", on: "tag", cases: [{ value: 1, type: "Text" }] } },
      ],
    },
  ],
};

interface Opener extends AnyClass, AnyParser {
  viewSuffix(bytes: Uint8Array): [Uint8Array, AnyRecord];
  writePrefix(bytes: Uint8Array, value: unknown): [AnyRecord, Uint8Array];
  writeSuffix(bytes: Uint8Array, value: unknown): [Uint8Array, AnyRecord];
  copyTo(record: AnyRecord, bytes: Uint8Array): AnyRecord;
  clone(record: AnyRecord): AnyRecord;
  equals(record: AnyRecord, other: AnyRecord): boolean;
  $finish(record: AnyRecord): AnyRecord;
}

let module: AnyModule;
const classOf = (name: string): Opener => module[name] as Opener;
const bytesOf = (text: string): Uint8Array =>
  Uint8Array.from(Buffer.from(text.replace(/[\s|]/g, ""), "hex"));

beforeAll(async () => {
  module = await importDocument(data as never, `variant-records-${process.pid}`);
});

describe("a record of a variant", () => {
  test("of dynamic size keeps its lengths in copies", () => {
    const Item = classOf("Item");
    const bytes = bytesOf("01 02 6869 d4");
    const record = Item.view(bytes);
    Reflect.set(record, "length", 9);
    const clone = Item.clone(record);
    bytes.fill(0);
    expect([clone["length"], clone["text"], clone["sum"]]).toEqual([9, bytesOf("6869"), 0xd4]);
    const target = windowOf(new Uint8Array(5), 3);
    expect(Item.copyTo(clone, target.bytes)["text"]).toEqual(bytesOf("6869"));
    expect(target.bytes).toEqual(bytesOf("01 09 6869 d4"));
    expect(errorOf(() => Item.copyTo(clone, new Uint8Array(6)))).toMatchObject({
      name: "SizeError",
      struct: "Item",
    });
    expect("viewSuffix" in Item).toBe(false);
  });

  test("is written at either end of longer bytes, and nothing is where it does not fit", () => {
    const Spot = classOf("Spot");
    const bytes = windowOf(new Uint8Array(5).fill(0x5a), 3);
    const before = bytes.all.slice();
    for (const write of [Spot.writePrefix, Spot.writeSuffix]) {
      expect(errorOf(() => write(bytes.bytes.subarray(0, 2), { kind: 3, x: 1 })).name).toBe("SizeError");
      expect(errorOf(() => write(bytes.bytes, { kind: 1, x: 1 })).path).toBe("kind");
    }
    expect(bytes.all).toEqual(before);
    const [record, rest] = Spot.writePrefix(bytes.bytes, { kind: 3, x: 7 });
    expect([record["x"], rest.length]).toEqual([7, 2]);
    expect(bytes.bytes).toEqual(bytesOf("03 07 00 5a5a"));
    expect(Spot.viewSuffix(bytes.bytes.subarray(0, 3))[1]["$struct"]).toBe("Mark");
  });
});

describe("a select", () => {
  test("takes a record of the struct that there is, or as many bytes, and copies it once", () => {
    const Fixed = classOf("Fixed");
    const { bytes } = windowOf(bytesOf("0002 03 05 ee"), 3);
    const record = Fixed.view(bytes);
    const mark = classOf("Mark").create({ x: 9 });
    Reflect.set(record, "body", mark);
    // What no case reaches stays as it is.
    expect(bytes).toEqual(bytesOf("0002 03 09 ee"));
    Reflect.set(mark, "x", 1);
    expect(bytes[3]).toBe(9);
    Reflect.set(record, "tag", 7);
    Reflect.set(record, "body", bytesOf("010203"));
    expect(bytes).toEqual(bytesOf("0007 010203"));
  });

  test("refuses all others, and no byte changes", () => {
    const Fixed = classOf("Fixed");
    const { bytes, all } = windowOf(bytesOf("0002 03 05 ee"), 3);
    const record = Fixed.view(bytes);
    const before = all.slice();
    const place = { name: "ValidityError", struct: "Fixed", path: "body", offset: 2 };
    const point = classOf("Point").create();
    expect(errorOf(() => Reflect.set(record, "body", point))).toMatchObject({
      ...place,
      message: "Fixed.body at offset 2: expected Mark, got Point",
      expected: "Mark",
      got: "Point",
    });
    const run = errorOf(() => Reflect.set(record, "body", bytesOf("0305")));
    expect(run).toMatchObject({ ...place, expected: "Mark", got: "bytes" });
    expect(all).toEqual(before);
    Reflect.set(record, "tag", 9);
    const long = errorOf(() => Reflect.set(record, "body", bytesOf("03050607")));
    expect(long).toMatchObject({ name: "SizeError", path: "body", expected: 3, got: 4 });
    const object = errorOf(() => Reflect.set(record, "body", point));
    expect(object).toMatchObject({ ...place, expected: "bytes", got: "Point" });
    expect(bytes.subarray(2)).toEqual(bytesOf("0305ee"));
  });

  test("of dynamic size takes what has a fixed size, where it is there", () => {
    const Loose = classOf("Loose");
    const bytes = bytesOf("01 02 05 07");
    const record = Loose.view(bytes);
    Reflect.set(record, "body", classOf("Point").view(bytesOf("02 08 0a")));
    expect(bytes).toEqual(bytesOf("01 02 08 0a"));
    // The record keeps what it was opened with.
    Reflect.set(record, "tag", 2);
    const mark = classOf("Mark").create();
    expect(errorOf(() => Reflect.set(record, "body", mark))).toMatchObject({
      expected: "Point",
      got: "Mark",
    });
    const run = Loose.view(bytesOf("04 00000000"));
    Reflect.set(run, "body", bytesOf("01020304"));
    expect(run.$bytes).toEqual(bytesOf("04 01020304"));
    const absent = Loose.view(bytesOf("00"));
    expect(errorOf(() => Reflect.set(absent, "body", mark))).toMatchObject({
      name: "ValidityError",
      path: "body",
      expected: "tag to hold",
    });
    const kept = classOf("Kept").view(bytesOf("01 01 00 01"));
    expect(Reflect.set(kept, "body", classOf("Text").create())).toBe(false);
  });
});

describe("$finish", () => {
  /** Each sum is wrong by one, and so is each length that is told twice. */
  const broken = `01 01 61 00 | 02 05 00 | 02 01 00 ee 03 01 00 ee
    | 01 | 01 01 62 00 | 06 | 01 01 63 00 03 09 | 02 04 00 | 02 03 00 | 01 00 00 | 02 06 00 | 00`;
  const finished = `01 01 61 63 | 02 05 07 | 02 01 03 ee 03 01 00 ee
    | 01 | 01 01 62 64 | 06 | 01 01 63 65 03 09 | 02 04 06 | 02 03 05 | 01 00 01 | 02 06 00 |`;

  test("computes what lies in variants, lists, optional parts and selects, but not in unions", () => {
    const Page = classOf("Page");
    const wanted = bytesOf(`${finished} 00`);
    wanted[wanted.length - 1] = wanted.reduce((total, byte) => total + byte, 0);
    const { bytes, all } = windowOf(bytesOf(broken), 3);
    const before = all.slice();
    before.set(wanted, 3);
    const record = Page.view(bytes) as AnyRecord & { $finish(): AnyRecord };
    const wrong = [
      ...["item.sum", "spot.sum", "spots[0].sum", "texts[0].sum", "items[0].sum", "maybe.sum"],
      ...["points[0].sum", "choice.sum", "check"],
    ];
    expect(Page.safeParse(bytes)).toMatchObject({ errors: wrong.map((path) => ({ path })) });
    expect(record.$finish()).toBe(record);
    expect(all).toEqual(before);
    expect(Page.safeParse(bytes)).toMatchObject({ success: true });
    // What is made of a plain object is finished.
    const value = JSON.parse(
      JSON.stringify(Page.toObject(record), (key, each: unknown) => (key === "sum" || key === "check" ? undefined : each)),
      (key, each: unknown) =>
        key === "text" || key === "cell" ? Uint8Array.from(Object.values(each as object)) : each,
    ) as object;
    const again = bytesOf(finished.replaceAll("ee", "00"));
    expect(Page.create(value).$bytes.subarray(0, -1)).toEqual(again);
  });

  test("of a variant finishes the record that there is", () => {
    const Item = classOf("Item");
    const record = Item.view(bytesOf("01 01 61 00"));
    expect(Item.$finish(record)).toBe(record);
    expect(record["sum"]).toBe(0x63);
    const mark = Item.view(bytesOf("03 01"));
    expect(Item.$finish(mark)).toBe(mark);
  });

  test("leaves out parts that are not there", () => {
    const Page = classOf("Page");
    const bytes = bytesOf("03 01 | 03 01 00 | 03 01 00 00 03 01 00 00 | 00 | 00 | 000000 | 00");
    const record = Page.view(bytes) as AnyRecord & { $finish(): AnyRecord };
    expect([record["maybe"], record["choice"]]).toEqual([undefined, new Uint8Array(0)]);
    record.$finish();
    expect(Page.safeParse(bytes).success).toBe(true);
  });
});
