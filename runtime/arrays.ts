import { IndexError } from "./errors.js";

/** An array of scalars in place, in the shape of a typed array. */
export interface ScalarArray<T> extends Iterable<T> {
  /** The view that the elements lie in. */
  readonly $view: DataView;
  /** Bytes from the start of `$view` to the first element. */
  readonly $offset: number;
  /** Number of elements. */
  readonly length: number;
  /** Returns the element at `index`. Throws `IndexError` outside the array. */
  at(index: number): T;
  /** Writes the element at `index`. Throws `IndexError` outside the array. */
  setAt(index: number, value: T): void;
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
