/**
 * Operations on particles with the generated class. This module knows nothing of the others, as it is
 * imported once for each of the classes that are in use beside the measured one: each gets loops of
 * its own, as it would in a program.
 */
import type { Way } from "./case.js";
import type { Particle, RecordClass } from "./generated.js";

/** Bytes to work on. */
export interface ParticleInput {
  readonly bytes: Uint8Array;
  /** Bytes to write to. */
  readonly target: Uint8Array;
  /** The bytes in an order without a pattern. */
  readonly mixed: Uint8Array;
  readonly order: Uint32Array;
  /** Bytes of single records. */
  readonly singles: readonly Uint8Array[];
  /** Returns the checksum of what was written to `target`. */
  readonly verify: () => number;
  /** Returns the checksum of what was put in order in `target`. */
  readonly verifyOrder: () => number;
}

/** Names of the operations on particles. */
export type ParticleOperation =
  | "scan"
  | "readAll"
  | "writeAll"
  | "random"
  | "u64"
  | "column"
  | "sort"
  | "view"
  | "viewAt"
  | "single";

/** Returns the ways of the generated class. */
export function structviewWays(
  Class: RecordClass<Particle>,
  { bytes, target, mixed, order, singles, verify, verifyOrder }: ParticleInput,
): Record<ParticleOperation, Way[]> {
  const view = new DataView(bytes.buffer);
  const targetView = new DataView(target.buffer);
  const array = Class.array(bytes);
  const targetArray = Class.array(target);
  const stride = Class.size;
  const end = bytes.length;
  const one = Class.view(singles[5] ?? bytes);
  return {
    scan: [
      way("new record", () => {
        let sum = 0;
        for (let o = 0; o < end; o += stride) sum += new Class(view, o).mass;
        return sum;
      }),
      way("at(i)", () => {
        let sum = 0;
        for (let i = 0; i < array.length; i += 1) sum += array.at(i).mass;
        return sum;
      }),
      way("for...of", () => {
        let sum = 0;
        for (const record of array) sum += record.mass;
        return sum;
      }),
      way("for...of cursor", () => {
        let sum = 0;
        for (const record of array.cursor()) sum += record.mass;
        return sum;
      }),
      way("cursor next", () => {
        let sum = 0;
        const cursor = array.cursor();
        while (cursor.next()) sum += cursor.record.mass;
        return sum;
      }),
      way("cursor next, record held", () => {
        let sum = 0;
        const cursor = array.cursor();
        const { record } = cursor;
        while (cursor.next()) sum += record.mass;
        return sum;
      }),
      way("cursor seek", () => {
        let sum = 0;
        const cursor = array.cursor();
        for (let i = 0; i < array.length; i += 1) sum += cursor.seek(i).mass;
        return sum;
      }),
    ],
    readAll: [
      way("new record", () => {
        let sum = 0;
        for (let o = 0; o < end; o += stride) {
          const p = new Class(view, o);
          sum += p.id + p.flags + p.kind + p.level + p.x + p.y + p.z + p.mass + p.energy;
        }
        return sum;
      }),
      way("at(i)", () => {
        let sum = 0;
        for (let i = 0; i < array.length; i += 1) {
          const p = array.at(i);
          sum += p.id + p.flags + p.kind + p.level + p.x + p.y + p.z + p.mass + p.energy;
        }
        return sum;
      }),
      way("for...of", () => {
        let sum = 0;
        for (const p of array) {
          sum += p.id + p.flags + p.kind + p.level + p.x + p.y + p.z + p.mass + p.energy;
        }
        return sum;
      }),
      way("for...of cursor", () => {
        let sum = 0;
        for (const p of array.cursor()) {
          sum += p.id + p.flags + p.kind + p.level + p.x + p.y + p.z + p.mass + p.energy;
        }
        return sum;
      }),
      way("cursor next", () => {
        let sum = 0;
        const cursor = array.cursor();
        while (cursor.next()) {
          const p = cursor.record;
          sum += p.id + p.flags + p.kind + p.level + p.x + p.y + p.z + p.mass + p.energy;
        }
        return sum;
      }),
      way("cursor seek", () => {
        let sum = 0;
        const cursor = array.cursor();
        for (let i = 0; i < array.length; i += 1) {
          const p = cursor.seek(i);
          sum += p.id + p.flags + p.kind + p.level + p.x + p.y + p.z + p.mass + p.energy;
        }
        return sum;
      }),
    ],
    writeAll: [
      way(
        "new record",
        () => {
          for (let i = 0, o = 0; o < end; i += 1, o += stride) {
            const p = new Class(targetView, o);
            p.id = p.flags = p.kind = p.level = p.x = p.y = p.z = p.mass = p.energy = i;
          }
          return 0;
        },
        verify,
      ),
      way(
        "at(i)",
        () => {
          for (let i = 0; i < targetArray.length; i += 1) {
            const p = targetArray.at(i);
            p.id = p.flags = p.kind = p.level = p.x = p.y = p.z = p.mass = p.energy = i;
          }
          return 0;
        },
        verify,
      ),
      way(
        "cursor next",
        () => {
          const cursor = targetArray.cursor();
          for (let i = 0; cursor.next(); i += 1) {
            const p = cursor.record;
            p.id = p.flags = p.kind = p.level = p.x = p.y = p.z = p.mass = p.energy = i;
          }
          return 0;
        },
        verify,
      ),
      way(
        "cursor seek",
        () => {
          const cursor = targetArray.cursor();
          for (let i = 0; i < targetArray.length; i += 1) {
            const p = cursor.seek(i);
            p.id = p.flags = p.kind = p.level = p.x = p.y = p.z = p.mass = p.energy = i;
          }
          return 0;
        },
        verify,
      ),
    ],
    random: [
      way("new record", () => {
        let sum = 0;
        for (let i = 0; i < order.length; i += 1) {
          const index = order[i] ?? 0;
          sum += new Class(view, index * stride).mass;
        }
        return sum;
      }),
      way("at(i)", () => {
        let sum = 0;
        for (let i = 0; i < order.length; i += 1) {
          const index = order[i] ?? 0;
          sum += array.at(index).mass;
        }
        return sum;
      }),
      way("cursor seek", () => {
        let sum = 0;
        const cursor = array.cursor();
        for (let i = 0; i < order.length; i += 1) {
          const index = order[i] ?? 0;
          sum += cursor.seek(index).mass;
        }
        return sum;
      }),
      way("column at(i)", () => {
        let sum = 0;
        const column = array.column("mass");
        for (let i = 0; i < order.length; i += 1) {
          const index = order[i] ?? 0;
          sum += column.at(index);
        }
        return sum;
      }),
    ],
    column: [
      way("column at(i)", () => {
        let sum = 0;
        const column = array.column("energy");
        for (let i = 0; i < column.length; i += 1) sum += column.at(i);
        return sum;
      }),
      way("column for...of", () => {
        let sum = 0;
        for (const energy of array.column("energy")) sum += energy;
        return sum;
      }),
    ],
    sort: [
      way(
        "sort",
        () => {
          target.set(mixed);
          targetArray.sort("energy");
          return 0;
        },
        verifyOrder,
      ),
    ],
    u64: [
      way("new record", () => {
        let sum = 0n;
        for (let o = 0; o < end; o += stride) {
          sum = BigInt.asUintN(64, sum + new Class(view, o).ts);
        }
        return Number(sum);
      }),
      way("cursor next", () => {
        let sum = 0n;
        const cursor = array.cursor();
        while (cursor.next()) sum = BigInt.asUintN(64, sum + cursor.record.ts);
        return Number(sum);
      }),
      way("at(i)", () => {
        let sum = 0n;
        for (let i = 0; i < array.length; i += 1) sum = BigInt.asUintN(64, sum + array.at(i).ts);
        return Number(sum);
      }),
    ],
    view: [
      way("view", () => {
        let sum = 0;
        for (const single of singles) {
          const record = Class.view(single);
          sum += record.id + record.energy;
        }
        return sum;
      }),
    ],
    viewAt: [
      way("viewAt", () => {
        let sum = 0;
        for (let o = 0; o < end; o += stride) {
          const record = Class.viewAt(view, o);
          sum += record.id + record.energy;
        }
        return sum;
      }),
    ],
    single: [
      way("one record", () => {
        let sum = 0;
        for (let i = 0; i < array.length; i += 1) {
          one.z = i;
          sum += one.z + one.mass;
        }
        return sum;
      }),
    ],
  };
}

function way(style: string, run: () => number, verify?: () => number): Way {
  return ["structview", style, run, verify];
}
