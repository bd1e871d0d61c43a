/** Diagrams of boxes and bits as one SVG image. Colours follow the page: `currentColor` on nothing. */
import type { Described, DescribedStruct } from "./described.js";
import type { Box, DiagramRow } from "./diagram.js";
import { diagramOf, rowWidth } from "./diagram.js";
import { nameOf, placeOf, summaryOf, typeOf } from "./table.js";

/** Lengths in pixels. */
const bitWidth = 22;
const rowHeight = 34;
const left = 110;
const headingHeight = 46;
const margin = 12;
/** About how wide a character of the font is. */
const characterWidth = 7;

/** Returns layouts as the text of an SVG image, one below the other. */
export function layoutsAsSvg(layouts: readonly Described[]): string {
  let top = margin;
  const parts = layouts.map((layout) => {
    const part = layout.kind === "variant" ? drawVariant(layout, top) : drawStruct(layout, top);
    top += part.height + margin;
    return part.text;
  });
  const width = left + rowWidth * bitWidth + margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" width="${width}" height="${top}" font-family="ui-monospace, monospace" font-size="12" fill="currentColor">
<style>rect { fill: none; stroke: currentColor } .padding { fill: currentColor; fill-opacity: 0.12 } .dynamic { stroke-dasharray: 5 3 } .small { font-size: 10px; opacity: 0.7 } .name { text-anchor: middle } .offset { text-anchor: end } .title { font-weight: bold; font-size: 14px }</style>
${parts.join("\n")}
</svg>
`;
}

interface Part {
  readonly text: string;
  readonly height: number;
}

function drawStruct(struct: DescribedStruct, top: number): Part {
  const rows = diagramOf(struct);
  const numbers = Array.from({ length: rowWidth }, (_, bit) =>
    textAt(left + (bit + 0.5) * bitWidth, top + headingHeight - 4, String(bit), "small name"),
  );
  const drawn = rows.map((row, index) => drawRow(row, top + headingHeight + index * rowHeight));
  return {
    text: [heading(struct, top), ...numbers, ...drawn].join("\n"),
    height: headingHeight + rows.length * rowHeight,
  };
}

function drawVariant(variant: Described & { readonly kind: "variant" }, top: number): Part {
  const cases = variant.cases.map(({ value, struct }) => `${struct} (${String(value)})`);
  const line = textAt(left, top + headingHeight - 4, cases.join(", "));
  return { text: `${heading(variant, top)}\n${line}`, height: headingHeight };
}

function heading(layout: Described, top: number): string {
  const summary = `<tspan font-weight="normal" font-size="12"> ${escape(summaryOf(layout))}</tspan>`;
  return `<text x="${left}" y="${top + 16}" class="title">${escape(layout.name)}${summary}</text>`;
}

function drawRow({ offset, boxes }: DiagramRow, top: number): string {
  const place = textAt(left - 8, top + rowHeight / 2 + 4, offset, "small offset");
  return [place, ...boxes.map((box) => drawBox(box, top))].join("\n");
}

function drawBox(box: Box, top: number): string {
  const { row, start, width, shortened } = box;
  const x = left + start * bitWidth;
  const classes = [
    ...(row.kind === "padding" ? ["padding"] : []),
    ...(shortened === undefined ? [] : ["dynamic"]),
  ].join(" ");
  const title = `${nameOf(row)}: ${typeOf(row)}, ${placeOf(row)}`;
  const shape = `<rect x="${x}" y="${top}" width="${width * bitWidth}" height="${rowHeight}"${classes === "" ? "" : ` class="${classes}"`}/>`;
  const label = box.isContinued ? "" : labelOf(box);
  const text =
    label === "" ? "" : textAt(x + (width * bitWidth) / 2, top + rowHeight / 2 + 4, label, "name");
  return `<g><title>${escape(title)}</title>${shape}${text}</g>`;
}

/** A name that does not fit is cut; the title of its box has all of it. */
function labelOf({ row, width, shortened }: Box): string {
  const size =
    shortened === undefined || row.kind === "padding"
      ? ""
      : ` (${shortened === null ? typeOf(row) : `${shortened} bytes`})`;
  const name = `${nameOf(row)}${size}`;
  const room = Math.floor((width * bitWidth - 4) / characterWidth);
  return name.length > room ? `${name.slice(0, Math.max(0, room - 1))}…` : name;
}

function textAt(x: number, y: number, text: string, classes = ""): string {
  return `<text x="${x}" y="${y}"${classes === "" ? "" : ` class="${classes}"`}>${escape(text)}</text>`;
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
