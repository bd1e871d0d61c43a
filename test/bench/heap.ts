import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Generated } from "./generated.js";

/** Bytes of heap that a loop over records takes, for each record. */
export interface HeapGrowth {
  readonly style: string;
  readonly bytesPerRecord: number;
  /** Whether it is to take none. */
  readonly isGarbageFree: boolean;
}

/** Records of one pass: what they take at most fits between two collections. */
const passRecords = 10_000;

/** Bytes per record that still count as none: half an object of the smallest kind in a pass. */
export const noGarbage = 8 / passRecords;

/**
 * Measures loops over `records` records, each after `warmUp` milliseconds: until the engine compiles a
 * loop for good, it may make objects that it leaves out later.
 */
export function heapGrowths(
  { Particle }: Pick<Generated, "Particle">,
  records: number,
  warmUp: number,
): HeapGrowth[] {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const bytes = new Uint8Array(passRecords * Particle.size);
  const view = new DataView(bytes.buffer);
  const array = Particle.array(bytes);
  const cursor = array.cursor();
  const column = array.column("mass");
  // What is made once for a loop, such as a cursor, is made before: only what each record takes counts.
  const loops: readonly (readonly [string, boolean, () => number])[] = [
    ["nothing", true, () => 0],
    [
      "scan, new record",
      true,
      () => {
        let sum = 0;
        for (let o = 0; o < bytes.length; o += Particle.size) sum += new Particle(view, o).mass;
        return sum;
      },
    ],
    [
      "cursor next",
      true,
      () => {
        let sum = 0;
        cursor.seek(0);
        while (cursor.next()) sum += cursor.record.mass + cursor.record.energy;
        return sum;
      },
    ],
    [
      "cursor seek",
      true,
      () => {
        let sum = 0;
        for (let i = 0; i < array.length; i += 1) sum += cursor.seek(i).mass;
        return sum;
      },
    ],
    [
      "column at(i)",
      true,
      () => {
        let sum = 0;
        for (let i = 0; i < column.length; i += 1) sum += column.at(i);
        return sum;
      },
    ],
    [
      "at(i)",
      false,
      () => {
        let sum = 0;
        for (let i = 0; i < array.length; i += 1) sum += array.at(i).mass;
        return sum;
      },
    ],
    [
      "for...of",
      false,
      () => {
        let sum = 0;
        for (const record of array) sum += record.mass;
        return sum;
      },
    ],
  ];
  let sink = 0;
  const grown = loops.map(([, , loop]) => {
    const warm = performance.now() + warmUp;
    do sink += loop();
    while (performance.now() < warm);
    collect();
    const passes = Math.ceil(records / passRecords);
    let bytesGrown = 0;
    for (let pass = 0; pass < passes; pass += 1) {
      const before = getHeapStatistics().used_heap_size;
      sink += loop();
      // Less than before means that a collection ran in between: this pass tells nothing.
      bytesGrown += Math.max(0, getHeapStatistics().used_heap_size - before);
    }
    return bytesGrown / (passes * passRecords);
  });
  if (sink !== 0) throw new Error(`expected the sum 0, got ${sink}`);
  // Asking for the size of the heap takes heap too: as much as the loop over nothing does.
  const [own = 0] = grown;
  return loops.map(([style, isGarbageFree], index) => ({
    style,
    bytesPerRecord: (grown[index] ?? NaN) - own,
    isGarbageFree,
  }));
}
