/** Sets of bits with names. */
import type { Place } from "./validity.js";
import { throwValue, validityError } from "./validity.js";

/** A number, or a `bigint` where the integer has more than 53 bits. */
type Mask = number | bigint;

/** Masks by name. No two have a bit in common. */
type Masks<M extends Mask> = Readonly<Record<string, M>>;

/** A set of bits in place. A name is in it where all bits of its mask are 1. */
export interface FlagSet<Name extends string, Item = Name, Value = number> extends Iterable<Item> {
  /** All bits as they are, those without a name included. */
  $value: Value;
  /** Number of names in the set. */
  readonly size: number;
  /** Whether a name is in the set. */
  has(flag: Name): boolean;
  /** Sets all bits of a name. */
  add(flag: Name): this;
  /** Clears all bits of a name. Returns whether it was in the set. */
  delete(flag: Name): boolean;
  /** Clears all bits, those without a name included. */
  clear(): void;
  /** Returns the names in the set; of open flags also the bits that have none, as one number. */
  toJSON(): Item[];
  /** Iterates over the same. */
  [Symbol.iterator](): IterableIterator<Item>;
}

/** Whether all bits of `mask` are 1 in an integer of up to 53 bits. */
export function hasBits(value: number, mask: number): boolean {
  return (
    (lowOf(value) & lowOf(mask)) >>> 0 === lowOf(mask) &&
    (highOf(value) & highOf(mask)) === highOf(mask)
  );
}

/** Returns an integer of up to 53 bits with the bits of `mask`. */
export function withBits(value: number, mask: number): number {
  return (highOf(value) | highOf(mask)) * 2 ** 32 + ((lowOf(value) | lowOf(mask)) >>> 0);
}

/** Returns an integer of up to 53 bits without the bits of `mask`. */
export function withoutBits(value: number, mask: number): number {
  return (highOf(value) & ~highOf(mask)) * 2 ** 32 + ((lowOf(value) & ~lowOf(mask)) >>> 0);
}

function lowOf(value: number): number {
  return value >>> 0;
}

function highOf(value: number): number {
  return Math.floor(value / 2 ** 32);
}

/** Returns the names whose bits are all 1. */
export function flagsIn<Name extends string>(
  masks: Readonly<Record<Name, Mask>>,
  value: Mask,
): Name[] {
  const names: Name[] = [];
  for (const name in masks) if (has(value, masks[name])) names.push(name);
  return names;
}

/** Returns the names whose bits are all 1, and the bits that are left, as one number, if any are. */
export function openFlagsIn<Name extends string, M extends Mask>(
  masks: Readonly<Record<Name, M>>,
  value: M,
): (Name | M)[] {
  const rest = restOf(masks, value);
  const names = flagsIn(masks, value);
  return Number(rest) === 0 ? names : [...names, rest as M];
}

/** Whether all bits that are 1 belong to a name. */
export function areFlags(masks: Masks<Mask>, value: Mask): boolean {
  return Number(restOf(masks, value)) === 0;
}

/** Returns the names whose bits are all 1. Throws `ValidityError` if other bits are 1. */
export function closedFlagsIn<Name extends string>(
  masks: Readonly<Record<Name, Mask>>,
  value: Mask,
  flags: string,
  struct: string,
  path: string,
  offset: number,
): Name[] {
  if (!areFlags(masks, value))
    throw validityError(struct, path, offset, `flags of ${flags}`, value);
  return flagsIn(masks, value);
}

/**
 * Returns the bits of names, and of numbers up to `maximum` where there are bits without a name. Throws
 * `ValidityError` for anything else.
 */
export function bitsOf<M extends Mask>(
  place: Place,
  name: string,
  offset: number,
  names: Iterable<string | Mask>,
  masks: Masks<M>,
  flags: string,
  zero: M,
  maximum?: M,
): M {
  const expected =
    maximum === undefined
      ? `names of ${flags}`
      : `names of ${flags}, and bits from 0 to ${maximum}`;
  if (typeof names !== "object" || names === null || !(Symbol.iterator in names)) {
    return throwValue(place, name, offset, `a list of ${expected}`, names);
  }
  let bits: M = zero;
  for (const each of names) {
    if (typeof each === "string" && Object.hasOwn(masks, each)) {
      bits = join(bits, masks[each] ?? zero);
    } else if (maximum !== undefined && isMask(each, maximum)) bits = join(bits, each);
    else throwValue(place, name, offset, expected, each);
  }
  return bits;
}

/** Throws the `ValidityError` for a name that flags do not have. */
export function throwFlag(flags: string, name: unknown): never {
  throw validityError(flags, "", 0, `a name of ${flags}`, name);
}

function isMask<M extends Mask>(value: unknown, maximum: M): value is M {
  if (typeof value !== typeof maximum) return false;
  const mask = value as M;
  return mask >= 0 && mask <= maximum && (typeof mask === "bigint" || Number.isInteger(mask));
}

function restOf(masks: Masks<Mask>, value: Mask): Mask {
  let rest = value;
  for (const name in masks) {
    const mask = masks[name] ?? 0;
    if (!has(value, mask)) continue;
    if (typeof rest === "bigint") rest &= ~BigInt(mask);
    else rest = withoutBits(rest, Number(mask));
  }
  return rest;
}

function has(value: Mask, mask: Mask): boolean {
  return typeof value === "bigint"
    ? (value & BigInt(mask)) === BigInt(mask)
    : hasBits(value, Number(mask));
}

function join<M extends Mask>(a: M, b: M): M {
  return (typeof a === "bigint" ? a | BigInt(b) : withBits(a as number, Number(b))) as M;
}
