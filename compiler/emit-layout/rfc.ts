/** Diagrams of boxes and bits as RFCs have them (RFC 791, section 3.1), two characters a bit. */
import type { Described, DescribedStruct, LayoutRow } from "./described.js";
import type { Box, DiagramRow } from "./diagram.js";
import { diagramOf, rowWidth } from "./diagram.js";
import { nameOf, placeOf, summaryOf, typeOf } from "./table.js";

/** Returns layouts as diagrams. A variant is a line, as its cases have diagrams of their own. */
export function layoutsAsRfc(layouts: readonly Described[]): string {
  return layouts
    .map((layout) => {
      const heading = `${layout.name}: ${summaryOf(layout)}\n`;
      if (layout.kind !== "variant") return `${heading}\n${drawStruct(layout)}`;
      const cases = layout.cases.map(({ value, struct }) => `${struct} (${String(value)})`);
      return `${heading}\n  ${cases.join(", ")}\n`;
    })
    .join("\n");
}

function drawStruct(struct: DescribedStruct): string {
  const rows = diagramOf(struct);
  const keys = keysOf(rows);
  const lines = [
    " 0                   1                   2                   3",
    ` ${Array.from({ length: rowWidth }, (_, bit) => bit % 10).join(" ")}`,
  ];
  rows.forEach((row, index) => {
    lines.push(border(rows[index - 1], row), ...content(row, keys));
  });
  lines.push(border(rows.at(-1), undefined));
  const legend = [...keys].map(
    ([row, key]) => `${key}  ${nameOf(row)}: ${typeOf(row)}, ${placeOf(row)}`,
  );
  return `${[...lines, ...(legend.length === 0 ? [] : ["", ...legend])].join("\n")}\n`;
}

/** Returns the line between two rows: none within a field that goes on. */
function border(above: DiagramRow | undefined, below: DiagramRow | undefined): string {
  const characters: string[] = [];
  const reach = Math.max(endOf(above), endOf(below));
  for (let bit = 0; bit < reach; bit++) {
    const continued = below?.boxes.find(({ start, width }) => start <= bit && bit < start + width);
    const isWithin = continued?.isContinued === true && bit < endOf(above);
    characters.push(bit === 0 || !isWithin ? "+" : " ", isWithin ? " " : "-");
  }
  return `${characters.join("")}+`;
}

function endOf(row: DiagramRow | undefined): number {
  const last = row?.boxes.at(-1);
  return last === undefined ? 0 : last.start + last.width;
}

/** Returns the lines of a row. */
function content(row: DiagramRow, keys: ReadonlyMap<LayoutRow, string>): readonly string[] {
  const [first] = row.boxes;
  if (first?.shortened === undefined) {
    return [`|${row.boxes.map((box) => `${labelIn(box, keys)}|`).join("")}`];
  }
  const size = first.shortened === null ? typeOf(first.row) : `${first.shortened} bytes`;
  const width = rowWidth * 2 - 1;
  return [`|${labelIn(first, keys)}|`, `/${centered(size, width)}/`];
}

function labelIn(box: Box, keys: ReadonlyMap<LayoutRow, string>): string {
  const width = box.width * 2 - 1;
  if (box.isContinued) return " ".repeat(width);
  return centered(keys.get(box.row) ?? nameOf(box.row), width);
}

/** Names that do not fit in their boxes have letters instead, which a legend explains. */
function keysOf(rows: readonly DiagramRow[]): ReadonlyMap<LayoutRow, string> {
  const keys = new Map<LayoutRow, string>();
  for (const { boxes } of rows) {
    for (const box of boxes) {
      if (box.isContinued || keys.has(box.row)) continue;
      if (nameOf(box.row).length > box.width * 2 - 1) keys.set(box.row, keyOf(keys.size));
    }
  }
  return keys;
}

/** `a` to `z`, `A` to `Z`, then the same again: one character fits into one bit. */
function keyOf(index: number): string {
  const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  return letters.charAt(index % letters.length);
}

function centered(text: string, width: number): string {
  const shown = text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text;
  const left = Math.floor((width - shown.length) / 2);
  return `${" ".repeat(left)}${shown}${" ".repeat(width - shown.length - left)}`;
}
