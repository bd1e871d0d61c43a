import { hasContent, Hex, throwSize } from "./bytes.js";
import { subjectOf, ValidityError } from "./errors.js";
import { codePointOf, isCharacter } from "./numbers.js";

/** What may stand in an error: a primitive. Anything else is named by its type. */
type Shown = string | number | bigint | boolean;

/** Returns the error for a value at `path` that is not what the layout asks for. */
export function validityError(
  struct: string,
  path: string,
  offset: number,
  expected: Shown,
  got: unknown,
): ValidityError {
  const shown = shownOf(got);
  return new ValidityError(
    `${subjectOf(struct, path)} at offset ${offset}: expected ${expected}, got ${shown}`,
    { struct, path, offset, expected, got: shown },
  );
}

/** Throws a {@link ValidityError}. It stands alone so that the check before it can be inlined. */
export function throwValidity(
  struct: string,
  path: string,
  offset: number,
  expected: Shown,
  got: unknown,
): never {
  throw validityError(struct, path, offset, expected, got);
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
      if (value instanceof Hex) return value.digits;
      return value === null ? "null" : "an object";
    default:
      return `a ${typeof value}`;
  }
}

/** Where in a plain object a check stands. */
export interface Place {
  /** Struct of the whole object. */
  readonly struct: string;
  /** Leads to the object that has the field, and ends in a dot unless it is empty. */
  readonly path: string;
  /** Bytes from the start of the record to the bytes of that object. */
  readonly offset: number;
  /** Whether fields may be left out. */
  readonly partial: boolean;
}

/** The place of a whole object. */
export function placeOf(struct: string, partial: boolean): Place {
  return { struct, path: "", offset: 0, partial };
}

/** The place of a field that is an object itself, of which nothing may be left out by default. */
export function placeWithin(
  { struct, path, offset: start }: Place,
  name: string,
  offset: number,
  partial: boolean = false,
): Place {
  return { struct, path: `${path}${name}.`, offset: start + offset, partial };
}

/** The place of the elements of a field that is an array; their names are `[0]`, `[1]`, ... */
export function placeOfElements(
  { struct, path, offset: start }: Place,
  name: string,
  offset: number,
): Place {
  return { struct, path: path + name, offset: start + offset, partial: false };
}

/** Returns the error for a field of a record whose contents are not valid. */
export function invalid(
  place: Place,
  name: string,
  offset: number,
  expected: Shown,
  got: unknown,
): ValidityError {
  return validityError(place.struct, place.path + name, place.offset + offset, expected, got);
}

/** Throws a {@link ValidityError} for a field of a plain object. */
export function throwValue(
  place: Place,
  name: string,
  offset: number,
  expected: Shown,
  got: unknown,
): never {
  throwValidity(place.struct, place.path + name, place.offset + offset, expected, got);
}

/**
 * Whether a field is there to be checked. Throws {@link ValidityError} if it is missing and may not
 * be.
 */
export function isGiven<T>(
  place: Place,
  name: string,
  offset: number,
  value: T,
): value is NonNullable<T> {
  if (value !== undefined && value !== null) return true;
  if (value === null || !place.partial) throwValue(place, name, offset, "a value", value);
  return false;
}

/** Throws {@link ValidityError} unless `value` is an integer from `minimum` to `maximum`. */
export function checkInteger(
  place: Place,
  name: string,
  offset: number,
  value: number | undefined,
  minimum: number,
  maximum: number,
): void {
  if (!(Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum)) {
    if (value === undefined && place.partial) return;
    throwValue(place, name, offset, `an integer from ${minimum} to ${maximum}`, value);
  }
}

/** Throws {@link ValidityError} unless `value` is a bigint from `minimum` to `maximum`. */
export function checkBigint(
  place: Place,
  name: string,
  offset: number,
  value: bigint | undefined,
  minimum: bigint,
  maximum: bigint,
): void {
  if (!(typeof value === "bigint" && value >= minimum && value <= maximum)) {
    if (value === undefined && place.partial) return;
    throwValue(place, name, offset, `a bigint from ${minimum} to ${maximum}`, value);
  }
}

/** Throws {@link ValidityError} unless `value` is of the primitive type `type`. */
export function checkType(
  place: Place,
  name: string,
  offset: number,
  value: number | boolean | undefined,
  type: "number" | "boolean",
): void {
  if (typeof value !== type && !(value === undefined && place.partial)) {
    throwValue(place, name, offset, `a ${type}`, value);
  }
}

