/** How many bytes a struct takes, as far as the types of its fields say: what its class has depends on it. */
import type { Extent, Fields, TraitsOf, Type } from "./schema-traits.js";

/** The extent of a type. */
export type ExtentOf<T extends Type> = TraitsOf<T>["extent"];

/** The extent of a struct with these fields. */
export type ExtentOfFields<F extends Fields> = ExtentOfAll<ExtentOf<F[keyof F]>>;

/** The extent of parts one behind the other, of which `E` are all extents. */
export type ExtentOfAll<E extends Extent> = [E] extends ["fixed"]
  ? "fixed"
  : [E] extends ["fixed" | "slice"]
    ? "slice"
    : [Extract<E, "rest" | "slice">] extends [never]
      ? [E] extends ["fixed" | "unknown"]
        ? "unknown"
        : [E] extends ["empty"]
          ? "empty"
          : "dynamic"
      : "rest";

/** The extent of a struct within another one. */
export type ExtentWithin<E extends Extent> = E extends "slice" ? "rest" : E;

/** The extent of one of several parts, of which `E` are all extents: sizes that differ make it dynamic. */
export type ExtentOfOne<E extends Extent, IsFixed extends boolean> = IsFixed extends true
  ? "fixed"
  : [Extract<E, "rest" | "slice">] extends [never]
    ? [E] extends ["fixed" | "unknown"]
      ? "unknown"
      : "empty" extends E
        ? "empty"
        : "dynamic"
    : "rest";

/** The extent of a part whose length is `L`: a number, an expression, a prefix, a zero or the rest. */
export type ExtentOfLength<L> = L extends number
  ? "fixed"
  : L extends string
    ? "empty"
    : L extends { readonly kind: "rest" }
      ? "rest"
      : "dynamic";

/** The extent of elements with the extent `E` and the length `L`. */
export type ExtentOfElements<E extends Extent, L> = L extends number
  ? E extends "fixed" | "unknown"
    ? E
    : "dynamic"
  : L extends { readonly kind: "rest" }
    ? E extends "fixed"
      ? "slice"
      : "rest"
    : ExtentOfLength<L>;
