/** Fields that are one of several structs, or a run of bytes. */
import { throwSize } from "./bytes.js";
import { ValidityError, subjectOf } from "./errors.js";

/** What such a field is. */
type Case = Uint8Array | { readonly $struct: string; readonly $bytes: Uint8Array };

/**
 * Copies the bytes of `value` over `target`, which a field is now. Throws {@link ValidityError} if they are
 * of two structs, `SizeError` if they are not equally long, and writes nothing then. `struct`,
 * `path` and `offset` are for it.
 */
export function setCase(
  target: Case,
  value: Case,
  struct: string,
  path: string,
  offset: number,
): void {
  const [expected, got] = [nameOf(target), nameOf(value)];
  if (expected !== got) {
    const message = `${subjectOf(struct, path)} at offset ${offset}: expected ${expected}, got ${got}`;
    throw new ValidityError(message, { struct, path, offset, expected, got });
  }
  const [bytes, given] = [bytesIn(target), bytesIn(value)];
  if (given.length !== bytes.length) {
    throwSize(struct, path, offset, bytes.length, given.length, given);
  }
  bytes.set(given);
}

function nameOf(value: Case): string {
  return value instanceof Uint8Array ? "bytes" : value.$struct;
}

function bytesIn(value: Case): Uint8Array {
  return value instanceof Uint8Array ? value : value.$bytes;
}
