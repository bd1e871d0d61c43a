/** The part of the schema language for buffers of shaders: vectors, matrices, and `@size` of WGSL. */
import type { Components, ComponentValues } from "@structview/runtime";
import type { WritableArray } from "./schema-array.js";
import type { PlacedType, ScalarType } from "./schema.js";
import type { Traits, Type } from "./schema-traits.js";

/** Components in place, set together. */
export interface ComponentsTraits<T, Elements> extends Traits {
  readonly kind: "components";
  readonly get: Elements;
  readonly set: Components<T>;
  readonly value: PlainComponents<T, Elements>;
  readonly array: WritableArray<Elements, Components<T>>;
  readonly values: PlainComponents<T, Elements>[];
  readonly access: "writable";
  readonly given: "required";
  readonly extent: "fixed";
  readonly isColumn: true;
  readonly isOrdered: false;
  readonly isComputed: false;
}

/** Components in a plain object. */
export type PlainComponents<T, Elements> = Elements extends Uint8Array | Int8Array
  ? Elements
  : ComponentValues<T>;

/** A vector. Its accessor returns its components in place. */
export interface VectorType<T, Elements> extends Type<ComponentsTraits<T, Elements>> {
  readonly kind: "vector";
  readonly base: Type;
  readonly size: 2 | 3 | 4;
}

/**
 * A matrix. Its accessor returns its components in place, column by column or row by row, those that are
 * padding with them.
 */
export interface MatrixType<T, Elements> extends Type<ComponentsTraits<T, Elements>> {
  readonly kind: "matrix";
  readonly base: Type;
  readonly columns: 2 | 3 | 4;
  readonly rows: 2 | 3 | 4;
  readonly order: "column" | "row";
}

/** A vector of two components. */
export function vec2<T, Elements>(base: ScalarType<T, Elements>): VectorType<T, Elements> {
  return Object.freeze({ kind: "vector", base, size: 2 });
}

/** A vector of three components. In buffers of shaders it is as aligned as one of four. */
export function vec3<T, Elements>(base: ScalarType<T, Elements>): VectorType<T, Elements> {
  return Object.freeze({ kind: "vector", base, size: 3 });
}

/** A vector of four components. */
export function vec4<T, Elements>(base: ScalarType<T, Elements>): VectorType<T, Elements> {
  return Object.freeze({ kind: "vector", base, size: 4 });
}

/**
 * A matrix, column by column, or row by row as `row_major` of GLSL has it. What lies one behind the other is
 * as aligned as a vector: with three rows each column has a fourth component, which is padding.
 */
export function mat<T, Elements>(
  columns: 2 | 3 | 4,
  rows: 2 | 3 | 4,
  base: ScalarType<T, Elements>,
  options: { readonly order?: "column" | "row" } = {},
): MatrixType<T, Elements> {
  const { order = "column" } = options;
  return Object.freeze({ kind: "matrix", base, columns, rows, order });
}

/** A type that takes `size` bytes of its struct, `@size` of WGSL: those that it does not need are padding. */
export function sized<X extends Traits>(size: number, type: Type<X>): PlacedType<X> {
  return Object.freeze({ kind: "placed", type, size });
}
