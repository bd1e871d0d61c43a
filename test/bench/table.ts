import type { HeapGrowth } from "./heap.js";
import { noGarbage } from "./heap.js";
import type { Row } from "./measure.js";
import type { NativeRow } from "./native.js";
import { limitOf, missed, nativeLimit, nativeRatio } from "./targets.js";

/** Returns the rows of one operation as a table for people. */
export function formatRows(rows: readonly Row[]): string {
  const lines = rows.map(({ subject, style, nsPerOperation, medianNs, ratioToHand }) => [
    subject,
    style,
    nsPerOperation.toFixed(2),
    medianNs.toFixed(2),
    ratioToHand.toFixed(2),
  ]);
  const [first] = rows;
  const title = first === undefined ? "" : `${first.suite}: ${first.operation}\n`;
  return title + formatTable([["", "", "ns", "median", "to hand"], ...lines]);
}

/** Returns the rows that miss what they are to reach as a table for people. */
export function formatMissed(rows: readonly Row[]): string {
  const lines = missed(rows).map((row) => [
    `Node ${row.node}`,
    row.among === 0 ? "alone" : `among ${row.among}`,
    `${row.suite}: ${row.operation}`,
    row.style,
    row.ratioToHand.toFixed(2),
    limitOf(row).toFixed(2),
  ]);
  if (lines.length === 0) return "every target is reached";
  return `missed\n${formatTable([["", "", "", "", "to hand", "target"], ...lines])}`;
}

/** Returns what native code takes, beside the fastest way of generated code, as a table for people. */
export function formatNative(native: readonly NativeRow[], rows: readonly Row[]): string {
  const lines = native.map((one) => {
    const ratio = nativeRatio(one, rows);
    const isMissed = ratio !== undefined && ratio > nativeLimit(one);
    return [
      `${one.suite}: ${one.operation}`,
      one.ns.toFixed(2),
      ratio?.toFixed(2) ?? "",
      isMissed ? `missed: ${nativeLimit(one)}` : "",
    ];
  });
  return `native code\n${formatTable([["", "ns", "structview to it", ""], ...lines])}`;
}

/** Returns what loops take of the heap as a table for people. */
export function formatHeap(growths: readonly HeapGrowth[]): string {
  const lines = growths.map((growth) => [
    growth.style,
    growth.bytesPerRecord.toFixed(4),
    growth.isGarbageFree ? (isFree(growth) ? "ok" : "FAILED: is to take none") : "",
  ]);
  return `heap growth\n${formatTable([["", "bytes per record", ""], ...lines])}`;
}

/** Tells whether a loop takes no heap for a record. */
export function isFree({ bytesPerRecord }: HeapGrowth): boolean {
  return bytesPerRecord <= noGarbage;
}

function formatTable(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? "").length)),
  );
  return lines.map((line) => `  ${formatLine(line, widths)}`.trimEnd()).join("\n");
}

function formatLine(line: readonly string[], widths: readonly number[]): string {
  return line
    .map((cell, column) => {
      const width = widths[column] ?? 0;
      return /^[\d.]+$/.test(cell) ? cell.padStart(width) : cell.padEnd(width);
    })
    .join("  ");
}
