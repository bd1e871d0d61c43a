/** Schema documents in their JSON form. */

/** A byte order that is known. */
export type Order = "big" | "little";

/** A byte order as a document says it. */
export type ByteOrderData = Order | "native";

/** Expressions over the first field, of which one says the byte order. */
export interface OrderTestsData {
  readonly kind: "byField";
  readonly little: string;
  readonly big: string;
}

/** A length: a number, an expression over earlier fields, or all that is left. */
export type LengthData =
  | number
  | string
  | { readonly kind: "prefixed"; readonly base: string }
  | { readonly kind: "rest" };

/** A length of a text: also up to the first zero. */
export type TextLengthData =
  LengthData | { readonly kind: "zeroTerminated"; readonly maximum?: number };

/** An encoding of texts. */
export type TextEncodingData = "utf8" | "ascii" | "latin1" | "utf16";

/** The name of a type, such as `u16.be`, or a type in place. */
export type TypeData =
  | string
  | {
      readonly kind: "scalar";
      readonly scalar: string;
      readonly byteOrder?: ByteOrderData;
      readonly isNumber?: boolean;
    }
  | {
      readonly kind: "bits";
      readonly width: number;
      readonly interpretation?: "unsigned" | "signed" | "boolean";
    }
  | { readonly kind: "bytes"; readonly length: LengthData }
  | {
      readonly kind: "text";
      readonly encoding: TextEncodingData;
      readonly byteOrder?: ByteOrderData;
      readonly length: TextLengthData;
      readonly pad?: number;
      readonly zeroTerminated?: boolean;
    }
  | {
      readonly kind: "array";
      readonly element: TypeData;
      readonly length: LengthData;
      /** What the length counts. */
      readonly measure?: "elements" | "bytes";
      readonly stride?: number;
    }
  | {
      readonly kind: "constant";
      readonly base: TypeData;
      readonly value: number | string | boolean;
    }
  | { readonly kind: "nonzero"; readonly base: TypeData; readonly isOptional?: boolean }
  | { readonly kind: "wrapped"; readonly base: TypeData; readonly codec: CodecData }
  | SelectData
  | { readonly kind: "reference"; readonly name: string };

/** One of several structs, as an expression over earlier fields says. */
export interface SelectData {
  readonly kind: "select";
  readonly on: string;
  readonly cases: readonly { readonly value: number; readonly type: string }[];
  readonly otherwise?: string | { readonly kind: "bytes"; readonly length: LengthData };
  readonly isFixed?: boolean;
}

/** The codecs that make texts of bytes. */
export type TextCodecData = "uuid" | "ipv4Address" | "ipv6Address" | "macAddress";

/** What makes a value of a number or bytes. */
export type CodecData =
  | {
      readonly kind: "date";
      readonly unit?:
        "days" | "seconds" | "milliseconds" | "microseconds" | "hundredNanoseconds" | "nanoseconds";
      readonly epoch?: string;
    }
  | { readonly kind: "scaled"; readonly factor: number; readonly offset?: number }
  | { readonly kind: "fixedPoint"; readonly fractionBits: number }
  | { readonly kind: TextCodecData }
  | { readonly kind: "module"; readonly from: string; readonly name: string };

/** The type of a field: that of its value, a place or a condition for it, or bytes without a meaning. */
export type FieldTypeData =
  | TypeData
  | {
      readonly kind: "placed";
      readonly type: FieldTypeData;
      readonly alignment?: number;
      readonly offset?: number;
    }
  | { readonly kind: "conditional"; readonly condition: string; readonly type: FieldTypeData }
  /** A number that an expression over other fields gives. */
  | { readonly kind: "computed"; readonly base: TypeData; readonly value: string }
  | { readonly kind: "padding"; readonly length: GapLengthData }
  /** The same, which has to be zero. */
  | { readonly kind: "reserved"; readonly length: GapLengthData };

/** A number of bytes, or of bits. */
export type GapLengthData = number | { readonly kind: "bits"; readonly width: number };

/** A field of a struct. */
export interface FieldData {
  readonly name: string;
  readonly doc?: string;
  readonly type: FieldTypeData;
  /** The integer that holds it. Fields in a row that say the same lie in it together, until it is full. */
  readonly unit?: UnitData;
}

/** An integer that holds bit fields. */
export interface UnitData {
  readonly base: string;
  readonly bitOrder?: "most-significant-first" | "least-significant-first";
}

