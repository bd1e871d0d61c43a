import { bytesOf } from "./bytes.js";
import { decodeUtf8, stringOfBytes } from "./text-decode.js";
import {
  beyondUnicode,
  compareString,
  compareTexts,
  copyText,
  hasSameBytes,
  showInConsole,
  throwText,
} from "./text.js";
import { encodedString } from "./text-encoded.js";
import type { Text } from "./text.js";

// See `text.ts`.
const $hasSameBytes = hasSameBytes;
const $compareTexts = compareTexts;
const $encodedString = encodedString;
const $decodeUtf8 = decodeUtf8;
const $stringOfBytes = stringOfBytes;
const $throwText = throwText;

/** A text in UTF-8 in place. Well-formed is what the Unicode standard says, table 3-7. */
export class Utf8Text implements Text {
  static readonly encoding = "UTF-8";
  static readonly unitSize = 1;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  /** Size of the content in bytes. */
  declare readonly length: number;
  declare readonly $struct: string;
  declare readonly $path: string;
  declare readonly $place: number;

  /** Views the text of `length` bytes at `offset` of `view`. Checks nothing. */
  constructor(
    view: DataView,
    offset: number,
    length: number,
    struct: string,
    path: string,
    place: number,
  ) {
    this.$view = view;
    this.$offset = offset;
    this.length = length;
    this.$struct = struct;
    this.$path = path;
    this.$place = place;
  }

  /** Returns the size of a string in bytes; `-1 - index` if it has half of a pair at `index`. */
  static sizeOf(string: string): number {
    let size = string.length;
    for (let index = 0; index < string.length; index++) {
      const unit = string.charCodeAt(index);
      if (unit < 0x80) continue;
      if (unit < 0x800) size += 1;
      else if (unit < 0xd800 || unit > 0xdfff) size += 2;
      else {
        if ((string.codePointAt(index) ?? 0) <= 0xffff) return -1 - index;
        size += 2;
        index++;
      }
    }
    return size;
  }

  /** Writes a string whose characters are whole. */
  static write(view: DataView, offset: number, string: string): void {
    let at = offset;
    for (let index = 0; index < string.length; index++) {
      const unit = string.charCodeAt(index);
      if (unit < 0x80) view.setUint8(at++, unit);
      else if (unit < 0x800) {
        view.setUint8(at++, 0xc0 | (unit >>> 6));
        view.setUint8(at++, 0x80 | (unit & 0x3f));
      } else if (unit < 0xd800 || unit > 0xdfff) {
        view.setUint8(at++, 0xe0 | (unit >>> 12));
        view.setUint8(at++, 0x80 | ((unit >>> 6) & 0x3f));
        view.setUint8(at++, 0x80 | (unit & 0x3f));
      } else {
        const point = string.codePointAt(index++) ?? 0;
        view.setUint8(at++, 0xf0 | (point >>> 18));
        view.setUint8(at++, 0x80 | ((point >>> 12) & 0x3f));
        view.setUint8(at++, 0x80 | ((point >>> 6) & 0x3f));
        view.setUint8(at++, 0x80 | (point & 0x3f));
      }
    }
  }

  get encoding(): "UTF-8" {
    return "UTF-8";
  }

  get bytes(): Uint8Array {
    return bytesOf(this.$view, this.$offset, this.length);
  }

  toString(): string {
    const { $view: view, $offset: offset, length } = this;
    const end = offset + length;
    if (length <= shortest) {
      if (isAscii(view, offset, length)) return $stringOfBytes(view, offset, length);
      let string = "";
      for (let at = offset; at < end;) {
        const byte = view.getUint8(at);
        if (byte < 0x80) {
          string += String.fromCharCode(byte);
          at++;
          continue;
        }
        const point = codePointAt(view, at, end);
        if (point >= beyondUnicode) $throwText(this);
        // V8 has code of its own for what is one code unit.
        string += point > 0xffff ? String.fromCodePoint(point) : String.fromCharCode(point);
        at += widthOf(point);
      }
      return string;
    }
    try {
      return $decodeUtf8(view, offset, length);
    } catch (error) {
      if (this.firstInvalid() >= 0) $throwText(this);
      throw error;
    }
  }

  toJSON(): string {
    return this.toString();
  }

