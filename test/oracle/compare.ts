/** Comparisons of records and errors with what the model says. */
import assert from "node:assert/strict";
import type { ArrayNode, Node, StructNode, TextNode } from "./bits.js";
import { readNode, textContentOf } from "./bits.js";
import { invalidNumbersIn } from "./invalid-numbers.js";
import { machineOrder } from "./model.js";
import type { AnyArray, AnyRecord, AnyText, RecordError } from "./modules.js";
import { errorOf } from "./modules.js";
import { decode, firstInvalidIn } from "./texts.js";

/** Compares what all getters return with what the model reads. */
export function compareRecord(
  record: AnyRecord | undefined,
  struct: StructNode,
  bytes: Uint8Array,
): void {
  assert(record !== undefined);
  compareFields(record, struct, bytes, "");
}

function compareFields(
  record: AnyRecord,
  struct: StructNode,
  bytes: Uint8Array,
  prefix: string,
): void {
  for (const { name, node } of struct.fields) {
    const path = `${prefix}${name}`;
    // A member that the bytes are not meant as may be invalid: its getter says so.
    if (struct.isUnion && node.kind !== "text" && invalidNumbersIn(node, bytes).length > 0) {
      // A set of flags is a window, which shows all bits.
      if (node.kind !== "number" || node.flags !== undefined) continue;
      const error = errorOf(() => record[name]);
      assert.deepEqual([error.name, error.path], ["ValidityError", name], path);
    } else compareNode(record[name], node, bytes, path);
  }
}

export function compareNode(actual: unknown, node: Node, bytes: Uint8Array, path: string): void {
  switch (node.kind) {
    case "number": {
      const wanted = readNode(node, bytes);
      if (node.flags !== undefined) {
        const set = actual as Iterable<unknown> & { readonly size: number };
        assert.deepEqual([...set], wanted, path);
        break;
      }
      if (wanted instanceof Date) {
        assert.deepEqual(actual, wanted, path);
        break;
      }
      assert(
        Object.is(actual, wanted),
        `${path}: got ${String(actual)}, the bits say ${String(wanted)}`,
      );
      break;
    }
    case "absent":
      assert.equal(actual, undefined, path);
      break;
    case "bytes":
      if (node.text !== undefined) {
        assert.equal(actual, readNode(node, bytes), path);
        break;
      }
      assert(actual instanceof Uint8Array);
      assertSameBytes(actual, readNode(node, bytes) as Uint8Array, path);
      break;
    case "text":
      compareText(actual as AnyText, node, bytes, path);
      break;
    case "array": {
      const array = actual as AnyArray;
      if (node.isBroken) {
        compareBroken(array, node, bytes, path);
        break;
      }
      assert.equal(array.length, node.elements.length, path);
      const iterated = [...(array as Iterable<unknown>)];
      assert.equal(iterated.length, node.elements.length, path);
      for (const [index, element] of node.elements.entries()) {
        compareNode(array.at(index), element, bytes, `${path}[${index}]`);
        compareNode(iterated[index], element, bytes, `${path}[${index}]`);
      }
      if (node.native !== undefined) break;
      if (!node.isSequence) compareWindows(array, node, bytes, path);
      for (const index of [-1 - node.elements.length, node.elements.length, 0.5, NaN]) {
        assert.equal(errorOf(() => array.at(index)).name, "IndexError");
        // An array of constants has nothing to set.
        if (node.of === "number" && "setAt" in array) {
          assert.equal(errorOf(() => array.setAt(index, 0)).name, "IndexError");
        }
      }
      compareTyped(array, node, iterated, path);
      break;
    }
    case "struct":
      compareFields(actual as AnyRecord, node, bytes, `${path}.`);
  }
}

