/** The bytes that bit fields lie in: runs of whole bytes that no bit field crosses the end of. */
import { numericOf } from "../layout-size.js";
import type { BitsLayout, FieldLayout } from "../layout-types.js";

/** Bit fields that share bytes. */
export interface BitRun {
  /** Offset in bytes of the first byte. */
  readonly offset: number;
  /** Size in bytes. */
  readonly size: number;
  /** Order of the bytes in which they are one integer. */
  readonly byteOrder: BitsLayout["byteOrder"];
  readonly fields: readonly {
    readonly field: FieldLayout;
    /** Bits below it in the integer. */
    readonly shift: number;
    readonly width: number;
  }[];
}

/** Returns the bits of a field that is a bit field. */
export function bitsOf({ type }: FieldLayout): BitsLayout | undefined {
  const numeric = numericOf(type);
  return numeric?.kind === "bits" ? numeric : undefined;
}

/**
 * Returns the runs of the bit fields of a struct. A unit is a run; a stream is cut wherever a field ends
 * with a byte. Those of a union overlap, and have a run each.
 */
export function bitRunsOf(fields: readonly FieldLayout[], isUnion: boolean): readonly BitRun[] {
  const runs: { start: number; end: number; bits: BitsLayout; fields: FieldLayout[] }[] = [];
  for (const field of fields) {
    const bits = bitsOf(field);
    if (bits === undefined) continue;
    const start = field.position.bytes + bits.startByte;
    const end = field.position.bytes + bits.endByte;
    const last = runs.at(-1);
    if (!isUnion && last !== undefined && start < last.end) {
      last.end = Math.max(last.end, end);
      last.fields.push(field);
    } else runs.push({ start, end, bits, fields: [field] });
  }
  return runs.map(({ start, end, bits, fields: members }) => {
    const size = end - start;
    return {
      offset: start,
      size,
      byteOrder: size === 1 ? "native" : bits.byteOrder,
      fields: members.map((field) => placeIn(start, size, field)),
    };
  });
}

function placeIn(start: number, size: number, field: FieldLayout): BitRun["fields"][number] {
  const bits = bitsOf(field);
  if (bits === undefined) throw new Error(`${field.name} is no bit field`);
  const { bitOffset, width, bitOrder } = bits;
  const before = bitOffset - (start - field.position.bytes) * 8;
  const shift = bitOrder === "least-significant-first" ? before : size * 8 - before - width;
  return { field, shift, width };
}
