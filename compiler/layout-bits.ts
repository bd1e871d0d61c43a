/** Part of stage 5: bit fields that follow each other, in a stream or in declared units. */
import { bitPartsOf, openBitPartsOf } from "./bit-parts.js";
import type { Diagnostic } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { BitOrder, BitsExpression } from "./document.js";
import type { BitsLayout } from "./layout-types.js";
import type { ResolvedField, ResolvedStruct, ResolvedType, ResolvedUnit } from "./resolve.js";

/** The order of bits that goes with an order of bytes, where that is known. */
const bitOrders = {
  big: "most-significant-first",
  little: "least-significant-first",
  native: undefined,
  runtime: undefined,
} as const;

/** The order of bytes that a stream of bits is read in. */
const byteOrders = {
  "most-significant-first": "big",
  "least-significant-first": "little",
} as const satisfies Record<BitOrder, "big" | "little">;

/** Bit fields that follow each other: a stream, or those of one unit. */
export interface BitGroup {
  readonly first: ResolvedField;
  readonly last: ResolvedField;
  /** Bits of all fields. */
  readonly width: number;
  /** The integer that holds them; `undefined` in a stream. */
  readonly unit: ResolvedUnit | undefined;
  /** The bit at which each field starts. */
  readonly starts: ReadonlyMap<ResolvedField, number>;
  /** Size in bytes. */
  readonly size: number;
}

/** Where a bit field lies: in a group, whose order of bits is that of the unit or of the struct. */
export interface BitPlace {
  readonly group: BitGroup;
  readonly start: number;
  readonly bitOrder: BitOrder;
}

/**
 * Finds the group that each bit field belongs to. A field with a place of its own begins a group, and so
 * does one behind a unit that is full.
 */
export function groupsOf(fields: readonly ResolvedField[]): ReadonlyMap<ResolvedField, BitGroup> {
  const groups = new Map<ResolvedField, BitGroup>();
  let starts = new Map<ResolvedField, number>();
  let width = 0;
  let unit: ResolvedUnit | undefined;
  const close = (): void => {
    const members = [...starts.keys()];
    const [first, last] = [members[0], members.at(-1)];
    if (first !== undefined && last !== undefined) {
      const size = unit?.base.scalar.size ?? 0;
      const group = { first, last, width, unit, starts, size: Math.max(size, bytesFor(width)) };
      for (const member of members) groups.set(member, group);
    }
    starts = new Map();
    width = 0;
  };
  for (const field of fields) {
    // Those of C are placed one by one.
    const bits = field.bitField === undefined ? bitWidthOf(field.type) : undefined;
    const isFull = unit !== undefined && width >= unit.base.scalar.size * 8;
    if (bits === undefined || field.offset !== undefined || field.unit !== unit || isFull) close();
    unit = field.unit;
    if (bits === undefined) continue;
    starts.set(field, width);
    width += bits;
  }
  close();
  return groups;
}

/** Returns the order of the bits of a group: said by the unit or the struct, or that of its bytes. */
export function bitOrderOf(
  { unit }: Pick<BitGroup, "unit">,
  struct: ResolvedStruct,
): BitOrder | undefined {
  const byteOrder = unit?.base.byteOrder ?? struct.byteOrder;
  return unit?.bitOrder ?? struct.bitOrder ?? bitOrders[byteOrder];
}

/** Lays out a bit field. One that has no place is that of an array, which is refused as an array. */
export function layOutBits(
  { width, interpretation }: BitsExpression,
  place: BitPlace | undefined,
): BitsLayout {
  const { start, bitOrder = "most-significant-first", group } = place ?? { start: 0 };
  const size = group?.size ?? bytesFor(width);
  const unit = group?.unit?.base;
  const byteOrder = unit?.byteOrder ?? byteOrders[bitOrder];
  const isOpen = byteOrder === "native" || byteOrder === "runtime";
  const low = bitOrder === "least-significant-first" ? start : size * 8 - start - width;
  return {
    kind: "bits",
    interpretation,
    width,
    bitOffset: start,
    bitOrder,
    unit: unit?.scalar,
    byteOrder,
    startByte: unit === undefined ? Math.floor(start / 8) : 0,
    endByte: unit === undefined ? bytesFor(start + width) : size,
    parts: (isOpen ? openBitPartsOf : bitPartsOf)(low, width, size),
  };
}

/** Says what is wrong with the bit fields of a struct, or of one member of a union: each group's first mistake. */
export function checkBits(
  struct: ResolvedStruct,
  groups: ReadonlyMap<ResolvedField, BitGroup>,
): readonly Diagnostic[] {
  const wrong = new Set<ResolvedUnit>();
  const others = struct.fields.filter((each) => each.unit !== undefined && !groups.has(each));
  const strangers = others.map(({ name, span, unit }) => {
    if (unit !== undefined) wrong.add(unit);
    const reason = "but is no bit field; give it bits, such as bits(8), or move it out of the unit";
    return diagnose("unit-member", span, { subject: `${struct.name}.${name}`, reason });
  });
  const problems = [...new Set(groups.values())].flatMap((group): readonly Diagnostic[] => {
    const { first, unit } = group;
    const problems: Diagnostic[] = [];
    if (bitOrderOf(group, struct) === undefined) {
      problems.push(diagnose("bits-need-bit-order", first.span, { struct: struct.name }));
    }
    if (unit === undefined) return [...problems, ...checkStream(struct, group)];
    if (wrong.has(unit)) return problems;
    const filling = checkUnit(struct, group, unit);
    if (filling !== undefined) wrong.add(unit);
    return filling === undefined ? problems : [...problems, filling];
  });
  return [...strangers, ...problems];
}

function checkStream(
  struct: ResolvedStruct,
  { first, last, width }: BitGroup,
): readonly Diagnostic[] {
  const { span } = first;
  const problems: Diagnostic[] = [];
  if (struct.placement.rules === "c") {
    problems.push(diagnose("bits-in-c", span, { struct: struct.name }));
  }
  const missing = bytesFor(width) * 8 - width;
  if (missing > 0) {
    const parameters = { first: `${struct.name}.${first.name}`, last: last.name, width, missing };
    problems.push(diagnose("bits-not-whole-bytes", span, parameters));
  }
  return problems;
}

/** Says which field crosses the end of its unit, or how many bits are missing to its end. */
function checkUnit(
  struct: ResolvedStruct,
  { first, last, width, starts }: BitGroup,
  { base }: ResolvedUnit,
): Diagnostic | undefined {
  const unit = base.scalar.size * 8;
  if (width < unit) {
    const parameters = { first: `${struct.name}.${first.name}`, last: last.name, width, unit };
    return diagnose("unit-not-full", first.span, parameters);
  }
  if (width === unit) return undefined;
  // Only the last one can cross: behind it another group begins.
  const start = starts.get(last) ?? 0;
  const subject = `${struct.name}.${last.name}`;
  const parameters = { subject, width: width - start, start, unit };
  return diagnose("bits-cross-unit", last.span, parameters);
}

/** Returns the number of bits of a field; `undefined` for one that lies in bytes of its own. */
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

function bytesFor(bits: number): number {
  return Math.ceil(bits / 8);
}
