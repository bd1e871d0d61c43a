/** Whether the characters of a string are the bytes of a text. */
import { equalBytes } from "./equality.js";
import type { Located } from "./equality.js";

/** What is used of the platform's encoder; the library of the language does not declare it. */
interface Encoder {
  encodeInto(string: string, bytes: Uint8Array): { readonly written: number };
}
declare const TextEncoder: new () => Encoder;

/** Up to so many bytes a loop costs less than the platform's encoder. */
const shortest = 40;

/** Bytes that there is room for: of longer strings the loop does without. */
const room = 1024;

interface Encoded extends Located {
  readonly encoder: Encoder;
  readonly bytes: Uint8Array;
}

let encoded: Encoded | undefined;

/** Whether a string is ASCII, and the bytes at `offset` of `view` are its characters. */
export function equalAscii(view: DataView, offset: number, string: string): boolean {
  const { length } = string;
  if (length > shortest && length <= room) {
    encoded ??= newEncoded();
    // Other characters take more bytes than they have code units.
    if (encoded.encoder.encodeInto(string, encoded.bytes).written !== length) return false;
    return equalBytes({ $view: view, $offset: offset }, encoded, 0, length);
  }
  for (let index = 0; index < length; index++) {
    const unit = string.charCodeAt(index);
    if (unit > 0x7f || view.getUint8(offset + index) !== unit) return false;
  }
  return true;
}

function newEncoded(): Encoded {
  const bytes = new Uint8Array(room);
  return { $view: new DataView(bytes.buffer), $offset: 0, encoder: new TextEncoder(), bytes };
}
