/** The part of the schema language for bit fields in a declared unit. */
import type { BitOrder } from "./document.js";
import type { Fields, Type } from "./schema-traits.js";
import type { ScalarType } from "./schema.js";

/** An integer that holds bit fields. */
export interface BitUnit {
  readonly base: ScalarType<number> | ScalarType<bigint>;
  readonly bitOrder: BitOrder | undefined;
}

/** A bit field in a unit. All that lie in one unit have the same object for it. */
export interface UnitMember extends Type {
  readonly kind: "unitMember";
  readonly unit: BitUnit;
  readonly type: Type;
}

/**
 * Bit fields that lie in an unsigned integer, to be spread into the fields of a struct:
 * `...bitUnit(u16, { mode: bits(3), level: bits(13) })`. They fill it, in its byte order, and none
 * crosses its end; more of them fill another such integer behind it. The first one begins at the most
 * significant bit where the integer is big-endian and at the least significant one where it is
 * little-endian, unless the struct or `bitOrder` says otherwise.
 */
export function bitUnit<F extends Fields>(
  base: ScalarType<number> | ScalarType<bigint>,
  fields: F,
  options: { readonly bitOrder?: BitOrder } = {},
): F {
  const unit: BitUnit = Object.freeze({ base, bitOrder: options.bitOrder });
  const members = Object.entries(fields).map(([name, type]) => {
    const member: UnitMember = Object.freeze({ kind: "unitMember", unit, type });
    return [name, member] as const;
  });
  // To TypeScript they are the fields that they were: with their own types, places and doc comments.
  return Object.freeze(Object.fromEntries(members)) as Fields as F;
}
