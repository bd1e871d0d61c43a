import { throwSize } from "./bytes.js";
import { subjectOf, ValidityError } from "./errors.js";

/** What may stand in an error: a primitive. Anything else is named by its type. */
type Shown = string | number | bigint | boolean;

/** Throws a {@link ValidityError}. It stands alone so that the check before it can be inlined. */
export function throwValidity(
  struct: string,
  path: string,
  offset: number,
  expected: Shown,
  got: unknown,
): never {
  const shown = shownOf(got);
  throw new ValidityError(
    `${subjectOf(struct, path)} at offset ${offset}: expected ${expected}, got ${shown}`,
    { struct, path, offset, expected, got: shown },
  );
}

function shownOf(value: unknown): Shown {
  switch (typeof value) {
    case "number":
    case "bigint":
    case "boolean":
      return value;
    case "string":
      return "a string";
    case "undefined":
      return "undefined";
    case "object":
      return value === null ? "null" : "an object";
    default:
      return `a ${typeof value}`;
  }
}

/**
 * Throws a {@link ValidityError} for a field of a plain object: `path` leads to the object that has
 * the field, and ends in a dot unless it is empty.
 */
export function throwValue(
  value: unknown,
  expected: Shown,
  struct: string,
  path: string,
  name: string,
  offset: number,
  index?: number,
): never {
  throwValidity(struct, pathOf(path, name, index), offset, expected, value);
}

function pathOf(path: string, name: string, index: number | undefined): string {
  return `${path}${name}${index === undefined ? "" : `[${index}]`}`;
}

/** Throws {@link ValidityError} unless `value` is an integer from `minimum` to `maximum`. */
export function checkInteger(
  value: unknown,
  minimum: number,
  maximum: number,
  struct: string,
  path: string,
  name: string,
  offset: number,
  index?: number,
): void {
  if (!(Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum)) {
    const expected = `an integer from ${minimum} to ${maximum}`;
    throwValue(value, expected, struct, path, name, offset, index);
  }
}

/** Throws {@link ValidityError} unless `value` is a bigint from `minimum` to `maximum`. */
export function checkBigint(
  value: unknown,
  minimum: bigint,
  maximum: bigint,
  struct: string,
  path: string,
  name: string,
  offset: number,
  index?: number,
): void {
  if (!(typeof value === "bigint" && value >= minimum && value <= maximum)) {
    const expected = `a bigint from ${minimum} to ${maximum}`;
    throwValue(value, expected, struct, path, name, offset, index);
  }
}

/** Throws {@link ValidityError} unless `value` is of the primitive type `type`. */
export function checkType(
  value: unknown,
  type: "number" | "boolean",
  struct: string,
  path: string,
  name: string,
  offset: number,
  index?: number,
): void {
  if (typeof value !== type) {
    throwValue(value, `a ${type}`, struct, path, name, offset, index);
  }
}

/** Throws {@link ValidityError} unless `value` is `expected`. */
export function checkConstant(
  value: unknown,
  expected: number | bigint | boolean,
  struct: string,
  path: string,
  name: string,
  offset: number,
): void {
  if (value !== expected) throwValue(value, expected, struct, path, name, offset);
}

/** Throws {@link ValidityError} unless `value` is an object. */
export function checkObject<T>(
  value: T,
  struct: string,
  path: string,
  offset: number,
): asserts value is NonNullable<T> {
  if (typeof value !== "object" || value === null) {
    throwValidity(struct, path.replace(/\.$/, ""), offset, "an object", value);
  }
}

/**
 * Throws {@link ValidityError} unless `value` is a `Uint8Array`, and {@link SizeError} unless it is
 * `length` bytes long.
 */
export function checkBytes(
  value: unknown,
  length: number,
  struct: string,
  path: string,
  name: string,
  offset: number,
): void {
  if (!(value instanceof Uint8Array)) {
    throwValue(value, "a Uint8Array", struct, path, name, offset);
  }
  if (value.length !== length) {
    throwSize(struct, pathOf(path, name, undefined), offset, length, value.length, value);
  }
}

/**
 * Checks a run of bytes whose `length` other fields of the same object say: throws
 * {@link ValidityError} for a length below zero, {@link SizeError} if the run has another one. A run
 * that is left out of a `partial` object has no length of its own.
 */
export function checkPart(
  value: unknown,
  partial: boolean,
  length: number,
  expression: string,
  struct: string,
  path: string,
  name: string,
  offset: number,
): void {
  if (!(length >= 0 && length <= Number.MAX_SAFE_INTEGER)) {
    const expected = `${expression} to be a length from 0 up`;
    throwValue(length, expected, struct, path, name, offset);
  }
  if (!(partial && value === undefined)) checkBytes(value, length, struct, path, name, offset);
}

/**
 * Throws {@link ValidityError} unless `value` is an array or a typed array of `length` elements.
 */
export function checkLength(
  value: unknown,
  length: number,
  struct: string,
  path: string,
  name: string,
  offset: number,
): void {
  if (!(Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value))) {
    throwValue(value, `an array of ${length} elements`, struct, path, name, offset);
  }
  const got = (value as { readonly length: number }).length;
  if (got !== length) {
    const at = pathOf(path, name, undefined);
    throw new ValidityError(
      `${struct}.${at} at offset ${offset}: expected ${length} elements, got ${got}`,
      { struct, path: at, offset, expected: length, got },
    );
  }
}
