import type { Case, Operation } from "./case.js";
import { checkCase } from "./case.js";

/** What a case took. */
export interface Row {
  readonly suite: string;
  readonly operation: string;
  readonly style: string;
  readonly subject: string;
  /** Major version of Node. */
  readonly node: number;
  /** Of the fastest sample. */
  readonly nsPerOperation: number;
  /** Of the middle one. */
  readonly medianNs: number;
  /** To the loop over a `DataView` by hand, both from their fastest samples. */
  readonly ratioToHand: number;
}

/** Milliseconds that one sample takes at least. */
const sampleTime = 2;

/**
 * Measures the cases of an operation, in turns, `seconds` for each of them. Throws if a checksum is
 * wrong, before, between and after.
 */
export function measure({ cases, expected }: Operation, seconds: number): Row[] {
  const samples = cases.map((one) => {
    checkCase(one, expected);
    return { one, times: [] as number[] };
  });
  const deadline = performance.now() + seconds * 1000 * cases.length;
  for (let round = 0; performance.now() < deadline || round < 3; round += 1) {
    // Nobody is always the one that runs behind the same other.
    for (let turn = 0; turn < samples.length; turn += 1) {
      const sample = samples[(turn + round) % samples.length];
      sample?.times.push(timeOf(sample.one, expected));
    }
  }
  for (const { one } of samples) checkCase(one, expected);
  const node = Number(process.versions.node.split(".")[0]);
  const rows = samples.map(({ one, times }) => {
    const sorted = times.sort((a, b) => a - b);
    const { suite, operation, style, subject } = one;
    const nsPerOperation = sorted[0] ?? NaN;
    const medianNs = sorted[Math.floor(sorted.length / 2)] ?? NaN;
    return { suite, operation, style, subject, node, nsPerOperation, medianNs };
  });
  const hand = rows[0]?.nsPerOperation ?? NaN;
  return rows.map((row) => ({ ...row, ratioToHand: row.nsPerOperation / hand }));
}

/** Returns the nanoseconds for one element. */
function timeOf(one: Case, expected: number): number {
  const start = performance.now();
  let runs = 0;
  let now = start;
  do {
    const result = one.run();
    if (one.verify === undefined && result !== expected) checkCase(one, expected);
    runs += 1;
    now = performance.now();
  } while (now - start < sampleTime);
  return ((now - start) * 1e6) / (runs * one.count);
}
