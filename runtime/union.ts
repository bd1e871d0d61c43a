import { throwSize } from "./bytes.js";
import type { Place } from "./validity.js";
import { checkObject, throwValidity } from "./validity.js";

/** An object with exactly one of the members of `Members`, and none of the others. */
export type OneOf<Members> = {
  [Name in keyof Members]: { [Given in Name]: Members[Name] } & {
    readonly [Other in Exclude<keyof Members, Name>]?: never;
  };
}[keyof Members];

/**
 * Throws {@link ValidityError} unless `value` is an object with exactly one of the members of a union,
 * whose names are `members`.
 */
export function checkOneOf<T>(
  place: Place,
  value: T,
  members: readonly string[],
): asserts value is NonNullable<T> {
  let given = 0;
  // Lists and views have a `length`, which may be the name of a member.
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) {
    checkObject<unknown>(place, value);
    const { length } = members.filter((name) => Reflect.get(value as object, name) !== undefined);
    given = length;
  }
  if (given === 1) return;
  const path = place.path.replace(/\.$/, "");
  const expected = `exactly one of ${members.join(", ")}, or a Uint8Array`;
  throwValidity(place.struct, path, place.offset, expected, given);
}

/** Throws {@link SizeError} unless the bytes of a union are exactly `size`. */
export function checkUnionBytes(place: Place, value: Uint8Array, size: number): void {
  if (value.length === size) return;
  throwSize(place.struct, place.path.replace(/\.$/, ""), place.offset, size, value.length, value);
}
