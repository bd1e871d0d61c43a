import { SizeError, subjectOf } from "./errors.js";

/** Anything that holds bytes. A view into a larger buffer keeps its own offset and length. */
export type Bytes = ArrayBufferLike | ArrayBufferView;

/** Order of the bytes of a scalar. */
export type ByteOrder = "big" | "little";

/** Returns a `DataView` over exactly the bytes of `bytes`. Copies nothing. */
export function viewOf(bytes: Bytes): DataView {
  return ArrayBuffer.isView(bytes)
    ? new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new DataView(bytes, 0, bytes.byteLength);
}

/** Returns a `DataView` over `bytes`. Throws {@link SizeError} unless they are exactly `size`. */
export function viewOfExactly(bytes: Bytes, struct: string, size: number): DataView {
  if (bytes.byteLength !== size) throwSize(struct, "", 0, size, bytes.byteLength, bytes);
  return viewOf(bytes);
}

/** Returns a `DataView` over the first `size` bytes. Throws {@link SizeError} if they are fewer. */
export function viewOfPrefix(bytes: Bytes, struct: string, size: number): DataView {
  if (!(bytes.byteLength >= size)) throwSize(struct, "", 0, size, bytes.byteLength, bytes);
  return ArrayBuffer.isView(bytes)
    ? new DataView(bytes.buffer, bytes.byteOffset, size)
    : new DataView(bytes, 0, size);
}

/** Returns a `DataView` over the last `size` bytes. Throws {@link SizeError} if they are fewer. */
export function viewOfSuffix(bytes: Bytes, struct: string, size: number): DataView {
  const start = bytes.byteLength - size;
  if (!(start >= 0)) throwSize(struct, "", 0, size, bytes.byteLength, bytes);
  return ArrayBuffer.isView(bytes)
    ? new DataView(bytes.buffer, bytes.byteOffset + start, size)
    : new DataView(bytes, start, size);
}

/** Whether `bytes` begin at a multiple of `alignment` in their buffer. */
export function isAligned(bytes: Bytes, alignment: number): boolean {
  return !ArrayBuffer.isView(bytes) || bytes.byteOffset % alignment === 0;
}

/** Returns the bytes from `start` up to `end`, which must lie within `bytes`. Copies nothing. */
export function bytesBetween(bytes: Bytes, start: number, end: number): Uint8Array {
  return ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start)
    : new Uint8Array(bytes, start, end - start);
}

/** Returns the `length` bytes at `offset` of `view`. Copies nothing. */
export function bytesOf(view: DataView, offset: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + offset, length);
}

/** Whether `bytes` are those of `content`. */
export function hasContent(bytes: Uint8Array, content: readonly number[]): boolean {
  if (bytes.length !== content.length) return false;
  for (let index = 0; index < content.length; index++) {
    if (bytes[index] !== content[index]) return false;
  }
  return true;
}

/** The first bytes of a run as hexadecimal digits: what an error shows of bytes. */
export class Hex {
  readonly digits: string;

  constructor(bytes: Uint8Array) {
    const shown = Array.from(bytes.subarray(0, 16), (byte) => byte.toString(16).padStart(2, "0"));
    this.digits = `${shown.join(" ")}${bytes.length > 16 ? " ..." : ""}`;
  }
}

/** Returns the `length` signed bytes at `offset` of `view`. Copies nothing. */
export function int8sOf(view: DataView, offset: number, length: number): Int8Array {
  return new Int8Array(view.buffer, view.byteOffset + offset, length);
}

/**
 * Copies `value` over the `length` bytes at `offset` of `view`. Throws {@link SizeError}, and
 * writes nothing, unless `value` is exactly as long. `struct`, `path` and `offsetInRecord` are for it.
 */
export function setBytes(
  view: DataView,
  offset: number,
  length: number,
  value: Uint8Array | Int8Array,
  struct: string,
  path: string,
  offsetInRecord: number,
): void {
  if (value.length !== length) throwSize(struct, path, offsetInRecord, length, value.length, value);
  bytesOf(view, offset, length).set(value);
}

/**
 * Copies `value` over the first of the `length` bytes at `offset` of `view`, and clears those behind it.
 * Throws {@link SizeError}, and writes nothing, if `value` is longer than that.
 */
export function setPadded(
  view: DataView,
  offset: number,
  length: number,
  value: Uint8Array,
  struct: string,
  path: string,
  offsetInRecord: number,
): void {
  if (value.length > length) throwSize(struct, path, offsetInRecord, length, value.length, value);
  const bytes = bytesOf(view, offset, length);
  bytes.set(value);
  bytes.fill(0, value.length);
}

/**
 * Throws {@link SizeError} for a record of `size` bytes that does not fit at `offset` of `view`, or not before
 * `end` if it is given.
 */
export function throwRoom(
  view: DataView,
  offset: number,
  end: number | undefined,
  size: number,
  struct: string,
): never {
  const room = offset >= 0 ? Math.min(end ?? Infinity, view.byteLength) - offset : 0;
  throwSize(struct, "", 0, size, Math.max(0, room), view);
}

/**
 * Returns the offset behind the bytes of `view` that lie before `end`. Throws {@link SizeError} unless `size`
 * of them lie at `offset`.
 */
export function limitOf(
  view: DataView,
  offset: number,
  end: number | undefined,
  size: number,
  struct: string,
): number {
  try {
    if (end !== undefined && offset >= 0 && offset + size <= end) {
      // V8 calls a function for the length of a view, which takes as long as four reads.
      view.getUint8(end - 1);
      return end;
    }
  } catch {
    // There are less bytes: their number tells.
  }
  return limitOfView(view, offset, end, size, struct);
}

function limitOfView(
  view: DataView,
  offset: number,
  end: number | undefined,
  size: number,
  struct: string,
): number {
  const limit = Math.min(end ?? Infinity, view.byteLength);
  if (!(offset >= 0 && offset + size <= limit)) throwRoom(view, offset, end, size, struct);
  return limit;
}

/**
 * Throws a {@link SizeError}: `got` bytes where `expected` are needed. It stands alone so that the
 * checks before it stay small enough to be inlined.
 */
export function throwSize(
  struct: string,
  path: string,
  offset: number,
  expected: number,
  got: number,
  bytes?: Bytes,
): never {
  let reason = "";
  try {
    // Throws if the memory is gone: `ArrayBuffer.detached` does not exist before Node 22.
    if (bytes) viewOf(bytes);
  } catch {
    reason = "; the buffer is detached";
  }
  throw new SizeError(
    `${subjectOf(struct, path)}: expected ${expected} bytes, got ${got}${reason}`,
    {
      struct,
      path,
      offset,
      expected,
      got,
      needed: expected,
    },
  );
}
