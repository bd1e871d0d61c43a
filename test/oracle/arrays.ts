/** Compares arrays of records with plain arrays of what the model reads. */
import assert from "node:assert/strict";
import type { BytesNode, Node, NumberNode, StructNode, Value } from "./bits.js";
import { readNode, writeNode } from "./bits.js";
import type { Case } from "./cases.js";
import { scrambled } from "./cases.js";
import { decodeText } from "./codecs.js";
import { assertSameBytes, compareNode, compareRecord } from "./compare.js";
import { invalidNumbersIn } from "./invalid-numbers.js";
import type { AnyArray, AnyRecord, Window } from "./modules.js";
import { errorOf, windowOf } from "./modules.js";
import { newValueFor } from "./random-number.js";
import type { Random } from "./random.js";

/** A record array of random records in a window at an odd offset. */
interface Records {
  readonly array: AnyArray;
  readonly window: Window;
  readonly records: readonly Uint8Array[];
}

/** Compares negative indices, windows, columns and `setAt` of an array of random records. */
export function compareArrays(each: Case): void {
  const { node, random } = each;
  const made = makeRecords(each, random.integer(0, 4));
  const { array, window, records } = made;
  const count = records.length;
  const before = window.all.slice();
  assert.deepEqual(
    [array.$bytes.buffer, array.$bytes.byteOffset, array.$bytes.length],
    [window.all.buffer, window.start, count * node.size],
  );
  assert.equal(array.toArray().length, count);
  const [start, end] = [random.integer(-6, 6), random.integer(-6, 6)];
  for (const [part, wanted] of [
    [array.subarray(start, end), records.slice(start, end)],
    [array.slice(start), records.slice(start)],
    [array.slice(1).subarray(0, -1), records.slice(1).slice(0, -1)],
    [array.subarray(NaN, Infinity), records],
  ] as const) {
    assert.equal(part.length, wanted.length);
    for (const [index, bytes] of wanted.entries()) {
      compareRecord(part.at(index) as AnyRecord, node, bytes);
      compareRecord(part.at(index - wanted.length) as AnyRecord, node, bytes);
    }
  }
  // What another field chooses is not the same in all records, and has no column.
  const columns = node.fields.filter(({ node: within }) => !isSelect(within));
  for (const field of columns) {
    if (isReadable(made, node, field.node)) compareColumn(made, field.name, field.node, node.size);
  }
  assert.equal(errorOf(() => array.column("no such field")).name, "IndexError");
  const unbegun = array.cursor().record;
  for (const { name, node: within } of node.fields) {
    // A set reads nothing before it is asked.
    if (within.kind === "number" && within.flags === undefined)
      assert.throws(() => unbegun[name], RangeError);
  }
  assertSameBytes(window.all, before, "reading changes nothing");
  for (const field of columns) {
    // With another byte order the records have other values.
    if (field.node.kind === "number" && field.node.isTag === true) continue;
    setColumn(made, field.name, field.node, each);
  }
  if (count === 0) return;
  const other = each.Class.create(...each.orderArgument, each.value);
  const wanted = window.all.slice();
  wanted.set(each.bytes, window.start + (count - 1) * node.size);
  array.setAt(-1, other);
  assertSameBytes(window.all, wanted, "setAt");
  for (const index of [-1 - count, count, NaN, 0.5]) {
    assert.equal(errorOf(() => array.setAt(index, other)).name, "IndexError");
  }
  assertSameBytes(window.all, wanted, "setAt outside");
}

function compareColumn(
  { array, window, records }: Records,
  name: string,
  node: Node,
  size: number,
): void {
  const column = array.column(name);
  const count = records.length;
  assert.equal(column.length, count, name);
  const iterated = [...(column as Iterable<unknown>)];
  const copied = column.toArray();
  assert.deepEqual([iterated.length, copied.length], [count, count], name);
  for (const [index, bytes] of records.entries()) {
    for (const actual of [
      column.at(index),
      column.at(index - count),
      iterated[index],
      copied[index],
      column.subarray(index).at(0),
      column.slice(0, index + 1).at(-1),
    ]) {
      compareNode(actual, node, bytes, `column ${name}[${index}]`);
    }
  }
  for (const index of [-1 - count, count, NaN, 0.5]) {
    assert.equal(errorOf(() => column.at(index)).name, "IndexError", name);
  }
  const { $bytes } = column;
  if (count === 0) {
    assert.equal($bytes.length, 0, name);
    return;
  }
  assert($bytes.byteOffset >= window.start, name);
  assert($bytes.byteOffset + $bytes.length <= window.start + count * size, name);
  if (node.kind !== "number") {
    const room = node.kind === "struct" ? node.choice?.room : undefined;
    const length = (count - 1) * size + (room ?? node.size);
    const place = [window.start + node.offset, length];
    assert.deepEqual([$bytes.byteOffset, $bytes.length], place, name);
  }
}

function isSelect(node: Node): boolean {
  return (node.kind === "struct" || node.kind === "bytes") && node.choice?.kind === "select";
}

