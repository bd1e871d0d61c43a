/** Arrays of records: what random structs do not have, and what must not happen. */
import path from "node:path";
import { U16LeArray, U64LeArray } from "@structview/runtime";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import type { AnyArray, AnyClass, AnyModule, AnyRecord } from "../oracle/modules.js";
import {
  emit,
  errorOf,
  importDocument,
  resizableBuffer,
  root,
  windowOf,
} from "../oracle/modules.js";
import type { DocumentData } from "../oracle/document.js";

const document = {
  types: [
    {
      kind: "enumeration",
      name: "Color",
      base: "u8",
      members: [{ name: "red", value: 1, doc: "Like blood." }],
    },
    { kind: "struct", name: "Word", byteOrder: "little", fields: [{ name: "word", type: "u16" }] },
    { kind: "struct", name: "Byte", fields: [{ name: "byte", type: "i8" }] },
    {
      kind: "struct",
      name: "Entry",
      doc: "Secret words of the layout.",
      byteOrder: "big",
      fields: [
        { name: "tag", type: { kind: "magic", content: "ab" } },
        { name: "color", type: "Color" },
        { name: "high", type: { kind: "bits", width: 4 } },
        { name: "low", type: { kind: "bits", width: 4 } },
        { name: "run", type: { kind: "bytes", length: 2 } },
      ],
    },
    { kind: "struct", name: "Weight", fields: [{ name: "weight", type: "f64" }] },
  ],
} as unknown as DocumentData;

const module: AnyModule = await importDocument(document, `arrays-${process.pid}`);

function arrayOf(name: string, ...values: readonly number[]): AnyArray {
  const Class = module[name] as AnyClass;
  return Class.array(windowOf(Uint8Array.from(values)).bytes);
}

test("an index over memory that is gone throws the error of the view, one outside an IndexError", () => {
  const buffer = resizableBuffer(4, 4);
  const words = (module["Word"] as AnyClass).array(buffer);
  const column = words.column("word");
  const cursor = words.cursor();
  buffer.resize(2);
  const uses = [
    (index: number) => words.at(index),
    (index: number) => column.at(index),
    (index: number) => column.setAt(index, 1),
    (index: number) => cursor.seek(index),
  ];
  for (const use of uses) {
    // A view that reaches beyond its buffer has no bytes at all.
    for (const index of [0, 1]) expect(() => use(index)).toThrow(TypeError);
    for (const index of [2, 0.5, NaN, -3]) expect(errorOf(() => use(index)).name).toBe("IndexError");
  }
});

test("an array has elements behind the 2^32 first, and errors name the place of a negative index", () => {
  const view = new DataView(new ArrayBuffer(4));
  // Elements no bytes apart: no machine of a test has memory for so many others.
  const numbers = new U16LeArray(view, 2, 2 ** 33, 0);
  for (const index of [0, 2 ** 32 - 1, 2 ** 32, 2 ** 33 - 1, -1, -(2 ** 33)]) {
    numbers.setAt(index, 7);
    expect(numbers.at(index)).toBe(7);
    view.setUint16(2, 0);
  }
  for (const index of [2 ** 33, -(2 ** 33) - 1, 2 ** 32 + 0.5]) {
    expect(errorOf(() => numbers.at(index)).name).toBe("IndexError");
    expect(errorOf(() => numbers.setAt(index, 1)).name).toBe("IndexError");
  }
  expect(() => new U16LeArray(view, 0, 2 ** 33, 2).at(2 ** 32)).toThrow(RangeError);
  const colors = arrayOf("Entry", 97, 98, 1, 0, 1, 2, 97, 98, 9, 0, 3, 4).column("color");
  expect(() => colors.at(-1)).toThrow(
    "Color[].[1] at offset 6: expected a member of Color, got 9",
  );
});

test("a value that no 64-bit integer is of is not taken for an index", () => {
  const numbers = new U64LeArray(new DataView(new ArrayBuffer(16)), 0, 2, 8);
  expect(() => numbers.setAt(1, 5 as unknown as bigint)).toThrow(TypeError);
  expect(() => numbers.setAt(-1, 5 as unknown as bigint)).toThrow(TypeError);
});

test("a text that stands for an index is never appended to an offset", () => {
  const bytes = windowOf(Uint8Array.from({ length: 40 }, (_, index) => index)).bytes;
  const array = (module["Byte"] as AnyClass).array(bytes).subarray(2);
  const index = "3" as unknown as number;
  expect((array.at(index) as AnyRecord)["byte"]).toBe(5);
  expect(array.column("byte").at(index)).toBe(5);
  expect(array.cursor().seek(index)["byte"]).toBe(5);
});

