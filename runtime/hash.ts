/**
 * The hash of a record: FNV-1a of 32 bits (draft-eastlake-fnv) over its bytes from first to last, padding left out,
 * scalars whose byte order was chosen when the record was opened in little-endian order. Each function
 * takes the state before its bytes, and returns the one behind them: an unsigned integer of 32 bits.
 */
import type { Located, LocatedArray, Ordered, OrderedArray } from "./equality.js";

/** The state before the first byte: the offset basis of FNV-1a. */
export const hashBasis: number = 0x811c9dc5;

const prime = 0x01000193;

/** Returns the state behind the bytes from `start` up to `end` of a record. */
export function hashBytes(record: Located, start: number, end: number, state: number): number {
  let hash = state;
  for (let at = record.$offset + start; at < record.$offset + end; at++) {
    hash = Math.imul(hash ^ record.$view.getUint8(at), prime);
  }
  return hash >>> 0;
}

/** Returns the state behind the byte at `start` of a record, of which only the bits of `mask` count. */
export function hashBits(record: Located, mask: number, start: number, state: number): number {
  const byte = record.$view.getUint8(record.$offset + start) & mask;
  return Math.imul(state ^ byte, prime) >>> 0;
}

/** Returns the state behind `count` scalars of `size` bytes from `start` of a record on. */
export function hashWords(
  record: Ordered,
  size: number,
  count: number,
  start: number,
  state: number,
): number {
  const end = start + size * count;
  if (record.$littleEndian) return hashBytes(record, start, end, state);
  let hash = state;
  for (let word = record.$offset + start; word < record.$offset + end; word += size) {
    for (let at = word + size - 1; at >= word; at--) {
      hash = Math.imul(hash ^ record.$view.getUint8(at), prime);
    }
  }
  return hash >>> 0;
}

/** Returns the state behind the elements of an array, each of `size` bytes, `stride` bytes apart. */
export function hashRuns(array: LocatedArray, size: number, stride: number, state: number): number {
  let hash = state;
  for (let start = 0; start < array.length * stride; start += stride) {
    hash = hashBytes(array, start, start + size, hash);
  }
  return hash;
}

/** Returns the state behind the scalars of an array, each of `size` bytes, `stride` bytes apart. */
export function hashWordArray(
  array: OrderedArray,
  size: number,
  stride: number,
  state: number,
): number {
  let hash = state;
  for (let start = 0; start < array.length * stride; start += stride) {
    hash = hashWords(array, size, 1, start, hash);
  }
  return hash;
}

/** Returns the state behind the elements of an array, which `hash` takes one by one. */
export function hashElements<T>(
  array: { readonly length: number; at(index: number): T },
  hash: (element: T, state: number) => number,
  state: number,
): number {
  let reached = state;
  for (let index = 0; index < array.length; index++) reached = hash(array.at(index), reached);
  return reached;
}
