/** Part of stage 5: bit fields that follow each other. */
import type { ResolvedField, ResolvedType } from "./resolve.js";

/** The order of bits that goes with an order of bytes, where that is known. */
export const bitOrders = {
  big: "most-significant-first",
  little: "least-significant-first",
  native: undefined,
  runtime: undefined,
} as const;

/** Bit fields that follow each other. */
export interface BitStream {
  readonly first: ResolvedField;
  readonly last: ResolvedField;
  /** Bits of all fields. */
  readonly width: number;
  /** Returns the bit at which a field starts, and the size of the stream in bytes. */
  readonly placeOf: (field: ResolvedField) => { readonly start: number; readonly size: number };
}

/** Finds the stream that each bit field belongs to. A field with a place of its own begins a stream. */
export function streamsOf(fields: readonly ResolvedField[]): ReadonlyMap<ResolvedField, BitStream> {
  const streams = new Map<ResolvedField, BitStream>();
  let starts = new Map<ResolvedField, number>();
  let width = 0;
  const close = (): void => {
    const members = [...starts.entries()];
    const [first, last] = [members[0]?.[0], members.at(-1)?.[0]];
    if (first !== undefined && last !== undefined) {
      const ofFields = starts;
      const size = Math.ceil(width / 8);
      const placeOf: BitStream["placeOf"] = (field) => ({ start: ofFields.get(field) ?? 0, size });
      for (const [member] of members) streams.set(member, { first, last, width, placeOf });
    }
    starts = new Map();
    width = 0;
  };
  for (const field of fields) {
    const bits = bitWidthOf(field.type);
    if (bits === undefined || field.offset !== undefined) close();
    if (bits === undefined) continue;
    starts.set(field, width);
    width += bits;
  }
  close();
  return streams;
}

function bitWidthOf(type: ResolvedType): number | undefined {
  switch (type.kind) {
    case "bits":
      return type.width;
    case "constant":
    case "enumeration":
    case "nonzero":
    case "flags":
      return type.base.kind === "bits" ? type.base.width : undefined;
    case "wrapped":
      return bitWidthOf(type.base);
    case "scalar":
    case "bytes":
    case "text":
    case "struct":
    case "variant":
    case "select":
    case "array":
      return undefined;
  }
}
