/** Compares what is done with whole records, such as copies and comparisons, with what the model says. */
import assert from "node:assert/strict";
import type { Node, StructNode, Value } from "./bits.js";
import { readBack, readInteger, readNode, writeNode } from "./bits.js";
import type { Case } from "./cases.js";
import { scrambled } from "./cases.js";
import { assertSameBytes, compareRecord } from "./compare.js";
import { Misfit } from "./model.js";
import type { AnyClass, AnyRecord } from "./modules.js";
import { errorOf, windowOf } from "./modules.js";

/** The members of a generated class that this file looks at. */
interface RecordClass extends AnyClass {
  need(bytes: Uint8Array, ...order: readonly unknown[]): number;
  readPrefix(bytes: Uint8Array, ...order: readonly unknown[]): [value: Value, rest: Uint8Array];
  readSuffix?(bytes: Uint8Array, ...order: readonly unknown[]): [rest: Uint8Array, value: Value];
  writePrefix(...more: readonly unknown[]): [record: AnyRecord, rest: Uint8Array];
  writeSuffix(...more: readonly unknown[]): [rest: Uint8Array, record: AnyRecord];
  equals(record: AnyRecord, other: AnyRecord): boolean;
  compare(record: AnyRecord, other: AnyRecord): number;
  hash(record: AnyRecord): number;
  clone(record: AnyRecord): AnyRecord;
  copyTo(record: AnyRecord, bytes: Uint8Array): AnyRecord;
}

function classOf(each: Case): RecordClass {
  return each.Class as RecordClass;
}

/** Compares `clone` and `copyTo`, also where lengths have changed under the record. */
export function compareCopies(each: Case): void {
  const Class = classOf(each);
  const window = windowOf(scrambled(each), 5);
  const record = Class.view(window.bytes, ...each.orderArgument);
  const bytes = window.bytes.slice();
  const target = windowOf(each.random.bytes(bytes.length), 3);
  const wanted = target.all.slice();
  wanted.set(bytes, target.start);
  const copy = Class.copyTo(record, target.bytes);
  assertSameBytes(target.all, wanted, "copyTo");
  compareRecord(copy, each.node, bytes);
  const clone = Class.clone(record);
  assertSameBytes(clone.$bytes, bytes, "clone");
  compareRecord(clone, each.node, bytes);
  // The copies are of their own.
  window.bytes.fill(0xff);
  assertSameBytes(clone.$bytes, bytes, "the clone");
  assertSameBytes(
    Class.clone(record).$bytes,
    window.bytes,
    "a clone with other lengths in its bytes",
  );
  for (const difference of [-1, 1]) {
    const other = windowOf(each.random.bytes(bytes.length + difference));
    const before = other.all.slice();
    const error = errorOf(() => Class.copyTo(record, other.bytes));
    assert.deepEqual(
      [error.name, error.struct, error.expected, error.got],
      ["SizeError", each.name, bytes.length, bytes.length + difference],
    );
    assertSameBytes(other.all, before, "copyTo");
  }
}

/** Compares `equals` and `hash`: each bit counts that is a field's, and no other. */
export function compareEquality(each: Case): void {
  const Class = classOf(each);
  const { random, node } = each;
  const open = (bytes: Uint8Array): AnyRecord =>
    Class.view(windowOf(bytes, random.integer(0, 9)).bytes, ...each.orderArgument);
  const mask = maskOf(node);
  const bytes = scrambled(each);
  const noise = random.bytes(bytes.length);
  const record = open(bytes);
  const other = open(bytes.map((byte, at) => ((noise[at] ?? 0) & ~mask[at]!) | (byte & mask[at]!)));
  assert.equal(Class.equals(record, other), true, "padding does not count");
  assert.equal(Class.hash(record), Class.hash(other), "padding has no part in the hash");
  assert.equal(Class.compare(record, other), 0, "padding has no order");
  if (!hasChosenOrder(each)) {
    const meant = bytes.map((byte, at) => byte & mask[at]!).filter((_, at) => mask[at] !== 0);
    assert.equal(Class.hash(record), fnv1a(meant), "the hash");
  }
  // The records are open: whatever the bits are now, they are where they were.
  for (let tries = 0; tries < 8; tries++) {
    const at = random.integer(0, bytes.length - 1);
    const bit = 1 << random.integer(0, 7);
    other.$bytes[at]! ^= bit;
    const counts = (mask[at]! & bit) !== 0;
    const isEqual = withinSequences(counts, () => Class.equals(record, other));
    assert.equal(isEqual, !counts, `byte ${at}, bit ${bit}`);
    const isSame = withinSequences(counts, () => Class.hash(record) === Class.hash(other));
    assert.equal(isSame, !counts, `hash, byte ${at}, bit ${bit}`);
    other.$bytes[at]! ^= bit;
  }
}

