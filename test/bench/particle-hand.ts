/** Operations on particles as an expert writes them: a loop, a class, typed arrays. */
import type { Way } from "./case.js";
import type { ParticleInput, ParticleOperation } from "./particle-structview.js";

/** The best class by hand: the offset is its only state beside the view, and the caller moves it. */
class HandParticle {
  view: DataView;
  offset: number;

  constructor(view: DataView, offset: number) {
    this.view = view;
    this.offset = offset;
  }

  get id(): number {
    return this.view.getUint32(this.offset, true);
  }

  set id(value: number) {
    this.view.setUint32(this.offset, value, true);
  }

  get flags(): number {
    return this.view.getUint16(this.offset + 4, true);
  }

  set flags(value: number) {
    this.view.setUint16(this.offset + 4, value, true);
  }

  get kind(): number {
    return this.view.getUint8(this.offset + 6);
  }

  set kind(value: number) {
    this.view.setUint8(this.offset + 6, value);
  }

  get level(): number {
    return this.view.getUint8(this.offset + 7);
  }

  set level(value: number) {
    this.view.setUint8(this.offset + 7, value);
  }

  get x(): number {
    return this.view.getFloat32(this.offset + 8, true);
  }

  set x(value: number) {
    this.view.setFloat32(this.offset + 8, value, true);
  }

  get y(): number {
    return this.view.getFloat32(this.offset + 12, true);
  }

  set y(value: number) {
    this.view.setFloat32(this.offset + 12, value, true);
  }

  get z(): number {
    return this.view.getFloat32(this.offset + 16, true);
  }

  set z(value: number) {
    this.view.setFloat32(this.offset + 16, value, true);
  }

  get mass(): number {
    return this.view.getFloat32(this.offset + 20, true);
  }

  set mass(value: number) {
    this.view.setFloat32(this.offset + 20, value, true);
  }

  get energy(): number {
    return this.view.getFloat64(this.offset + 24, true);
  }

  set energy(value: number) {
    this.view.setFloat64(this.offset + 24, value, true);
  }

  get ts(): bigint {
    return this.view.getBigUint64(this.offset + 32, true);
  }
}

