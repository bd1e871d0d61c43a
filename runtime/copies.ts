/** Copies of records, and records in bytes that are still coming. */
import type { Bytes } from "./bytes.js";
import { viewOfExactly } from "./bytes.js";
import { SizeError } from "./errors.js";

/** Returns a view of new memory with the same bytes. */
export function copyOfBytes(bytes: Uint8Array): DataView {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return new DataView(copy.buffer);
}

/**
 * Copies `bytes` over `target`, and returns a view of it. Throws {@link SizeError}, and writes nothing,
 * unless it is exactly as long.
 */
export function copyOver(bytes: Uint8Array, target: Bytes, struct: string): DataView {
  const view = viewOfExactly(target, struct, bytes.length);
  new Uint8Array(view.buffer, view.byteOffset, bytes.length).set(bytes);
  return view;
}

/** Returns how many bytes are missing until there are `size`. */
export function missingBytes(bytes: Bytes, size: number): number {
  return Math.max(0, size - bytes.byteLength);
}

/**
 * Returns how many bytes are missing at least until `open` can open a record over `bytes`: 0 if it does.
 * What is no matter of size is thrown on.
 */
export function missingToOpen(bytes: Bytes, open: () => unknown): number {
  try {
    open();
    return 0;
  } catch (error) {
    if (!(error instanceof SizeError)) throw error;
    // Never 0: what does not open is not there.
    return Math.max(1, error.needed - bytes.byteLength);
  }
}