/** Compares records of one value in both byte orders. */
export function compareOrders(each: Case): void {
  // The bytes of a union are compared as they lie.
  if (!each.schema.model.isTold(each.name) || containsUnion(each.node)) return;
  const Class = classOf(each);
  const { model } = each.schema;
  const otherOrder = each.order === "big" ? "little" : "big";
  const node = model.placeValue(each.name, otherOrder, each.value);
  const bytes = new Uint8Array(node.size);
  writeNode(node, bytes, each.value);
  const record = Class.view(windowOf(each.bytes, 3).bytes, each.order);
  const other = Class.view(windowOf(bytes, 7).bytes, otherOrder);
  assert.equal(Class.equals(record, other), true, "in two byte orders");
  assert.equal(Class.hash(record), Class.hash(other), "in two byte orders");
  assert.equal(Class.compare(record, other), 0, "in two byte orders");
  const mask = maskOf(node);
  const at = each.random.integer(0, bytes.length - 1);
  const bit = 1 << each.random.integer(0, 7);
  other.$bytes[at]! ^= bit;
  const counts = (mask[at]! & bit) !== 0;
  const isEqual = withinSequences(counts, () => Class.equals(record, other));
  assert.equal(isEqual, !counts, `in two byte orders, byte ${at}, bit ${bit}`);
}

/** What is asked about records. Lengths within sequences, which are read again, may lead out of them. */
function withinSequences(mayFail: boolean, ask: () => boolean): boolean {
  try {
    return ask();
  } catch (error) {
    if (!mayFail || !(error instanceof Error && "struct" in error)) throw error;
    return false;
  }
}

/** Compares `compare` with the order of plain objects that the model reads. */
export function compareComparison(each: Case): void {
  const Class = classOf(each);
  const records = Array.from({ length: 3 }, () => {
    const bytes = scrambled(each);
    const record = Class.view(windowOf(bytes).bytes, ...each.orderArgument);
    // What no member of a union reaches has no part in the order.
    const mask = maskOf(each.node);
    const meant = bytes.map((byte, at) => byte & (mask[at] ?? 0));
    return { record, value: comparableOf(each.node, meant) };
  });
  for (const { record, value } of records) {
    for (const { record: other, value: otherValue } of records) {
      const wanted = orderOf(value, otherValue);
      assert.equal(Math.sign(Class.compare(record, other)), wanted);
      assert.equal([-1, 0, 1].includes(Class.compare(record, other)), true);
    }
  }
}

/** Compares what `need` says of some of the bytes with what the model says. */
export function compareNeed(each: Case): void {
  const Class = classOf(each);
  const { model } = each.schema;
  const { size } = each.node;
  const lengths = Array.from({ length: 6 }, () => each.random.integer(0, size));
  for (const length of [0, size - 1, size, ...lengths]) {
    const { bytes } = windowOf(each.bytes.subarray(0, length), 3);
    let wanted = 0;
    try {
      model.placeInBytes(each.name, each.order, bytes);
    } catch (misfit) {
      assert(misfit instanceof Misfit && misfit.reason === "size");
      wanted = misfit.needed - length;
    }
    if (model.alignsParts(each.name)) {
      // Padding that is sure to follow may be counted or not.
      const need = Class.need(bytes, ...each.orderArgument);
      assert(wanted === 0 ? need === 0 : need > 0 && length + need <= size, `${length} bytes`);
      continue;
    }
    assert.equal(Class.need(bytes, ...each.orderArgument), wanted, `${length} bytes`);
  }
}

