/** What generated code is to reach, as ratio to the best code by hand that does the same. */
import type { Row } from "./measure.js";
import type { NativeRow } from "./native.js";

/** The greatest ratio that is good enough, alone and among other classes. */
export interface Target {
  readonly alone: number;
  readonly among: number;
}

const direct: Target = { alone: 1.1, among: 1.15 };
const checkedScan: Target = { alone: 1.35, among: 1.5 };
const checked: Target = { alone: 1.15, among: 1.2 };
const movingLoop: Target = { alone: 1.7, among: 2 };
const ownLoop: Target = { alone: 3, among: 4 };
const bits: Target = { alone: 1.15, among: 1.2 };
const typed: Target = { alone: 1.05, among: 1.05 };
const text: Target = { alone: 1.1, among: 1.1 };
const capture: Target = { alone: 1.15, among: 1.2 };

/** Operations that read one field of a record. */
const oneField = new Set(["scan one field", "random access", "u64", "sum a column"]);

/** Returns what a row is to reach; `undefined` if nothing is asked of it. */
export function targetOf({ suite, operation, style, subject }: Row): Target | undefined {
  if (subject !== "structview") return undefined;
  if (suite === "text") return text;
  if (suite === "capture") return capture;
  // Who opens a record looks whether it is there, as the loop by hand does.
  if (suite === "log" && style === "viewAt") return checked;
  if (style === "for...of" || style === "column for...of") return ownLoop;
  if (suite === "array of scalars") return typed;
  if (style === "for...of cursor") return movingLoop;
  if (style === "at(i)" || style === "cursor seek" || style === "column at(i)") {
    return oneField.has(operation) ? checkedScan : checked;
  }
  if (suite === "ipv4 + tcp" || suite === "24 and 48 bits" || operation === "u64") return bits;
  return direct;
}

/** Returns the rows that do not reach what they are to. */
export function missed(rows: readonly Row[]): Row[] {
  return rows.filter((row) => row.ratioToHand > limitOf(row));
}

/** Returns the greatest ratio that is good enough for a row. */
export function limitOf(row: Row): number {
  const target = targetOf(row);
  if (target === undefined) return Infinity;
  return row.among === 0 ? target.alone : target.among;
}

/** Returns how the fastest way of generated code compares with native code, if it was measured. */
export function nativeRatio(
  { suite, operation, ns }: NativeRow,
  rows: readonly Row[],
): number | undefined {
  const times = rows
    .filter((row) => row.suite === suite && row.operation === operation)
    .filter((row) => row.subject === "structview" && row.among === 0)
    .map((row) => row.nsPerOperation);
  return times.length === 0 ? undefined : Math.min(...times) / ns;
}

/** Returns the greatest ratio to native code that is good enough: something is asked of scans only. */
export function nativeLimit({ operation }: NativeRow): number {
  return operation === "scan one field" || operation === "sum a column" ? 1.5 : Infinity;
}
