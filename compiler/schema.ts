/**
 * The schema language: what a schema file imports from `structview/schema`.
 *
 * Every function returns frozen plain data, with no logic behind it; the compiler reads the data, and
 * the names of structs and enumerations from the exports. The types carry the layout field by field
 * through one shallow mapped type, so that TypeScript infers what a record's fields are.
 */
import type { BitOrder, ByteOrder } from "./document.js";
import type { ScalarName } from "./scalars.js";

/** A type of a schema whose values in TypeScript are `T`. */
export interface Type<T> {
  readonly kind: string;
  /** Exists in types only. */
  readonly $value?: T;
}

/** A scalar. `be` and `le` are the same scalar in a byte order of its own. */
export interface ScalarType<T> extends Type<T> {
  readonly kind: "scalar";
  readonly scalar: ScalarName;
  readonly byteOrder: ByteOrder | undefined;
  /** Big-endian, whatever the struct says. */
  readonly be: ScalarType<T>;
  /** Little-endian, whatever the struct says. */
  readonly le: ScalarType<T>;
}

/** An unsigned number in a stream of bits. */
export interface BitsType extends Type<number> {
  readonly kind: "bits";
  readonly width: number;
}

/** A run of bytes. */
export interface BytesType extends Type<Uint8Array> {
  readonly kind: "bytes";
  readonly length: Length;
}

/** Elements one behind the other. */
export interface ArrayType<T> extends Type<ArrayLike<T>> {
  readonly kind: "array";
  readonly element: Type<T>;
  readonly length: number;
}

/** A field that always has one value. */
export interface ConstantType<T> extends Type<T> {
  readonly kind: "constant";
  readonly base: Type<unknown>;
  readonly value: T;
}

/** Names for values of an integer. */
export interface EnumerationType<T> extends Type<T> {
  readonly kind: "enumeration";
  readonly base: Type<unknown>;
  readonly members: Readonly<Record<string, number | bigint>>;
  readonly open: boolean;
}

/** Fields of a struct by name. */
export type Fields = Readonly<Record<string, Type<unknown>>>;

/** The values of `F`, one level deep: nothing recursive, so that it is never "excessively deep". */
export type FieldValues<F extends Fields> = {
  -readonly [Name in keyof F]: F[Name] extends Type<infer T> ? T : never;
};

/** A struct: fields, one behind the other, without padding. */
export interface StructType<F extends Fields> extends Type<FieldValues<F>> {
  readonly kind: "struct";
  readonly fields: F;
  readonly options: StructOptions;
}

/** How the bytes of a struct are read. */
export interface StructOptions {
  /**
   * Byte order of the scalars that have none of their own, inherited by the structs within that say
   * nothing else. `"runtime"` is chosen by who opens the record. Default: little.
   */
  readonly byteOrder?: ByteOrder | "runtime";
  /** First bit of a stream of bit fields. Default: the most significant one where the struct is big-endian. */
  readonly bitOrder?: BitOrder;
}

/** Stands for all bytes that are left: `bytes(rest)`. */
export interface Rest {
  readonly kind: "rest";
}

/** A length: so many, as many as an expression over earlier fields says, or all that are left. */
export type Length = number | string | Rest;

/** Unsigned integer of 8 bits. */
export const u8: ScalarType<number> = scalar("u8");
/** Unsigned integer of 16 bits. */
export const u16: ScalarType<number> = scalar("u16");
/** Unsigned integer of 32 bits. */
export const u32: ScalarType<number> = scalar("u32");
/** Unsigned integer of 64 bits, a `bigint`. */
export const u64: ScalarType<bigint> = scalar("u64");
/** Signed integer of 8 bits. */
export const i8: ScalarType<number> = scalar("i8");
/** Signed integer of 16 bits. */
export const i16: ScalarType<number> = scalar("i16");
/** Signed integer of 32 bits. */
export const i32: ScalarType<number> = scalar("i32");
/** Signed integer of 64 bits, a `bigint`. */
export const i64: ScalarType<bigint> = scalar("i64");
/** IEEE 754 binary32. */
export const f32: ScalarType<number> = scalar("f32");
/** IEEE 754 binary64. */
export const f64: ScalarType<number> = scalar("f64");
/** A byte that is 0 for false and 1 for true. */
export const bool: ScalarType<boolean> = scalar("bool");

/** All bytes that are left: `bytes(rest)`. */
export const rest: Rest = Object.freeze({ kind: "rest" });

/** An unsigned number of `width` bits. Bit fields that follow each other form one stream of bits. */
export function bits(width: number): BitsType {
  return Object.freeze({ kind: "bits", width });
}

/** A run of bytes. Its accessor returns a window, not a copy. */
export function bytes(length: Length): BytesType {
  return Object.freeze({ kind: "bytes", length });
}

/** `length` elements of one type, one behind the other. */
export function array<T>(element: Type<T>, length: number): ArrayType<T> {
  return Object.freeze({ kind: "array", element, length });
}

/** A field that always has one value: written by `create` and `write`, checked when it is read. */
export function constant<const T extends number | bigint | boolean>(
  base: ScalarType<Widened<T>> | (T extends number ? BitsType : never),
  value: T,
): ConstantType<T> {
  return Object.freeze({ kind: "constant", base, value });
}

/** The type of the scalars that can hold the constant `T`. */
export type Widened<T> = T extends number ? number : T extends bigint ? bigint : boolean;

/**
 * Names for values of an integer. Other values are an error where they are read, unless the
 * enumeration is `open`.
 */
export function enumeration<const Members extends Readonly<Record<string, number | bigint>>>(
  base: ScalarType<number> | ScalarType<bigint> | BitsType,
  members: Members,
  options: { readonly open: true },
): EnumerationType<Widened<Members[keyof Members]>>;
export function enumeration<const Members extends Readonly<Record<string, number | bigint>>>(
  base: ScalarType<number> | ScalarType<bigint> | BitsType,
  members: Members,
  options?: { readonly open?: false },
): EnumerationType<Members[keyof Members]>;
export function enumeration(
  base: Type<unknown>,
  members: Readonly<Record<string, number | bigint>>,
  options: { readonly open?: boolean } = {},
): EnumerationType<unknown> {
  return Object.freeze({
    kind: "enumeration",
    base,
    members: Object.freeze({ ...members }),
    open: options.open ?? false,
  });
}

/** A struct: fields, one behind the other. Its name is that of the export. */
export function struct<F extends Fields>(fields: F, options: StructOptions = {}): StructType<F> {
  return Object.freeze({
    kind: "struct",
    fields: Object.freeze({ ...fields }),
    options: Object.freeze({ ...options }),
  });
}

function scalar<T>(name: ScalarName): ScalarType<T> {
  const inOrder = (byteOrder: ByteOrder | undefined): ScalarType<T> => ({
    kind: "scalar",
    scalar: name,
    byteOrder,
    get be() {
      return big;
    },
    get le() {
      return little;
    },
  });
  const big = Object.freeze(inOrder("big"));
  const little = Object.freeze(inOrder("little"));
  return Object.freeze(inOrder(undefined));
}
