/** Addresses in a memory, whose first byte is the first one of its buffer. */
import type { ElementArray } from "./arrays.js";
import { SizeError } from "./errors.js";

/** Returns a view of all of the buffer that `view` lies in: itself if it is one. */
export function memoryOf(view: DataView): DataView {
  const { buffer, byteOffset, byteLength } = view;
  return byteOffset === 0 && byteLength === buffer.byteLength ? view : new DataView(buffer);
}

/**
 * Returns where the `size` bytes at `address` lie in the buffer of `view`; -1 for the address 0. Throws
 * {@link SizeError} if they do not: the address is that in the field `path`, at `offset`.
 */
export function placeOfTarget(
  view: DataView,
  address: number | bigint,
  size: number,
  struct: string,
  path: string,
  offset: number,
): number {
  const place = Number(address);
  if (place === 0) return -1;
  const got = view.buffer.byteLength;
  // An address beyond 2^53 is not exact, and far outside.
  if (place + size > got) {
    const needed = place + size;
    const shown = `0x${address.toString(16)}`;
    throw new SizeError(
      `${struct}.${path} at offset ${offset}: expected ${size} bytes at the address ${shown}, got a buffer of ${got}`,
      { struct, path, offset, expected: needed, got, needed },
    );
  }
  return place;
}

/**
 * Returns where what the address at `index` of `addresses` leads to lies, as {@link placeOfTarget} does.
 * They are `stride` bytes apart, in the field `path` of a record at the offset `record`. Throws
 * `IndexError` for what is no index.
 */
export function placeOfTargetAt(
  addresses: ElementArray<number | bigint>,
  index: number,
  stride: number,
  size: number,
  struct: string,
  path: string,
  record: number,
): number {
  const address = addresses.at(index);
  const place = Number(address);
  if (place === 0) return -1;
  const { $view, $offset, length } = addresses;
  if (place + size <= $view.buffer.byteLength) return place;
  const at = index < 0 ? index + length : index;
  const offset = $offset - record + at * stride;
  return placeOfTarget($view, address, size, struct, `${path}[${at}]`, offset);
}