/** Indices from the end, and windows, give the same elements; nothing is copied. */
function compareWindows(array: AnyArray, node: ArrayNode, bytes: Uint8Array, path: string): void {
  const { elements, stride } = node;
  const count = elements.length;
  // What lies within elements was compared already.
  const compareElement = (actual: unknown, element: Node, where: string): void => {
    if (element.kind === "number") compareNode(actual, element, bytes, where);
  };
  for (const [index, element] of elements.entries()) {
    compareElement(array.at(index - count), element, `${path}[${index - count}]`);
  }
  const lasting = array.$bytes;
  assert.equal(lasting.buffer, array.$view.buffer, path);
  const begin = count === 0 ? lasting.byteOffset : array.$view.byteOffset + array.$offset;
  assert.equal(lasting.byteOffset, begin, path);
  const rest = lasting.length - Math.max(0, count - 1) * stride;
  assert(rest >= 0 && rest <= stride, `${path}: the last of ${count} elements has ${rest} bytes`);
  for (const [start, end] of [[1], [-1], [0, -1], [-2, 99], [1, 0], [undefined, 1], []]) {
    const wanted = elements.slice(start, end);
    for (const window of [array.subarray(start, end), array.slice(start, end)]) {
      assert.equal(window.constructor, array.constructor, path);
      assert.equal(window.length, wanted.length, path);
      const first = elements.indexOf(wanted[0] as Node);
      if (wanted.length > 0) assert.equal(window.$offset, array.$offset + first * stride, path);
      for (const [index, element] of wanted.entries()) {
        compareElement(window.at(index), element, `${path}.subarray(${start}, ${end})[${index}]`);
      }
    }
  }
}

/** Compares all that a text says of itself. */
function compareText(text: AnyText, node: TextNode, bytes: Uint8Array, path: string): void {
  const content = textContentOf(node, bytes);
  assertSameBytes(text.bytes, content, path);
  assert.equal(text.length, content.length, path);
  const target = new Uint8Array(content.length + 2);
  assert.equal(text.copyTo(target, 1), content.length);
  assertSameBytes(target.subarray(1, 1 + content.length), content, path);
  const string = decode(content, node);
  assert.equal(text.firstInvalid(), firstInvalidIn(content, node), path);
  if (string === undefined) {
    assert.equal(errorOf(() => text.toString()).name, "ValidityError", path);
    return;
  }
  assert.equal(text.toString(), string, path);
  assert.equal(JSON.stringify(text), JSON.stringify(string), path);
  assert(text.equals(string) && text.equals(text) && text.compare(string) === 0, path);
  assert(
    text.startsWith(string) && text.startsWith(string.slice(0, 1).replace(/[^ -~]/, "")),
    path,
  );
  assert(!text.equals(`${string}a`) && !text.startsWith(`${string}a`), path);
  assert.equal(text.compare(`${string}\0`), -1, path);
  if (string !== "") assert.equal(text.compare(""), 1, path);
}

/** Whole elements can be had; what is behind them throws and does not go on. */
function compareBroken(array: AnyArray, node: ArrayNode, bytes: Uint8Array, path: string): void {
  const iterator = array[Symbol.iterator]();
  for (const [index, element] of node.elements.entries()) {
    compareNode(iterator.next().value, element, bytes, `${path}[${index}]`);
    compareNode(array.at(index), element, bytes, `${path}[${index}]`);
  }
  const { length } = node.elements;
  for (const run of [
    () => iterator.next(),
    () => iterator.next(),
    () => array.length,
    () => array.at(length),
  ]) {
    const error = errorOf(run);
    assert.match(error.name, /^(Size|Validity)Error$/, path);
    assert(error.path.startsWith(`[${length}]`), `${error.path} is in element ${length}`);
  }
}

/** A typed array lies over the elements where memory allows it; else there is an error that says why. */
function compareTyped(
  array: AnyArray,
  { typed, stride }: ArrayNode,
  elements: readonly unknown[],
  path: string,
): void {
  if (typed === undefined) {
    // Numbers that lie apart have one in vain.
    if (!("typed" in array)) return;
    assert.equal(errorOf(() => array.typed()).name, "AlignmentError", path);
    return;
  }
  const start = array.$view.byteOffset + array.$offset;
  if (start % stride === 0 && typed.order === machineOrder) {
    const lying = array.typed();
    assert.equal(lying.constructor.name, typed.name, path);
    assert.equal(lying.byteOffset, start, path);
    assert.deepEqual([...lying], elements, path);
  } else {
    assert.equal(errorOf(() => array.typed()).name, "AlignmentError", path);
  }
}

export function compareError(error: RecordError, wanted: Partial<RecordError>): void {
  const keys = Object.keys(wanted) as (keyof RecordError)[];
  const actual = Object.fromEntries(keys.map((key) => [key, error[key]]));
  assert.deepEqual(
    actual,
    wanted,
    `${error.message}: got ${JSON.stringify(actual, shown)}, wanted ${JSON.stringify(wanted, shown)}`,
  );
}

function shown(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value;
}

export function assertSameBytes(actual: Uint8Array, wanted: Uint8Array, what: string): void {
  if (Buffer.compare(actual, wanted) === 0) return;
  throw new Error(`${what}: got bytes\n${hex(actual)}, wanted\n${hex(wanted)}`);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
