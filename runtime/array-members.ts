/**
 * What arrays in place share: the members that need not be fast, as the code of one function for all
 * classes cannot be. The rest stands in each class, which has no base class: `super()` would keep
 * engines from removing the allocation of an array that is used and dropped.
 *
 * Classes call {@link arrayMembers} or {@link recordArrayMembers} for a static property, so that bundlers
 * leave out a class that nobody uses. The property has no type of its own but `as true`: TypeScript 7 drops
 * the comment that bundlers look for where it stands behind a type, and each class was then in each bundle.
 */
import { checkTyped, clampIndex, indexFromEnd, isIndex } from "./arrays.js";
import type { ElementArray } from "./arrays.js";
import { bytesOf, setBytes } from "./bytes.js";
import { moveRecords, orderBy, orderOf, searchElements } from "./order.js";
import type { OrderedValue } from "./order.js";

/**
 * An array of records `R` with the columns `C`. The values of the columns `Name` have an order.
 */
export interface RecordArray<R, C, Name extends keyof C & keyof R> extends ElementArray<R> {
  /** Copies the bytes of `record` over the record at `index`. Throws `IndexError` outside the array. */
  setAt(index: number, record: R): void;
  /**
   * Searches records that are in the order of a field, or of what a function says of a record. Returns
   * the index of the first that has `value`, or the complement `~index` of where it would be inserted.
   */
  search<Each extends Name>(name: Each, value: R[Each]): number;
  search<Key extends OrderedValue>(key: (record: R) => Key, value: Key): number;
  /**
   * Puts the records in the order of a field, or of a comparison, in place; equal ones stay as they
   * lie. The records that are compared move: keep none. Returns the array.
   */
  sort(key: Name | ((a: R, b: R) => number)): this;
}

/** A class of arrays. */
interface ArrayClass {
  readonly prototype: object;
  new (view: DataView, offset: number, length: number, last: never): object;
}

/** An array of any class, with what its constructor takes last. */
interface AnyArray extends ElementArray<unknown> {
  readonly $stride?: number;
  readonly $littleEndian?: boolean;
  readonly $start?: number;
  setAt(index: number, value: unknown): void;
}

/** An array of records of any class. */
interface AnyRecordArray extends AnyArray {
  column(name: string): ElementArray<OrderedValue>;
  cursor(): { seek(index: number): unknown };
}

/**
 * Gives the arrays of a class what {@link ElementArray} says beyond `at`. Errors call an array `name`. Elements
 * have `size` bytes, and are `stride` bytes apart; an array without a `stride` has one of its own, `$stride`.
 */
export function arrayMembers(
  Class: ArrayClass,
  name: string,
  size: number,
  stride: number | undefined,
): true {
  /**
   * Returns the index of an element at whose `index` `at` and `setAt` find none. Throws `IndexError` outside,
   * and where bytes are gone the error of the view.
   */
  const find = (array: AnyArray, index: number, error?: unknown): number => {
    if (!isIndex(index, array.length)) return indexFromEnd(name, index, array.length);
    array.$view.getUint8(array.$offset + index * strideOf(array, stride) + size - 1);
    throw error;
  };
  Object.defineProperties(Class.prototype, {
    $bytes: {
      configurable: true,
      get(this: AnyArray): Uint8Array {
        // Bytes behind the last element belong to something else; an empty column begins behind the array.
        const length = this.length === 0 ? 0 : (this.length - 1) * strideOf(this, stride) + size;
        return bytesOf(this.$view, length === 0 ? 0 : this.$offset, length);
      },
    },
    subarray: methodOf(function (this: AnyArray, start = 0, end = this.length): object {
      const first = clampIndex(start, this.length);
      const length = Math.max(0, clampIndex(end, this.length) - first);
      const offset = this.$offset + first * strideOf(this, stride);
      const last = this.$littleEndian ?? this.$stride ?? this.$start;
      return new Class(this.$view, offset, length, last as never);
    }),
    slice: methodOf(function (this: AnyArray, start?: number, end?: number): object {
      return this.subarray(start, end);
    }),
    $at: methodOf(function (this: AnyArray, index: number): unknown {
      return this.at(find(this, index));
    }),
    $setAt: methodOf(function (
      this: AnyArray,
      index: number,
      value: unknown,
      error?: unknown,
    ): void {
      this.setAt(find(this, index, error), value);
    }),
    toArray: methodOf(function (this: AnyArray): unknown[] {
      const elements: unknown[] = [];
      for (let index = 0; index < this.length; index++) elements.push(this.at(index));
      return elements;
    }),
  });
  // An iterator that all classes share is slow: classes have their own where that counts.
  if (!Object.hasOwn(Class.prototype, Symbol.iterator)) {
    Object.defineProperty(
      Class.prototype,
      Symbol.iterator,
      methodOf(function (this: AnyArray): ElementIterator {
        return new ElementIterator(this);
      }),
    );
  }
  return true;
}

