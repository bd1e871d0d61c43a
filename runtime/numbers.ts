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
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 0x400) * 2 ** (exponent - 15);
}

/** Returns the 16 bits that are nearest to a number. */
export function encodeFloat16(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size >= 65520) return sign | 0x7c00;
  if (size < 2 ** -14) return sign | roundToEven(size / 2 ** -24);
  // A double's exponent is exact here: `size` is far from the subnormal doubles.
  scratch.setFloat64(0, size);
  const exponent = (scratch.getUint16(0) >>> 4) - 1023;
  // A fraction that rounds up to 0x400 carries into the exponent, which is right.
  return sign | (((exponent + 15) << 10) + roundToEven((size / 2 ** exponent - 1) * 0x400));
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest > 0.5 ? floor + 1 : floor;
  return floor % 2 === 0 ? floor : floor + 1;
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
