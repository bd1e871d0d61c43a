/** Strings that become texts: everything is checked before the first byte changes. */
import { throwSize } from "./bytes.js";
import { throwWords } from "./text.js";
import type { Text } from "./text.js";
import { throwValidity, throwValue } from "./validity.js";
import type { Place } from "./validity.js";

/** How strings are written in an encoding: the static side of the class of its texts. */
export interface TextEncoding {
  /** Name of the encoding. */
  readonly encoding: string;
  /** Size of a code unit in bytes. */
  readonly unitSize: 1 | 2;
  /** Returns the size of a string in bytes; `-1 - index` if it has at `index` what cannot be written. */
  sizeOf(string: string): number;
  /** Writes a string that can be written. */
  write(view: DataView, offset: number, string: string, littleEndian: boolean): void;
}

/**
 * How a text ends in its bytes: it fills them; it is filled up with a code unit; it ends at the first
 * zero or with them; a zero behind it belongs to them.
 */
export type TextEnd = "full" | "zero" | "terminator" | number;

/**
 * Writes a text over `size` bytes at `offset` of `view`, and fills what it leaves. Throws
 * {@link ValidityError} if the encoding or `end` cannot express it and {@link SizeError} if it does not
 * fit; then nothing is written. `struct`, `path` and `place` are for the error.
 */
export function setText(
  encoding: TextEncoding,
  view: DataView,
  offset: number,
  size: number,
  value: string | Text,
  end: TextEnd,
  struct: string,
  path: string,
  place: number,
  littleEndian: boolean = false,
): void {
  const string = typeof value === "string" ? value : textOf(value, struct, path, place);
  const { unitSize } = encoding;
  const room = end === "terminator" ? size - unitSize : size;
  const length = fit(encoding, string, room, end, struct, path, place);
  if (end === "terminator" && length !== room) throwSize(struct, path, place, room, length);
  encoding.write(view, offset, string, littleEndian);
  const unit = typeof end === "number" ? end : 0;
  for (let at = length; at + unitSize <= size; at += unitSize) {
    if (unitSize === 1) view.setUint8(offset + at, unit);
    else view.setUint16(offset + at, unit, littleEndian);
  }
}

function textOf(value: unknown, struct: string, path: string, place: number): string {
  const isText = typeof value === "object" && value !== null && "firstInvalid" in value;
  // Its own error names the text that is invalid.
  return isText ? String(value) : throwValidity(struct, path, place, "a text", value);
}

/**
 * Returns the size in bytes of a string of a plain object, 0 if it is missing and may be. Throws
 * {@link ValidityError} and {@link SizeError} as {@link setText} does. A `size` of Infinity is any.
 */
export function checkText(
  place: Place,
  name: string,
  offset: number,
  value: string | undefined,
  encoding: TextEncoding,
  size: number,
  end: TextEnd,
): number {
  if (typeof value !== "string") {
    if (value === undefined && place.partial) return 0;
    throwValue(place, name, offset, "a string", value);
  }
  const path = place.path + name;
  return fit(encoding, value, size, end, place.struct, path, place.offset + offset);
}

/** Returns the size of a string in bytes, 0 if there is none. Throws {@link ValidityError}. */
export function sizeOfText(
  encoding: TextEncoding,
  value: string | undefined,
  struct: string,
  path: string,
  place: number,
): number {
  if (value === undefined) return 0;
  return fit(encoding, value, Infinity, "full", struct, path, place);
}

/** Throws {@link ValidityError} if the integer before a part cannot hold its length. */
export function checkPrefix(
  place: Place,
  name: string,
  offset: number,
  length: number,
  maximum: number,
): void {
  if (length > maximum) {
    throwValue(place, name, offset, `a length from 0 to ${maximum}`, length);
  }
}

/** Returns the size of a string that fits. */
function fit(
  encoding: TextEncoding,
  string: string,
  size: number,
  end: TextEnd,
  struct: string,
  path: string,
  place: number,
): number {
  const length = encoding.sizeOf(string);
  if (length < 0) {
    const expected = `a string of characters that ${encoding.encoding} has`;
    throwCharacter(struct, path, place, expected, -1 - length);
  }
  if ((end === "zero" || end === "terminator") && string.includes("\0")) {
    throwCharacter(
      struct,
      path,
      place,
      "a string of characters that are not zero",
      string.indexOf("\0"),
    );
  }
  if (typeof end === "number" && length > 0 && endsIn(encoding, string, end)) {
    const expected = "a string that does not end in what fills it up";
    throwCharacter(struct, path, place, expected, string.length - 1);
  }
  const isWrong = end === "full" ? length !== size && size !== Infinity : length > size;
  if (isWrong) throwSize(struct, path, place, size, length);
  if (end !== "full" && size !== Infinity && size % encoding.unitSize !== 0) {
    throwValidity(struct, path, place, "an even length in bytes", size);
  }
  return length;
}

const last: DataView = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(4));

/** Whether the last code unit of a string, in the bytes, is `unit`. */
function endsIn(encoding: TextEncoding, string: string, unit: number): boolean {
  if (encoding.unitSize === 2) return string.charCodeAt(string.length - 1) === unit;
  const isPair = (string.codePointAt(string.length - 2) ?? 0) > 0xffff;
  const character = string.slice(isPair ? -2 : -1);
  encoding.write(last, 0, character, false);
  return last.getUint8(encoding.sizeOf(character) - 1) === unit;
}

function throwCharacter(
  struct: string,
  path: string,
  place: number,
  expected: string,
  index: number,
): never {
  throwWords(struct, path, place, expected, `another one at index ${index}`);
}
