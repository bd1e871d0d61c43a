/** Code units of two bytes whose byte order was chosen when a record was opened: equality and hash. */
import { equalBytes, equalWords } from "./equality.js";
import type { Ordered, OrderedArray } from "./equality.js";
import { hashBytes, hashWords } from "./hash.js";

/**
 * Whether the code units from `start` up to `end` of `record` are those from `otherStart` up to
 * `otherEnd` of `other`, which may be in another byte order. Half a unit at the end counts too.
 */
export function equalUnits(
  record: Ordered,
  other: Ordered,
  start: number,
  end: number,
  otherStart: number = start,
  otherEnd: number = end,
): boolean {
  const size = end - start;
  if (otherEnd - otherStart !== size) return false;
  const whole = size - (size % 2);
  return (
    equalWords(record, other, 2, whole / 2, start, otherStart) &&
    equalBytes(record, other, start + whole, end, otherStart + whole, otherEnd)
  );
}

/** Whether two arrays have the same texts, each of `size` bytes, `stride` bytes apart. */
export function equalUnitArrays(
  array: OrderedArray,
  other: OrderedArray,
  size: number,
  stride: number,
): boolean {
  if (array.length !== other.length) return false;
  for (let start = 0; start < array.length * stride; start += stride) {
    if (!equalUnits(array, other, start, start + size)) return false;
  }
  return true;
}

/** Returns the state of a hash behind the code units from `start` up to `end` of a record. */
export function hashUnits(record: Ordered, start: number, end: number, state: number): number {
  const whole = end - start - ((end - start) % 2);
  const hash = hashWords(record, 2, whole / 2, start, state);
  return hashBytes(record, start + whole, end, hash);
}

/** Returns the state behind the texts of an array, each of `size` bytes, `stride` bytes apart. */
export function hashUnitArray(
  array: OrderedArray,
  size: number,
  stride: number,
  state: number,
): number {
  let hash = state;
  for (let start = 0; start < array.length * stride; start += stride) {
    hash = hashUnits(array, start, start + size, hash);
  }
  return hash;
}
