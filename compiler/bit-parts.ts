/**
 * Splits a bit field into the integers that it is read through. Pure functions of integers.
 */

/** Bits of a field that lie in one integer of the bytes. */
export interface BitPart {
  /** Bytes from the start of the unit to the integer. */
  readonly offset: number;
  /** Size of the integer in bytes. */
  readonly size: 1 | 2 | 4;
  /** Bits below the part within the integer. */
  readonly shift: number;
  /** Number of bits. */
  readonly width: number;
}

/** The parts of a field in either order of the bytes. */
export interface BitParts {
  readonly big: readonly BitPart[];
  /** The same list as `big` where the parts lie in the same places in both orders. */
  readonly little: readonly BitPart[];
}

/**
 * Returns the parts of the field of `width` bits above the lowest `low` bits of a unit of `size` bytes,
 * least significant first. A field of up to two bytes is one part, and one of up to four is where the
 * unit has room for the integer.
 */
export function bitPartsOf(low: number, width: number, size: number): BitParts {
  const little = littlePartsOf(low, width, size);
  const big = little.map((part) => ({ ...part, offset: size - part.offset - part.size }));
  return { big, little };
}

/**
 * Returns the parts of a field as {@link bitPartsOf} does, for a unit in an order that is not known when
 * compiled: through all of the unit where it is one integer, so that the places are those of both orders.
 */
export function openBitPartsOf(low: number, width: number, size: number): BitParts {
  if (size !== 1 && size !== 2 && size !== 4) return bitPartsOf(low, width, size);
  const parts: readonly BitPart[] = [{ offset: 0, size, shift: low, width }];
  return { big: parts, little: parts };
}

function littlePartsOf(low: number, width: number, unitSize: number): readonly BitPart[] {
  const first = Math.floor(low / 8);
  const last = Math.floor((low + width - 1) / 8);
  const size = partSizeOf(last - first + 1, unitSize);
  const offset = last - first < size ? Math.min(first, unitSize - size) : first;
  const end = Math.min(low + width, (offset + size) * 8);
  const part: BitPart = { offset, size, shift: low - offset * 8, width: end - low };
  return end === low + width ? [part] : [part, ...littlePartsOf(end, low + width - end, unitSize)];
}

/** The integer for a field that touches `touched` bytes. */
function partSizeOf(touched: number, unitSize: number): BitPart["size"] {
  if (touched === 1) return 1;
  if (touched === 2 || unitSize < 4) return 2;
  return 4;
}
