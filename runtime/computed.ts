import { bytesOf } from "./bytes.js";
import { ValidityError } from "./errors.js";
import { throwValidity } from "./validity.js";
import type { Place } from "./validity.js";

/** Returns the error for a record, or a plain object, that breaks a rule of its struct. */
export function broken({ struct, path, offset }: Place, rule: string, got: string): ValidityError {
  const within = path.replace(/\.$/, "");
  const subject = within === "" ? struct : `${struct}.${within}`;
  return new ValidityError(`${subject} at offset ${offset}: expected ${rule}, got ${got}`, {
    struct,
    path: within,
    offset,
    expected: rule,
    got,
  });
}

/** Returns a computed value. Throws {@link ValidityError} unless it is an integer that its field holds. */
export function fitting(
  value: number,
  minimum: number,
  maximum: number,
  struct: string,
  path: string,
  offset: number,
): number {
  if (!(Number.isSafeInteger(value) && value >= minimum && value <= maximum)) {
    throwValidity(struct, path, offset, `an integer from ${minimum} to ${maximum}`, value);
  }
  return value;
}

/** A number that no field holds. */
const beyond = /* @__PURE__ */ BigInt(-(2 ** 200));

/** Returns a whole number as a `bigint`, and for any other one a `bigint` that no field holds. */
export function bigintFrom(value: number): bigint {
  return Number.isSafeInteger(value) ? BigInt(value) : beyond;
}

/** Returns a copy of `length` bytes at `offset` of `view`, in which those from `start` to `end` are zero. */
export function bytesWithout(
  view: DataView,
  offset: number,
  length: number,
  start: number,
  end: number,
): Uint8Array {
  return bytesOf(view, offset, length).slice().fill(0, start, end);
}

/** Whether `length` bytes at `offset` of `view` are zero. */
export function isZero(view: DataView, offset: number, length: number): boolean {
  for (let index = 0; index < length; index++) {
    if (view.getUint8(offset + index) !== 0) return false;
  }
  return true;
}
