import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Particle, RecordClass } from "./generated.js";

/** Bytes of heap that a loop over records takes, for each record. */
export interface HeapGrowth {
  readonly style: string;
  readonly bytesPerRecord: number;
}

/** Records of one pass: what they take at most fits between two collections. */
const passRecords = 10_000;

/** Measures loops over `records` records. */
export function heapGrowths(Class: RecordClass<Particle>, records: number): HeapGrowth[] {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const array = Class.array(new Uint8Array(passRecords * Class.size));
  const loops: readonly (readonly [string, () => number])[] = [
    ["nothing", () => 0],
    [
      "cursor next",
      () => {
        let sum = 0;
        const cursor = array.cursor();
        while (cursor.next()) sum += cursor.record.mass + cursor.record.energy;
        return sum;
      },
    ],
    [
      "cursor seek",
      () => {
        let sum = 0;
        const cursor = array.cursor();
        for (let i = 0; i < array.length; i += 1) sum += cursor.seek(i).mass;
        return sum;
      },
    ],
    [
      "at(i)",
      () => {
        let sum = 0;
        for (let i = 0; i < array.length; i += 1) sum += array.at(i).mass;
        return sum;
      },
    ],
    [
      "for...of",
      () => {
        let sum = 0;
        for (const record of array) sum += record.mass;
        return sum;
      },
    ],
  ];
  return loops.map(([style, loop]) => {
    for (let pass = 0; pass < 200; pass += 1) loop();
    collect();
    const passes = Math.ceil(records / passRecords);
    let grown = 0;
    for (let pass = 0; pass < passes; pass += 1) {
      const before = getHeapStatistics().used_heap_size;
      loop();
      // Less than before means that a collection ran in between: this pass tells nothing.
      grown += Math.max(0, getHeapStatistics().used_heap_size - before);
    }
    return { style, bytesPerRecord: grown / (passes * passRecords) };
  });
}
