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
    // One call for many characters takes a third of the time of putting them together.
    if (length === 16) return stringOf16(view, offset);
    const end = offset + length;
    let at = offset;
    let string = "";
    if (at + 8 <= end) {
      string = stringOf8(view, at);
      at += 8;
    }
    if (at + 4 <= end) {
      string += stringOf4(view, at);
      at += 4;
    }
    for (; at < end; at++) string += String.fromCharCode(view.getUint8(at));
    return string;
  }
  const bytes = bytesOf(view, offset, length);
  let string = "";
  for (let start = 0; start < length; start += chunkLength) {
    string += stringOfUnits(bytes.subarray(start, start + chunkLength));
  }
  return string;
}

function stringOf4(view: DataView, at: number): string {
  return String.fromCharCode(
    view.getUint8(at),
    view.getUint8(at + 1),
    view.getUint8(at + 2),
    view.getUint8(at + 3),
  );
}

function stringOf8(view: DataView, at: number): string {
  return String.fromCharCode(
    view.getUint8(at),
    view.getUint8(at + 1),
    view.getUint8(at + 2),
    view.getUint8(at + 3),
    view.getUint8(at + 4),
    view.getUint8(at + 5),
    view.getUint8(at + 6),
    view.getUint8(at + 7),
  );
}

function stringOf16(view: DataView, at: number): string {
  return String.fromCharCode(
    view.getUint8(at),
    view.getUint8(at + 1),
    view.getUint8(at + 2),
    view.getUint8(at + 3),
    view.getUint8(at + 4),
    view.getUint8(at + 5),
    view.getUint8(at + 6),
    view.getUint8(at + 7),
    view.getUint8(at + 8),
    view.getUint8(at + 9),
    view.getUint8(at + 10),
    view.getUint8(at + 11),
    view.getUint8(at + 12),
    view.getUint8(at + 13),
    view.getUint8(at + 14),
    view.getUint8(at + 15),
  );
}

/** Returns a string of the code units of two bytes. */
export function stringOfUnits16(
  view: DataView,
  offset: number,
  length: number,
  littleEndian: boolean,
): string {
  if (length <= 32) {
    const end = offset + length;
    let string = "";
    let at = offset;
    for (; at + 8 <= end; at += 8) {
      string += String.fromCharCode(
        view.getUint16(at, littleEndian),
        view.getUint16(at + 2, littleEndian),
        view.getUint16(at + 4, littleEndian),
        view.getUint16(at + 6, littleEndian),
      );
    }
    for (; at + 2 <= end; at += 2) string += String.fromCharCode(view.getUint16(at, littleEndian));
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