/** Throws {@link ValidityError} unless `value` is a string of one character. */
export function checkCharacter(
  place: Place,
  name: string,
  offset: number,
  value: string | undefined,
): void {
  if (value === undefined && place.partial) return;
  const isOne =
    typeof value === "string" &&
    value.length > 0 &&
    value.length === (codePointOf(value) > 0xffff ? 2 : 1);
  if (!(isOne && isCharacter(codePointOf(value)))) {
    throwValue(place, name, offset, "a string of one character", value);
  }
}

/** Throws {@link ValidityError} if `value` is there and not `expected`. */
export function checkConstant(
  place: Place,
  name: string,
  offset: number,
  value: number | bigint | boolean | undefined,
  expected: number | bigint | boolean,
): void {
  if (value !== undefined && value !== expected) throwValue(place, name, offset, expected, value);
}

/** Throws {@link ValidityError} if `value` is there and is not the bytes of `content`. */
export function checkContent(
  place: Place,
  name: string,
  offset: number,
  value: Uint8Array | undefined,
  content: readonly number[],
  expected: string,
): void {
  if (value === undefined) return;
  if (!(value instanceof Uint8Array && hasContent(value, content))) {
    throwValue(place, name, offset, expected, value);
  }
}

/** Throws {@link ValidityError} unless `value` is an object that can have fields: no run of bytes. */
export function checkObject<T>(place: Place, value: T): asserts value is NonNullable<T> {
  const isRun = ArrayBuffer.isView(value);
  if (typeof value !== "object" || value === null || isRun) {
    const path = place.path.replace(/\.$/, "");
    const expected = isRun ? "an object, no bytes" : "an object";
    throwValidity(place.struct, path, place.offset, expected, value);
  }
}

/**
 * Throws {@link ValidityError} unless `value` is a `Uint8Array`, and {@link SizeError} unless it is
 * `length` bytes long.
 */
export function checkBytes(
  place: Place,
  name: string,
  offset: number,
  value: Uint8Array | undefined,
  length: number,
): void {
  if (!(value instanceof Uint8Array)) {
    if (value === undefined && place.partial) return;
    throwValue(place, name, offset, "a Uint8Array", value);
  }
  if (value.length !== length) {
    const path = place.path + name;
    throwSize(place.struct, path, place.offset + offset, length, value.length, value);
  }
}

/**
 * Throws {@link ValidityError} unless `value` is an `Int8Array`, and {@link SizeError} unless it has
 * `length` elements.
 */
export function checkInt8s(
  place: Place,
  name: string,
  offset: number,
  value: Int8Array,
  length: number,
): void {
  if (!(value instanceof Int8Array)) throwValue(place, name, offset, "an Int8Array", value);
  if (value.length !== length) {
    const path = place.path + name;
    throwSize(place.struct, path, place.offset + offset, length, value.length, value);
  }
}

/**
 * Checks a run of bytes whose `length` other fields of the same object say: throws
 * {@link ValidityError} for a length below zero, {@link SizeError} if the run has another one.
 */
export function checkPart(
  place: Place,
  name: string,
  offset: number,
  value: Uint8Array | undefined,
  length: number,
  expression: string,
): void {
  if (!(length >= 0 && Number.isSafeInteger(length))) {
    throwValue(place, name, offset, `${expression} to be a length from 0 up`, length);
  }
  checkBytes(place, name, offset, value, length);
}

/**
 * Whether a field that has a condition is there to be checked. Throws {@link ValidityError} if it is
 * given where its condition does not hold.
 */
export function checkPresence(
  place: Place,
  name: string,
  offset: number,
  value: unknown,
  isThere: boolean,
  condition: string,
): boolean {
  if (!isThere && value !== undefined) {
    throwValue(place, name, offset, `nothing, as ${condition} does not hold`, value);
  }
  return isThere;
}

/** Throws {@link SizeError} unless the elements of a field are `size` bytes together. */
export function checkTotal(
  place: Place,
  name: string,
  offset: number,
  total: number,
  size: number,
): void {
  if (total !== size) {
    throwSize(place.struct, place.path + name, place.offset + offset, size, total);
  }
}

/** Throws {@link ValidityError} for a number of elements below zero. */
export function checkCount(
  place: Place,
  name: string,
  offset: number,
  count: number,
  expression: string,
): void {
  if (!(count >= 0 && Number.isSafeInteger(count))) {
    throwValue(place, name, offset, `${expression} to be a count from 0 up`, count);
  }
}

/** Throws {@link ValidityError} unless `value` is an array or a typed array of `length` elements. */
export function checkLength(
  place: Place,
  name: string,
  offset: number,
  value: ArrayLike<unknown>,
  length: number,
): void {
  const expected = `an array of ${length} elements`;
  if (!(Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value))) {
    throwValue(place, name, offset, expected, value);
  }
  if (value.length !== length) {
    throwValue(place, `${name}.length`, offset, length, value.length);
  }
}
