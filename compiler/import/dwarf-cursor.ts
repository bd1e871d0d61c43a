/** Reads numbers one behind the other, those of variable length too. */
import { BrokenFileError } from "./source.js";

/** A place in bytes that moves on with each number that is read. */
export class Cursor {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #isLittle: boolean;
  position = 0;

  constructor(bytes: Uint8Array, isLittle: boolean) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#isLittle = isLittle;
  }

  /** Moves on. Throws {@link BrokenFileError} behind the end. */
  skip(count: number): void {
    const next = this.position + count;
    if (!(count >= 0 && next <= this.bytes.length)) {
      throw new BrokenFileError(
        `${count} bytes at offset ${this.position} do not lie within ${this.bytes.length}`,
      );
    }
    this.position = next;
  }

  u8(): number {
    const at = this.position;
    this.skip(1);
    return this.bytes[at] ?? 0;
  }

  u16(): number {
    const at = this.position;
    this.skip(2);
    return this.#view.getUint16(at, this.#isLittle);
  }

  u24(): number {
    const [first, second, third] = [this.u8(), this.u8(), this.u8()];
    return this.#isLittle
      ? first + second * 0x100 + third * 0x10000
      : third + second * 0x100 + first * 0x10000;
  }

  u32(): number {
    const at = this.position;
    this.skip(4);
    return this.#view.getUint32(at, this.#isLittle);
  }

  u64(): bigint {
    const at = this.position;
    this.skip(8);
    return this.#view.getBigUint64(at, this.#isLittle);
  }

  /** An offset or a length of 4 or 8 bytes. */
  offset(size: number): number {
    return size === 8 ? Number(this.u64()) : this.u32();
  }

  /** An unsigned LEB128, for lengths and codes; beyond 2^53 it is no longer exact. */
  uleb(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.u8();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  /** A LEB128 of any width. */
  leb(isSigned: boolean): bigint {
    let value = 0n;
    for (let shift = 0; ; shift += 7) {
      // More than 16 bytes hold no number that a format has: they would only take time.
      if (shift > 140) throw new BrokenFileError(`a number at offset ${this.position} has no end`);
      const byte = this.u8();
      value |= BigInt(byte & 0x7f) << BigInt(shift);
      if (byte >= 0x80) continue;
      return isSigned && (byte & 0x40) !== 0 ? value - (1n << BigInt(shift + 7)) : value;
    }
  }

  skipLeb(): void {
    while (this.u8() >= 0x80);
  }

  /** Moves behind a text that ends in a zero, and returns where that is. */
  skipString(): number {
    const end = this.bytes.indexOf(0, this.position);
    if (end < 0) throw new BrokenFileError(`a name at offset ${this.position} has no end`);
    this.position = end + 1;
    return end;
  }
}
