/**
 * Texts in place: what the windows of all encodings have in common. There is one class for each
 * encoding, so that their calls stay monomorphic. Comparisons and copies allocate nothing.
 */
import { bytesOf, Hex, throwSize } from "./bytes.js";
import { isSame } from "./equality.js";
import type { LocatedArray } from "./equality.js";
import { LayoutError, subjectOf, ValidityError } from "./errors.js";
import { validityError } from "./validity.js";

// V8 looks at an import whenever it is used, as it may not be initialized, and does not rely on what it holds. With
// constants a short text is compared in half of the time.
const $isSame = isSame;

/** A text in place: a window over the bytes of its content. */
export interface Text {
  /** Name of its encoding. */
  readonly encoding: string;
  /** The view that the text lies in. */
  readonly $view: DataView;
  /** Bytes from the start of `$view` to the content. */
  readonly $offset: number;
  /** Size of the content in bytes. */
  readonly length: number;
  /** The bytes of the content. Shares memory with the record. */
  readonly bytes: Uint8Array;
  /** Returns the text as a string. Throws `ValidityError` where the content breaks the encoding. */
  toString(): string;
  /** Returns the text as a string, for `JSON.stringify`. */
  toJSON(): string;
  /** Whether this is the same text, in whatever encoding. */
  equals(other: string | Text): boolean;
  /** Returns -1, 0 or 1: the order of two texts by code points. Both must be valid. */
  compare(other: string | Text): -1 | 0 | 1;
  /** Whether the text begins with `start`. */
  startsWith(start: string): boolean;
  /** Copies the content to `offset` of `target` and returns its size in bytes. Throws `SizeError`. */
  copyTo(target: Uint8Array, offset?: number): number;
  /** Returns where in the content the first bytes lie that break the encoding, or -1. */
  firstInvalid(): number;
  /** Returns the code point at `at` of the view; one beyond Unicode for what breaks the encoding. */
  $codePointAt(at: number): number;
  /** Returns how many bytes a code point takes. */
  $widthOf(codePoint: number): number;
  /** Struct, path and offset in the record: what errors tell. */
  readonly $struct: string;
  readonly $path: string;
  readonly $place: number;
}

/** The first number that is no code point: what breaks an encoding counts from here on. */
export const beyondUnicode = 0x110000;

/** Returns the order of two texts by code points. */
export function compareTexts(a: Text, b: Text): -1 | 0 | 1 {
  const endOfA = a.$offset + a.length;
  const endOfB = b.$offset + b.length;
  let at = a.$offset;
  let other = b.$offset;
  while (at < endOfA && other < endOfB) {
    const point = a.$codePointAt(at);
    const otherPoint = b.$codePointAt(other);
    if (point !== otherPoint) return point < otherPoint ? -1 : 1;
    at += a.$widthOf(point);
    other += b.$widthOf(point);
  }
  return at < endOfA ? 1 : other < endOfB ? -1 : 0;
}

/** Returns the order of a text and a string by code points. */
export function compareString(text: Text, string: string): -1 | 0 | 1 {
  const end = text.$offset + text.length;
  let at = text.$offset;
  let index = 0;
  while (at < end && index < string.length) {
    const point = text.$codePointAt(at);
    const other = string.codePointAt(index) ?? 0;
    if (point !== other) return point < other ? -1 : 1;
    at += text.$widthOf(point);
    index += other > 0xffff ? 2 : 1;
  }
  return at < end ? 1 : index < string.length ? -1 : 0;
}

/** Whether two texts of single bytes are the same ones. */
export function hasSameBytes(a: LocatedArray, b: LocatedArray): boolean {
  return a.length === b.length && $isSame(a.$view, a.$offset, b.$view, b.$offset, a.length);
}

/** Copies the content of a text. Throws {@link SizeError} if it does not fit behind `offset`. */
export function copyText(text: Text, target: Uint8Array, offset: number): number {
  const { $view: view, $offset: start, length } = text;
  if (!(offset >= 0 && offset + length <= target.length)) {
    const room = Math.max(0, target.length - offset);
    throwSize(text.$struct, text.$path, text.$place, length, room, target);
  }
  // Of long ones the window costs less than the loop; so it does where the memory overlaps.
  if (length > 32 || target.buffer === view.buffer) {
    target.set(bytesOf(view, start, length), offset);
  } else {
    for (let index = 0; index < length; index++)
      target[offset + index] = view.getUint8(start + index);
  }
  return length;
}

/** Throws a {@link ValidityError} for the content of a text that breaks its encoding. */
export function throwText(text: Text): never {
  throw errorOf(text, text.$struct, text.$path, text.$place);
}

