/**
 * Ways to read texts and to compare them. This module is imported once for each text: loops that read
 * fields of several names are slower than those of a program.
 */
import type { Way } from "./case.js";
import type { TextWork } from "./cases-text.js";
import type { RecordClass, Texts } from "./generated.js";

/** Bytes of a record of three texts. */
export const textSize = 296;

/** Returns the ways to make strings of a text. */
export function waysToRead(Class: RecordClass<Texts>, work: TextWork): Way[] {
  const { bytes, name, offset, length } = work;
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const array = Class.array(bytes);
  const end = bytes.length;
  return [
    [
      "hand",
      "TextDecoder",
      () => {
        let sum = 0;
        for (let o = offset; o < end; o += textSize) {
          sum += decoder.decode(bytes.subarray(o, o + length)).length;
        }
        return sum;
      },
    ],
    [
      "hand",
      "loop",
      () => {
        let sum = 0;
        for (let o = offset; o < end; o += textSize)
          sum += decodeByHand(bytes, o, o + length).length;
        return sum;
      },
    ],
    [
      "structview",
      "cursor next",
      () => {
        let sum = 0;
        const cursor = array.cursor();
        while (cursor.next()) sum += cursor.record[name].toString().length;
        return sum;
      },
    ],
  ];
}

/** Returns the ways to compare a text with a string. */
export function waysToCompare(Class: RecordClass<Texts>, work: TextWork): Way[] {
  const { bytes, name, offset, length, wanted } = work;
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const encoded = new TextEncoder().encode(wanted);
  const array = Class.array(bytes);
  const end = bytes.length;
  return [
    [
      "hand",
      "loop over encoded",
      () => {
        let sum = 0;
        for (let o = offset; o < end; o += textSize) sum += isSame(bytes, o, encoded) ? 1 : 0;
        return sum;
      },
    ],
    [
      "hand",
      "TextDecoder",
      () => {
        let sum = 0;
        for (let o = offset; o < end; o += textSize) {
          sum += decoder.decode(bytes.subarray(o, o + length)) === wanted ? 1 : 0;
        }
        return sum;
      },
    ],
    [
      "structview",
      "equals(string)",
      () => {
        let sum = 0;
        const cursor = array.cursor();
        while (cursor.next()) sum += cursor.record[name].equals(wanted) ? 1 : 0;
        return sum;
      },
    ],
    [
      "structview",
      "equals(text)",
      () => {
        let sum = 0;
        const first = array.at(0)[name];
        const cursor = array.cursor();
        while (cursor.next()) sum += cursor.record[name].equals(first) ? 1 : 0;
        return sum;
      },
    ],
  ];
}

function isSame(bytes: Uint8Array, o: number, encoded: Uint8Array): boolean {
  for (let i = 0; i < encoded.length; i += 1) if (bytes[o + i] !== encoded[i]) return false;
  return true;
}

/** Decodes UTF-8 that is well-formed. */
function decodeByHand(bytes: Uint8Array, start: number, end: number): string {
  let string = "";
  for (let o = start; o < end;) {
    const lead = bytes[o++] ?? 0;
    if (lead < 0x80) string += String.fromCharCode(lead);
    else if (lead < 0xe0)
      string += String.fromCharCode(((lead & 31) << 6) | ((bytes[o++] ?? 0) & 63));
    else {
      const second = (bytes[o++] ?? 0) & 63;
      string += String.fromCharCode(((lead & 15) << 12) | (second << 6) | ((bytes[o++] ?? 0) & 63));
    }
  }
  return string;
}
