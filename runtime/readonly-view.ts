/** Records that are only read: a matter of types, all the way down. */

import type { FlagSet } from "./flags.js";

/** A typed array that is only read. `slice` copies. */
export interface ReadonlyElements<E, Copy> {
  readonly [index: number]: E;
  readonly length: number;
  readonly byteLength: number;
  readonly byteOffset: number;
  at(index: number): E | undefined;
  every(predicate: (element: E, index: number) => unknown): boolean;
  find(predicate: (element: E, index: number) => unknown): E | undefined;
  findIndex(predicate: (element: E, index: number) => unknown): number;
  forEach(use: (element: E, index: number) => void): void;
  includes(element: E, from?: number): boolean;
  indexOf(element: E, from?: number): number;
  join(separator?: string): string;
  lastIndexOf(element: E): number;
  slice(start?: number, end?: number): Copy;
  some(predicate: (element: E, index: number) => unknown): boolean;
  subarray(start?: number, end?: number): ReadonlyElements<E, Copy>;
  [Symbol.iterator](): IterableIterator<E>;
}

/** Any typed array of the platform. */
interface AnyTypedArray<E> {
  readonly BYTES_PER_ELEMENT: number;
  readonly byteLength: number;
  readonly buffer: ArrayBufferLike;
  [index: number]: E;
}

/** Members of records and arrays that write, or lead to memory that can be written. */
type Writer =
  "$view" | "$finish" | "setAt" | "set" | "fill" | "sort" | "reverse" | "copyWithin" | "buffer";

/**
 * A record, or an array of records, whose fields are not written through it: neither those of nested
 * records, nor elements of arrays, nor bytes. A record is one of its own type without a conversion.
 * `$bytes` is only read too; to hand bytes on, copy them with `slice()`.
 */
export type ReadonlyView<T> = T extends
  string | number | bigint | boolean | symbol | Date | null | undefined
  ? T
  : T extends FlagSet<infer Name, infer Item, infer Value>
    ? ReadonlyFlags<Name, Item, Value>
    : T extends AnyTypedArray<infer E>
      ? ReadonlyElements<E, T>
      : T extends readonly (infer E)[]
        ? readonly ReadonlyView<E>[]
        : T extends (...parameters: infer P) => infer R
          ? (...parameters: P) => ReadonlyView<R>
          : ReadonlyMembers<T>;

/** A set of flags that is only read. */
export type ReadonlyFlags<Name extends string, Item, Value> = Readonly<
  Omit<FlagSet<Name, Item, Value>, "add" | "delete" | "clear">
>;

/** The members of a record, an array or a cursor that do not write. */
export type ReadonlyMembers<T> = {
  readonly [K in keyof T as K extends Writer ? never : K]: K extends "toJSON"
    ? T[K]
    : K extends typeof Symbol.iterator
      ? T extends Iterable<infer E>
        ? () => IterableIterator<ReadonlyView<E>>
        : never
      : ReadonlyView<T[K]>;
};
