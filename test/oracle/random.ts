/** A sequence of numbers that a seed determines (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Returns the next 32 random bits. */
  bits32(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** Returns an integer from `minimum` to `maximum`, both included. */
  integer(minimum: number, maximum: number): number {
    return minimum + (this.bits32() % (maximum - minimum + 1));
  }

  /** Returns an integer of `width` bits, the extremes more often than others. */
  pattern(width: number): bigint {
    const all = 2n ** BigInt(width) - 1n;
    const kind = this.integer(0, 9);
    if (kind === 0) return 0n;
    if (kind === 1) return all;
    if (kind === 2) return 2n ** BigInt(width - 1);
    let value = 0n;
    for (let bits = 0; bits < width; bits += 32) value = value * 2n ** 32n + BigInt(this.bits32());
    return value & all;
  }

  chance(probability: number): boolean {
    return this.bits32() < probability * 2 ** 32;
  }

  pick<T>(choices: readonly T[]): T {
    if (choices.length === 0) throw new Error("nothing to pick from");
    return choices[this.integer(0, choices.length - 1)] as T;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.integer(0, 255));
  }
}
