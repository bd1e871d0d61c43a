import { bytesOf } from "./bytes.js";
import { stringOfBytes } from "./text-decode.js";
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
const $stringOfBytes = stringOfBytes;
const $throwText = throwText;

/** A text in ASCII, one byte from 0 to 127 for each character, in place. */
export class AsciiText implements Text {
  static readonly encoding = "ASCII";
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

  /** Returns the size of a string in bytes; `-1 - index` if it has another character at `index`. */
  static sizeOf(string: string): number {
    for (let index = 0; index < string.length; index++) {
      if (string.charCodeAt(index) > 0x7f) return -1 - index;
    }
    return string.length;
  }

  /** Writes a string of such characters. */
  static write(view: DataView, offset: number, string: string): void {
    for (let index = 0; index < string.length; index++) {
      view.setUint8(offset + index, string.charCodeAt(index));
    }
  }

  get encoding(): "ASCII" {
    return "ASCII";
  }

  get bytes(): Uint8Array {
    return bytesOf(this.$view, this.$offset, this.length);
  }

  toString(): string {
    if (this.firstInvalid() >= 0) $throwText(this);
    return $stringOfBytes(this.$view, this.$offset, this.length);
  }

  toJSON(): string {
    return this.toString();
  }

  equals(other: string | Text): boolean {
    if (typeof other === "string") {
      if (this.length !== other.length) return false;
      const encoded = $encodedString(other);
      // Other characters take more bytes than they have code units.
      return encoded === undefined ? this.startsWith(other) : $hasSameBytes(this, encoded);
    }
    return other instanceof AsciiText
      ? $hasSameBytes(this, other)
      : $compareTexts(this, other) === 0;
  }

  compare(other: string | Text): -1 | 0 | 1 {
    return typeof other === "string" ? compareString(this, other) : $compareTexts(this, other);
  }

  startsWith(start: string): boolean {
    const { $view: view, $offset: offset } = this;
    if (start.length > this.length) return false;
    for (let index = 0; index < start.length; index++) {
      const unit = start.charCodeAt(index);
      if (unit > 0x7f || view.getUint8(offset + index) !== unit) return false;
    }
    return true;
  }

  copyTo(target: Uint8Array, offset: number = 0): number {
    return copyText(this, target, offset);
  }

  firstInvalid(): number {
    const { $view: view, $offset: offset, length } = this;
    for (let index = 0; index < length; index++) {
      if (view.getUint8(offset + index) > 0x7f) return index;
    }
    return -1;
  }

  $codePointAt(at: number): number {
    const byte = this.$view.getUint8(at);
    return byte > 0x7f ? beyondUnicode + byte : byte;
  }

  $widthOf(): number {
    return 1;
  }
}

showInConsole("AsciiText", AsciiText.prototype);
