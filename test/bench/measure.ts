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
  /** Other generated classes that were in use in the process. */
  readonly among: number;
  /** Of the fastest sample. */
  readonly nsPerOperation: number;
  /** Of the middle one. */
  readonly medianNs: number;
  /** To the fastest of the ways that the operation is compared with, all from their fastest samples. */
  readonly ratioToHand: number;
}

/** A row before it is compared with others. */
export type Sampled = Omit<Row, "ratioToHand">;

/** Milliseconds that one sample takes at least. */
const sampleTime = 2;

interface Turn {
  readonly one: Case;
  readonly times: number[];
  /** Milliseconds that the case has had. */
  spent: number;
}

/**
 * Measures the cases of an operation, in turns, `seconds` for each of them. Throws if a checksum is
 * wrong, before, between and after.
 */
export function measure(operation: Operation, seconds: number, among: number): Row[] {
  const { cases, expected, references } = operation;
  const turns = cases.map((one): Turn => {
    checkCase(one, expected);
    return { one, times: [], spent: 0 };
  });
  const budget = seconds * 1000;
  let level = 0;
  for (let round = 0; level < budget || round < 3; round += 1) {
    // Who takes long for one run waits until the others have had as much time. Nobody is always the
    // one that runs behind the same other.
    for (let index = 0; index < turns.length; index += 1) {
      const turn = turns[(index + round) % turns.length];
      if (turn !== undefined && turn.spent <= level) take(turn, expected);
    }
    level = Math.min(...turns.map(({ spent }) => spent));
  }
  for (const { one } of turns) checkCase(one, expected);
  return compare(
    turns.map((turn) => rowOf(turn, among)),
    references,
  );
}

/** Adds to rows of one operation how they compare with the fastest of the `references`. */
export function compare(rows: readonly Sampled[], references: readonly string[]): Row[] {
  const times = rows
    .filter(({ subject }) => references.includes(subject))
    .map(({ nsPerOperation }) => nsPerOperation);
  const hand = Math.min(...times);
  return rows.map((row) => ({ ...row, ratioToHand: row.nsPerOperation / hand }));
}

/** Takes one sample. */
function take(turn: Turn, expected: number): void {
  const { one, times } = turn;
  const start = performance.now();
  let runs = 0;
  let now = start;
  do {
    const result = one.run();
    if (one.verify === undefined && result !== expected) checkCase(one, expected);
    runs += 1;
    now = performance.now();
  } while (now - start < sampleTime);
  turn.spent += now - start;
  times.push(((now - start) * 1e6) / (runs * one.count));
}

function rowOf({ one, times }: Turn, among: number): Sampled {
  const sorted = times.sort((a, b) => a - b);
  const { suite, operation, style, subject } = one;
  return {
    suite,
    operation,
    style,
    subject,
    node: Number(process.versions.node.split(".")[0]),
    among,
    nsPerOperation: sorted[0] ?? NaN,
    medianNs: sorted[Math.floor(sorted.length / 2)] ?? NaN,
  };
}
