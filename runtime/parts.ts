import type { Bytes } from "./bytes.js";
import { throwSize } from "./bytes.js";
import { SizeError, subjectOf, ValidityError } from "./errors.js";
import type { Report } from "./parse.js";
import { throwValidity } from "./validity.js";
import type { Place } from "./validity.js";

/**
 * Throws for a part of dynamic length, from `start` up to `end` in bytes from the start of the record,
 * with `after` bytes behind it, that does not fit into the `room` that there is. Where an `expression`
 * says how long it is, the end comes from the bytes: {@link ValidityError} if the length is no whole
 * number from 0 up, else {@link SizeError}. It stands alone so that the check before it can be inlined.
 */
export function throwPart(
  start: number,
  end: number,
  after: number,
  room: number,
  struct: string,
  path: string,
  expression?: string,
): never {
  const length = end - start;
  const reason = expression === undefined ? "" : ` (${expression} = ${length})`;
  if (!(length >= 0 && Number.isSafeInteger(length))) {
    throw new ValidityError(
      `${struct}.${path} at offset ${start}: expected a whole number from 0 up, got ${expression} = ${length}`,
      { struct, path, offset: start, expected: "a whole number from 0 up", got: length },
    );
  }
  const needed = end + after;
  const got = Math.max(0, room);
  throw new SizeError(
    `${struct}.${path} at offset ${start}: expected ${needed} bytes${reason}, got ${got}`,
    { struct, path, offset: start, expected: needed, got, needed },
  );
}

/**
 * Returns where the elements at the end of a record end, in bytes from its start: as many elements as
 * fit before `limit`, or `count`, so that the record with its padding is a multiple of `alignment`.
 * Throws {@link SizeError} if `count` elements do not fit.
 */
export function endOfSlice(
  start: number,
  stride: number,
  alignment: number,
  limit: number,
  count: number | undefined,
  struct: string,
  path: string,
): number {
  const room = limit - (limit % alignment) - start;
  // Of elements without bytes, which C has, there are as many as anybody says.
  const elements = count ?? (stride === 0 ? 0 : Math.max(0, Math.floor(room / stride)));
  if (!(Number.isInteger(elements) && elements >= 0 && elements * stride <= room)) {
    throwSlice(start, stride, alignment, limit, elements, struct, path);
  }
  return start + elements * stride;
}

/**
 * Returns the size in bytes of a record with `elements` at its end, with its padding. Throws
 * {@link ValidityError} unless that is a whole number from 0 up.
 */
export function sizeOfSlice(
  start: number,
  stride: number,
  alignment: number,
  elements: number,
  struct: string,
  path: string,
): number {
  if (!(Number.isSafeInteger(elements) && elements >= 0)) {
    throwValidity(struct, path, start, "a count from 0 up", elements);
  }
  return Math.ceil((start + elements * stride) / alignment) * alignment;
}

function throwSlice(
  start: number,
  stride: number,
  alignment: number,
  limit: number,
  elements: number,
  struct: string,
  path: string,
): never {
  const needed = sizeOfSlice(start, stride, alignment, elements, struct, path);
  throw new SizeError(
    `${struct}.${path} at offset ${start}: expected ${needed} bytes for ${elements} elements, got ${limit}`,
    { struct, path, offset: start, expected: needed, got: limit, needed },
  );
}

/**
 * Returns how many elements of `stride` bytes are in `bytes`. Throws {@link SizeError} unless they
 * are exactly `count`, or without a `count` a whole number of elements.
 */
export function countOf(
  bytes: Bytes,
  struct: string,
  stride: number,
  count: number | undefined,
): number {
  const size = bytes.byteLength;
  const elements = count ?? (stride === 0 ? 0 : Math.floor(size / stride));
  if (elements * stride !== size) {
    throwSize(`${struct}[]`, "", 0, (count ?? elements + 1) * stride, size, bytes);
  }
  return elements;
}

/** Returns a 64-bit length as a number. Throws {@link ValidityError} beyond 2^53 - 1. */
export function safeNumber(value: bigint, struct: string, path: string, offset: number): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) {
    throwValidity(struct, path, offset, "an integer within ±(2^53 - 1)", value);
  }
  return number;
}

/**
 * Returns the error for the whole record when the record that is its part `name`, from `start` on,
 * cannot be opened: its place is that in the whole, and the bytes needed are those of the whole, of
 * which `after` follow the part.
 */
export function errorWithin(
  error: unknown,
  struct: string,
  name: string,
  start: number,
  after: number,
): unknown {
  if (!(error instanceof SizeError || error instanceof ValidityError)) return error;
  const path =
    error.path === "" || error.path.startsWith("[") ? name + error.path : `${name}.${error.path}`;
  return movedError(error, struct, path, start, after);
}

/** Returns an error as that of another struct, in which what it is about begins at `start`. */
function movedError(
  error: SizeError | ValidityError,
  struct: string,
  path: string,
  start: number,
  after: number,
): SizeError | ValidityError {
  const offset = start + error.offset;
  const { expected, got } = error;
  if (error instanceof SizeError) {
    const needed = start + error.needed + after;
    const there = start + Number(got) + after;
    return new SizeError(
      `${subjectOf(struct, path)} at offset ${offset}: expected ${needed} bytes, got ${there}`,
      { struct, path, offset, expected: needed, got: there, needed },
    );
  }
  return new ValidityError(
    `${subjectOf(struct, path)} at offset ${offset}: expected ${expected}, got ${got}`,
    { struct, path, offset, expected, got },
  );
}

/** Throws a {@link ValidityError}: a field that has a condition is not there to be written. */
export function throwAbsent(
  struct: string,
  path: string,
  offset: number,
  condition: string,
): never {
  throwValidity(struct, path, offset, `${condition} to hold`, false);
}

/**
 * Returns the values of a sequence that are to be checked: those that are given, else an empty one that
 * stands for all `count`.
 */
export function valuesOf<T extends object>(
  given: readonly T[] | undefined,
  count: number,
  absent: Partial<T> = {},
): readonly Partial<T>[] {
  return given ?? (count > 0 ? [absent] : []);
}

/** Returns the size in bytes of the records of a sequence: those that are given, else `count` empty ones. */
export function sizeOfRecords<T extends object>(
  given: readonly T[] | undefined,
  count: number,
  sizeOf: (value: Partial<T>) => number,
  absent: Partial<T> = {},
): number {
  if (given === undefined) return count > 0 ? count * sizeOf(absent) : 0;
  return given.reduce((size, each) => size + sizeOf(each), 0);
}

/** Opens a record at `place`. One that cannot be opened is reported, with its place in the whole record. */
export function openReported<T>(open: () => T, place: Place, report: Report): T | undefined {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof SizeError || error instanceof ValidityError)) throw error;
    report(movedError(error, place.struct, place.path + error.path, place.offset, 0));
    return undefined;
  }
}
