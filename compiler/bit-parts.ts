/**
 * Splits a bit field into the integers that it is read through. Pure functions of integers.
 */
import type { BitOrder } from "./document.js";

/** Bits of a field that lie in one integer of the bytes. */
export interface BitPart {
  /** Bytes from the start of the stream of bits to the integer. */
  readonly offset: number;
  /** Size of the integer in bytes. */
  readonly unitSize: 1 | 2 | 4;
  /** Bits below the part within the integer. */
  readonly shift: number;
  /** Number of bits. */
  readonly width: number;
}

/**
 * Returns the parts of the field of `width` bits at bit `start` of a stream of `streamSize` bytes,
 * least significant first. A stream that begins with the most significant bit is read through
 * big-endian integers, the other one through little-endian ones. A field of up to two bytes is one
 * part, and one of up to four is where the stream has room for the integer.
 */
export function bitPartsOf(
  start: number,
  width: number,
  streamSize: number,
  bitOrder: BitOrder,
): readonly BitPart[] {
  const first = Math.floor(start / 8);
  const last = Math.floor((start + width - 1) / 8);
  const unitSize = unitSizeOf(last - first + 1, streamSize);
  if (bitOrder === "most-significant-first") {
    const offset =
      last - first < unitSize ? Math.min(first, streamSize - unitSize) : last - unitSize + 1;
    const end = start + width;
    const partStart = Math.max(start, offset * 8);
    const part: BitPart = {
      offset,
      unitSize,
      shift: (offset + unitSize) * 8 - end,
      width: end - partStart,
    };
    return partStart === start
      ? [part]
      : [part, ...bitPartsOf(start, partStart - start, offset, bitOrder)];
  }
  const offset = last - first < unitSize ? Math.min(first, streamSize - unitSize) : first;
  const partEnd = Math.min(start + width, (offset + unitSize) * 8);
  const part: BitPart = {
    offset,
    unitSize,
    shift: start - offset * 8,
    width: partEnd - start,
  };
  return partEnd === start + width
    ? [part]
    : [part, ...bitPartsOf(partEnd, start + width - partEnd, streamSize, bitOrder)];
}

/** The integer for a field that touches `touched` bytes. */
function unitSizeOf(touched: number, streamSize: number): BitPart["unitSize"] {
  if (touched === 1) return 1;
  if (touched === 2 || streamSize < 4) return 2;
  return 4;
}
