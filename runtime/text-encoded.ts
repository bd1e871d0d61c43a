/**
 * The string that texts were last compared with, as bytes of UTF-8. Programs compare text after text with
 * one string: words of bytes are then compared, which is two to four times as fast as characters.
 */
import type { Located } from "./equality.js";

/** What is used of the platform's encoder; the library of the language does not declare it. */
interface Encoder {
  encodeInto(string: string, bytes: Uint8Array): { readonly written: number };
}
declare const TextEncoder: new () => Encoder;

/** A string as bytes. */
export interface EncodedString extends Located {
  /** Size in bytes; -1 for a string with half of a pair, which no text is equal to. */
  readonly length: number;
}

/** Up to so many code units a string is encoded only when it comes again: comparing it costs less. */
const shortest = 40;

/** Code units that there is room for. */
const longest = 1024;

/** In a regular expression of code points a surrogate is half of a pair. */
const halfOfPair = /\p{Surrogate}/u;

class LastEncoded implements EncodedString {
  readonly $offset = 0;
  readonly #encoder = new TextEncoder();
  /** A code unit takes three bytes at most. */
  readonly #bytes = new Uint8Array(3 * longest);
  readonly $view = new DataView(this.#bytes.buffer);
  string = "";
  length = 0;

  set(string: string): this {
    this.string = string;
    const isWhole = !halfOfPair.test(string);
    this.length = isWhole ? this.#encoder.encodeInto(string, this.#bytes).written : -1;
    return this;
  }
}

let last = "";
let encoded: LastEncoded | undefined;

/** Returns a string as bytes, until the next call; `undefined` if it is as well compared as it is. */
export function encodedString(string: string): EncodedString | undefined {
  if (encoded?.string === string) return encoded;
  if (string.length > longest) return undefined;
  if (string.length <= shortest && string !== last) {
    last = string;
    return undefined;
  }
  encoded ??= new LastEncoded();
  return encoded.set(string);
}
