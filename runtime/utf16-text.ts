import { bytesOf } from "./bytes.js";
import { stringOfUnits16 } from "./text-decode.js";
import {
  beyondUnicode,
  compareString,
  compareTexts,
  copyText,
  hasSameBytes,
  showInConsole,
  throwText,
} from "./text.js";
import type { Text } from "./text.js";

// See `text.ts`.
const $hasSameBytes = hasSameBytes;
const $compareTexts = compareTexts;
const $stringOfUnits16 = stringOfUnits16;
const $throwText = throwText;

/** A text in UTF-16 in place. Its length is in bytes; half of a pair is invalid. */
export class Utf16Text implements Text {
  static readonly encoding = "UTF-16";
  static readonly unitSize = 2;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  /** Size of the content in bytes. */
  declare readonly length: number;
  declare readonly $struct: string;
  declare readonly $path: string;
  declare readonly $place: number;
  declare readonly $littleEndian: boolean;

  /** Views the text of `length` bytes at `offset` of `view`. Checks nothing. */
  constructor(
    view: DataView,
    offset: number,
    length: number,
    struct: string,
    path: string,
    place: number,
    littleEndian: boolean,
  ) {
    this.$view = view;
    this.$offset = offset;
    this.length = length;
    this.$struct = struct;
    this.$path = path;
    this.$place = place;
    this.$littleEndian = littleEndian;
  }

  /** Returns the size of a string in bytes; `-1 - index` if it has half of a pair at `index`. */
  static sizeOf(string: string): number {
    for (let index = 0; index < string.length; index++) {
      const unit = string.charCodeAt(index);
      if (unit < 0xd800 || unit > 0xdfff) continue;
      if ((string.codePointAt(index) ?? 0) <= 0xffff) return -1 - index;
      index++;
    }
    return string.length * 2;
  }

  /** Writes the code units of a string. */
  static write(view: DataView, offset: number, string: string, littleEndian: boolean): void {
    for (let index = 0; index < string.length; index++) {
      view.setUint16(offset + index * 2, string.charCodeAt(index), littleEndian);
    }
  }

  get encoding(): "UTF-16" {
    return "UTF-16";
  }

  get bytes(): Uint8Array {
    return bytesOf(this.$view, this.$offset, this.length);
  }

  toString(): string {
    if (this.firstInvalid() >= 0) $throwText(this);
    return $stringOfUnits16(this.$view, this.$offset, this.length, this.$littleEndian);
  }

  toJSON(): string {
    return this.toString();
  }

  equals(other: string | Text): boolean {
    if (typeof other === "string") {
      return this.length === other.length * 2 && this.startsWith(other);
    }
    return other instanceof Utf16Text && other.$littleEndian === this.$littleEndian
      ? $hasSameBytes(this, other)
      : $compareTexts(this, other) === 0;
  }

  compare(other: string | Text): -1 | 0 | 1 {
    return typeof other === "string" ? compareString(this, other) : $compareTexts(this, other);
  }

  startsWith(start: string): boolean {
    const { $view: view, $offset: offset, $littleEndian: littleEndian } = this;
    if (start.length * 2 > this.length) return false;
    for (let index = 0; index < start.length; index++) {
      const unit = view.getUint16(offset + index * 2, littleEndian);
      if (unit !== start.charCodeAt(index)) return false;
    }
    return true;
  }

  copyTo(target: Uint8Array, offset: number = 0): number {
    return copyText(this, target, offset);
  }

  firstInvalid(): number {
    const { $view: view, $offset: offset, length, $littleEndian: littleEndian } = this;
    const end = offset + length;
    for (let at = offset; at < end; at += 2) {
      if (at + 2 > end) return at - offset;
      const unit = view.getUint16(at, littleEndian);
      if (unit < 0xd800 || unit > 0xdfff) continue;
      if (this.$codePointAt(at) >= beyondUnicode) return at - offset;
      at += 2;
    }
    return -1;
  }

  $codePointAt(at: number): number {
    const { $view: view, $littleEndian: littleEndian } = this;
    const end = this.$offset + this.length;
    // Half of a code unit at the end.
    if (at + 2 > end) return beyondUnicode + view.getUint8(at);
    const unit = view.getUint16(at, littleEndian);
    if (unit < 0xd800 || unit > 0xdfff) return unit;
    if (unit > 0xdbff || at + 4 > end) return beyondUnicode + unit;
    const low = view.getUint16(at + 2, littleEndian);
    if (low < 0xdc00 || low > 0xdfff) return beyondUnicode + unit;
    return 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff);
  }

  $widthOf(codePoint: number): number {
    return codePoint > 0xffff && codePoint < beyondUnicode ? 4 : 2;
  }
}

showInConsole("Utf16Text", Utf16Text.prototype);
