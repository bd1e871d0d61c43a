import { AlignmentError, IndexError } from "./errors.js";

/** An array in place, in the shape of a typed array. */
export interface ElementArray<T> extends Iterable<T> {
  /** The view that the elements lie in. */
  readonly $view: DataView;
  /** Bytes from the start of `$view` to the first element. */
  readonly $offset: number;
  /** Number of elements. */
  readonly length: number;
  /** Returns the element at `index`. Throws `IndexError` outside the array. */
  at(index: number): T;
}

/** Whether this machine is little-endian. */
export const isLittleEndian: boolean = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * Throws {@link AlignmentError} unless a typed array can lie over elements of `size` bytes at `offset`
 * of `view`: they have to be aligned in the buffer, and in the byte order of this machine.
 */
export function checkTyped(
  view: DataView,
  offset: number,
  size: number,
  littleEndian: boolean,
  array: string,
): void {
  const start = view.byteOffset + offset;
  if (start % size === 0 && littleEndian === isLittleEndian) return;
  const isAligned = start % size === 0;
  const expected = isAligned ? "the byte order of this machine" : `a multiple of ${size}`;
  const got = isAligned ? "the other one" : start;
  const subject = isAligned ? "its byte order" : "its offset in the buffer";
  throw new AlignmentError(`${array}: expected ${subject} to be ${expected}, got ${got}`, {
    struct: array,
    path: "",
    offset,
    expected,
    got,
  });
}

/** Throws an {@link IndexError}. It stands alone so that the check before it can be inlined. */
export function throwIndex(array: string, index: number, length: number): never {
  const expected = length === 0 ? "no index, as it is empty" : `an index from 0 to ${length - 1}`;
  throw new IndexError(`${array}: expected ${expected}, got ${index}`, {
    struct: array,
    path: "",
    offset: 0,
    expected,
    got: index,
  });
}
