/** Search and order: what arrays of records do with the values of one field. */
import type { ElementArray } from "./arrays.js";

/** A value that comes before or behind others of its type. NaN comes last. */
export type OrderedValue = number | bigint | boolean | string | Date;

/**
 * Returns the index of the first of the ordered `elements` that is `value`, or the bitwise complement
 * of where it would be inserted.
 */
export function searchElements(
  elements: { readonly length: number; at(index: number): OrderedValue },
  value: OrderedValue,
): number {
  let start = 0;
  let end = elements.length;
  while (start < end) {
    const middle = (start + end) >>> 1;
    if (isBefore(elements.at(middle), value)) start = middle + 1;
    else end = middle;
  }
  const isFound = start < elements.length && !isBefore(value, elements.at(start));
  return isFound ? start : ~start;
}

/** Returns the indices of elements in their order, equal ones as they lie. */
export function orderOf(elements: ElementArray<OrderedValue>): Uint32Array {
  // One call that any engine keeps apart for each class of arrays; from here on it is numbers.
  const keys = elements.toArray();
  const isNumeric = typeof keys[0] === "number" || typeof keys[0] === "boolean";
  if (isNumeric) return orderOfNumbers(Float64Array.from(keys, Number));
  return orderBy(keys.length, (a, b) => {
    const [first = 0, second = 0] = [keys[a], keys[b]];
    if (isBefore(first, second)) return -1;
    return isBefore(second, first) ? 1 : 0;
  });
}

/** Returns the indices of `length` elements as `compare` orders them, equal ones as they lie. */
export function orderBy(length: number, compare: (a: number, b: number) => number): Uint32Array {
  return indicesOf(length).sort(compare);
}

/** Puts records of `size` bytes in an order, in place. `order` is used up. */
export function moveRecords(bytes: Uint8Array, size: number, order: Uint32Array): void {
  const held = new Uint8Array(size);
  for (let first = 0; first < order.length; first++) {
    if (order[first] === first) continue;
    copyBytes(held, 0, bytes, first * size, size);
    let place = first;
    for (let source = order[place] ?? 0; source !== first; source = order[place] ?? 0) {
      copyBytes(bytes, place * size, bytes, source * size, size);
      order[place] = place;
      place = source;
    }
    copyBytes(bytes, place * size, held, 0, size);
    order[place] = place;
  }
}

function isBefore(a: OrderedValue, b: OrderedValue): boolean {
  return a < b || (b !== b && a === a);
}

function indicesOf(length: number): Uint32Array {
  const indices = new Uint32Array(length);
  for (let index = 0; index < length; index++) indices[index] = index;
  return indices;
}

/** Merges runs of twice the length in each pass: no comparison is a call. */
function orderOfNumbers(keys: Float64Array): Uint32Array {
  const { length } = keys;
  let from: Uint32Array = indicesOf(length);
  let to: Uint32Array = new Uint32Array(length);
  for (let width = 1; width < length; width *= 2) {
    for (let start = 0; start < length; start += 2 * width) {
      const middle = Math.min(start + width, length);
      const end = Math.min(middle + width, length);
      let left = start;
      let right = middle;
      for (let place = start; place < end; place++) {
        const a = keys[from[left] ?? 0] ?? 0;
        const b = keys[from[right] ?? 0] ?? 0;
        const isRight = right < end && (left >= middle || b < a || (a !== a && b === b));
        to[place] = from[isRight ? right++ : left++] ?? 0;
      }
    }
    [from, to] = [to, from];
  }
  return from;
}

/** Copies byte by byte what is shorter than a call of the platform takes. */
function copyBytes(
  target: Uint8Array,
  place: number,
  source: Uint8Array,
  start: number,
  size: number,
): void {
  if (size > 64) {
    target.set(source.subarray(start, start + size), place);
    return;
  }
  for (let index = 0; index < size; index++) target[place + index] = source[start + index] ?? 0;
}
