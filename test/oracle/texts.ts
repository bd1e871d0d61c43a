/** Texts as Node itself encodes and decodes them: nothing here is shared with the runtime. */
import type { Order, TextEncodingData } from "./document.js";
import type { Random } from "./random.js";

/** How a text ends in its bytes. A number is the code unit that fills them up. */
export type TextEnding = "full" | "zero" | "terminator" | number;

/** What is known of a text without its place. */
export interface TextForm {
  readonly encoding: TextEncodingData;
  /** Order of the bytes of UTF-16. */
  readonly order: Order;
  readonly ending: TextEnding;
}

/** Size of a code unit in bytes. */
export function unitSizeOf(encoding: TextEncodingData): 1 | 2 {
  return encoding === "utf16" ? 2 : 1;
}

/** Returns the bytes of a string. */
export function encode(string: string, { encoding, order }: Omit<TextForm, "ending">): Uint8Array {
  if (encoding === "utf8") return new Uint8Array(Buffer.from(string, "utf8"));
  if (encoding !== "utf16") return new Uint8Array(Buffer.from(string, "latin1"));
  const bytes = Buffer.from(string, "utf16le");
  return new Uint8Array(order === "big" ? bytes.swap16() : bytes);
}

/** Returns the string that bytes are in an encoding, or `undefined` if they break it. */
export function decode(
  bytes: Uint8Array,
  { encoding, order }: Omit<TextForm, "ending">,
): string | undefined {
  switch (encoding) {
    case "latin1":
      return Buffer.from(bytes).toString("latin1");
    case "ascii":
      return bytes.some((byte) => byte > 127) ? undefined : Buffer.from(bytes).toString("latin1");
    case "utf8":
    case "utf16": {
      const label = encoding === "utf8" ? "utf-8" : order === "big" ? "utf-16be" : "utf-16le";
      try {
        return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
      } catch {
        return undefined;
      }
    }
  }
}

/** Returns the content of a text: its bytes without what fills them up. */
export function contentOf(bytes: Uint8Array, form: TextForm): Uint8Array {
  const { ending } = form;
  const unitSize = unitSizeOf(form.encoding);
  const isUnit = (at: number, unit: number): boolean =>
    Buffer.compare(bytes.subarray(at, at + unitSize), bytesOfUnit(unit, form)) === 0;
  if (ending === "full") return bytes;
  if (ending === "terminator") return bytes.slice(0, bytes.length - unitSize);
  if (ending === "zero") {
    let end = 0;
    while (end < bytes.length && !isUnit(end, 0)) end += unitSize;
    return bytes.slice(0, end);
  }
  let end = bytes.length;
  if (end % unitSize !== 0) return bytes;
  while (end > 0 && isUnit(end - unitSize, ending)) end -= unitSize;
  return bytes.slice(0, end);
}

/** Returns where the longest beginning ends that does not break the encoding, or -1 if nothing does. */
export function firstInvalidIn(content: Uint8Array, form: TextForm): number {
  if (decode(content, form) !== undefined) return -1;
  let end = content.length - 1;
  while (decode(content.slice(0, end), form) === undefined) end--;
  return end;
}

/** Returns the bytes of a text in all of its `size` bytes. */
export function fill(string: string, size: number, form: TextForm): Uint8Array {
  const unit = bytesOfUnit(typeof form.ending === "number" ? form.ending : 0, form);
  const bytes = Uint8Array.from({ length: size }, (_, at) => unit[at % unit.length] ?? 0);
  bytes.set(encode(string, form));
  return bytes;
}

function bytesOfUnit(unit: number, { encoding, order }: TextForm): Uint8Array {
  if (encoding !== "utf16") return Uint8Array.of(unit);
  const [high, low] = [unit >> 8, unit & 0xff];
  return order === "big" ? Uint8Array.of(high, low) : Uint8Array.of(low, high);
}

/** Code points by the bytes that they take in UTF-8. */
const points = [
  [0x41, 0x7a, 0x20, 0x7f, 0x01],
  [0x80, 0xe9, 0x7ff],
  [0x800, 0xd7ff, 0xe000, 0xfeff, 0xfffd, 0xffff, 0x20ac],
  [0x10000, 0x1f600, 0x10ffff],
];

/** Returns a random string whose content is `size` bytes, that `form` can express. */
export function randomText(form: TextForm, size: number, random: Random): string {
  const { encoding, ending } = form;
  let string = "";
  for (let left = size; left > 0;) {
    const most =
      encoding === "utf8" ? Math.min(4, left) : encoding === "utf16" && left >= 4 ? 4 : 1;
    const width = random.chance(0.5) ? 1 : random.integer(1, most);
    let point = random.pick(points[width - 1] ?? []);
    if (encoding === "latin1" && random.chance(0.3)) point = random.integer(0x80, 0xff);
    if (encoding === "utf16" && random.chance(0.3)) point = random.pick(points[2] ?? []);
    if (ending === "full" && random.chance(0.05)) point = 0;
    const character = String.fromCodePoint(point);
    const bytes = encode(character, form);
    if (bytes.length > left) continue;
    if (encoding === "ascii" && point > 0x7f) continue;
    if (encoding === "latin1" && point > 0xff) continue;
    const isLast = bytes.length === left;
    const isPad = (unit: number): boolean =>
      encoding === "utf16"
        ? character.charCodeAt(character.length - 1) === unit
        : bytes.at(-1) === unit;
    if (typeof ending === "number" && isLast && isPad(ending)) continue;
    string += character;
    left -= bytes.length;
  }
  return string;
}

/** Returns a random string for a text of `size` bytes: one that fills them, or a shorter one. */
export function randomFitting(form: TextForm, size: number, random: Random): string {
  const unitSize = unitSizeOf(form.encoding);
  if (form.ending === "terminator") return randomText(form, size - unitSize, random);
  if (form.ending === "full") return randomText(form, size, random);
  return randomText(form, random.integer(0, size / unitSize) * unitSize, random);
}
