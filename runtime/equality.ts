/** Whether the bytes of two records are the same. What is padding is left out by those who call. */

/** Something in place: a record or an array. */
export interface Located {
  readonly $view: DataView;
  readonly $offset: number;
}

/** Something in place whose byte order was chosen when it was opened. */
export interface Ordered extends Located {
  readonly $littleEndian: boolean;
}

/** An array in place, as far as its bytes are compared. */
export interface LocatedArray extends Located {
  readonly length: number;
}

/** An array in place whose byte order was chosen when it was opened. */
export interface OrderedArray extends LocatedArray, Ordered {}

/**
 * Whether the bytes from `start` up to `end` of `record` are those from `otherStart` up to `otherEnd` of
 * `other`.
 */
export function equalBytes(
  record: Located,
  other: Located,
  start: number,
  end: number,
  otherStart: number = start,
  otherEnd: number = end,
): boolean {
  const size = end - start;
  if (otherEnd - otherStart !== size) return false;
  return isSame(
    record.$view,
    record.$offset + start,
    other.$view,
    other.$offset + otherStart,
    size,
  );
}

/** Whether `size` bytes at `at` of `view` are those at `otherAt` of `other`. */
export function isSame(
  view: DataView,
  at: number,
  other: DataView,
  otherAt: number,
  size: number,
): boolean {
  let index = 0;
  // Words of 32 bits, whose byte order does not matter: without an argument for it V8 still inlines this into a loop
  // over texts. One decision for four of them takes half the time.
  for (; index + 16 <= size; index += 16) {
    const difference =
      (view.getInt32(at + index) ^ other.getInt32(otherAt + index)) |
      (view.getInt32(at + index + 4) ^ other.getInt32(otherAt + index + 4)) |
      (view.getInt32(at + index + 8) ^ other.getInt32(otherAt + index + 8)) |
      (view.getInt32(at + index + 12) ^ other.getInt32(otherAt + index + 12));
    if (difference !== 0) return false;
  }
  for (; index + 4 <= size; index += 4) {
    if (view.getInt32(at + index) !== other.getInt32(otherAt + index)) return false;
  }
  for (; index < size; index++) {
    if (view.getUint8(at + index) !== other.getUint8(otherAt + index)) return false;
  }
  return true;
}

/** Whether the bits of `mask` are the same in the byte at `start` of `record` and at `otherStart` of `other`. */
export function equalBits(
  record: Located,
  other: Located,
  mask: number,
  start: number,
  otherStart: number = start,
): boolean {
  const byte = record.$view.getUint8(record.$offset + start);
  return ((byte ^ other.$view.getUint8(other.$offset + otherStart)) & mask) === 0;
}

/**
 * Whether `count` scalars of `size` bytes from `start` of `record` on are those from `otherStart` of
 * `other` on. They may be in different byte orders.
 */
export function equalWords(
  record: Ordered,
  other: Ordered,
  size: number,
  count: number,
  start: number,
  otherStart: number = start,
): boolean {
  if (record.$littleEndian === other.$littleEndian) {
    return equalBytes(
      record,
      other,
      start,
      start + size * count,
      otherStart,
      otherStart + size * count,
    );
  }
  const at = record.$offset + start;
  const otherAt = other.$offset + otherStart;
  for (let word = 0; word < size * count; word += size) {
    for (let index = 0; index < size; index++) {
      const byte = record.$view.getUint8(at + word + index);
      if (byte !== other.$view.getUint8(otherAt + word + size - 1 - index)) return false;
    }
  }
  return true;
}

/** Whether two arrays have the same elements, each of `size` bytes, `stride` bytes apart. */
export function equalRuns(
  array: LocatedArray,
  other: LocatedArray,
  size: number,
  stride: number,
): boolean {
  if (array.length !== other.length) return false;
  for (let start = 0; start < array.length * stride; start += stride) {
    if (!equalBytes(array, other, start, start + size)) return false;
  }
  return true;
}

/** Whether two arrays have the same scalars, each of `size` bytes, `stride` bytes apart, in any order. */
export function equalWordArrays(
  array: OrderedArray,
  other: OrderedArray,
  size: number,
  stride: number,
): boolean {
  if (array.length !== other.length) return false;
  for (let start = 0; start < array.length * stride; start += stride) {
    if (!equalWords(array, other, size, 1, start)) return false;
  }
  return true;
}

/** Whether two arrays have the same number of elements, which `equals` finds to be equal. */
export function equalElements<T>(
  array: { readonly length: number; at(index: number): T },
  other: { readonly length: number; at(index: number): T },
  equals: (element: T, other: T) => boolean,
): boolean {
  if (array.length !== other.length) return false;
  for (let index = 0; index < array.length; index++) {
    if (!equals(array.at(index), other.at(index))) return false;
  }
  return true;
}
