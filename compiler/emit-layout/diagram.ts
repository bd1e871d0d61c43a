/**
 * Boxes and bits: what the diagrams of a struct consist of, 32 bits a row, the most significant bit of
 * each byte first, as RFCs draw them.
 */
import type { DescribedStruct, LayoutRow } from "./described.js";

/** Bits in a row. */
export const rowWidth = 32;

/** A row of boxes. */
export interface DiagramRow {
  /** Where the row begins, in words: `8`, or `options+0`. */
  readonly offset: string;
  readonly boxes: readonly Box[];
}

/** A part of a row that belongs to one field. */
export interface Box {
  readonly row: LayoutRow;
  /** Bits from the start of the row. */
  readonly start: number;
  /** Width in bits. */
  readonly width: number;
  /** Whether the field goes on from the row above, or on to the row below. */
  readonly isContinued: boolean;
  readonly continues: boolean;
  /** Size in bytes where the box stands for more, or fewer, than it shows; `null` if none is known. */
  readonly shortened: number | null | undefined;
}

/** Fields that fill more rows than this are shortened. */
const maximumRows = 4;

/** Returns the rows of a struct. Each member of a union begins a row of its own. */
export function diagramOf(struct: DescribedStruct): readonly DiagramRow[] {
  const groups: LayoutRow[][] = [];
  for (const row of struct.rows) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    const isNew =
      group === undefined ||
      struct.kind === "union" ||
      before?.after !== row.after ||
      isLong(row) ||
      (before !== undefined && isLong(before));
    if (isNew) groups.push([row]);
    else group.push(row);
  }
  return groups.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return isLong(first) ? [longRow(first)] : fixedRows(group, first, struct);
  });
}

/** Whether a field has no known size, or more bytes than are drawn. */
function isLong({ size }: LayoutRow): boolean {
  return size === null || size > (maximumRows * rowWidth) / 8;
}

function longRow(row: LayoutRow): DiagramRow {
  const box = {
    row,
    start: 0,
    width: rowWidth,
    isContinued: false,
    continues: false,
    shortened: row.size,
  };
  return { offset: placeText(row.after, row.offset), boxes: [box] };
}

function fixedRows(
  group: readonly LayoutRow[],
  first: LayoutRow,
  struct: DescribedStruct,
): readonly DiagramRow[] {
  const owners: LayoutRow[] = [];
  for (const row of group) {
    for (const bit of drawnBits(row, struct)) owners[bit - first.offset * 8] = row;
  }
  const rows: DiagramRow[] = [];
  for (let start = 0; start < owners.length; start += rowWidth) {
    const boxes: Box[] = [];
    for (let bit = start; bit < Math.min(start + rowWidth, owners.length);) {
      const row = owners[bit];
      let end = bit;
      while (end < start + rowWidth && end < owners.length && owners[end] === row) end++;
      if (row !== undefined) {
        boxes.push({
          row,
          start: bit - start,
          width: end - bit,
          isContinued: bit === start && bit > 0 && owners[bit - 1] === row,
          continues: end === start + rowWidth && owners[end] === row,
          shortened: undefined,
        });
      }
      bit = end;
    }
    rows.push({ offset: placeText(first.after, first.offset + start / 8), boxes });
  }
  return rows;
}

/** Returns where the bits of a field are drawn: bits counted from the least significant are turned. */
function drawnBits({ offset, size, bits }: LayoutRow, struct: DescribedStruct): readonly number[] {
  const start = offset * 8;
  if (bits === null) return Array.from({ length: (size ?? 0) * 8 }, (_, bit) => start + bit);
  const isTurned = struct.bitOrder === "least-significant-first";
  return Array.from({ length: bits.width }, (_, index) => {
    const bit = bits.offset + index;
    return start + (isTurned ? bit - (bit % 8) + 7 - (bit % 8) : bit);
  });
}

function placeText(after: string | null, offset: number): string {
  return after === null ? String(offset) : `${after}+${offset}`;
}
