/** The types of arrays in place whose classes a generated module declares. */
import type { ElementArray, RecordArray } from "@structview/runtime";

/** An array in place whose elements are written. */
export interface WritableArray<T, Given = T> extends ElementArray<T> {
  /** Writes the element at `index`. Throws `IndexError` outside the array. */
  setAt(index: number, value: Given): void;
}

/** An array in place of numbers that the platform has a typed array for. */
export interface NumberArray<T, Native> extends WritableArray<T> {
  /** A typed array over the same memory. Throws `AlignmentError` where the platform has none for it. */
  typed(): Native;
}

/** An array in place of what `get` returns, written through `setAt` if that takes something. */
export type ArrayInPlace<Get, Given> = [Given] extends [never]
  ? ElementArray<Get>
  : WritableArray<Get, Given>;

/** Records in place, one behind the other. */
export interface ColumnedArray<R, C, Ordered extends keyof C & keyof R> extends RecordArray<
  R,
  C,
  Ordered
> {
  /** Views the field `name` of all records. Throws `IndexError` if there is no such field. */
  column<Name extends keyof C>(name: Name): C[Name];
  /** Returns one record that moves over the array: for loops that must not allocate. */
  cursor(): RecordCursor<R, this>;
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
  /** Moves over the records that are left, as `next` does: the same record each time. */
  [Symbol.iterator](): IterableIterator<R>;
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
