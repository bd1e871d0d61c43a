/** Text of doc comments: what the schema says, and the table of the layout. */
import type { BitOrder } from "../document.js";
import type { BitsLayout, FieldLayout, StructLayout } from "../layout-types.js";
import { numericOf } from "../layout-size.js";

/** Returns a doc comment. The end of a comment within the text is broken up. */
export function docText(lines: string): string {
  const escaped = lines.replaceAll("*/", "*\\/").split(/\r\n|[\n\r\u2028\u2029]/);
  if (escaped.length === 1) return `/** ${escaped[0]} */`;
  return ["/**", ...escaped.map((line) => ` * ${line}`.trimEnd()), " */"].join("\n");
}

/** Returns the doc comment of a field, or nothing if the schema has none. */
export function fieldDoc(doc: string | undefined, extra = ""): string {
  const text = [doc, extra.trim()].filter((each) => each !== undefined && each !== "").join(" ");
  return text === "" ? "" : `${docText(text)}\n`;
}

/** Returns what the doc comment of a record says: the schema's words, the numbers, the table. */
export function structDoc(struct: StructLayout): string {
  return [
    ...(struct.doc === undefined ? [] : [struct.doc, ""]),
    summaryOf(struct),
    "",
    ...tableOf(struct),
  ].join("\n");
}

function summaryOf(struct: StructLayout): string {
  const size =
    struct.size === undefined ? `${struct.minimumSize} bytes or more` : plural(struct.size, "byte");
  const bitOrders = bitOrdersOf(struct);
  const order =
    struct.fields.some(hasByteOrder) || bitOrders.size > 0
      ? [
          struct.foundOrder !== undefined
            ? "byte order told by its fields"
            : struct.byteOrder === "runtime"
              ? "byte order chosen at run time"
              : `${struct.byteOrder}-endian`,
        ]
      : [];
  // Where there are both orders, the table tells each.
  const [bitOrder] = bitOrders.size === 1 ? bitOrders : [];
  const bits = bitOrder === undefined ? [] : [`bits ${wordsForBitOrder(bitOrder)}`];
  const shown = struct.isUnion ? `Union of ${size}` : size;
  return `${[shown, `alignment ${struct.alignment}`, ...order, ...bits].join(", ")}.`;
}

function hasByteOrder({ type }: FieldLayout): boolean {
  const numeric = numericOf(type) ?? (type.kind === "array" ? numericOf(type.element) : undefined);
  const element = type.kind === "array" ? type.element : type;
  if (element.kind === "text" && element.encoding === "utf16") return true;
  return numeric?.kind === "scalar" && numeric.scalar.size > 1;
}

function bitOrdersOf({ fields }: StructLayout): ReadonlySet<BitOrder> {
  const bits = fields.map(({ type }) => numericOf(type)).filter((each) => each?.kind === "bits");
  return new Set(bits.map(({ bitOrder }) => bitOrder));
}

function wordsForBitOrder(bitOrder: BitOrder): string {
  return `counted from the ${bitOrder === "most-significant-first" ? "most" : "least"} significant`;
}

function tableOf(struct: StructLayout): readonly string[] {
  const isMixed = bitOrdersOf(struct).size > 1;
  const rows = struct.fields.map((field) => {
    const numeric = numericOf(field.type);
    return numeric?.kind === "bits"
      ? bitsRow(field, numeric, isMixed)
      : [...placeRow(field), "", field.name];
  });
  const header = ["offset", "size", "bits", "field"];
  const hasBits = rows.some((row) => row[2] !== "");
  const shown = [header, ...rows].map((row) =>
    hasBits ? row : row.filter((_, index) => index !== 2),
  );
  const widths = (shown[0] ?? []).map((_, column) =>
    Math.max(...shown.map((row) => row[column]?.length ?? 0)),
  );
  return shown.map((row) =>
    `    ${row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column < 2 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")}`.trimEnd(),
  );
}

function placeRow({ position, size }: FieldLayout): readonly string[] {
  const start =
    position.after === undefined ? String(position.bytes) : `${position.after}+${position.bytes}`;
  return [start, size === undefined ? "*" : String(size)];
}

/** A bit field is shown within its unit, or within the bytes of a stream that it touches. */
function bitsRow(
  { position, name }: FieldLayout,
  bits: BitsLayout,
  isMixed: boolean,
): readonly string[] {
  const { startByte: first, endByte: behind, bitOrder } = bits;
  const start = bits.bitOffset - first * 8;
  const place = placeRow({
    position: { ...position, bytes: position.bytes + first },
    size: behind - first,
    name,
    doc: undefined,
    condition: undefined,
    bytesAfter: 0,
    type: bits,
  });
  const end = start + bits.width - 1;
  const counted = isMixed ? ` ${wordsForBitOrder(bitOrder)}` : "";
  return [...place, `${start === end ? start : `${start}..${end}`}${counted}`, name];
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