describe("a column", () => {
  test("of bit fields reads and writes its bits in every record", () => {
    const array = arrayOf("Entry", 97, 98, 1, 0x5a, 1, 2, 97, 98, 1, 0xc3, 3, 4);
    expect(array.column("high").toArray()).toEqual([5, 12]);
    array.column("low").setAt(-1, 15);
    expect(array.$bytes[9]).toBe(0xcf);
    expect(array.column("run").at(1)).toEqual(Uint8Array.of(3, 4));
  });

  test("of bytes that are always the same tells of others, and cannot be written", () => {
    const column = arrayOf("Entry", 97, 98, 1, 0, 1, 2, 97, 99, 1, 0, 3, 4).column("tag");
    expect(column.at(0)).toEqual(Uint8Array.of(97, 98));
    const error = errorOf(() => column.at(1));
    expect([error.name, error.path, error.offset]).toEqual(["ValidityError", "[1]", 6]);
    expect("setAt" in column).toBe(false);
  });

  test("has a typed array where nothing lies between its values", () => {
    const Word = module["Word"] as AnyClass;
    const words = Word.array(Uint8Array.of(1, 0, 2, 0)).column("word");
    if (new Uint8Array(new Uint16Array([1]).buffer)[0] === 1) {
      expect(words.typed()).toEqual(Uint16Array.of(1, 2));
    }
    expect(errorOf(() => arrayOf("Word", 1, 0).column("word").typed()).name).toBe("AlignmentError");
    expect(arrayOf("Byte", 255, 2).column("byte").typed()).toEqual(Int8Array.of(-1, 2));
  });

  test("of a name that no field has is an IndexError", () => {
    for (const name of ["nothing", "constructor", "__proto__"]) {
      expect(errorOf(() => arrayOf("Word", 1, 0).column(name)).name).toBe("IndexError");
    }
  });
});

describe("sort", () => {
  test("moves nothing if a value is not valid, or the comparison throws", () => {
    const values = [97, 98, 1, 2, 1, 2, 97, 98, 9, 1, 3, 4];
    const array = arrayOf("Entry", ...values);
    expect(errorOf(() => array.sort("color")).name).toBe("ValidityError");
    const fail = (): number => {
      throw new RangeError("no order");
    };
    expect(() => array.sort(fail)).toThrow("no order");
    expect([...array.$bytes]).toEqual(values);
  });

  test("puts NaN last, where search finds it", () => {
    const bytes = new Uint8Array(Float64Array.of(NaN, 3, -Infinity, NaN, -0, 0).buffer);
    const array = (module["Weight"] as AnyClass).array(windowOf(bytes).bytes);
    expect(array.sort("weight").column("weight").toArray()).toEqual([-Infinity, -0, 0, 3, NaN, NaN]);
    expect(array.search("weight", NaN)).toBe(4);
    expect(array.search("weight", 0)).toBe(1);
    expect(array.search("weight", 4)).toBe(~4);
  });

  test("of many records is that of plain arrays", () => {
    const values = Array.from({ length: 5_000 }, (_, index) => (index * 7919) % 1009);
    const bytes = new Uint8Array(values.flatMap((value) => [value & 255, value >> 8]));
    const array = (module["Word"] as AnyClass).array(windowOf(bytes).bytes);
    expect(array.sort("word").column("word").toArray()).toEqual(values.toSorted((a, b) => a - b));
  });
});

describe("an iterator", () => {
  const entries = Uint8Array.of(97, 98, 1, 0x5a, 1, 2, 97, 98, 1, 0xa5, 3, 4);

  test("says when it is done, has no value then, and keeps what it has said", () => {
    const array = (module["Entry"] as AnyClass).array(windowOf(entries).bytes);
    for (const [elements, values] of [
      [array, array.toArray().map((record) => JSON.stringify(record))],
      [array.column("high"), array.column("high").toArray().map((value) => JSON.stringify(value))],
      [array.column("run"), array.column("run").toArray().map((value) => JSON.stringify(value))],
    ] as const) {
      const iterator = elements[Symbol.iterator]();
      const results = [iterator.next(), iterator.next(), iterator.next(), iterator.next()];
      expect(results.map(({ done }) => done)).toEqual([false, false, true, true]);
      expect(results.map(({ value }) => JSON.stringify(value))).toEqual([...values, undefined, undefined]);
      expect(Reflect.get(iterator, Symbol.iterator).call(iterator)).toBe(iterator);
      expect(Array.from(elements, (value) => JSON.stringify(value))).toEqual(values);
    }
    const [first, , third] = array;
    expect(Reflect.get(first as object, "$offset")).toBe(array.$offset);
    expect(third).toBeUndefined();
    const [result] = [array[Symbol.iterator]().next()];
    expect(result.value).toBe(result.value);
    expect(Array.from((module["Entry"] as AnyClass).array(new Uint8Array(0)))).toEqual([]);
  });
});

