/** The types of arrays in place whose classes a generated module declares. */
import type { ElementArray, OrderedValue } from "@structview/runtime";

/** An array in place whose elements are written. */
export interface WritableArray<T, Given = T> extends ElementArray<T> {
  /** Writes the element at `index`. Throws `IndexError` outside the array. */
  setAt(index: number, value: Given): void;
  subarray(start?: number, end?: number): WritableArray<T, Given>;
  slice(start?: number, end?: number): WritableArray<T, Given>;
}

/** An array in place of numbers that the platform has a typed array for. */
export interface NumberArray<T, Native> extends WritableArray<T> {
  /** A typed array over the same memory. Throws `AlignmentError` where the platform has none for it. */
  typed(): Native;
  subarray(start?: number, end?: number): NumberArray<T, Native>;
  slice(start?: number, end?: number): NumberArray<T, Native>;
}

/** An array in place of what `get` returns, written through `setAt` if that takes something. */
export type ArrayInPlace<Get, Given> = [Given] extends [never]
  ? ElementArray<Get>
  : WritableArray<Get, Given>;

/** Records in place, one behind the other. */
export interface RecordArray<R, Columns, Ordered extends keyof R> extends ElementArray<R> {
  /** Copies the bytes of `record` over the record at `index`. Throws `IndexError` outside the array. */
  setAt(index: number, record: R): void;
  /** Views the field `name` of all records. Throws `IndexError` if there is no such field. */
  column<Name extends keyof Columns>(name: Name): Columns[Name];
  /**
   * Searches records that are in the order of a field, or of what a function says of a record. Returns
   * the index of the first that has `value`, or the complement `~index` of where it would be inserted.
   */
  search<Name extends Ordered>(name: Name, value: R[Name]): number;
  search<Key extends OrderedValue>(key: (record: R) => Key, value: Key): number;
  /**
   * Puts the records in the order of a field, or of a comparison, in place; equal ones stay as they
   * lie. The records that are compared move: keep none. Returns the array.
   */
  sort(key: Ordered | ((a: R, b: R) => number)): this;
  /** Returns one record that moves over the array: for loops that must not allocate. */
  cursor(): RecordCursor<R, RecordArray<R, Columns, Ordered>>;
  subarray(start?: number, end?: number): RecordArray<R, Columns, Ordered>;
  slice(start?: number, end?: number): RecordArray<R, Columns, Ordered>;
}

/** A record that moves over an array: `while (cursor.next()) use(cursor.record)`. */
export interface RecordCursor<R, Records> {
  /** The array that it moves over. */
  readonly array: Records;
  /** The record that moves. It lies over no bytes before the first `next` or `seek`. */
  readonly record: R;
  /** Index of the record; -1 before the first one. */
  readonly index: number;
  /** Moves on to the next record. Returns whether there is one. */
  next(): boolean;
  /** Moves to the record at `index` and returns it. Throws `IndexError` outside the array. */
  seek(index: number): R;
}

/** Records of dynamic size in place, one behind the other, each as long as its contents say. */
export interface RecordSequence<R> extends RecordList<R> {
  /** Size in bytes. */
  readonly $size: number;
}

/** Records in place of which TypeScript does not know whether they have one size. */
export interface RecordList<R> extends Iterable<R> {
  /** The view that the records lie in. */
  readonly $view: DataView;
  /** Bytes from the start of `$view` to the first record. */
  readonly $offset: number;
  /** Number of records. A sequence walks over all of them. */
  readonly length: number;
  /** The bytes of the records. Shares memory with them. */
  readonly $bytes: Uint8Array;
  /** Returns the record at `index`, a negative one counted from the end. Throws `IndexError` outside. */
  at(index: number): R;
  /** Iterates over the records, each an object of its own. */
  [Symbol.iterator](): IterableIterator<R>;
}
