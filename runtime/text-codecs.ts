/**
 * Codecs of texts that stand for bytes: UUIDs and addresses. They read and write the bytes in place, and
 * make a text with one call where they can: one that is put together of many is slow to make and to use.
 */
import { viewOf } from "./bytes.js";
import type { Codec } from "./wrappers.js";

/** A codec of bytes that needs no window over them. */
export interface TextCodec extends Codec<Uint8Array, string> {
  /** Whether a text stands for bytes. */
  accepts(value: string): boolean;
  /** Returns the text of the bytes at `offset`. */
  read(view: DataView, offset: number): string;
  /** Writes the bytes that a text stands for. Returns false, and writes none, if it stands for none. */
  write(view: DataView, offset: number, value: string): boolean;
}

const hyphen = 0x2d;
const dot = 0x2e;
const zero = 0x30;
const colon = 0x3a;

/** Codes of the hexadecimal digits. */
const digits: Uint8Array = /* @__PURE__ */ Uint8Array.from("0123456789abcdef", (digit) =>
  digit.charCodeAt(0),
);

/** Values of hexadecimal digits by their codes; -1 for other codes up to that of `f`. */
const values: Int8Array = /* @__PURE__ */ Int8Array.from({ length: 0x67 }, (_, code) =>
  "0123456789abcdef".indexOf(String.fromCharCode(code).toLowerCase()),
);

/** The texts of a byte, and the same with a dot behind them. */
const numbers: readonly string[] = /* @__PURE__ */ Array.from(
  { length: 256 },
  (_, byte) => `${byte}`,
);
const dotted: readonly string[] = /* @__PURE__ */ Array.from(numbers, (text) => `${text}.`);

/** The bytes of the text that was parsed last. */
const parsed: Uint8Array = /* @__PURE__ */ new Uint8Array(16);

/** The codec of 16 bytes as a text such as `"01890a5d-ac96-774b-bcce-b302099a8057"` (RFC 9562). */
export const uuidCodec: TextCodec = /* @__PURE__ */ textCodec(16, "a UUID", readUuid, parseUuid);

/** The codec of 6 bytes as a text such as `"00:00:5e:00:53:01"`; hyphens are read as well. */
export const macAddressCodec: TextCodec = /* @__PURE__ */ textCodec(
  6,
  "a MAC address",
  readMacAddress,
  parseMacAddress,
);

/** The codec of 4 bytes as a text such as `"192.0.2.1"`. */
export const ipv4AddressCodec: TextCodec = /* @__PURE__ */ textCodec(
  4,
  "an IPv4 address",
  readIpv4Address,
  parseIpv4Address,
);

/**
 * The codec of 16 bytes as a text such as `"2001:db8::1"`: lower case, the first of the longest runs of
 * zeros left out, and a mapped IPv4 address with dots (RFC 5952, sections 4 and 5).
 */
export const ipv6AddressCodec: TextCodec = /* @__PURE__ */ textCodec(
  16,
  "an IPv6 address",
  readIpv6Address,
  parseIpv6Address,
);

/** Returns the codec of `size` bytes. `parse` puts them into {@link parsed}, and says whether there are any. */
function textCodec(
  size: number,
  name: string,
  read: TextCodec["read"],
  parse: (text: string) => boolean,
): TextCodec {
  const accepts = (value: string): boolean => typeof value === "string" && parse(value);
  return {
    accepts,
    read,
    write(view, offset, value) {
      if (!accepts(value)) return false;
      for (let index = 0; index < size; index++) view.setUint8(offset + index, parsed[index] ?? 0);
      return true;
    },
    decode: (raw) => read(viewOf(raw), 0),
    encode(value) {
      if (!accepts(value))
        throw new TypeError(typeof value === "string" ? `not ${name}` : "not a string");
      return parsed.slice(0, size);
    },
  };
}

/** Returns the code of the hexadecimal digit of the lowest four bits. */
function digitOf(bits: number): number {
  return digits[bits & 15] ?? 0;
}

/**
 * Parses two hexadecimal digits from `at` on, into the byte `index` of {@link parsed}. Returns a number less than 0
 * if they are none.
 */
function parseByte(text: string, at: number, index: number): number {
  const high = values[text.charCodeAt(at)] ?? -1;
  const byte = (high << 4) | (values[text.charCodeAt(at + 1)] ?? -1);
  parsed[index] = byte;
  return byte;
}

function readUuid(view: DataView, offset: number): string {
  const a = view.getUint32(offset);
  const b = view.getUint32(offset + 4);
  const c = view.getUint32(offset + 8);
  const d = view.getUint32(offset + 12);
  return String.fromCharCode(
    digitOf(a >>> 28),
    digitOf(a >>> 24),
    digitOf(a >>> 20),
    digitOf(a >>> 16),
    digitOf(a >>> 12),
    digitOf(a >>> 8),
    digitOf(a >>> 4),
    digitOf(a),
    hyphen,
    digitOf(b >>> 28),
    digitOf(b >>> 24),
    digitOf(b >>> 20),
    digitOf(b >>> 16),
    hyphen,
    digitOf(b >>> 12),
    digitOf(b >>> 8),
    digitOf(b >>> 4),
    digitOf(b),
    hyphen,
    digitOf(c >>> 28),
    digitOf(c >>> 24),
    digitOf(c >>> 20),
    digitOf(c >>> 16),
    hyphen,
    digitOf(c >>> 12),
    digitOf(c >>> 8),
    digitOf(c >>> 4),
    digitOf(c),
    digitOf(d >>> 28),
    digitOf(d >>> 24),
    digitOf(d >>> 20),
    digitOf(d >>> 16),
    digitOf(d >>> 12),
    digitOf(d >>> 8),
    digitOf(d >>> 4),
    digitOf(d),
  );
}

