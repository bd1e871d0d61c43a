/** One way to do an operation, measured against the other ways to do it. */
export interface Case {
  /** The kind of record. */
  readonly suite: string;
  readonly operation: string;
  /** How the records are reached. */
  readonly style: string;
  /** Who does it: `hand`, `hand class`, `typed arrays`, `structview`, or the name of a peer. */
  readonly subject: string;
  /** Elements that one run handles: the time is divided by it. */
  readonly count: number;
  /** Does the operation once and returns its checksum, or anything if there is `verify`. */
  run(): number;
  /** Returns the checksum of what `run` has written. Not measured. */
  verify?(): number;
}

/** An operation in all its ways. */
export interface Operation {
  readonly suite: string;
  readonly name: string;
  /** The subjects of which the fastest is what all are compared with. */
  readonly references: readonly string[];
  /** The checksum that every way has to come to, known without reading the bytes. */
  readonly expected: number;
  readonly cases: readonly Case[];
}

/** A way to do an operation, before it is known which one. */
export type Way = readonly [
  subject: string,
  style: string,
  run: () => number,
  verify?: (() => number) | undefined,
];

/** Code over a `DataView`, written by hand. */
export const byHand: readonly string[] = ["hand", "hand class"];

/** Returns an operation made of ways to do it. */
export function operation(
  suite: string,
  name: string,
  count: number,
  expected: number,
  ways: readonly Way[],
  references: readonly string[] = byHand,
): Operation {
  const cases = ways.map(([subject, style, run, verify]): Case => ({
    suite,
    operation: name,
    style,
    subject,
    count,
    run,
    ...(verify === undefined ? {} : { verify }),
  }));
  return { suite, name, references, expected, cases };
}

/** Runs a case once. Throws if its checksum is wrong. */
export function checkCase(one: Case, expected: number): void {
  const result = one.run();
  const got = one.verify?.() ?? result;
  if (got === expected) return;
  const name = `${one.suite}, ${one.operation}, ${one.subject}, ${one.style}`;
  throw new Error(`${name}: expected the checksum ${expected}, got ${got}`);
}

/** Returns the sum of `f(0)` to `f(count - 1)`. */
export function sumOf(count: number, f: (index: number) => number): number {
  let sum = 0;
  for (let index = 0; index < count; index += 1) sum += f(index);
  return sum;
}
