import { operation, sumOf } from "./case.js";
import type { Operation } from "./case.js";
import type { Particle, RecordClass } from "./generated.js";
import { particle, particleBytes, shuffled, sumOfBytes, sumOfParticle } from "./particle-bytes.js";
import { writtenSum } from "./particle-bytes.js";
import { handWays } from "./particle-hand.js";
import type { ParticleInput, ParticleOperation } from "./particle-structview.js";
import { structviewWays } from "./particle-structview.js";

const names: Readonly<Record<ParticleOperation, string>> = {
  scan: "scan one field",
  readAll: "read all",
  writeAll: "write all",
  random: "random access",
  u64: "u64",
  column: "sum a column",
  sort: "sort by a field",
  view: "open with view",
  viewAt: "open with viewAt",
  single: "one record, used often",
};

/** Returns the input for particles `stride` bytes apart. */
export function particleInput(count: number, stride: number): ParticleInput {
  const bytes = particleBytes(count, stride);
  const target = new Uint8Array(bytes.length);
  const copy = bytes.slice();
  const order = shuffled(count);
  const mixed = new Uint8Array(bytes.length);
  for (const [to, from] of order.entries()) {
    mixed.set(bytes.subarray(from * stride, (from + 1) * stride), to * stride);
  }
  return {
    bytes,
    target,
    mixed,
    order,
    singles: Array.from({ length: count }, (_, i) => copy.subarray(i * stride, (i + 1) * stride)),
    verify: () => {
      const sum = sumOfBytes(target, stride);
      target.fill(0);
      return sum;
    },
    verifyOrder: () => {
      const view = new DataView(target.buffer);
      const sum = sumOf(count, (i) => i * view.getFloat64(i * stride + 24, true));
      target.fill(0);
      return sum;
    },
  };
}

/** What the operations on `count` particles have to come to. */
export function particleSums(count: number): Record<ParticleOperation, number> {
  const sum = (f: (p: Particle) => number): number => sumOf(count, (i) => f(particle(i)));
  const mass = sum((p) => p.mass);
  const opened = sum((p) => p.id + p.energy);
  return {
    scan: mass,
    readAll: sum(sumOfParticle),
    writeAll: writtenSum(count),
    random: mass,
    u64: sum((p) => Number(p.ts)),
    column: sum((p) => p.energy),
    sort: sumOf(count, (i) => i * particle(i).energy),
    view: opened,
    viewAt: opened,
    single: sumOf(count, (i) => i) + particle(5).mass * count,
  };
}

/** Records of 56 bytes, little-endian, naturally aligned. */
export function particleOperations(Class: RecordClass<Particle>, count: number): Operation[] {
  const input = particleInput(count, 56);
  const byHand = handWays(input);
  const generated = structviewWays(Class, input);
  const sums = particleSums(count);
  return (Object.keys(names) as ParticleOperation[]).map((key) =>
    operation("particle", names[key], count, sums[key], [...byHand[key], ...generated[key]]),
  );
}