/** A typed array of the platform. */
interface TypedClass {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, offset: number, length: number): unknown;
}

/**
 * Gives the arrays of a class of numbers what {@link ElementArray} says beyond `at`, and `typed`.
 * Their order is that of `littleEndian`; `undefined` for single bytes.
 */
export function scalarArrayMembers(
  Class: ArrayClass,
  name: string,
  Typed: TypedClass,
  littleEndian: boolean | undefined,
): true {
  const size = Typed.BYTES_PER_ELEMENT;
  const typed = methodOf(function (this: AnyArray): unknown {
    const { $view, $offset, length } = this;
    checkTyped($view, $offset, size, littleEndian, `${name}[]`, strideOf(this, undefined));
    return new Typed($view.buffer, $view.byteOffset + $offset, length);
  });
  Object.defineProperty(Class.prototype, "typed", typed);
  return arrayMembers(Class, `${name}[]`, size, undefined);
}

/** Gives the arrays of a class of records of `size` bytes what {@link RecordArray} says beyond `at`. */
export function recordArrayMembers(Class: ArrayClass, name: string, size: number): true {
  Object.defineProperties(Class.prototype, {
    setAt: methodOf(function (
      this: AnyRecordArray,
      index: number,
      record: { readonly $bytes: Uint8Array },
    ): void {
      const at = isIndex(index, this.length) ? index : indexFromEnd(name, index, this.length);
      const offset = at * size;
      setBytes(this.$view, this.$offset + offset, size, record.$bytes, name, `[${at}]`, offset);
    }),
    search: methodOf(function (
      this: AnyRecordArray,
      key: string | ((record: unknown) => OrderedValue),
      value: OrderedValue,
    ): number {
      if (typeof key !== "function") return searchElements(this.column(key), value);
      const cursor = this.cursor();
      const at = (index: number): OrderedValue => key(cursor.seek(index));
      return searchElements({ length: this.length, at }, value);
    }),
    sort: methodOf(function (
      this: AnyRecordArray,
      key: string | ((a: unknown, b: unknown) => number),
    ): AnyRecordArray {
      if (typeof key === "function") {
        const [first, second] = [this.cursor(), this.cursor()];
        const compare = (a: number, b: number): number => key(first.seek(a), second.seek(b));
        moveRecords(this.$bytes, size, orderBy(this.length, compare));
      } else {
        moveRecords(this.$bytes, size, orderOf(this.column(key)));
      }
      return this;
    }),
  });
  return arrayMembers(Class, name, size, size);
}

function methodOf(value: unknown): PropertyDescriptor {
  return { value, configurable: true, writable: true };
}

function strideOf(array: AnyArray, stride: number | undefined): number {
  return stride ?? array.$stride ?? 0;
}

/** The iterator of arrays of any class. */
export class ElementIterator implements IterableIterator<unknown> {
  readonly #array: ElementArray<unknown>;
  #index = 0;

  constructor(array: ElementArray<unknown>) {
    this.#array = array;
  }

  next(): IteratorResult<unknown, undefined> {
    if (this.#index >= this.#array.length) return { done: true, value: undefined };
    return { done: false, value: this.#array.at(this.#index++) };
  }

  [Symbol.iterator](): this {
    return this;
  }
}
