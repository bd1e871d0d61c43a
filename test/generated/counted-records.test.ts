/** `count` of records of dynamic size, and `$finish` of what lies within sequences and optional parts. */
import { beforeAll, describe, expect, test } from "vitest";
import type { DocumentData } from "../oracle/document.js";
import type { AnyClass, AnyModule, AnyParser, AnyRecord } from "../oracle/modules.js";
import { errorOf, importDocument, windowOf } from "../oracle/modules.js";

const computed = (base: string, value: string): unknown => ({ kind: "computed", base, value });
const listOf = (length: unknown, measure = "elements"): unknown => {
  return { kind: "array", element: "Text", length, measure };
};
const document = {
  types: [
    {
      kind: "struct",
      name: "Text",
      fields: [
        { name: "length", type: computed("u8", "size(text)") },
        { name: "text", type: { kind: "bytes", length: "length" } },
      ],
    },
    {
      kind: "struct",
      name: "Page",
      checks: [{ expression: "count(filling) + 1 > count(rest)", rule: "no more behind" }],
      fields: [
        { name: "count", type: computed("u8", "count(counted)") },
        { name: "size", type: computed("u8", "size(filling)") },
        { name: "all", type: computed("u8", "count(counted) * 16 + count(filling) + count(two)") },
        { name: "counted", type: listOf("count") },
        { name: "filling", type: listOf("size", "bytes") },
        { name: "two", type: listOf(2) },
        { name: "rest", type: listOf({ kind: "rest" }) },
      ],
    },
    {
      kind: "struct",
      name: "Maybe",
      fields: [
        { name: "flags", type: "u8" },
        {
          name: "numbers",
          type: {
            kind: "conditional",
            condition: "flags & 1",
            type: { kind: "array", element: "u16", length: 3 },
          },
        },
        {
          name: "texts",
          type: { kind: "conditional", condition: "flags & 2", type: listOf(1) },
        },
        { name: "text", type: { kind: "conditional", condition: "flags & 4", type: "Text" } },
        { name: "counts", type: computed("u8", "count(numbers) * 16 + count(texts)") },
      ],
    },
  ],
} as unknown as DocumentData;

let module: AnyModule;

beforeAll(async () => {
  module = await importDocument(document, `counted-records-${process.pid}`);
});

const classOf = (name: string): AnyClass & AnyParser => module[name] as AnyClass & AnyParser;
const text = (...bytes: readonly number[]): object => ({ text: Uint8Array.from(bytes) });
const finish = (record: AnyRecord): AnyRecord => (record["$finish"] as () => AnyRecord).call(record);
const page = [
  ...[3, 5, 3 * 16 + 2 + 2], // three are counted, two fill 5 bytes, and there are always two
  ...[1, 9, 0, 2, 8, 8],
  ...[3, 7, 7, 7, 0],
  ...[0, 0],
  ...[0, 1, 6],
];
const value = {
  counted: [text(9), text(), text(8, 8)],
  filling: [text(7, 7, 7), text()],
  two: [text(), text()],
  rest: [text(), text(6)],
};

describe("count of records of dynamic size", () => {
  test("is that of the records of an object, and of the bytes", () => {
    const Page = classOf("Page");
    expect([...Page.create(value).$bytes]).toEqual(page);
    const window = windowOf(new Uint8Array(page.length));
    Page.write(window.bytes, value);
    expect([...window.bytes]).toEqual(page);
    expect(Page.safeParse(window.bytes).success).toBe(true);

    window.bytes[2] = 1;
    const errors = [{ path: "all", offset: 2, expected: 52, got: 1 }];
    expect(Page.safeParse(window.bytes)).toMatchObject({ errors });
    expect(finish(Page.view(window.bytes))["all"]).toBe(52);
  });

  test("is zero where an object says nothing", () => {
    expect([...classOf("Page").create().$bytes]).toEqual([0, 0, 2, 0, 0]);
  });

  test("breaks a check, in bytes and in an object", () => {
    const Page = classOf("Page");
    const more = { ...value, rest: [text(), text(), text()] };
    const wanted = { path: "", expected: "no more behind (count(filling) + 1 > count(rest))" };
    expect(errorOf(() => Page.write(new Uint8Array(page.length), more))).toMatchObject({
      ...wanted,
      got: "count(filling) = 2, count(rest) = 3",
    });
    expect(errorOf(() => Page.parse(Uint8Array.of(...page.slice(0, -2), 0, 0)))).toMatchObject(
      wanted,
    );
  });

  test("has no result where a record is broken, which is one mistake beside that of the record", () => {
    const bytes = Uint8Array.from(page);
    bytes[page.length - 2] = 5;
    const errors = [
      { name: "SizeError", path: "rest[1].text" },
      { name: "ValidityError", path: "", got: "count(filling) = 2, count(rest) = NaN" },
    ];
    const result = classOf("Page").safeParse(bytes);
    expect(result).toMatchObject({ errors });
    expect("errors" in result ? result.errors.length : 0).toBe(2);
  });

  test("is zero where the part is not there", () => {
    const Maybe = classOf("Maybe");
    expect([...Maybe.create({ flags: 0 }).$bytes]).toEqual([0, 0]);
    expect([...Maybe.create({ flags: 1 }).$bytes]).toEqual([1, 0, 0, 0, 0, 0, 0, 0x30]);
    expect([...Maybe.create({ flags: 2 }).$bytes]).toEqual([2, 0, 1]);
    for (const bytes of [[0, 0], [1, 0, 0, 0, 0, 0, 0, 0x30], [2, 0, 1]]) {
      expect(Maybe.safeParse(Uint8Array.from(bytes)).success).toBe(true);
    }
  });
});

describe("$finish", () => {
  test("reaches the records of sequences, and parts that are there", () => {
    const Maybe = classOf("Maybe");
    const record = Maybe.view(Uint8Array.of(6, 1, 8, 1, 7, 0));
    const [first] = [...(record["texts"] as Iterable<AnyRecord>)];
    expect(first?.["length"]).toBe(1);
    expect([...finish(record).$bytes]).toEqual([6, 1, 8, 1, 7, 1]);
    const inner = record["text"] as AnyRecord;
    Reflect.set(inner, "length", 9);
    expect([...finish(record).$bytes]).toEqual([6, 1, 8, 1, 7, 1]);
    expect([...finish(Maybe.view(Uint8Array.of(0, 5))).$bytes]).toEqual([0, 0]);
  });
});
