/** The part of the schema language for a byte order that fields tell. */

/** A byte order that fields of the struct tell: either expression is true, or the record is not valid. */
export interface FieldByteOrder {
  readonly kind: "byField";
  readonly little: string;
  readonly big: string;
}

/**
 * The byte order that fields of the struct tell, as expressions over them: each is a single byte, or has
 * a byte order of its own.
 */
export function byField(tests: { readonly little: string; readonly big: string }): FieldByteOrder {
  return Object.freeze({ kind: "byField", little: tests.little, big: tests.big });
}