/** A struct of a document. */
export interface StructData {
  readonly kind: "struct";
  readonly name: string;
  readonly doc?: string;
  readonly byteOrder?: ByteOrderData | "runtime" | OrderTestsData;
  readonly bitOrder?: "most-significant-first" | "least-significant-first";
  readonly rules?: "packed" | "c";
  readonly pack?: number;
  readonly align?: number;
  readonly size?: number;
  readonly fields: readonly FieldData[];
}

/** A union of a document. */
export interface UnionData extends Omit<StructData, "kind" | "fields" | "byteOrder"> {
  readonly kind: "union";
  readonly byteOrder?: ByteOrderData | "runtime";
  readonly members: readonly FieldData[];
}

/** An enumeration of a document. */
export interface EnumerationData {
  readonly kind: "enumeration";
  readonly name: string;
  readonly base: TypeData;
  readonly open?: boolean;
  readonly members: readonly { readonly name: string; readonly value: number | string }[];
}

/** Flags of a document. */
export interface FlagsData extends Omit<EnumerationData, "kind"> {
  readonly kind: "flags";
}

/** Another name for a type of a document. */
export interface AliasData {
  readonly kind: "alias";
  readonly name: string;
  readonly target: TypeData;
}

/** One of several structs, each with a constant of its own in the same place. */
export interface VariantData {
  readonly kind: "variant";
  readonly name: string;
  readonly tag: string;
  readonly cases: readonly string[];
  readonly otherwise?: string;
  readonly isFixed?: boolean;
}

/** A schema document in its JSON form. */
export interface DocumentData {
  readonly types: readonly (
    StructData | UnionData | VariantData | EnumerationData | FlagsData | AliasData
  )[];
}

/** Returns a document as it is written: what lies in one integer is listed within it. */
export function writtenDocument({ types }: DocumentData): unknown {
  return {
    types: types.map((type) =>
      type.kind === "struct" ? { ...type, fields: writtenFields(type.fields) } : type,
    ),
  };
}

/** Whether fields that follow each other lie in the same integer, as long as it has room. */
export function isSameUnit(a: UnitData | undefined, b: UnitData | undefined): boolean {
  return a?.base === b?.base && a?.bitOrder === b?.bitOrder;
}

function writtenFields(fields: readonly FieldData[]): readonly unknown[] {
  const written: unknown[] = [];
  let last: { readonly unit: UnitData; readonly fields: unknown[] } | undefined;
  for (const { unit, ...field } of fields) {
    if (unit === undefined) {
      last = undefined;
      written.push(field);
      continue;
    }
    if (!isSameUnit(last?.unit, unit) || last === undefined) {
      last = { unit, fields: [] };
      written.push({ kind: "unit", ...unit, fields: last.fields });
    }
    last.fields.push(field);
  }
  return written;
}

/** What a field says of its place, and when it is there. */
export interface Placement {
  /** The type of the value. Padding is a run of bytes, or bits. */
  readonly type: TypeData;
  /** Whether it has no value. */
  readonly isPadding: boolean;
  /** Whether it has to be zero. */
  readonly isReserved: boolean;
  /** Whether a value need not give it. */
  readonly isComputed: boolean;
  /** When the field is there; `undefined` is always. */
  readonly condition: string | undefined;
  readonly alignment: number | undefined;
  readonly offset: number | undefined;
}

/** Returns what a field says of its place; what is said further out counts. */
export function placementOf(type: FieldTypeData): Placement {
  if (typeof type === "object" && type.kind === "placed") {
    const inner = placementOf(type.type);
    return {
      ...inner,
      alignment: type.alignment ?? inner.alignment,
      offset: type.offset ?? inner.offset,
    };
  }
  if (typeof type === "object" && type.kind === "conditional") {
    return { ...placementOf(type.type), condition: type.condition };
  }
  const nowhere = { condition: undefined, alignment: undefined, offset: undefined };
  if (typeof type === "object" && (type.kind === "padding" || type.kind === "reserved")) {
    const { length } = type;
    const gap = typeof length === "number" ? ({ kind: "bytes", length } as const) : length;
    return {
      ...nowhere,
      type: gap,
      isPadding: true,
      isReserved: type.kind === "reserved",
      isComputed: false,
    };
  }
  const isComputed = typeof type === "object" && type.kind === "computed";
  const plain = isComputed ? type.base : type;
  return { ...nowhere, type: plain, isPadding: false, isReserved: false, isComputed };
}
