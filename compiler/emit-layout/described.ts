/**
 * Layouts as rows: each field with its place, and the bytes and bits between them that are padding. What
 * `structview layout` shows, in every form.
 */
import type { BitOrder } from "../document.js";
import type {
  FieldLayout,
  FieldType,
  Position,
  StructLayout,
  VariantLayout,
} from "../layout-types.js";
import { numericOf, sizeOf } from "../layout-size.js";
import type { RecordByteOrder } from "../resolve.js";
import { typeText } from "./type-text.js";

/** A struct, a union or a variant with its rows. */
export type Described = DescribedStruct | DescribedVariant;

/** A struct or a union. */
export interface DescribedStruct {
  readonly kind: "struct" | "union";
  readonly name: string;
  /** Path of the schema from the root of the project. */
  readonly file: string;
  readonly doc: string | null;
  /** Size in bytes; `null` if it depends on the contents. */
  readonly size: number | null;
  /** Size in bytes with all parts of dynamic length empty. */
  readonly minimumSize: number;
  readonly alignment: number;
  readonly byteOrder: RecordByteOrder;
  readonly bitOrder: BitOrder | null;
  readonly rows: readonly LayoutRow[];
}

/** A field, or what lies between fields. */
export interface LayoutRow {
  /** `prefix` is the integer before a part of dynamic length that says its length. */
  readonly kind: "field" | "prefix" | "reserved" | "padding";
  /** Name of the field; nothing for padding. */
  readonly name: string;
  /** In the words of the schema language. */
  readonly type: string;
  /** Name of the place that the offset counts from; `null` is the start of the record. */
  readonly after: string | null;
  /** Offset in bytes; for bits that of the first byte that they touch. */
  readonly offset: number;
  /** Size in bytes; for bits that of the bytes that they touch; `null` if it depends on the contents. */
  readonly size: number | null;
  /** Which bits they are, counted from `offset` in the bit order; `null` for whole bytes. */
  readonly bits: { readonly offset: number; readonly width: number } | null;
  /** The expression that is not zero where the field is there. */
  readonly condition: string | null;
  /** What a select can be, each from `offset` on; nothing for all others. */
  readonly cases: readonly LayoutRowCase[];
  readonly doc: string | null;
}

/** What a select is where its expression has a value. */
export interface LayoutRowCase {
  /** `null` is all values that no other case has. */
  readonly value: number | bigint | boolean | null;
  /** Name of the struct, or bytes in the words of the schema language. */
  readonly type: string;
  /** Size in bytes; `null` if it depends on the contents. */
  readonly size: number | null;
}

/** A variant: its structs, by their tags. */
export interface DescribedVariant {
  readonly kind: "variant";
  readonly name: string;
  readonly file: string;
  readonly doc: string | null;
  readonly size: number | null;
  readonly minimumSize: number;
  readonly alignment: number;
  /** Name of the field that is the tag. */
  readonly tag: string;
  readonly cases: readonly {
    readonly value: number | bigint | boolean;
    readonly struct: string;
  }[];
  /** Name of the struct for all other tags. */
  readonly otherwise: string | null;
}

/** Describes a layout. */
export function describeLayout(layout: StructLayout | VariantLayout): Described {
  const { name, file, doc = null, size = null, minimumSize, alignment } = layout;
  const common = { name, file, doc, size, minimumSize, alignment };
  if (layout.kind === "variant") {
    return {
      kind: "variant",
      ...common,
      tag: layout.tag,
      cases: layout.cases.map(({ value, struct }) => ({ value, struct: struct.name })),
      otherwise: layout.otherwise?.struct.name ?? null,
    };
  }
  const { byteOrder, isUnion } = layout;
  const kind = isUnion ? "union" : "struct";
  return { kind, ...common, byteOrder, bitOrder: bitOrderOf(layout), rows: rowsOf(layout) };
}

/** Returns the order of bits that all bit fields have; `null` where there is none, or more than one. */
function bitOrderOf({ fields }: StructLayout): BitOrder | null {
  const numbers = fields.flatMap(({ type }) => numericOf(type) ?? []);
  const orders = new Set(numbers.flatMap((each) => (each.kind === "bits" ? [each.bitOrder] : [])));
  const [order = null] = orders.size === 1 ? orders : [];
  return order;
}

/** A row, and the bits that it occupies from its anchor on. */
interface PlacedRow {
  readonly row: LayoutRow;
  readonly start: number;
  /** `undefined` where it depends on the contents. */
  readonly end: number | undefined;
}

function rowsOf(struct: StructLayout): readonly LayoutRow[] {
  const placed = [
    ...struct.fields.flatMap((field) => [
      ...placePrefix(field, struct.byteOrder),
      placeField(field, struct.byteOrder),
    ]),
    ...struct.reserved.map(({ name, position, type }) =>
      type.kind === "bits"
        ? placeBits(position, type.bitOffset, type.width, {
            kind: "reserved",
            name,
            type: `reserved(bits(${type.width}))`,
          })
        : placeBytes(position, type.size, {
            kind: "reserved",
            name,
            type: `reserved(${type.size})`,
          }),
    ),
  ];
  const groups: readonly (string | undefined)[] = [
    undefined,
    ...struct.anchors.map((anchor) => anchor.name),
  ];
  return groups.flatMap((group) => {
    const here = placed
      .filter(({ row }) => (row.after ?? undefined) === group)
      .sort((a, b) => a.start - b.start);
    return struct.isUnion ? unionRows(here, struct) : sequentialRows(here, group, struct);
  });
}

