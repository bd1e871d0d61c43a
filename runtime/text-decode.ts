/** Strings made of bytes. */
import { bytesOf } from "./bytes.js";

/** What is used of the platform's decoder; the library of the language does not declare it. */
interface Decoder {
  decode(bytes: Uint8Array): string;
}
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
) => Decoder;

let decoder: Decoder | undefined;

/**
 * Decodes well-formed UTF-8. The mark at the beginning that some writers put there is a character like
 * others. Decoders of browsers refuse shared memory: it is copied for them.
 */
export function decodeUtf8(view: DataView, offset: number, length: number): string {
  decoder ??= new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const bytes = bytesOf(view, offset, length);
  return decoder.decode(view.buffer instanceof ArrayBuffer ? bytes : bytes.slice());
}

/** Code units that are turned into a string at once: as arguments, whose number engines limit. */
const chunkLength = 4096;

/** Returns a string of one code unit for each byte. */
export function stringOfBytes(view: DataView, offset: number, length: number): string {
  if (length <= 16) {
    let string = "";
    for (let at = offset; at < offset + length; at++)
      string += String.fromCharCode(view.getUint8(at));
    return string;
  }
  const bytes = bytesOf(view, offset, length);
  let string = "";
  for (let start = 0; start < length; start += chunkLength) {
    string += stringOfUnits(bytes.subarray(start, start + chunkLength));
  }
  return string;
}

/** Returns a string of the code units of two bytes. */
export function stringOfUnits16(
  view: DataView,
  offset: number,
  length: number,
  littleEndian: boolean,
): string {
  if (length <= 32) {
    let string = "";
    for (let at = 0; at + 2 <= length; at += 2) {
      string += String.fromCharCode(view.getUint16(offset + at, littleEndian));
    }
    return string;
  }
  const units = new Uint16Array(Math.min(chunkLength, length >>> 1));
  let string = "";
  for (let start = 0; start + 2 <= length; start += units.length * 2) {
    const count = Math.min(units.length, (length - start) >>> 1);
    for (let index = 0; index < count; index++) {
      units[index] = view.getUint16(offset + start + index * 2, littleEndian);
    }
    string += stringOfUnits(count === units.length ? units : units.subarray(0, count));
  }
  return string;
}

function stringOfUnits(units: Uint8Array | Uint16Array): string {
  // A typed array is a list of arguments for the engine, which only the declaration does not know.
  return Reflect.apply(String.fromCharCode, undefined, units);
}