/** Writes a column, and compares the whole buffer. */
function setColumn(
  { array, window, records }: Records,
  name: string,
  node: Node,
  each: Case,
): void {
  const column = array.column(name);
  const isConstant = node.kind === "number" && node.constant !== undefined;
  // A struct that is the only field has the column of its own array class.
  assert.equal("setAt" in column, node.kind !== "array" && !isConstant, name);
  for (const index of records.keys()) {
    const wanted = window.all.slice();
    const record = wanted.subarray(window.start + index * each.node.size);
    if (node.kind === "number" && !isConstant) {
      const value = newValueFor(node, each.random);
      writeNode(node, record, value);
      column.setAt(index - records.length, value);
    } else if (node.kind === "bytes" && node.text !== undefined) {
      const value = each.random.bytes(node.size);
      record.set(value, node.offset);
      const text = decodeText(node.text, value);
      column.setAt(index, text);
      const error = errorOf(() => column.setAt(index, `${text}x`));
      assert.equal(error.name, "ValidityError");
    } else if (node.kind === "bytes") {
      const value = each.random.bytes(node.size);
      record.set(value, node.offset);
      column.setAt(index, value);
      const error = errorOf(() => column.setAt(index, each.random.bytes(node.size + 1)));
      assert.equal(error.name, "SizeError");
    } else if (node.kind === "struct") {
      const source = column.at(records.length - 1) as AnyRecord;
      record.fill(0, node.offset, node.offset + (node.choice?.room ?? node.size));
      record.set(source.$bytes, node.offset);
      column.setAt(index, source);
    }
    assertSameBytes(window.all, wanted, `column ${name}[${index}]`);
  }
}

/** Compares what `sort` and `search` do with plain arrays, for every field that has an order. */
export function compareOrder(each: Case): void {
  const { node, random } = each;
  for (const { name, node: field } of node.fields) {
    if (!isOrdered(field) || (field.kind === "number" && field.isTag === true)) continue;
    const { array, window, records } = makeRecords(each, random.integer(0, 9), field);
    const values = records.map((bytes) => readNode(field, bytes));
    const compare = (a: Value, b: Value): number => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0);
    // The sort of plain arrays is stable.
    const inOrder = (direction: number, within: readonly Uint8Array[]): readonly Uint8Array[] =>
      within
        .map((bytes) => ({ bytes, value: readNode(field, bytes) }))
        .sort((a, b) => direction * compare(a.value, b.value))
        .map(({ bytes }) => bytes);
    const expect = (wanted: readonly Uint8Array[], what: string): void => {
      const all = windowOf(Buffer.concat(wanted), window.start).all;
      assertSameBytes(window.all, all, `${what} ${name}`);
    };
    const middle = array.subarray(1, -1);
    const back = inOrder(-1, records.slice(1, -1));
    const partly =
      records.length < 2
        ? records
        : [records[0], ...back, records.at(-1)].filter((one) => one !== undefined);
    const key = (record: AnyRecord): Value => record[name] as Value;
    assert.equal(
      middle.sort((a: AnyRecord, b: AnyRecord) => -compare(key(a), key(b))),
      middle,
    );
    expect(partly, "a part in the reverse order of");
    assert.equal(array.sort(name), array);
    expect(inOrder(1, partly), "in the order of");

    const sorted = [...values].sort(compare);
    for (const value of [...values, newValueOf(field, random), newValueOf(field, random)]) {
      // What the field makes of a value, such as a float that is rounded.
      const first = sorted.findIndex((other) => compare(other, value) === 0);
      const place = sorted.filter((other) => isBefore(other, value)).length;
      const wanted = first >= 0 ? first : ~place;
      assert.equal(array.search(name, value), wanted, `${name} ${String(value)}`);
      assert.equal(array.search(key, value), wanted, `${name} ${String(value)}`);
    }
  }
}

/** Whether a field can be read of all records: a member that they are not meant as may be invalid. */
function isReadable({ records }: Records, struct: StructNode, field: Node): boolean {
  if (!struct.isUnion) return true;
  return records.every((bytes) => invalidNumbersIn(field, bytes).length === 0);
}

/** Whether the values of a field have an order: addresses are not in that of their texts. */
function isOrdered(field: Node): field is NumberNode | BytesNode {
  if (field.kind === "bytes") return field.text === "uuid" || field.text === "macAddress";
  if (field.kind !== "number" || field.flags !== undefined) return false;
  return field.constant === undefined && field.nonZero !== "optional";
}

function newValueOf(field: NumberNode | BytesNode, random: Random): Value {
  if (field.kind === "number") return newValueFor(field, random);
  if (field.text === undefined) throw new Error("no text");
  return decodeText(field.text, random.bytes(field.size));
}

function isBefore(a: Value, b: Value): boolean {
  if (Number.isNaN(a)) return false;
  if (Number.isNaN(b)) return true;
  return (a as number) < (b as number);
}

/** Makes random records; with `field`, many have its value in common. */
function makeRecords(each: Case, count: number, field?: NumberNode | BytesNode): Records {
  const { random } = each;
  const records: Uint8Array[] = [];
  for (let index = 0; index < count; index++) {
    const bytes = scrambled(each);
    // Any bytes are those of a union, but not of its member.
    if (field !== undefined && each.node.isUnion) {
      writeNode(field, bytes, newValueOf(field, random));
    }
    if (field !== undefined && index > 0 && random.chance(0.5)) {
      writeNode(field, bytes, readNode(field, random.pick(records)));
    }
    records.push(bytes);
  }
  const window = windowOf(Buffer.concat(records), 1 + 2 * random.integer(0, 8));
  return { array: each.Class.array(window.bytes, ...each.orderArgument), window, records };
}
