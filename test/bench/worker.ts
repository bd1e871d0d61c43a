/** A process of the bench: measures one suite, or the growth of the heap, and sends what it found. */
import { compileSchemas } from "./compile-schemas.js";
import { heapGrowths } from "./heap.js";
import type { HeapGrowth } from "./heap.js";
import { measure } from "./measure.js";
import type { Row } from "./measure.js";
import { useOthers } from "./others.js";
import { withPeers } from "./peers/index.js";
import { fullSizes, suites } from "./suites.js";

/** What a worker is to do. */
export interface Task {
  /** Name of a suite, or `heap`. */
  readonly suite: string;
  readonly seconds: number;
  /** Other generated classes to use before. */
  readonly among: number;
  /** Whether loops are made twice: V8 puts what one closes over into its code as a constant only if it is made once. */
  readonly anyBytes: boolean;
  /** Only operations whose suite and name contain this. */
  readonly only: string;
  /** Whether other libraries are measured too. */
  readonly withPeers: boolean;
}

/** What a worker sends: the rows of one operation, or how much the heap grows. */
export type Found =
  | {
      readonly kind: "rows";
      readonly operation: string;
      readonly expected: number;
      readonly rows: readonly Row[];
    }
  | { readonly kind: "heap"; readonly growths: readonly HeapGrowth[] };

const task = JSON.parse(process.argv[2] ?? "{}") as Task;
const classes = await compileSchemas();
if (task.suite === "heap") send({ kind: "heap", growths: heapGrowths(classes, 10_000_000, 3000) });
else await measureSuite(task);

async function measureSuite(task: Task): Promise<void> {
  const { suite, seconds, among, anyBytes, only } = task;
  await useOthers(classes.others.slice(0, among), 1000, 300);
  if (anyBytes) await suites.get(suite)?.(classes, fullSizes);
  const own = (await suites.get(suite)?.(classes, fullSizes)) ?? [];
  const wanted = own.filter(({ name }) => `${suite} ${name}`.includes(only));
  const all = task.withPeers ? await withPeers(suite, wanted, fullSizes) : wanted;
  for (const operation of all) {
    const { name, expected } = operation;
    const rows = measure(operation, seconds, among);
    send({ kind: "rows", operation: name, expected, rows });
  }
}

function send(found: Found): void {
  process.send?.(found);
}
