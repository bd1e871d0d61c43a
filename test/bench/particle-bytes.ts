/** The particles that the cases read, and what there is to find in them. */
import type { Particle } from "./generated.js";

/** Returns the numbers of particle `i`: each is exact in its field. */
export function particle(i: number): Particle {
  return {
    id: i,
    flags: i & 0xffff,
    kind: i & 0xff,
    level: (i >> 8) & 0xff,
    x: i % 1000,
    y: (i + 1) % 1000,
    z: (i + 2) % 1000,
    mass: (i % 4096) * 0.5,
    energy: i * 0.25,
    ts: BigInt(i) << 20n,
  };
}

/** Returns `count` particles, `stride` bytes apart. */
export function particleBytes(count: number, stride: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(count * stride);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < count; i += 1) {
    const { id, flags, kind, level, x, y, z, mass, energy, ts } = particle(i);
    const o = i * stride;
    view.setUint32(o, id, true);
    view.setUint16(o + 4, flags, true);
    view.setUint8(o + 6, kind);
    view.setUint8(o + 7, level);
    view.setFloat32(o + 8, x, true);
    view.setFloat32(o + 12, y, true);
    view.setFloat32(o + 16, z, true);
    view.setFloat32(o + 20, mass, true);
    view.setFloat64(o + 24, energy, true);
    view.setBigUint64(o + 32, ts, true);
  }
  return bytes;
}

/** Returns windows onto the particles in `bytes`, 56 bytes apart. */
export function singles<T extends Uint8Array>(bytes: T): T[] {
  const starts = Array.from({ length: bytes.length / 56 }, (_, index) => index * 56);
  return starts.map((start) => bytes.subarray(start, start + 56) as T);
}

/** The sum of the nine numbers of a particle. */
export function sumOfParticle({ id, flags, kind, level, x, y, z, mass, energy }: Particle): number {
  return id + flags + kind + level + x + y + z + mass + energy;
}

/** The sum that a write of `i` into the fields of particle `i` leaves behind. */
export function writtenSum(count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += i * 7 + 2 * (i & 0xff);
  return sum;
}

/** Returns what {@link writtenSum} tells, from the bytes. */
export function sumOfBytes(bytes: Uint8Array, stride: number): number {
  const v = new DataView(bytes.buffer);
  let sum = 0;
  for (let o = 0; o < bytes.length; o += stride) {
    sum += v.getUint32(o, true) + v.getUint16(o + 4, true) + v.getUint8(o + 6) + v.getUint8(o + 7);
    sum += v.getFloat32(o + 8, true) + v.getFloat32(o + 12, true) + v.getFloat32(o + 16, true);
    sum += v.getFloat32(o + 20, true) + v.getFloat64(o + 24, true);
  }
  return sum;
}

/** Returns the numbers below `count` in an order without a pattern, always the same. */
export function shuffled(count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  let state = 12345;
  for (let i = count - 1; i > 0; i -= 1) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const j = state % (i + 1);
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
}
