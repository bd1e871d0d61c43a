import { bytesOf } from "./bytes.js";
import { stringOfBytes } from "./text-decode.js";
import { compareString, compareTexts, copyText, hasSameBytes, showInConsole } from "./text.js";
import type { Text } from "./text.js";

// See `text.ts`.
const $hasSameBytes = hasSameBytes;
const $compareTexts = compareTexts;
const $stringOfBytes = stringOfBytes;

/** A text in ISO 8859-1, one byte for each of the first 256 code points, in place. */
export class Latin1Text implements Text {
  static readonly encoding = "ISO 8859-1";
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
      if (string.charCodeAt(index) > 0xff) return -1 - index;
    }
    return string.length;
  }

  /** Writes a string of such characters. */
  static write(view: DataView, offset: number, string: string): void {
    for (let index = 0; index < string.length; index++) {
      view.setUint8(offset + index, string.charCodeAt(index));
    }
  }

  get encoding(): "ISO 8859-1" {
    return "ISO 8859-1";
  }

  get bytes(): Uint8Array {
    return bytesOf(this.$view, this.$offset, this.length);
  }

  toString(): string {
    return $stringOfBytes(this.$view, this.$offset, this.length);
  }

  toJSON(): string {
    return this.toString();
  }

  equals(other: string | Text): boolean {
    if (typeof other === "string") return this.length === other.length && this.startsWith(other);
    return other instanceof Latin1Text
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
      if (view.getUint8(offset + index) !== start.charCodeAt(index)) return false;
    }
    return true;
  }

  copyTo(target: Uint8Array, offset: number = 0): number {
    return copyText(this, target, offset);
  }

  firstInvalid(): number {
    return -1;
  }

  $codePointAt(at: number): number {
    return this.$view.getUint8(at);
  }

  $widthOf(): number {
    return 1;
  }
}

showInConsole("Latin1Text", Latin1Text.prototype);
