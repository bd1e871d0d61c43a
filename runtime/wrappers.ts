/** Codecs: what makes values of numbers and bytes, and back. */
import { Hex } from "./bytes.js";
import type { Comparable } from "./comparison.js";
import { compareBytes, compareValues } from "./comparison.js";
import { ValidityError } from "./errors.js";
import type { Place } from "./validity.js";
import { throwValue, validityError } from "./validity.js";

/** Makes a value of a number or bytes, and back. Either function throws for what it does not take. */
export interface Codec<Raw, Value> {
  /** Returns the value. Bytes are a window into the record: what is kept of them is copied. */
  decode(raw: Raw): Value;
  /** Returns the number or the bytes of a value. */
  encode(value: Value): Raw;
}

/** The type of the values of a codec. */
export type Decoded<C extends { decode(raw: never): unknown }> = ReturnType<C["decode"]>;

/**
 * Returns the error for a number or bytes at `path` that a codec throws `error` for, which is its
 * cause.
 */
export function decodingError(
  error: unknown,
  struct: string,
  path: string,
  offset: number,
  raw: unknown,
): ValidityError {
  const got = raw instanceof Uint8Array ? new Hex(raw) : raw;
  const expected = `what its codec decodes${reasonOf(error)}`;
  return Object.assign(validityError(struct, path, offset, expected, got), { cause: error });
}

/** Returns what a codec makes of a value. Throws {@link ValidityError} where it throws. */
export function encodeValue<Raw, Value>(
  place: Place,
  name: string,
  offset: number,
  value: Value,
  codec: { encode(value: Value): Raw },
): Raw {
  try {
    return codec.encode(value);
  } catch (error) {
    const expected = `what its codec encodes${reasonOf(error)}`;
    const { struct, path, offset: start } = place;
    throw Object.assign(validityError(struct, path + name, start + offset, expected, value), {
      cause: error,
    });
  }
}

/** Whether a field is there, which may be `null`. Throws {@link ValidityError} if it has to be. */
export function isPresent<T>(
  place: Place,
  name: string,
  offset: number,
  value: T | undefined,
): value is T {
  if (value !== undefined) return true;
  if (!place.partial) throwValue(place, name, offset, "a value", value);
  return false;
}

/**
 * Returns -1, 0 or 1: the order of two values that a codec made. Numbers, texts and dates have the one
 * that `<` says, bytes that of the first that differ; values that have no order are all alike.
 */
export function compareMade(value: unknown, other: unknown): number {
  if (value instanceof Uint8Array && other instanceof Uint8Array) return compareBytes(value, other);
  const [first, second] = [primitiveOf(value), primitiveOf(other)];
  if (typeof first === "string" && typeof second === "string") {
    return first < second ? -1 : first > second ? 1 : 0;
  }
  return typeof first === "string" || typeof second === "string" ? 0 : compareValues(first, second);
}

function primitiveOf(value: unknown): Comparable {
  const primitive: unknown = typeof value === "object" ? value?.valueOf() : value;
  switch (typeof primitive) {
    case "number":
    case "bigint":
    case "boolean":
    case "string":
      return primitive;
    default:
      return null;
  }
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text === "" ? "" : ` (${text})`;
}

/** What one unit of a date is. */
export type DateUnit =
  "days" | "seconds" | "milliseconds" | "microseconds" | "hundredNanoseconds" | "nanoseconds";

/** So many milliseconds are so many units. */
const ratios: { readonly [Unit in DateUnit]: readonly [milliseconds: number, units: number] } = {
  days: [86_400_000, 1],
  seconds: [1000, 1],
  milliseconds: [1, 1],
  microseconds: [1, 1000],
  hundredNanoseconds: [1, 10_000],
  nanoseconds: [1, 1_000_000],
};

/**
 * Returns the codec of dates that are so many units after `epoch`, which is in milliseconds since 1970.
 * An integer has no fraction: what is finer than a unit, or than a millisecond, is cut off downwards.
 */
export function dateCodec(
  unit: DateUnit,
  epoch: number,
  isFloat: boolean = false,
): Codec<number, Date> {
  const [milliseconds, units] = ratios[unit];
  return {
    decode(raw) {
      const exact = (raw * milliseconds) / units;
      return checkDate(new Date((isFloat ? Math.round(exact) : Math.floor(exact)) + epoch));
    },
    encode(value) {
      const exact = ((timeOf(value) - epoch) * units) / milliseconds;
      return isFloat ? exact : Math.floor(exact);
    },
  };
}

/** The same as {@link dateCodec} for integers that are a `bigint`. */
export function bigDateCodec(unit: DateUnit, epoch: number): Codec<bigint, Date> {
  const [milliseconds, units] = ratios[unit];
  return {
    decode(raw) {
      const exact = divideDown(raw * BigInt(milliseconds), BigInt(units));
      return checkDate(new Date(Number(exact) + epoch));
    },
    encode(value) {
      const time = BigInt(timeOf(value)) - BigInt(epoch);
      return divideDown(time * BigInt(units), BigInt(milliseconds));
    },
  };
}

function divideDown(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient;
}

function checkDate(date: Date): Date {
  if (Number.isNaN(date.getTime())) throw new RangeError("no date is that far from 1970");
  return date;
}

function timeOf(date: Date): number {
  const time = date instanceof Date ? date.getTime() : NaN;
  if (Number.isNaN(time)) throw new TypeError("not a valid Date");
  return time;
}

/**
 * Returns what makes the numbers that stand for `factor` times themselves, plus `offset`: accessors have the
 * way back in them. Integers are rounded to the nearest.
 */
export function scaledEncoder(
  factor: number,
  offset: number,
  isFloat: boolean = false,
): Pick<Codec<number, number>, "encode"> {
  // A tenth is not exact in binary, and ten is: so 57 tenths are 5.7.
  const divisor = Math.round(1 / factor);
  const isDivided = divisor !== 0 && 1 / divisor === factor;
  return {
    encode(value) {
      if (typeof value !== "number") throw new TypeError("not a number");
      const exact = isDivided ? (value - offset) * divisor : (value - offset) / factor;
      return isFloat ? exact : Math.round(exact);
    },
  };
}