function parseUuid(text: string): boolean {
  let [all, at] = [0, 0];
  for (let index = 0; index < 16; index++) {
    if (index === 4 || index === 6 || index === 8 || index === 10) {
      if (text.charCodeAt(at++) !== hyphen) return false;
    }
    all |= parseByte(text, at, index);
    at += 2;
  }
  return all >= 0 && text.length === at;
}

function readMacAddress(view: DataView, offset: number): string {
  const a = view.getUint16(offset);
  const b = view.getUint32(offset + 2);
  return String.fromCharCode(
    digitOf(a >>> 12),
    digitOf(a >>> 8),
    colon,
    digitOf(a >>> 4),
    digitOf(a),
    colon,
    digitOf(b >>> 28),
    digitOf(b >>> 24),
    colon,
    digitOf(b >>> 20),
    digitOf(b >>> 16),
    colon,
    digitOf(b >>> 12),
    digitOf(b >>> 8),
    colon,
    digitOf(b >>> 4),
    digitOf(b),
  );
}

function parseMacAddress(text: string): boolean {
  const separator = text.charCodeAt(2);
  if (text.length !== 17 || (separator !== colon && separator !== hyphen)) return false;
  let all = 0;
  for (let index = 0; index < 6; index++) {
    if (index > 0 && text.charCodeAt(index * 3 - 1) !== separator) return false;
    all |= parseByte(text, index * 3, index);
  }
  return all >= 0;
}

function readIpv4Address(view: DataView, offset: number): string {
  const first = `${dotted[view.getUint8(offset)]}${dotted[view.getUint8(offset + 1)]}`;
  return `${first}${dotted[view.getUint8(offset + 2)]}${numbers[view.getUint8(offset + 3)]}`;
}

/** Parses what is behind the first `start` characters, into four bytes at `to`. */
function parseIpv4Address(text: string, start: number = 0, to: number = 0): boolean {
  let at = start;
  for (let index = 0; index < 4; index++) {
    if (index > 0 && text.charCodeAt(at++) !== dot) return false;
    const first = at;
    let byte = 0;
    for (; at < text.length; at++) {
      const digit = text.charCodeAt(at) - zero;
      if (digit < 0 || digit > 9) break;
      byte = byte * 10 + digit;
    }
    // A leading zero means octal to some programs.
    if (at === first || byte > 255 || (at > first + 1 && text.charCodeAt(first) === zero))
      return false;
    parsed[to + index] = byte;
  }
  return at === text.length;
}

function readIpv6Address(view: DataView, offset: number): string {
  let [start, length] = [8, 1];
  for (let from = 0; from < 8; from++) {
    let end = from;
    while (end < 8 && view.getUint16(offset + end * 2) === 0) end++;
    if (end - from > length) [start, length] = [from, end - from];
    from = end;
  }
  if (start === 0 && length === 5 && view.getUint16(offset + 10) === 0xffff) {
    return `::ffff:${readIpv4Address(view, offset + 12)}`;
  }
  const codes: number[] = [];
  for (let index = 0; index < 8; index++) {
    if (index === start) {
      codes.push(colon);
      index += length - 1;
      // The colon in front of the next group is the second one.
      if (index === 7) codes.push(colon);
      continue;
    }
    if (index > 0) codes.push(colon);
    const group = view.getUint16(offset + index * 2);
    if (group > 0xfff) codes.push(digitOf(group >>> 12));
    if (group > 0xff) codes.push(digitOf(group >>> 8));
    if (group > 0xf) codes.push(digitOf(group >>> 4));
    codes.push(digitOf(group));
  }
  return String.fromCharCode(...codes);
}

function parseIpv6Address(text: string): boolean {
  const { length } = text;
  /** Bytes that are parsed, and how many of them are before the zeros that are left out. */
  let [count, gap] = [0, -1];
  let at = 0;
  if (text.startsWith("::")) [gap, at] = [0, 2];
  while (at < length) {
    if (count === 16) return false;
    const first = at;
    let group = 0;
    for (; at < length; at++) {
      const value = values[text.charCodeAt(at)] ?? -1;
      if (value < 0) break;
      group = group * 16 + value;
    }
    const next = text.charCodeAt(at);
    if (next === dot) {
      if (count > 12 || !parseIpv4Address(text, first, count)) return false;
      count += 4;
      break;
    }
    if (at === first || at > first + 4) return false;
    parsed[count++] = group >>> 8;
    parsed[count++] = group;
    if (at === length) break;
    if (next !== colon || ++at === length) return false;
    if (text.charCodeAt(at) === colon) {
      if (gap >= 0) return false;
      gap = count;
      at++;
    }
  }
  if (gap < 0) return count === 16;
  if (count > 14) return false;
  parsed.copyWithin(16 - (count - gap), gap, count);
  parsed.fill(0, gap, 16 - (count - gap));
  return true;
}