function errorOf(text: Text, struct: string, path: string, place: number): LayoutError {
  const at = Math.max(0, text.firstInvalid());
  const size = Math.min(text.encoding === "UTF-16" ? 2 : 1, text.length - at);
  const found = new Hex(bytesOf(text.$view, text.$offset + at, size));
  return validityError(struct, path, place + at, `valid ${text.encoding}`, found);
}

/** Has `console.log` of Node show a text as its class and its words. */
export function showInConsole(name: string, prototype: Text): void {
  Object.defineProperty(prototype, Symbol.for("nodejs.util.inspect.custom"), {
    value(this: Text): string {
      const isValid = this.firstInvalid() < 0;
      return `${name}(${isValid ? JSON.stringify(this.toString()) : "<invalid>"})`;
    },
  });
}

/** Returns how long a text is that ends before the units of `pad` at the end of `size` bytes. */
export function lengthBeforePad(view: DataView, offset: number, size: number, pad: number): number {
  let length = size;
  while (length > 0 && view.getUint8(offset + length - 1) === pad) length--;
  return length;
}

/** The same with units of two bytes. Half a unit at the end belongs to the text, which is invalid. */
export function lengthBeforePad16(
  view: DataView,
  offset: number,
  size: number,
  pad: number,
  littleEndian: boolean,
): number {
  let length = size;
  if (size % 2 !== 0) return size;
  while (length > 0 && view.getUint16(offset + length - 2, littleEndian) === pad) length -= 2;
  return length;
}

/** Returns how long a text is that ends before the first zero in `size` bytes, or with them. */
export function lengthBeforeZero(view: DataView, offset: number, size: number): number {
  let length = 0;
  while (length < size && view.getUint8(offset + length) !== 0) length++;
  return length;
}

/** The same with units of two bytes. */
export function lengthBeforeZero16(view: DataView, offset: number, size: number): number {
  for (let length = 0; length + 2 <= size; length += 2) {
    if (view.getUint16(offset + length) === 0) return length;
  }
  return size;
}

/** A place to report mistakes to. */
interface PlaceInRecord {
  readonly struct: string;
  readonly path: string;
  readonly offset: number;
}

/** Reports a text whose content breaks its encoding. */
export function reportText(
  place: PlaceInRecord,
  name: string,
  offset: number,
  text: Text,
  report: (error: LayoutError) => void,
): void {
  if (text.firstInvalid() < 0) return;
  report(errorOf(text, place.struct, place.path + name, place.offset + offset));
}

/**
 * Returns where a text ends, with its zero, that starts at `start` of the record at `offset`, and is
 * followed by `after` bytes in the `room` that there is. Throws {@link SizeError} if it has no zero in
 * there, {@link ValidityError} if it has none behind its first `maximum` bytes.
 */
export function endOfText(
  view: DataView,
  offset: number,
  start: number,
  after: number,
  room: number,
  maximum: number,
  struct: string,
  path: string,
): number {
  const limit = Math.min(room - after, start + maximum + 1);
  for (let at = start; at < limit; at++) {
    if (view.getUint8(offset + at) === 0) return at + 1;
  }
  return throwUnended(start, after, room, maximum, 1, struct, path, view);
}

/** The same with units of two bytes. */
export function endOfText16(
  view: DataView,
  offset: number,
  start: number,
  after: number,
  room: number,
  maximum: number,
  struct: string,
  path: string,
): number {
  const limit = Math.min(room - after, start + maximum + 2);
  for (let at = start; at + 2 <= limit; at += 2) {
    if (view.getUint16(offset + at) === 0) return at + 2;
  }
  return throwUnended(start, after, room, maximum, 2, struct, path, view);
}

function throwUnended(
  start: number,
  after: number,
  room: number,
  maximum: number,
  unitSize: number,
  struct: string,
  path: string,
  view: DataView,
): never {
  const searched = Math.max(0, room - after - start);
  if (searched >= maximum + unitSize) {
    throwWords(struct, path, start, `a zero after at most ${maximum} bytes`, "none");
  }
  // The text needs at least one unit more than there is.
  const whole = searched - (searched % unitSize);
  return throwSize(struct, path, start, start + whole + unitSize + after, room, view);
}

/** Throws a {@link ValidityError} that says in words what was found. */
export function throwWords(
  struct: string,
  path: string,
  offset: number,
  expected: string,
  got: string,
): never {
  throw new ValidityError(
    `${subjectOf(struct, path)} at offset ${offset}: expected ${expected}, got ${got}`,
    { struct, path, offset, expected, got },
  );
}
