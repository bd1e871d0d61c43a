import type { HeapGrowth } from "./heap.js";
import type { Row } from "./measure.js";

/** Returns rows as a table for people. */
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

/** Returns what loops take of the heap as a table for people. */
export function formatHeap(growths: readonly HeapGrowth[]): string {
  const lines = growths.map(({ style, bytesPerRecord }) => [style, bytesPerRecord.toFixed(3)]);
  return `heap growth\n${formatTable([["", "bytes per record"], ...lines])}`;
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