describe("a cursor that has not begun", () => {
  test("has a record that reads no bytes of anybody, and writes none", () => {
    const window = windowOf(Uint8Array.of(97, 98, 1, 0x5a, 1, 2), 13, 13);
    const cursor = (module["Entry"] as AnyClass).array(window.bytes).cursor();
    const { record } = cursor;
    const before = window.all.slice();
    for (const name of ["tag", "color", "high", "run", "$bytes"]) {
      expect(() => record[name], name).toThrow(RangeError);
    }
    expect(() => Reflect.set(record, "high", 1)).toThrow(RangeError);
    expect(window.all).toEqual(before);
    expect(cursor.index).toBe(-1);
    expect(errorOf(() => cursor.seek(1)).name).toBe("IndexError");
    expect([cursor.next(), cursor.index, cursor.next(), cursor.next()]).toEqual([true, 0, false, false]);
    expect(record["high"]).toBe(5);
  });
});

describe("arrays about the first GiB of their buffer", () => {
  const gibibyte = 2 ** 30;
  const view = new DataView(new ArrayBuffer(gibibyte + 64));
  const WordArray = module["WordArray"] as unknown as new (
    ...place: [DataView, number, number]
  ) => AnyArray;

  test.each([
    ["end with it", gibibyte - 10],
    ["cross its end", gibibyte - 6],
    ["begin behind it", gibibyte],
  ])("that %s have cursors and iterators that come to every record", (_, offset) => {
    const words = new WordArray(view, offset, 5);
    const expected = [1, 2, 3, 4, 5];
    for (const word of expected) view.setUint16(offset + 2 * (word - 1), word, true);
    const readAll = (records: Iterable<unknown>): unknown[] =>
      Array.from(records, (record) => (record as AnyRecord)["word"]);
    expect(readAll(words)).toEqual(expected);
    expect(readAll(words.cursor() as unknown as Iterable<unknown>)).toEqual(expected);
    const cursor = words.cursor();
    expect(() => cursor.record["word"]).toThrow(RangeError);
    for (const word of expected) {
      expect([cursor.next(), cursor.index, cursor.record["word"]]).toEqual([true, word - 1, word]);
    }
    expect([cursor.next(), cursor.next(), cursor.index, cursor.record["word"]]).toEqual([false, false, 4, 5]);
    expect(expected.map((word) => cursor.seek(word - 1)["word"])).toEqual(expected);
    expect(cursor.seek(1)["word"]).toBe(2);
    expect([cursor.index, cursor.next(), cursor.record["word"]]).toEqual([1, true, 3]);
    for (const index of [-1, 5, 0.5]) expect(errorOf(() => cursor.seek(index)).name).toBe("IndexError");
    expect([cursor.index, cursor.record["word"]]).toEqual([2, 3]);
  });

  test.each([0, gibibyte])("that are empty, at %i, have cursors that come to none", (offset) => {
    const words = new WordArray(view, offset, 0);
    const cursor = words.cursor();
    expect([...words]).toEqual([]);
    expect([cursor.next(), cursor.next(), cursor.index]).toEqual([false, false, -1]);
    expect(() => cursor.record["word"]).toThrow(RangeError);
  });
});

describe("the layout of a struct as data", () => {
  test("says what the schema says, and the numbers", () => {
    const layouts = module as unknown as Readonly<Record<string, unknown>>;
    expect(layouts["EntryLayout"]).toMatchObject({
      name: "Entry",
      size: 6,
      alignment: 1,
      isUnaligned: true,
      byteOrder: "big",
      acceptsAnyBytes: false,
      acceptsZero: false,
      fields: [
        { name: "tag", offset: 0, size: 2, type: { kind: "bytes", content: [97, 98] } },
        { name: "color", offset: 2, size: 1, type: { kind: "enumeration", name: "Color" } },
        { name: "high", offset: 3, size: null, type: { kind: "bits", bitOffset: 0, width: 4 } },
        { name: "low", offset: 3, size: null, type: { kind: "bits", bitOffset: 4, width: 4 } },
        { name: "run", offset: 4, size: 2, type: { length: { kind: "fixed", value: 2 } } },
      ],
      enumerations: [
        { name: "Color", isOpen: false, members: [{ name: "red", value: 1, doc: "Like blood." }] },
      ],
    });
  });

  test("is left out of a bundle that does not use it", async () => {
    const bundle = async (program: string): Promise<string> => {
      const { outputFiles } = await build({
        stdin: { contents: program, resolveDir: root, loader: "ts" },
        bundle: true,
        write: false,
        format: "esm",
        plugins: [
          {
            name: "generated",
            setup: ({ onResolve, onLoad }) => {
              onResolve({ filter: /^generated$/ }, () => ({ path: path.join(root, "entry.ts") }));
              onLoad({ filter: /entry\.ts$/ }, () => ({
                contents: emit(document),
                loader: "ts",
                resolveDir: root,
              }));
            },
          },
        ],
      });
      return (outputFiles[0]?.text ?? "").replaceAll(/\/\*[^]*?\*\//g, "");
    };
    const without = await bundle(`import { Entry } from "generated"; console.log(Entry.create());`);
    expect(without).not.toMatch(/Layout\b|isUnaligned|Secret words/);
    const used = await bundle(`import { EntryLayout } from "generated"; console.log(EntryLayout);`);
    expect(used).toMatch(/isUnaligned/);
    expect(used).not.toMatch(/DataView|class /);
  });
});