/** Compares `readPrefix`, `readSuffix`, `writePrefix` and `writeSuffix`. */
export function comparePrefixSuffix(each: Case): void {
  const Class = classOf(each);
  const { node, orderArgument, random, schema } = each;
  const { size } = node;
  const free = random.integer(0, 9);
  const slice = schema.model.sliceOf(each.name);
  const count = slice === undefined ? [] : [(each.value[slice.name] as Uint8Array).length];
  const takesRest = schema.model.takesRest(each.name) && slice === undefined;
  const behind = takesRest ? 0 : free;

  const first = windowOf(Buffer.concat([each.bytes, random.bytes(behind)]), 3);
  const [value, rest] = Class.readPrefix(first.bytes, ...orderArgument, ...count);
  const wantedValue = readBack(node, each.bytes, each.value);
  assert.deepEqual(value, wantedValue);
  assert.deepEqual([rest.byteOffset, rest.length], [first.start + size, behind]);
  assert.deepEqual(
    Class.read(first.bytes.subarray(0, size), ...orderArgument, ...count),
    wantedValue,
  );
  const hasSuffix = !node.isDynamic || slice !== undefined;
  assert.equal(Class.readSuffix !== undefined, hasSuffix);
  const last = windowOf(Buffer.concat([random.bytes(free), each.bytes]), 3);
  if (Class.readSuffix !== undefined) {
    const [before, read] = Class.readSuffix(last.bytes, ...orderArgument, ...count);
    assert.deepEqual(read, wantedValue);
    assert.deepEqual([before.byteOffset, before.length], [last.start, free]);
  }

  for (const isSuffix of [false, true]) {
    const target = windowOf(random.bytes(size + free), 3);
    const start = isSuffix ? target.start + free : target.start;
    const wanted = target.all.slice();
    wanted.set(each.bytes, start);
    const [record, others] = isSuffix
      ? Class.writeSuffix(target.bytes, each.value, ...orderArgument).toReversed()
      : Class.writePrefix(target.bytes, each.value, ...orderArgument);
    assertSameBytes(target.all, wanted, "write");
    assert(others instanceof Uint8Array);
    compareRecord(record as AnyRecord, node, each.bytes);
    const other = isSuffix ? target.start : target.start + size;
    assert.deepEqual([others.byteOffset, others.length], [other, free]);

    const short = windowOf(random.bytes(size - 1));
    const before = short.all.slice();
    const error = errorOf(() =>
      Class[isSuffix ? "writeSuffix" : "writePrefix"](short.bytes, each.value, ...orderArgument),
    );
    assert.deepEqual([error.name, error.needed, error.got], ["SizeError", size, size - 1]);
    assertSameBytes(short.all, before, "write");
  }
}

/** Compares what `JSON.stringify` makes of a record with the values that the model reads. */
export function compareJson(each: Case): void {
  const bytes = scrambled(each);
  const record = each.Class.view(windowOf(bytes).bytes, ...each.orderArgument);
  const wanted = jsonOf(readNode(each.node, bytes));
  assert.equal(JSON.stringify(record), JSON.stringify(wanted));
}

function jsonOf(value: Value): unknown {
  if (typeof value === "bigint") return value.toString(10);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Int8Array) return [...value];
  if (Array.isArray(value)) return (value as readonly Value[]).map(jsonOf);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, jsonOf(each as Value)]),
  );
}

