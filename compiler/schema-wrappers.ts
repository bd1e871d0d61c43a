/** The part of the schema language for values that a codec makes, and for sets of bits with names. */
import type { DateUnit } from "./codec.js";
import type {
  BitsType,
  BytesType,
  NonZeroType,
  NumbersByName,
  ScalarType,
  Traits,
  Type,
} from "./schema.js";
import type { FlagsTraits, WrappedTraits } from "./schema-field.js";
import { asConstant } from "./schema-uncompiled.js";

/** A number or bytes whose value in TypeScript a codec makes. */
export interface WrappedType<T, IsOrdered extends boolean = false> extends Type<
  WrappedTraits<T, IsOrdered>
> {
  readonly kind: "wrapped";
  readonly base: Type;
  readonly codec: { readonly kind: string };
}

/** A set of bits with names: a type for fields, and the masks by their names. */
export type FlagsType<
  Members extends NumbersByName,
  Value extends number | bigint = number,
  IsOpen extends boolean = false,
> = Members & Type<FlagsTraits<keyof Members & string, FlagItem<Members, Value, IsOpen>, Value>>;

/** What a set of bits is iterated over: its names, and where it is open the bits that have none. */
export type FlagItem<
  Members extends NumbersByName,
  Value,
  IsOpen extends boolean,
> = IsOpen extends true ? (keyof Members & string) | Value : keyof Members & string;

/** What can be counted with. */
type NumberType = ScalarType<number> | BitsType;

/** A field of one number, or a run of bytes of fixed length, that a codec can be laid over. */
type BaseType =
  | ScalarType<number>
  | ScalarType<bigint>
  | ScalarType<boolean>
  | ScalarType<string>
  | BitsType
  | BitsType<bigint>
  | BitsType<boolean>
  | Type<Traits & { readonly kind: "enumeration" }>
  | NonZeroType<unknown>
  | BytesType;

/**
 * A `Date`: so many units since the epoch, seconds since 1970 unless said otherwise. `epoch` is a date
 * such as `"1904-01-01"`, or one with a time, in UTC. What is finer than a millisecond is cut off.
 */
export function date(
  base: ScalarType<number> | ScalarType<bigint> | BitsType | BitsType<bigint>,
  options: { readonly unit?: DateUnit; readonly epoch?: string } = {},
): WrappedType<Date, true> {
  const { unit = "seconds", epoch = "1970-01-01" } = options;
  return wrap(base, { kind: "date", unit, epoch });
}

/** A number that stands for `factor` times itself, plus `offset`. */
export function scaled(
  base: NumberType,
  factor: number,
  options: { readonly offset?: number } = {},
): WrappedType<number, true> {
  return wrap(base, { kind: "scaled", factor, offset: options.offset ?? 0 });
}

/** A number of which the lowest `fractionBits` bits are behind the point. */
export function fixedPoint(base: NumberType, fractionBits: number): WrappedType<number, true> {
  return wrap(base, { kind: "fixedPoint", fractionBits });
}

/** 16 bytes as a text such as `"01890a5d-ac96-774b-bcce-b302099a8057"` (RFC 9562, section 4). */
export const uuid: WrappedType<string, true> = text("uuid", 16);
/** 4 bytes as a text such as `"192.0.2.1"`. */
export const ipv4Address: WrappedType<string> = text("ipv4Address", 4);
/** 16 bytes as a text such as `"2001:db8::1"` (RFC 5952, section 4). */
export const ipv6Address: WrappedType<string> = text("ipv6Address", 16);
/** 6 bytes as a text such as `"00:00:5e:00:53:01"`. */
export const macAddress: WrappedType<string, true> = text("macAddress", 6);

/**
 * A value that a codec of your own makes: an object with the functions `decode` and `encode` that the
 * module `from` exports as `name`. A path is relative to the schema. `T` is what `decode` returns.
 */
export function wrapped<T = unknown>(
  base: BaseType,
  codec: { readonly from: string; readonly name: string },
): WrappedType<T> {
  return wrap(base, { kind: "module", ...codec });
}

/**
 * Names for the bits of an unsigned integer: a set of names in TypeScript. A name can stand for several
 * bits, and is in the set where all of them are 1. Bits without a name are an error where they are
 * checked, unless the flags are `open`.
 */
export function flags<
  const Members extends NumbersByName,
  Value extends number | bigint,
  const IsOpen extends boolean = false,
>(
  base: ScalarType<Value> | BitsType<Value>,
  members: Members,
  options: { readonly open?: IsOpen } = {},
): FlagsType<Members, Value, IsOpen> {
  return asConstant({
    kind: "flags",
    base,
    members: Object.freeze({ ...members }),
    open: options.open ?? false,
  });
}

function wrap<T, IsOrdered extends boolean, C extends { readonly kind: string }>(
  base: Type,
  codec: C,
): WrappedType<T, IsOrdered> {
  return Object.freeze({ kind: "wrapped", base, codec: Object.freeze(codec) });
}

function text<IsOrdered extends boolean>(
  kind: string,
  length: number,
): WrappedType<string, IsOrdered> {
  const base: BytesType = Object.freeze({ kind: "bytes", length });
  return wrap(base, { kind });
}
