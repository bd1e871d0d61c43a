import { throwSize } from "./bytes.js";
import { ValidityError } from "./errors.js";

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
    `${struct}.${path} at offset ${offset}: expected ${expected}, got ${shown}`,
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

/** Throws {@link ValidityError} unless `value` is an integer from `minimum` to `maximum`. */
export function checkInteger(
  value: unknown,
  minimum: number,
  maximum: number,
  struct: string,
  path: string,
  offset: number,
): void {
  if (!(Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum)) {
    throwValidity(struct, path, offset, `an integer from ${minimum} to ${maximum}`, value);
  }
}

/** Throws {@link ValidityError} unless `value` is a bigint from `minimum` to `maximum`. */
export function checkBigint(
  value: unknown,
  minimum: bigint,
  maximum: bigint,
  struct: string,
  path: string,
  offset: number,
): void {
  if (!(typeof value === "bigint" && value >= minimum && value <= maximum)) {
    throwValidity(struct, path, offset, `a bigint from ${minimum} to ${maximum}`, value);
  }
}

/** Throws {@link ValidityError} unless `value` is of the primitive type `type`. */
export function checkType(
  value: unknown,
  type: "number" | "boolean",
  struct: string,
  path: string,
  offset: number,
): void {
  if (typeof value !== type) throwValidity(struct, path, offset, `a ${type}`, value);
}

/** Throws {@link ValidityError} unless `value` is `expected`. */
export function checkConstant(
  value: unknown,
  expected: number | bigint | boolean,
  struct: string,
  path: string,
  offset: number,
): void {
  if (value !== expected) throwValidity(struct, path, offset, expected, value);
}

/** Throws {@link ValidityError} unless `value` is an object. */
export function checkObject(value: unknown, struct: string, path: string, offset: number): void {
  if (typeof value !== "object" || value === null) {
    throwValidity(struct, path, offset, "an object", value);
  }
}

/**
 * Throws {@link ValidityError} unless `value` is an array or a typed array, and
 * {@link SizeError} unless it has `length` elements.
 */
export function checkLength(
  value: unknown,
  length: number,
  struct: string,
  path: string,
  offset: number,
): void {
  if (!(Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value))) {
    throwValidity(struct, path, offset, "an array", value);
  }
  const got = (value as { readonly length: number }).length;
  if (got !== length) throwSize(struct, path, offset, length, got, new ArrayBuffer(1));
}
