/** Numbers that `DataView` has no methods for, or not on every engine. */

/** `DataView` where it has methods for binary16: Node 24, Bun, Deno, current browsers. */
interface Float16View {
  getFloat16(offset: number, littleEndian: boolean): number;
  setFloat16(offset: number, value: number, littleEndian: boolean): void;
}

/** Whether `DataView` has them. */
export const hasFloat16: boolean = /* @__PURE__ */ (() => "getFloat16" in DataView.prototype)();
const scratch: DataView = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

/** Reads an IEEE 754 binary16. */
export function getFloat16(view: DataView, offset: number, littleEndian: boolean): number {
  if (hasFloat16) return (view as unknown as Float16View).getFloat16(offset, littleEndian);
  return decodeFloat16(view.getUint16(offset, littleEndian));
}

/** Writes an IEEE 754 binary16, rounded to the nearest, ties to even. */
export function setFloat16(
  view: DataView,
  offset: number,
  value: number,
  littleEndian: boolean,
): void {
  if (hasFloat16) (view as unknown as Float16View).setFloat16(offset, value, littleEndian);
  else view.setUint16(offset, encodeFloat16(value), littleEndian);
}

/** Returns the number that 16 bits stand for. */
export function decodeFloat16(bits: number): number {
  const size = bits & 0x7fff;
  if (size >= 0x7c00) return size > 0x7c00 ? NaN : bits === size ? Infinity : -Infinity;
  // The same bits in a binary32 stand for a number that is smaller by what the biases of the exponents differ.
  scratch.setUint32(0, ((bits & 0x8000) << 16) | (size << 13));
  return scratch.getFloat32(0) * 2 ** 112;
}

/** Returns the 16 bits that are nearest to a number. */
export function encodeFloat16(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size >= 65520) return sign | 0x7c00;
  // A sum that has no more binary digits behind the point than it is to have is rounded as IEEE 754 says.
  if (size < 2 ** -14) return sign | ((size + 2 ** 28 - 2 ** 28) * 2 ** 24);
  scratch.setFloat64(0, size);
  const high = scratch.getUint32(0);
  const bits = (high >>> 10) - ((1023 - 15) << 10);
  const rest = (high & 0x3ff) + (scratch.getUint32(4) === 0 ? 0 : 0.5);
  // A fraction that rounds up to 0x400 carries into the exponent, which is right.
  return sign | (rest > 0x200 || (rest === 0x200 && (bits & 1) === 1) ? bits + 1 : bits);
}

/** Reads a bfloat16: the upper half of a binary32. */
export function getBfloat16(view: DataView, offset: number, littleEndian: boolean): number {
  scratch.setUint32(0, view.getUint16(offset, littleEndian) << 16);
  return scratch.getFloat32(0);
}

/** Writes a bfloat16, rounded to the nearest, ties to even. */
export function setBfloat16(
  view: DataView,
  offset: number,
  value: number,
  littleEndian: boolean,
): void {
  view.setUint16(offset, encodeBfloat16(value), littleEndian);
}

/** Returns the 16 bits of the bfloat16 that is nearest to a number. */
export function encodeBfloat16(value: number): number {
  if (Number.isNaN(value)) return 0x7fc0;
  scratch.setFloat32(0, value);
  let bits = scratch.getUint32(0);
  // Rounding to a binary32 first must not hide on which side of a tie the number lies.
  const rest = bits & 0xffff;
  const single = scratch.getFloat32(0);
  if (rest === 0x8000 && single !== value && Number.isFinite(single)) {
    return (bits >>> 16) + (Math.abs(value) > Math.abs(single) ? 1 : 0);
  }
  bits += 0x7fff + ((bits >>> 16) & 1);
  return (bits / 0x10000) & 0xffff;
}

/** Whether a 64-bit integer is exact as a `number`. */
export function isSafe(value: bigint): boolean {
  return value >= -0x1fffffffffffffn && value <= 0x1fffffffffffffn;
}

/** Whether a number is a code point that is a character: no half of a surrogate pair. */
export function isCharacter(value: number): boolean {
  return value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
}

/** Returns the code point of the first character of a text. */
export function codePointOf(value: string): number {
  return value.codePointAt(0) ?? 0;
}
