/** Records of many fields, which count far ones from places of their own, against a `DataView`. */
import { describe, expect, test } from "vitest";
import type { DocumentData } from "../oracle/document.js";
import type { AnyArray, AnyClass, AnyRecord } from "../oracle/modules.js";
import { errorOf, importDocument } from "../oracle/modules.js";

type Accessor = "Uint8" | "Int16" | "Uint32" | "Float32" | "Float64" | "BigInt64";

const scalars: readonly (readonly [name: string, size: number, accessor: Accessor])[] = [
  ["u8", 1, "Uint8"],
  ["f64", 8, "Float64"],
  ["i16", 2, "Int16"],
  ["u32", 4, "Uint32"],
  ["i64", 8, "BigInt64"],
  ["f32", 4, "Float32"],
];

/** Bytes without a name in the middle. */
const gap = 1500;
const fieldCount = 700;

/** A field, placed one behind the other. */
interface Placed {
  readonly name: string;
  readonly type: string;
  readonly offset: number;
  readonly accessor: Accessor;
}

const placed: Placed[] = [];
let size = 0;
for (let index = 0; index < fieldCount; index++) {
  if (index === 40) size += gap;
  const [type, bytes, accessor] = scalars[(index * index + 3 * index) % scalars.length] ?? ["u8", 1, "Uint8"];
  placed.push({ name: `f${index}`, type, offset: size, accessor });
  size += bytes;
}

const fieldsOf = (fields: readonly Placed[]): unknown[] => fields.map(({ name, type }) => ({ name, type }));
const structOf = (name: string, byteOrder: string): unknown => ({
  kind: "struct",
  name,
  byteOrder,
  fields: [
    ...fieldsOf(placed.slice(0, 40)),
    { name: "gap", type: { kind: "bytes", length: gap } },
    ...fieldsOf(placed.slice(40)),
  ],
});

const module = await importDocument(
  { types: [structOf("Little", "little"), structOf("Big", "big")] } as unknown as DocumentData,
  `far-fields-${process.pid}`,
);

describe.each([
  ["Little", true],
  ["Big", false],
])("%s", (name, littleEndian) => {
  const Class = module[name] as AnyClass;
  const bytes = Uint8Array.from({ length: 3 * size }, (_, index) => (index * 37) % 251);
  const view = new DataView(bytes.buffer);
  const array = Class.array(bytes);
  const read = (at: number): unknown[] =>
    placed.map(({ offset, accessor }) => view[`get${accessor}`](at * size + offset, littleEndian));
  const fields = (record: AnyRecord): unknown[] => placed.map((field) => record[field.name]);

  test("fields are read where they lie, in records, arrays and cursors", () => {
    expect(Class.size).toBe(size);
    const cursor = array.cursor();
    expect(() => cursor.record["f0"]).toThrow(RangeError);
    expect(() => cursor.record[`f${fieldCount - 1}`]).toThrow(RangeError);
    for (const at of [0, 1, 2]) {
      expect(fields(array.at(at) as AnyRecord)).toEqual(read(at));
      expect(cursor.next()).toBe(true);
      expect(fields(cursor.record)).toEqual(read(at));
    }
    expect(cursor.next()).toBe(false);
    for (const at of [2, 0, 1]) expect(fields(cursor.seek(at))).toEqual(read(at));
    expect(errorOf(() => cursor.seek(3)).name).toBe("IndexError");
    expect(fields(cursor.record)).toEqual(read(1));
    expect(Array.from(array, (record) => fields(record as AnyRecord))).toEqual([0, 1, 2].map(read));
  });

  test("fields are written where they lie, and nothing else is", () => {
    const expected = bytes.slice();
    const expectedView = new DataView(expected.buffer);
    const written = bytes.slice();
    const cursor = Class.array(written).cursor();
    for (const at of [1, 2, 0]) {
      const record = cursor.seek(at) as Record<string, unknown>;
      for (const [index, { name: field, offset, accessor }] of placed.entries()) {
        const value = (index * 7 + at) % 128;
        if (accessor === "BigInt64") {
          record[field] = BigInt(value);
          expectedView.setBigInt64(at * size + offset, BigInt(value), littleEndian);
        } else {
          record[field] = value;
          expectedView[`set${accessor}`](at * size + offset, value, littleEndian);
        }
      }
      expect(written).toEqual(expected);
    }
  });

  test("a cursor behind the first GiB of its buffer moves all of the record", () => {
    const far = 2 ** 30 - 2 * size;
    const memory = new Uint8Array(far + 3 * size);
    memory.set(bytes, far);
    const FarArray = module[`${name}Array`] as unknown as new (...place: [DataView, number, number]) => AnyArray;
    const cursor = new FarArray(new DataView(memory.buffer), far, 3).cursor();
    for (const at of [0, 1, 2]) {
      expect(cursor.next()).toBe(true);
      expect(fields(cursor.record)).toEqual(read(at));
    }
    expect(fields(cursor.seek(1))).toEqual(read(1));
  });
});