/** All members of a union begin at its start: there is padding behind the largest only. */
function unionRows(
  members: readonly PlacedRow[],
  { size = 0 }: StructLayout,
): readonly LayoutRow[] {
  const end = Math.max(0, ...members.map((member) => member.end ?? 0));
  return [...members.map(({ row }) => row), ...paddingRows(undefined, end, size * 8)];
}

function sequentialRows(
  placed: readonly PlacedRow[],
  group: string | undefined,
  struct: StructLayout,
): readonly LayoutRow[] {
  const rows: LayoutRow[] = [];
  const anchor = struct.anchors.find(({ name }) => name === group);
  if (anchor?.kind === "start") {
    rows.push(dynamicPadding(anchor.from, anchor.alignment));
  }
  let reached: number | undefined = 0;
  for (const { row, start, end } of placed) {
    if (reached !== undefined) rows.push(...paddingRows(group, reached, start));
    rows.push(row);
    reached = end;
  }
  const isLast = struct.end.after === group;
  if (isLast && reached !== undefined) {
    const end = struct.size ?? struct.end.bytes;
    rows.push(...paddingRows(group, reached, Math.max(end, struct.end.bytes) * 8));
  }
  if (isLast && struct.size === undefined && struct.isEndPadded) {
    rows.push(dynamicPadding(struct.end, struct.alignment));
  }
  return rows;
}

function placeField(field: FieldLayout, order: RecordByteOrder): PlacedRow {
  const { name, doc = null, position, size } = field;
  const numeric = numericOf(field.type);
  const said = {
    kind: "field" as const,
    name,
    type: typeText(field.type, order, field.pointsTo?.()?.name),
    condition: field.condition?.text ?? null,
    cases: casesOf(field.type, order),
    doc,
  };
  if (numeric?.kind !== "bits") return placeBytes(position, size, said);
  const { bitOffset, width, unit, startByte, endByte } = numeric;
  const placed = placeBits(position, bitOffset, width, said);
  if (unit === undefined) return placed;
  // Where in its unit a bit lies depends on two orders: it is shown within the whole of it.
  const bytes = { ...position, bytes: position.bytes + startByte };
  const { row } = placeBytes(bytes, endByte - startByte, said);
  return { ...placed, row: { ...row, bits: { offset: bitOffset - startByte * 8, width } } };
}

/** Returns what a field can be, if it is a select. */
function casesOf(type: FieldType, order: RecordByteOrder): readonly LayoutRowCase[] {
  if (type.kind !== "select") return [];
  const { cases, otherwise } = type;
  const structCase = (value: LayoutRowCase["value"], struct: StructLayout): LayoutRowCase => ({
    value,
    type: struct.name,
    size: struct.size ?? null,
  });
  const told = cases.map(({ value, struct }) => structCase(value, struct));
  if (otherwise === undefined) return told;
  if (otherwise.kind === "struct") return [...told, structCase(null, otherwise.struct)];
  const bytes = { ...otherwise, content: undefined };
  return [...told, { value: null, type: typeText(bytes, order), size: sizeOf(bytes) ?? null }];
}

/** Returns the row of the integer before a field that says its length, if there is one. */
function placePrefix({ name, type }: FieldLayout, order: RecordByteOrder): readonly PlacedRow[] {
  if (!("length" in type) || type.length.kind !== "prefixed") return [];
  const { prefix, position } = type.length;
  const said = { kind: "prefix" as const, name, type: typeText(prefix, order) };
  return [placeBytes(position, prefix.scalar.size, said)];
}

type Said = Pick<LayoutRow, "kind" | "name" | "type"> & Partial<LayoutRow>;

function placeBytes(position: Position, size: number | undefined, said: Said): PlacedRow {
  const { after = null, bytes } = position;
  const start = bytes * 8;
  return {
    row: {
      ...said,
      after,
      offset: bytes,
      size: size ?? null,
      bits: null,
      condition: said.condition ?? null,
      cases: said.cases ?? [],
      doc: said.doc ?? null,
    },
    start,
    end: size === undefined ? undefined : start + size * 8,
  };
}

/** A bit field is shown within the bytes that it touches. */
function placeBits(position: Position, bitOffset: number, width: number, said: Said): PlacedRow {
  const first = Math.floor(bitOffset / 8);
  const last = Math.floor((bitOffset + width - 1) / 8);
  const bytes = position.bytes + first;
  const { row } = placeBytes({ ...position, bytes }, last - first + 1, said);
  const start = position.bytes * 8 + bitOffset;
  const bits = { offset: bitOffset - first * 8, width };
  return { row: { ...row, bits }, start, end: start + width };
}

/** Returns the rows of the padding between two bits: whole bytes, and bits at either end. */
function paddingRows(after: string | undefined, start: number, end: number): readonly LayoutRow[] {
  if (start >= end) return [];
  const firstByte = Math.ceil(start / 8);
  const lastByte = Math.floor(end / 8);
  const said = { kind: "padding" as const, name: "" };
  const bits = (from: number, to: number): readonly LayoutRow[] => {
    if (from >= to) return [];
    const type = `padding(bits(${to - from}))`;
    return [placeBits({ after, bytes: 0 }, from, to - from, { ...said, type }).row];
  };
  if (firstByte > lastByte) return bits(start, end);
  const size = lastByte - firstByte;
  const whole =
    size === 0
      ? []
      : [placeBytes({ after, bytes: firstByte }, size, { ...said, type: `padding(${size})` }).row];
  return [...bits(start, firstByte * 8), ...whole, ...bits(lastByte * 8, end)];
}

/** Padding whose size depends on where what comes before ends. */
function dynamicPadding(from: Position, alignment: number): LayoutRow {
  const type = `padding to a multiple of ${alignment}`;
  return placeBytes(from, undefined, { kind: "padding", name: "", type }).row;
}