  equals(other: string | Text): boolean {
    if (typeof other === "string") {
      // A code unit takes one byte at least.
      if (this.length < other.length) return false;
      const encoded = $encodedString(other);
      return encoded === undefined
        ? this.#matched(other) === this.length
        : $hasSameBytes(this, encoded);
    }
    return other instanceof Utf8Text
      ? $hasSameBytes(this, other)
      : $compareTexts(this, other) === 0;
  }

  compare(other: string | Text): -1 | 0 | 1 {
    return typeof other === "string" ? compareString(this, other) : compareTexts(this, other);
  }

  startsWith(start: string): boolean {
    return this.#matched(start) >= 0;
  }

  copyTo(target: Uint8Array, offset: number = 0): number {
    return copyText(this, target, offset);
  }

  firstInvalid(): number {
    const { $view: view, $offset: offset, length } = this;
    const end = offset + length;
    for (let at = offset; at < end;) {
      const point = codePointAt(view, at, end);
      if (point >= beyondUnicode) return at - offset;
      at += widthOf(point);
    }
    return -1;
  }

  $codePointAt(at: number): number {
    return codePointAt(this.$view, at, this.$offset + this.length);
  }

  $widthOf(codePoint: number): number {
    return widthOf(codePoint);
  }

  /** Returns the size of a string that the content begins with, else -1. */
  #matched(string: string): number {
    const { $view: view, $offset: offset, length } = this;
    const end = offset + length;
    let at = offset;
    for (let index = 0; index < string.length; index++) {
      if (at >= end) return -1;
      const unit = string.charCodeAt(index);
      if (unit < 0x80) {
        if (view.getUint8(at++) !== unit) return -1;
        continue;
      }
      const point = string.codePointAt(index) ?? 0;
      // Half of a pair is never read from the bytes.
      if (codePointAt(view, at, end) !== point) return -1;
      at += widthOf(point);
      if (point > 0xffff) index++;
    }
    return at - offset;
  }
}

showInConsole("Utf8Text", Utf8Text.prototype);

/** Up to so many bytes the loop costs less than the platform's decoder. */
const shortest = 16;

/** Returns the code point at `at`, before `end`; for a byte that begins none, one beyond Unicode. */
function codePointAt(view: DataView, at: number, end: number): number {
  const lead = view.getUint8(at);
  if (lead < 0x80) return lead;
  // Short enough for V8 to inline it.
  if (lead > 0xdf || lead < 0xc2 || at + 2 > end) return longCodePointAt(view, at, end, lead);
  const second = view.getUint8(at + 1) ^ 0x80;
  return second > 0x3f ? beyondUnicode + lead : ((lead & 0x1f) << 6) | second;
}

/** The same for one of three or four bytes, or none. */
function longCodePointAt(view: DataView, at: number, end: number, lead: number): number {
  const invalid = beyondUnicode + lead;
  const width = lead < 0xf0 ? 3 : 4;
  if (lead < 0xe0 || lead > 0xf4 || at + width > end) return invalid;
  const second = view.getUint8(at + 1) ^ 0x80;
  const third = view.getUint8(at + 2) ^ 0x80;
  if (second > 0x3f || third > 0x3f) return invalid;
  if (width === 3) {
    const point = ((lead & 0x0f) << 12) | (second << 6) | third;
    return point < 0x800 || (point >= 0xd800 && point <= 0xdfff) ? invalid : point;
  }
  const fourth = view.getUint8(at + 3) ^ 0x80;
  if (fourth > 0x3f) return invalid;
  const point = ((lead & 0x07) << 18) | (second << 12) | (third << 6) | fourth;
  return point < 0x10000 || point >= beyondUnicode ? invalid : point;
}

/** Whether bytes are characters of one byte: words of 32 bits first. */
function isAscii(view: DataView, offset: number, length: number): boolean {
  let index = 0;
  for (; index + 4 <= length; index += 4) {
    if ((view.getInt32(offset + index) & 0x80808080) !== 0) return false;
  }
  for (; index < length; index++) {
    if (view.getUint8(offset + index) > 0x7f) return false;
  }
  return true;
}

function widthOf(point: number): number {
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  if (point < 0x10000) return 3;
  return point < beyondUnicode ? 4 : 1;
}
