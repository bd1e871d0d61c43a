/** Tables of layouts, for a terminal and in Markdown. */
import type { Described, DescribedStruct, LayoutRow } from "./described.js";

/** Returns layouts as text in columns. */
export function layoutsAsText(layouts: readonly Described[]): string {
  return layouts.map((layout) => `${textOf(layout)}\n`).join("\n");
}

/** Returns layouts as sections in Markdown. */
export function layoutsAsMarkdown(layouts: readonly Described[]): string {
  return layouts.map((layout) => `${markdownOf(layout)}\n`).join("\n");
}

/** Returns what is said of a layout as a whole: its size, its alignment, its orders. */
export function summaryOf(layout: Described): string {
  const size = layout.size === null ? `${bytes(layout.minimumSize)} or more` : bytes(layout.size);
  const alignment = `alignment ${layout.alignment}`;
  if (layout.kind === "variant") return `variant told by ${layout.tag}, ${size}, ${alignment}`;
  const order =
    layout.byteOrder === "runtime" ? "byte order known at run time" : `${layout.byteOrder}-endian`;
  const bits =
    layout.bitOrder === null
      ? ""
      : `, bits counted from the ${layout.bitOrder === "most-significant-first" ? "most" : "least"} significant`;
  return `${layout.kind === "union" ? "union of " : ""}${size}, ${alignment}, ${order}${bits}`;
}

/** Bytes, behind the place that they count from. */
function offsetOf({ after, offset }: LayoutRow): string {
  return after === null ? String(offset) : `${after}+${offset}`;
}

/** Returns the place of a row in words. */
export function placeOf(row: LayoutRow): string {
  const bits = row.bits === null ? "" : `, ${row.bits.width === 1 ? "bit" : "bits"} ${bitsOf(row)}`;
  return `offset ${offsetOf(row)}${bits}`;
}

/** Returns the type of a row, and when it is there. */
export function typeOf({ type, condition }: LayoutRow): string {
  return condition === null ? type : `${type}, when ${JSON.stringify(condition)}`;
}

/** Returns what a row is called. */
export function nameOf({ kind, name }: LayoutRow): string {
  if (kind === "padding") return "(padding)";
  return kind === "prefix" ? `(length of ${name})` : name;
}

function textOf(layout: Described): string {
  const table =
    layout.kind === "variant"
      ? [[layout.tag, "struct"], ...casesOf(layout)]
      : tableOf(layout).map((row) => row.slice(0, -1));
  return [`${layout.name}: ${summaryOf(layout)}`, "", ...columns(table)].join("\n");
}

function markdownOf(layout: Described): string {
  const table =
    layout.kind === "variant" ? [[layout.tag, "struct"], ...casesOf(layout)] : tableOf(layout);
  const [header = [], ...rows] = table;
  const typeColumn = layout.kind === "variant" ? -1 : header.indexOf("type");
  const cellOf = (cell: string, column: number): string =>
    column === typeColumn ? `\`${cell.replaceAll("|", "\\|")}\`` : escapeCell(cell);
  const isNumber = (column: number): boolean => layout.kind !== "variant" && column < 2;
  const lines = [
    `### ${layout.name}`,
    "",
    ...(layout.doc === null ? [] : [layout.doc, ""]),
    `${capitalized(summaryOf(layout))}.`,
    "",
    `| ${header.join(" | ")} |`,
    `| ${header.map((_, column) => (isNumber(column) ? "---:" : "---")).join(" | ")} |`,
    ...rows.map((row) => `| ${row.map(cellOf).join(" | ")} |`),
  ];
  return lines.join("\n");
}

/** Offset, size, bits where there are any, field, type, and the doc comment at the end; a select with its cases. */
function tableOf({ rows }: DescribedStruct): readonly (readonly string[])[] {
  const hasBits = rows.some(({ bits }) => bits !== null);
  const table = [
    ["offset", "size", "bits", "field", "type", "description"],
    ...rows.flatMap((row) => [
      [offsetOf(row), sizeText(row), bitsOf(row), nameOf(row), typeOf(row), row.doc ?? ""],
      ...row.cases.map((each) => {
        const name = each.value === null ? "(otherwise)" : `(when ${each.value})`;
        return [offsetOf(row), sizeText(each), "", name, each.type, ""];
      }),
    ]),
  ];
  return hasBits ? table : table.map((row) => row.filter((_, column) => column !== 2));
}

function sizeText({ size }: Pick<LayoutRow, "size">): string {
  return size === null ? "*" : String(size);
}

function bitsOf({ bits }: LayoutRow): string {
  if (bits === null) return "";
  const end = bits.offset + bits.width - 1;
  return bits.offset === end ? String(bits.offset) : `${bits.offset}..${end}`;
}

function casesOf(layout: Described & { readonly kind: "variant" }): readonly string[][] {
  const cases = layout.cases.map(({ value, struct }) => [String(value), struct]);
  return layout.otherwise === null ? cases : [...cases, ["others", layout.otherwise]];
}

/** The first two columns are numbers, and end where their headings end. */
function columns(table: readonly (readonly string[])[]): readonly string[] {
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  return table.map((row) =>
    `  ${row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column < 2 && row.length > 2 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")}`.trimEnd(),
  );
}

/** Markdown would end the cell, or the line. */
function escapeCell(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll("|", "\\|")
    .replace(/\s*\n\s*/g, " ");
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function bytes(count: number): string {
  return `${count} byte${count === 1 ? "" : "s"}`;
}
