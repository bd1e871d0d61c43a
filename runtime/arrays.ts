import { AlignmentError, IndexError } from "./errors.js";

/** An array in place, in the shape of a typed array. */
export interface ElementArray<T> extends Iterable<T> {
  /** The view that the elements lie in. */
  readonly $view: DataView;
  /** Bytes from the start of `$view` to the first element. */
  readonly $offset: number;
  /** Number of elements. */
  readonly length: number;
  /** The bytes from the start of the first element to the end of the last. Shares memory with them. */
  readonly $bytes: Uint8Array;
  /** Returns the element at `index`, a negative one counted from the end. Throws `IndexError` outside. */
  at(index: number): T;
  /** Views the elements from `start` up to `end`, negative ones counted from the end. Copies nothing. */
  subarray(start?: number, end?: number): this;
  /** The same as `subarray`: copies nothing, unlike that of a typed array. */
  slice(start?: number, end?: number): this;
  /** Returns the elements in an array of JavaScript. */
  toArray(): T[];
  /** Does what `at` does, for an index at which that finds nothing. */
  $at(index: number): T;
  /** Does what `setAt` does, for an index at which that finds nothing, or throws its error. */
  $setAt(index: number, value: unknown, error?: unknown): void;
  [Symbol.iterator](): IterableIterator<T>;
}

/** Whether this machine is little-endian. */
export const isLittleEndian: boolean = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/**
 * Throws {@link AlignmentError} unless a typed array can lie over elements of `size` bytes at `offset` of
 * `view`: they have to be aligned in the buffer, one behind the other, and in the byte order of this
 * machine, which is that of single bytes whatever it is.
 */
export function checkTyped(
  view: DataView,
  offset: number,
  size: number,
  littleEndian: boolean | undefined,
  array: string,
  stride: number = size,
): void {
  const start = view.byteOffset + offset;
  const fail = (subject: string, expected: string, got: string | number): never => {
    throw new AlignmentError(`${array}: expected ${subject} to be ${expected}, got ${got}`, {
      struct: array,
      path: "",
      offset,
      expected,
      got,
    });
  };
  if (stride !== size) fail("the elements", `${size} bytes apart`, stride);
  if (start % size !== 0) fail("its offset in the buffer", `a multiple of ${size}`, start);
  if (littleEndian !== undefined && littleEndian !== isLittleEndian) {
    fail("its byte order", "the byte order of this machine", "the other one");
  }
}

/**
 * Returns an offset behind all bytes that the buffer of `view` has or can grow to: a record there can
 * neither be read nor written, nor can a window that it gives.
 */
export function offsetOutside({ buffer }: { readonly buffer: GrowingBuffer }): number {
  return buffer.maxByteLength ?? buffer.byteLength;
}

/** A buffer, whose greatest length the library of the language does not declare. */
interface GrowingBuffer {
  readonly byteLength: number;
  readonly maxByteLength?: number;
}

/** Whether `index` is one of so many, counted from the start. */
export function isIndex(index: number, length: number): boolean {
  return index >= 0 && index < length && Math.floor(index) === index;
}

/**
 * Returns the index that a negative one, counted from the end, stands for. Throws {@link IndexError}
 * for what is no index of the array.
 */
export function indexFromEnd(array: string, index: number, length: number): number {
  if (index < 0 && index >= -length && Math.floor(index) === index) return index + length;
  return throwIndexOf(array, index, length, `an index from ${-length} to ${length - 1}`);
}

/** Returns where a range starts or ends, as `subarray` of typed arrays does: negative from the end. */
export function clampIndex(index: number, length: number): number {
  const whole = Math.trunc(index) || 0;
  return whole < 0 ? Math.max(0, whole + length) : Math.min(whole, length);
}

/** Throws an {@link IndexError} for a name that no column of an array of records has. */
export function throwColumn(array: string, name: string): never {
  const expected = "the name of a column";
  const got = typeof name === "string" ? JSON.stringify(name) : typeof name;
  throw new IndexError(`${array}: expected ${expected}, got ${got}`, {
    struct: array,
    path: "",
    offset: 0,
    expected,
    got,
  });
}

/** Throws an {@link IndexError}, or the `error` of the view where an index lies over bytes that are gone. */
export function throwIndex(array: string, index: number, length: number, error?: unknown): never {
  if (isIndex(index, length)) throw error;
  return throwIndexOf(array, index, length, `an index from 0 to ${length - 1}`);
}

function throwIndexOf(array: string, index: number, length: number, range: string): never {
  const expected = length === 0 ? "no index, as it is empty" : range;
  throw new IndexError(`${array}: expected ${expected}, got ${index}`, {
    struct: array,
    path: "",
    offset: 0,
    expected,
    got: index,
  });
}
