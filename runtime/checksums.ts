/** Checksums over bytes, one function an algorithm. */

/**
 * The ones' complement of the ones' complement sum of big-endian 16-bit words (RFC 1071); behind an odd
 * number of bytes counts a zero.
 */
export function inet(bytes: Uint8Array): number {
  let sum = 0;
  for (let index = 0; index < bytes.length; index++) {
    // Bytes at even offsets are the upper ones. Carries are exact up to 2^53.
    sum += index % 2 === 0 ? bytes[index]! * 0x100 : bytes[index]!;
  }
  while (sum > 0xffff) sum = (sum % 0x10000) + Math.floor(sum / 0x10000);
  return 0xffff - sum;
}

/** CRC-32 of Ethernet, gzip and PNG: the polynomial 0x04c11db7, reflected (ISO 3309). */
export function crc32(bytes: Uint8Array): number {
  return reflectedCrc(bytes, crc32Table);
}

/** CRC-32C of iSCSI and SCTP: the polynomial 0x1edc6f41, reflected (RFC 3720, section 12.1). */
export function crc32c(bytes: Uint8Array): number {
  return reflectedCrc(bytes, crc32cTable);
}

const crc32Table: Uint32Array = /* @__PURE__ */ crcTable(0xedb88320);
const crc32cTable: Uint32Array = /* @__PURE__ */ crcTable(0x82f63b78);

function crcTable(polynomial: number): Uint32Array {
  const table = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ polynomial : rest >>> 1;
    table[byte] = rest;
  }
  return table;
}

function reflectedCrc(bytes: Uint8Array, table: Uint32Array): number {
  let rest = 0xffffffff;
  for (let index = 0; index < bytes.length; index++) {
    rest = table[(rest ^ bytes[index]!) & 0xff]! ^ (rest >>> 8);
  }
  return ~rest >>> 0;
}

/** Adler-32 of zlib (RFC 1950, section 8.2). */
export function adler32(bytes: Uint8Array): number {
  let [low, high] = [1, 0];
  for (let index = 0; index < bytes.length; index++) {
    low = (low + bytes[index]!) % 65521;
    high = (high + low) % 65521;
  }
  return high * 0x10000 + low;
}

/** Fletcher-16, with sums modulo 255: the second sum is the upper byte. */
export function fletcher16(bytes: Uint8Array): number {
  let [low, high] = [0, 0];
  for (let index = 0; index < bytes.length; index++) {
    low = (low + bytes[index]!) % 255;
    high = (high + low) % 255;
  }
  return high * 0x100 + low;
}

/** The sum of all bytes modulo 256. */
export function sum8(bytes: Uint8Array): number {
  let sum = 0;
  for (let index = 0; index < bytes.length; index++) sum = (sum + bytes[index]!) & 0xff;
  return sum;
}

/** The exclusive or of all bytes. */
export function xor8(bytes: Uint8Array): number {
  let sum = 0;
  for (let index = 0; index < bytes.length; index++) sum ^= bytes[index]!;
  return sum;
}
