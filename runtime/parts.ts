import type { Bytes } from "./bytes.js";
import { throwSize } from "./bytes.js";
import { SizeError, ValidityError } from "./errors.js";

/**
 * Returns where a part of dynamic length ends, in bytes from the start of the record.
 *
 * `length` comes from the bytes and is not trusted: throws {@link ValidityError} if it is no whole
 * number from 0 up, and {@link SizeError} if the part and the `after` bytes that follow it do not
 * end by `limit`.
 */
export function endOfPart(
  start: number,
  length: number,
  after: number,
  limit: number,
  struct: string,
  path: string,
  expression: string,
): number {
  const end = start + length;
  if (!(length >= 0 && end + after <= limit)) {
    throwPart(start, length, after, limit, struct, path, expression);
  }
  return end;
}

function throwPart(
  start: number,
  length: number,
  after: number,
  limit: number,
  struct: string,
  path: string,
  expression: string,
): never {
  if (!(length >= 0 && length <= Number.MAX_SAFE_INTEGER)) {
    throw new ValidityError(
      `${struct}.${path} at offset ${start}: expected a length from 0 up, got ${expression} = ${length}`,
      { struct, path, offset: start, expected: "a length from 0 up", got: length },
    );
  }
  const needed = start + length + after;
  const got = Math.max(0, limit);
  throw new SizeError(
    `${struct}.${path} at offset ${start}: expected ${needed} bytes (${expression} = ${length}), got ${got}`,
    { struct, path, offset: start, expected: needed, got, needed },
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
  const elements = count ?? Math.floor(size / stride);
  if (elements * stride !== size) {
    throwSize(`${struct}[]`, "", 0, (count ?? elements + 1) * stride, size, bytes);
  }
  return elements;
}

/** Returns a 64-bit length as a number. Throws {@link ValidityError} beyond 2^53 - 1. */
export function safeNumber(value: bigint, struct: string, path: string, offset: number): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) {
    const expected = "an integer within ±(2^53 - 1)";
    throw new ValidityError(
      `${struct}.${path} at offset ${offset}: expected ${expected}, got ${value}`,
      { struct, path, offset, expected, got: value },
    );
  }
  return number;
}
