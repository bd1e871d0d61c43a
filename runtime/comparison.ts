/** The order of records: what `compare` does with the values of fields. */
import { codePointOf } from "./numbers.js";

/** What a field holds that is one value. `null` stands before all others. */
export type Comparable = number | bigint | boolean | string | null;

/**
 * Returns -1, 0 or 1: the order of two values of a field. Numbers are in the order of their size, with
 * NaN behind all; false is before true; a character is in the order of its code point.
 */
export function compareValues(value: Comparable, other: Comparable): number {
  if (typeof value === "number" && typeof other === "number") {
    if (value < other) return -1;
    if (value > other) return 1;
    return value === other ? 0 : Number(Number.isNaN(value)) - Number(Number.isNaN(other));
  }
  if (typeof value === "string" && typeof other === "string") {
    return compareValues(codePointOf(value), codePointOf(other));
  }
  if (value === null || other === null) return Number(other === null) - Number(value === null);
  return value < other ? -1 : value > other ? 1 : 0;
}

/** Returns -1, 0 or 1: the order of the first bytes that differ, else that of the lengths. */
export function compareBytes(bytes: ArrayLike<number>, other: ArrayLike<number>): number {
  const length = Math.min(bytes.length, other.length);
  for (let index = 0; index < length; index++) {
    const order = compareValues(bytes[index] ?? 0, other[index] ?? 0);
    if (order !== 0) return order;
  }
  return compareValues(bytes.length, other.length);
}

/** Returns -1, 0 or 1: the order of the first elements that differ, else that of the lengths. */
export function compareElements<T>(
  array: { readonly length: number; at(index: number): T },
  other: { readonly length: number; at(index: number): T },
  compare: (element: T, other: T) => number,
): number {
  const length = Math.min(array.length, other.length);
  for (let index = 0; index < length; index++) {
    const order = compare(array.at(index), other.at(index));
    if (order !== 0) return order;
  }
  return compareValues(array.length, other.length);
}
