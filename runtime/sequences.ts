/** What is done with two sequences, or with all records of one: each is walked over once. */
import { compareValues } from "./comparison.js";
import { LayoutError } from "./errors.js";

/** Whether two sequences have the same number of records, which `equals` finds to be equal. */
export function equalSequences<T>(
  sequence: Iterable<T>,
  other: Iterable<T>,
  equals: (record: T, other: T) => boolean,
): boolean {
  const others = other[Symbol.iterator]();
  for (const record of sequence) {
    const next = others.next();
    if (next.done === true || !equals(record, next.value)) return false;
  }
  return others.next().done === true;
}

/** Returns the number of records of a sequence; `NaN`, no result, where one of them cannot be opened. */
export function countOfSequence(sequence: { readonly length: number }): number {
  try {
    return sequence.length;
  } catch (error) {
    if (!(error instanceof LayoutError)) throw error;
    return NaN;
  }
}

/** Returns -1, 0 or 1: the order of the first records that differ, else that of the lengths. */
export function compareSequences<T>(
  sequence: Iterable<T>,
  other: Iterable<T>,
  compare: (record: T, other: T) => number,
): number {
  const others = other[Symbol.iterator]();
  for (const record of sequence) {
    const next = others.next();
    if (next.done === true) return 1;
    const order = compare(record, next.value);
    if (order !== 0) return order;
  }
  return others.next().done === true ? 0 : -1;
}

/** Returns the state of a hash behind the records of a sequence, which `hash` takes one by one. */
export function hashSequence<T>(
  sequence: Iterable<T>,
  hash: (record: T, state: number) => number,
  state: number,
): number {
  let reached = state;
  for (const record of sequence) reached = hash(record, reached);
  return reached;
}

/** Returns -1, 0 or 1: the order of two fields that are not always there. What is not stands first. */
export function compareOptional<T>(
  value: T | undefined,
  other: T | undefined,
  compare: (value: T, other: T) => number,
): number {
  if (value === undefined || other === undefined) {
    return compareValues(value !== undefined, other !== undefined);
  }
  return compare(value, other);
}