/** Returns which bits belong to fields: of each byte those that are 1. */
function maskOf(node: StructNode): Uint8Array {
  const mask = new Uint8Array(node.size);
  const visit = (each: Node): void => {
    switch (each.kind) {
      case "number":
        for (const bit of each.bits) mask[Math.floor(bit / 8)]! |= 0x80 >> (bit % 8);
        break;
      case "bytes":
      case "text":
        mask.fill(0xff, each.offset, each.offset + each.size);
        break;
      case "array":
        each.elements.forEach(visit);
        break;
      case "absent":
        break;
      case "struct":
        if (each.isUnion) {
          // Any member may be meant: what one of them reaches counts.
          const end = Math.max(0, ...each.fields.map((field) => sizeOf(field.node)));
          mask.fill(0xff, each.offset, each.offset + end);
        } else for (const field of each.fields) visit(field.node);
        for (const prefix of each.prefixes) visit(prefix.node);
    }
  };
  visit(node);
  return mask;
}

function sizeOf(node: Node): number {
  return node.kind === "number" ? node.bits.length / 8 : node.size;
}

function containsUnion(node: Node): boolean {
  if (node.kind === "array") return node.elements.some(containsUnion);
  return (
    node.kind === "struct" && (node.isUnion || node.fields.some((each) => containsUnion(each.node)))
  );
}

/** Whether the hash takes bytes in another order than that in which they lie. */
function hasChosenOrder({ node, schema: { model }, order }: Case): boolean {
  const names = new Set<string>();
  const visit = (each: Node): void => {
    if (each.kind === "struct") {
      names.add(each.name);
      for (const field of each.fields) visit(field.node);
    }
    if (each.kind === "array") each.elements.forEach(visit);
  };
  visit(node);
  if ([...names].some((name) => model.findsOrder(name))) return true;
  const orders = new Set([...names].map((name) => model.orderOf(name)));
  return orders.has("runtime") && (order === "big" || orders.has("big") || orders.has("native"));
}

/** FNV-1a of 32 bits, in whole numbers without an end (draft-eastlake-fnv, section 2). */
export function fnv1a(bytes: Iterable<number>): number {
  let hash = 2_166_136_261n;
  for (const byte of bytes) hash = ((hash ^ BigInt(byte)) * 16_777_619n) % 2n ** 32n;
  return Number(hash);
}

/** Returns the value with the order of its own: flags are their bits, dates their time, texts their letters. */
function comparableOf(node: Node, bytes: Uint8Array): Value {
  switch (node.kind) {
    case "number": {
      if (node.flags !== undefined) return readInteger(node, bytes);
      const value = readNode(node, bytes);
      return value instanceof Date ? value.getTime() : value;
    }
    case "bytes": {
      const value = readNode(node, bytes);
      return typeof value === "string" ? Array.from(value, (each) => each.charCodeAt(0)) : value;
    }
    case "text":
    case "absent":
      return readNode(node, bytes);
    case "array":
      return node.elements.map((element) => comparableOf(element, bytes));
    case "struct":
      if (node.isUnion) return readNode(node, bytes);
      return node.fields.map((field) => comparableOf(field.node, bytes));
  }
}

/** Returns the order of two plain values: -1, 0 or 1. */
function orderOf(a: Value, b: Value): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (typeof a === "string" && typeof b === "string")
    return orderOf([...a].map(keyOf), [...b].map(keyOf));
  if (typeof a !== "object" || typeof b !== "object") {
    if (Number.isNaN(a) || Number.isNaN(b))
      return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    const [x, y] = [keyOf(a), keyOf(b)];
    return x === y ? 0 : x! < y! ? -1 : 1;
  }
  const [ours, theirs] = [Object.values(a) as Value[], Object.values(b) as Value[]];
  for (const [index, each] of ours.entries()) {
    if (index === theirs.length) return 1;
    const order = orderOf(each, theirs[index]);
    if (order !== 0) return order;
  }
  return ours.length === theirs.length ? 0 : -1;
}

/** Values that are no characters are in their own order. */
function keyOf(value: Value): Value {
  return typeof value === "string" ? (value.codePointAt(0) ?? 0) : value;
}