/** Returns the ways by hand. The first of every operation is what the others are compared with. */
export function handWays({
  bytes,
  target,
  mixed,
  order,
  singles,
  verify,
  verifyOrder,
}: ParticleInput): Record<ParticleOperation, Way[]> {
  const view = new DataView(bytes.buffer);
  const targetView = new DataView(target.buffer);
  const count = order.length;
  const end = view.byteLength;
  const f32 = new Float32Array(bytes.buffer);
  const f64 = new Float64Array(bytes.buffer);
  const u32 = new Uint32Array(bytes.buffer);
  const u16 = new Uint16Array(bytes.buffer);
  const u64 = new BigUint64Array(bytes.buffer);
  const target8 = target;
  const target16 = new Uint16Array(target.buffer);
  const target32 = new Uint32Array(target.buffer);
  const targetF32 = new Float32Array(target.buffer);
  const targetF64 = new Float64Array(target.buffer);
  const single = singles[5] ?? bytes;
  const singleView = new DataView(single.buffer, single.byteOffset, single.byteLength);
  return {
    scan: [
      [
        "hand",
        "loop",
        () => {
          let sum = 0;
          for (let o = 0; o < end; o += 56) sum += view.getFloat32(o + 20, true);
          return sum;
        },
      ],
      [
        "typed arrays",
        "loop",
        () => {
          let sum = 0;
          for (let i = 5; i < f32.length; i += 14) sum += f32[i] ?? 0;
          return sum;
        },
      ],
      [
        "hand class",
        "new record",
        () => {
          let sum = 0;
          for (let o = 0; o < end; o += 56) sum += new HandParticle(view, o).mass;
          return sum;
        },
      ],
      [
        "hand class",
        "moved by hand",
        () => {
          let sum = 0;
          const p = new HandParticle(view, 0);
          for (; p.offset < end; p.offset += 56) sum += p.mass;
          return sum;
        },
      ],
    ],
    readAll: [
      [
        "hand",
        "loop",
        () => {
          let sum = 0;
          for (let o = 0; o < end; o += 56) {
            sum +=
              view.getUint32(o, true) +
              view.getUint16(o + 4, true) +
              view.getUint8(o + 6) +
              view.getUint8(o + 7) +
              view.getFloat32(o + 8, true) +
              view.getFloat32(o + 12, true) +
              view.getFloat32(o + 16, true) +
              view.getFloat32(o + 20, true) +
              view.getFloat64(o + 24, true);
          }
          return sum;
        },
      ],
      [
        "typed arrays",
        "loop",
        () => {
          let sum = 0;
          for (let i = 0; i < count; i += 1) {
            const q = i * 14;
            sum +=
              (u32[q] ?? 0) +
              (u16[i * 28 + 2] ?? 0) +
              (bytes[i * 56 + 6] ?? 0) +
              (bytes[i * 56 + 7] ?? 0) +
              (f32[q + 2] ?? 0) +
              (f32[q + 3] ?? 0) +
              (f32[q + 4] ?? 0) +
              (f32[q + 5] ?? 0) +
              (f64[i * 7 + 3] ?? 0);
          }
          return sum;
        },
      ],
      [
        "hand class",
        "new record",
        () => {
          let sum = 0;
          for (let o = 0; o < end; o += 56) {
            const p = new HandParticle(view, o);
            sum += p.id + p.flags + p.kind + p.level + p.x + p.y + p.z + p.mass + p.energy;
          }
          return sum;
        },
      ],
      [
        "hand class",
        "moved by hand",
        () => {
          let sum = 0;
          const p = new HandParticle(view, 0);
          for (; p.offset < end; p.offset += 56) {
            sum += p.id + p.flags + p.kind + p.level + p.x + p.y + p.z + p.mass + p.energy;
          }
          return sum;
        },
      ],
    ],
    writeAll: [
      [
        "hand",
        "loop",
        () => {
          for (let i = 0, o = 0; o < end; i += 1, o += 56) {
            targetView.setFloat64(o + 24, i, true);
            targetView.setFloat32(o + 20, i, true);
            targetView.setFloat32(o + 16, i, true);
            targetView.setFloat32(o + 12, i, true);
            targetView.setFloat32(o + 8, i, true);
            targetView.setUint8(o + 7, i);
            targetView.setUint8(o + 6, i);
            targetView.setUint16(o + 4, i, true);
            targetView.setUint32(o, i, true);
          }
          return 0;
        },
        verify,
      ],
      [
        "typed arrays",
        "loop",
        () => {
          for (let i = 0; i < count; i += 1) {
            const q = i * 14;
            targetF64[i * 7 + 3] = i;
            targetF32[q + 5] = i;
            targetF32[q + 4] = i;
            targetF32[q + 3] = i;
            targetF32[q + 2] = i;
            target8[i * 56 + 7] = i;
            target8[i * 56 + 6] = i;
            target16[i * 28 + 2] = i;
            target32[q] = i;
          }
          return 0;
        },
        verify,
      ],
      [
        "hand class",
        "new record",
        () => {
          for (let i = 0, o = 0; o < end; i += 1, o += 56) {
            const p = new HandParticle(targetView, o);
            p.id = p.flags = p.kind = p.level = p.x = p.y = p.z = p.mass = p.energy = i;
          }
          return 0;
        },
        verify,
      ],
      [
        "hand class",
        "moved by hand",
        () => {
          const p = new HandParticle(targetView, 0);
          for (let i = 0; p.offset < end; i += 1, p.offset += 56) {
            p.id = p.flags = p.kind = p.level = p.x = p.y = p.z = p.mass = p.energy = i;
          }
          return 0;
        },
        verify,
      ],
    ],
    random: [
      [
        "hand",
        "loop",
        () => {
          let sum = 0;
          for (let i = 0; i < order.length; i += 1) {
            const index = order[i] ?? 0;
            sum += view.getFloat32(index * 56 + 20, true);
          }
          return sum;
        },
      ],
      [
        "typed arrays",
        "loop",
        () => {
          let sum = 0;
          for (let i = 0; i < order.length; i += 1) {
            const index = order[i] ?? 0;
            sum += f32[index * 14 + 5] ?? 0;
          }
          return sum;
        },
      ],
      [
        "hand class",
        "new record",
        () => {
          let sum = 0;
          for (let i = 0; i < order.length; i += 1) {
            const index = order[i] ?? 0;
            sum += new HandParticle(view, index * 56).mass;
          }
          return sum;
        },
      ],
    ],
    u64: [
      [
        "hand",
        "loop",
        () => {
          let sum = 0n;
          for (let o = 32; o < end; o += 56) {
            sum = BigInt.asUintN(64, sum + view.getBigUint64(o, true));
          }
          return Number(sum);
        },
      ],
      [
        "typed arrays",
        "loop",
        () => {
          let sum = 0n;
          for (let i = 4; i < u64.length; i += 7) sum = BigInt.asUintN(64, sum + (u64[i] ?? 0n));
          return Number(sum);
        },
      ],
      [
        "hand class",
        "new record",
        () => {
          let sum = 0n;
          for (let o = 0; o < end; o += 56) {
            sum = BigInt.asUintN(64, sum + new HandParticle(view, o).ts);
          }
          return Number(sum);
        },
      ],
    ],
    column: [
      [
        "hand",
        "loop",
        () => {
          let sum = 0;
          for (let o = 24; o < end; o += 56) sum += view.getFloat64(o, true);
          return sum;
        },
      ],
      [
        "typed arrays",
        "loop",
        () => {
          let sum = 0;
          for (let i = 3; i < f64.length; i += 7) sum += f64[i] ?? 0;
          return sum;
        },
      ],
    ],
    sort: [
      [
        "hand",
        "keys, then records",
        () => {
          target.set(mixed);
          sortByHand(target, targetView);
          return 0;
        },
        verifyOrder,
      ],
    ],
    view: [
      [
        "hand",
        "new DataView",
        () => {
          let sum = 0;
          for (const one of singles) {
            if (one.byteLength !== 56) throw new RangeError("size");
            const v = new DataView(one.buffer, one.byteOffset, 56);
            sum += v.getUint32(0, true) + v.getFloat64(24, true);
          }
          return sum;
        },
      ],
      [
        "hand class",
        "new DataView",
        () => {
          let sum = 0;
          for (const one of singles) {
            if (one.byteLength !== 56) throw new RangeError("size");
            const p = new HandParticle(new DataView(one.buffer, one.byteOffset, 56), 0);
            sum += p.id + p.energy;
          }
          return sum;
        },
      ],
    ],
    viewAt: [
      [
        "hand",
        "checked offset",
        () => {
          let sum = 0;
          for (let o = 0; o < end; o += 56) {
            if (!(o >= 0 && o + 56 <= view.byteLength)) throw new RangeError("size");
            sum += view.getUint32(o, true) + view.getFloat64(o + 24, true);
          }
          return sum;
        },
      ],
    ],
    single: [
      [
        "hand",
        "one DataView",
        () => {
          let sum = 0;
          for (let i = 0; i < count; i += 1) {
            singleView.setFloat32(16, i, true);
            sum += singleView.getFloat32(16, true) + singleView.getFloat32(20, true);
          }
          return sum;
        },
      ],
    ],
  };
}

/** Puts records in the order of their energy: reads each key once, and moves each record once. */
function sortByHand(bytes: Uint8Array, view: DataView): void {
  const count = bytes.length / 56;
  const keys = new Float64Array(count);
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i += 1) {
    keys[i] = view.getFloat64(i * 56 + 24, true);
    order[i] = i;
  }
  order.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b);
  const from = bytes.slice();
  for (let i = 0; i < count; i += 1) {
    const o = (order[i] ?? 0) * 56;
    bytes.set(from.subarray(o, o + 56), i * 56);
  }
}
