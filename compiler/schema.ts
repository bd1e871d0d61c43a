/**
 * The schema language: what a schema file imports from `structview/schema`.
 *
 * Every function returns frozen plain data, with no logic behind it; the compiler reads the data, and
 * the names of structs and enumerations from the exports. The types carry the layout field by field
 * through one shallow mapped type, so that TypeScript infers what a record's fields are: structs have
 * the type of the generated class, which the build plugin puts in their place (schema-class.ts).
 */
import type {
  BitOrder,
  ByteOrder,
  ChecksumFunction,
  ChecksumName,
  LengthMeasure,
  RuleSetName,
  TextEncodingName,
} from "./document.js";
import type { CRules } from "./schema-c.js";
import type { NumberArray, WritableArray } from "./schema-array.js";
import type { Case, StructOrder, StructType, UnionType, VariantType } from "./schema-class.js";
import type {
  ArrayTraits,
  BitsTraits,
  BytesTraits,
  Choice,
  ComputedTraits,
  ConditionalTraits,
  ConstantTraits,
  EnumerationTraits,
  HiddenTraits,
  NonZeroTraits,
  ScalarTraits,
  SelectTraits,
  TextTraits,
} from "./schema-field.js";
import type { FieldByteOrder } from "./schema-order.js";
import type { Fields, RecordOf, Traits, Type } from "./schema-traits.js";
import { asClass, asConstant } from "./schema-uncompiled.js";
import type { ScalarName } from "./scalars.js";

export type * from "./schema-array.js";
export type * from "./schema-class.js";
export type * from "./schema-field.js";
export type * from "./schema-record.js";
export type * from "./schema-traits.js";
export * from "./schema-c.js";
export * from "./schema-gpu.js";
export * from "./schema-order.js";
export * from "./schema-units.js";
export * from "./schema-wrappers.js";

/** A scalar. `be` and `le` are the same scalar in a byte order of its own. */
export interface ScalarType<T, Elements = unknown> extends Type<ScalarTraits<T, Elements>> {
  readonly kind: "scalar";
  readonly scalar: ScalarName;
  readonly byteOrder: ByteOrder | undefined;
  readonly isNumber: boolean;
  /** Big-endian, whatever the struct says. */
  readonly be: ScalarType<T, Elements>;
  /** Little-endian, whatever the struct says. */
  readonly le: ScalarType<T, Elements>;
  /** In the byte order of the machine that runs, whatever the struct says. */
  readonly ne: ScalarType<T, Elements>;
}

/** A scalar that the platform has no typed array for. */
export type PlainScalarType<T> = ScalarType<T, WritableArray<T>>;

/** A number that the platform has a typed array for. */
export type NativeScalarType<T, Native> = ScalarType<T, NumberArray<T, Native>>;

/** A 64-bit integer. */
export interface WideScalarType<Native> extends NativeScalarType<bigint, Native> {
  readonly be: WideScalarType<Native>;
  readonly le: WideScalarType<Native>;
  readonly ne: WideScalarType<Native>;
  /** The same integer as a `number`; a value beyond 2^53 - 1 is an error, not a rounding. */
  readonly asNumber: PlainScalarType<number>;
}

/** A number in a stream of bits. */
export interface BitsType<T extends number | bigint | boolean = number> extends Type<
  BitsTraits<T>
> {
  readonly kind: "bits";
  readonly width: number;
  readonly interpretation: "unsigned" | "signed" | "boolean";
}

/** A run of bytes. */
export interface BytesType<L = Length> extends Type<BytesTraits<L>> {
  readonly kind: "bytes";
  readonly length: Length;
}

/** A text. Its accessor returns a window over it; in a plain object it is a string. */
export interface TextType<
  Encoding extends TextEncodingName = TextEncodingName,
  L = Length | ZeroTerminated,
> extends Type<TextTraits<Encoding, L>> {
  readonly kind: "text";
  readonly encoding: TextEncodingName;
  readonly byteOrder: ByteOrder | undefined;
  readonly length: Length | ZeroTerminated;
  readonly pad: number | undefined;
  readonly zeroTerminated: boolean | undefined;
}

/** How a text lies in more bytes than it needs. */
export interface TextOptions {
  /** What fills the bytes behind the text: a code unit, or the character that has it. */
  readonly pad?: number | " ";
  /** Whether the text ends at the first zero, or at the end of its bytes if there is none. */
  readonly zeroTerminated?: boolean;
}

/** Makes a type of text of a length in bytes. */
export interface TextFunction<Encoding extends TextEncodingName = TextEncodingName> {
  <L extends number | string>(length: L, options?: TextOptions): TextType<Encoding, L>;
  <L extends Rest | Prefixed | ZeroTerminated>(length: L): TextType<Encoding, L>;
}

/** Makes a type of text in UTF-16. `be` and `le` are the same in a byte order of its own. */
export interface Utf16Function extends TextFunction<"utf16"> {
  /** Big-endian, whatever the struct says. */
  readonly be: TextFunction<"utf16">;
  /** Little-endian, whatever the struct says. */
  readonly le: TextFunction<"utf16">;
  /** In the byte order of the machine that runs, whatever the struct says. */
  readonly ne: TextFunction<"utf16">;
}

/** Bytes that are always the same. */
export interface MagicType extends Type<ConstantTraits<Uint8Array, "magic">> {
  readonly kind: "magic";
  readonly content: string | readonly number[];
}

/** Elements one behind the other. */
export interface ArrayType<
  T extends Type,
  L = Length,
  IsStrided extends boolean = false,
> extends Type<ArrayTraits<T, L, IsStrided>> {
  readonly kind: "array";
  readonly element: T;
  readonly length: Length;
  readonly measure: LengthMeasure;
  readonly stride: number | undefined;
}

/** One of several structs, as an expression over earlier fields says. */
export interface SelectType<T extends Type, IsFixed extends boolean = false> extends Type<
  SelectTraits<T, IsFixed>
> {
  readonly kind: "select";
  readonly on: string;
  readonly cases: readonly { readonly value: string; readonly type: Type }[];
  readonly otherwise: Type | undefined;
  readonly isFixed: boolean;
}

/** A field that is there only where a condition holds. */
export interface ConditionalType<X extends Traits> extends Type<ConditionalTraits<X>> {
  readonly kind: "conditional";
  readonly condition: string;
  readonly type: Type<X>;
}

/** An integer that is not zero, or whose zero stands for nothing. */
export interface NonZeroType<T> extends Type<NonZeroTraits<T>> {
  readonly kind: "nonzero";
  readonly base: Type;
  readonly isOptional: boolean;
}

/** A type with an alignment or a place of its own. */
export interface PlacedType<X extends Traits> extends Type<X> {
  readonly kind: "placed";
  readonly type: Type<X>;
  readonly alignment?: number;
  readonly offset?: number;
  readonly assertedOffset?: number;
  readonly size?: number;
}

/** Bytes or bits without a meaning. */
export interface PaddingType extends Type<HiddenTraits<"padding">> {
  readonly kind: "padding";
  /** Number of bytes, or the bits. */
  readonly length: number | BitsType;
}

/** Bytes or bits that are zero. */
export interface ReservedType extends Type<HiddenTraits<"reserved">> {
  readonly kind: "reserved";
  /** Number of bytes, or the bits. */
  readonly length: number | BitsType;
}

/** A field whose value comes from the rest of its record. */
export interface ComputedType<T> extends Type<ComputedTraits<T>> {
  readonly kind: "computed";
  readonly base: Type;
  readonly value: string | Checksum;
}

/** A checksum over bytes of the record. */
export interface Checksum {
  readonly kind: "checksum";
  readonly algorithm: ChecksumName | ChecksumFunction;
  readonly from?: string;
  readonly to?: string;
}

/** A rule that the fields of a valid record follow. */
export interface Check {
  readonly expression: string;
  readonly rule?: string;
}

/** A field that always has one value. */
export interface ConstantType<T> extends Type<ConstantTraits<T>> {
  readonly kind: "constant";
  readonly base: Type;
  readonly value: T;
}

/** Names for values of an integer: a type for fields, and the values by their names. */
export type EnumerationType<
  Members extends NumbersByName,
  IsOpen extends boolean = false,
> = Members & Type<EnumerationTraits<EnumerationValue<Members, IsOpen>>>;

/** Values of an enumeration, or masks of flags, by their names. */
export type NumbersByName = Readonly<Record<string, number | bigint>>;

/** The values of an enumeration. The intersection keeps those with a name apart for completion. */
export type EnumerationValue<
  Members extends NumbersByName,
  IsOpen extends boolean,
> = IsOpen extends true
  ? Members[keyof Members] | OtherNumber<Members[keyof Members]>
  : Members[keyof Members];

/** Any number of the type of `T`, as TypeScript keeps it apart from literals in a union. */
type OtherNumber<T> = T extends bigint ? bigint & {} : number & {};

/** How the bytes of a struct are read. */
export interface StructOptions<
  Order extends StructOrder = StructOrder,
  Size extends number = number,
> {
  /**
   * Byte order of the scalars that have none of their own, inherited by the structs within that say
   * nothing else. `"runtime"` is chosen by who opens the record, `byField` told by its fields. Default:
   * little.
   */
  readonly byteOrder?: Order;
  /** First bit of a stream of bit fields. Default: the most significant one where the struct is big-endian. */
  readonly bitOrder?: BitOrder;
  /**
   * How fields are aligned: `"packed"`, the default, puts them one behind the other; `"c"` aligns them as
   * C does on 64-bit Linux, and what {@link cTarget} returns as on another target, in its byte order;
   * `"std140"` and `"std430"` as GLSL does, `"wgsl-uniform"` and `"wgsl-storage"` as WGSL.
   */
  readonly rules?: RuleSetName | CRules;
  /** Greatest alignment that a field is given, in bytes: `#pragma pack(n)` of C. */
  readonly pack?: number;
  /** Whether no field of C rules is aligned unless it says so: `__attribute__((packed))` of C. */
  readonly packed?: boolean;
  /** Least alignment of the struct in bytes. */
  readonly align?: number;
  /**
   * Alignment in bytes that the struct has wherever it is used, while its size stays that of its fields:
   * `typedef struct { … } T __attribute__((aligned(n)))` of C.
   */
  readonly typedefAlign?: number;
  /** What the size has to be in bytes: an error when compiled if it is not. */
  readonly size?: Size;
  /** What the fields of a valid record have in common, each made by {@link check}. */
  readonly checks?: readonly Check[];
}

/** How the bytes of a union are read. */
export interface UnionOptions<
  Order extends UnionOrder = UnionOrder,
  Size extends number = number,
> extends Omit<StructOptions<Order, Size>, "checks"> {
  /** As for a struct; no member can tell it, as nobody knows which one is meant. */
  readonly byteOrder?: Order;
}

/** The byte orders that a union can say. */
export type UnionOrder = Exclude<StructOrder, FieldByteOrder>;

/** Stands for all bytes that are left: `bytes(rest)`. */
export interface Rest {
  readonly kind: "rest";
}

/** Stands for a length that lies before what has it: `bytes(prefixed(u16))`. */
export interface Prefixed {
  readonly kind: "prefixed";
  readonly base: Type;
}

/** Stands for a text that ends in a zero: `utf8(zeroTerminated)`. */
export interface ZeroTerminated {
  readonly kind: "zeroTerminated";
  readonly maximum: number | undefined;
  /** Of at most `maximum` bytes, the zero not counted. */
  readonly atMost: (maximum: number) => ZeroTerminated;
}

/**
 * A length: so many, as many as an expression over earlier fields says, as many as an integer before
 * it says, or all that are left.
 */
export type Length = number | string | Prefixed | Rest;

const suffixes = { big: "be", little: "le", native: "ne" } as const;

/** Unsigned integer of 8 bits. */
export const u8: ScalarType<number, Uint8Array> = scalar("u8");
/** Unsigned integer of 16 bits. */
export const u16: NativeScalarType<number, Uint16Array> = scalar("u16");
/** Unsigned integer of 24 bits. */
export const u24: PlainScalarType<number> = scalar("u24");
/** Unsigned integer of 32 bits. */
export const u32: NativeScalarType<number, Uint32Array> = scalar("u32");
/** Unsigned integer of 40 bits. */
export const u40: PlainScalarType<number> = scalar("u40");
/** Unsigned integer of 48 bits. */
export const u48: PlainScalarType<number> = scalar("u48");
/** Unsigned integer of 56 bits, a `bigint`. */
export const u56: PlainScalarType<bigint> = scalar("u56");
/** Unsigned integer of 64 bits, a `bigint`; `u64.asNumber` is a checked `number`. */
export const u64: WideScalarType<BigUint64Array> = wideScalar("u64");
/** Unsigned integer of 128 bits, a `bigint`. */
export const u128: PlainScalarType<bigint> = scalar("u128");
/** Signed integer of 8 bits. */
export const i8: ScalarType<number, Int8Array> = scalar("i8");
/** Signed integer of 16 bits. */
export const i16: NativeScalarType<number, Int16Array> = scalar("i16");
/** Signed integer of 24 bits. */
export const i24: PlainScalarType<number> = scalar("i24");
/** Signed integer of 32 bits. */
export const i32: NativeScalarType<number, Int32Array> = scalar("i32");
/** Signed integer of 40 bits. */
export const i40: PlainScalarType<number> = scalar("i40");
/** Signed integer of 48 bits. */
export const i48: PlainScalarType<number> = scalar("i48");
/** Signed integer of 56 bits, a `bigint`. */
export const i56: PlainScalarType<bigint> = scalar("i56");
/** Signed integer of 64 bits, a `bigint`; `i64.asNumber` is a checked `number`. */
export const i64: WideScalarType<BigInt64Array> = wideScalar("i64");
/** Signed integer of 128 bits, a `bigint`. */
export const i128: PlainScalarType<bigint> = scalar("i128");
/** IEEE 754 binary16. */
export const f16: PlainScalarType<number> = scalar("f16");
/** The upper half of a binary32: "brain float". */
export const bf16: PlainScalarType<number> = scalar("bf16");
/** IEEE 754 binary32. */
export const f32: NativeScalarType<number, Float32Array> = scalar("f32");
/** IEEE 754 binary64. */
export const f64: NativeScalarType<number, Float64Array> = scalar("f64");
/** A byte that is 0 for false or 1 for true; anything else is an error. */
export const bool: PlainScalarType<boolean> = scalar("bool");
/** A byte that is 0 for false; anything else is true. */
export const lenientBool: PlainScalarType<boolean> = scalar("lenientBool");
/** Four bytes that are all 0 for false; anything else is true. In the rules of GLSL `bool` is one. */
export const bool32: PlainScalarType<boolean> = scalar("bool32");
/** A code point in 32 bits, as a string of one character. */
export const char: PlainScalarType<string> = scalar("char");
/** One bit that is 1 for true. */
export const flag: BitsType<boolean> = Object.freeze({
  kind: "bits",
  width: 1,
  interpretation: "boolean",
});

/** All bytes that are left: `bytes(rest)`. */
export const rest: Rest = Object.freeze({ kind: "rest" });

/**
 * A number of `width` bits, unsigned unless it is `signed`; a `bigint` from 54 bits on. Bit fields that
 * follow each other form one stream of bits.
 */
export function bits<const Width extends number>(
  width: Width,
  options: { readonly signed?: boolean } = {},
): BitsType<Width extends WideWidth ? bigint : number> {
  const interpretation = options.signed === true ? "signed" : "unsigned";
  return Object.freeze({ kind: "bits", width, interpretation });
}

/** Widths of bit fields whose values are not all exact as a `number`. */
export type WideWidth = 54 | 55 | 56 | 57 | 58 | 59 | 60 | 61 | 62 | 63 | 64;

/** A run of bytes. Its accessor returns a window, not a copy. */
export function bytes<const L extends Length>(length: L): BytesType<L> {
  return Object.freeze({ kind: "bytes", length });
}

/** A length that an unsigned integer right before the part says: of arrays the number of elements. */
export function prefixed(base: ScalarType<number> | ScalarType<bigint>): Prefixed {
  return Object.freeze({ kind: "prefixed", base });
}

/** A text goes up to the first zero; `zeroTerminated.atMost(255)` looks for it no further. */
export const zeroTerminated: ZeroTerminated = endingInZero(undefined);

/** A text in UTF-8 of so many bytes. */
export const utf8: TextFunction<"utf8"> = textIn("utf8", undefined);
/** A text in ASCII: one byte from 0 to 127 for each character. */
export const ascii: TextFunction<"ascii"> = textIn("ascii", undefined);
/** A text in ISO 8859-1: one byte for each of the first 256 code points. */
export const latin1: TextFunction<"latin1"> = textIn("latin1", undefined);
/** A text in UTF-16 of so many bytes, in the byte order of the struct. */
export const utf16: Utf16Function = Object.assign(textIn("utf16", undefined), {
  be: textIn("utf16", "big"),
  le: textIn("utf16", "little"),
  ne: textIn("utf16", "native"),
});

/**
 * Bytes that are always the same, such as the first ones of a file: ASCII text or a list of bytes.
 * Written by `create` and `write`, checked when they are read.
 */
export function magic(content: string | readonly number[]): MagicType {
  return Object.freeze({ kind: "magic", content });
}

/**
 * Elements of one type, `stride` bytes from one to the next: so many, as many as an expression over
 * earlier fields says, or as many as fit in what is left. Elements of dynamic size are only one behind
 * the other.
 */
export function array<T extends Type, const L extends Length, Stride extends number = 1>(
  element: T,
  length: L,
  options: { readonly stride?: Stride } = {},
): ArrayType<T, L, Stride extends 1 ? false : true> {
  return Object.freeze({
    kind: "array",
    element,
    length,
    measure: "elements",
    stride: options.stride,
  });
}

/**
 * Elements one behind the other, also of dynamic size, that fill `length` bytes: so many, as many as an
 * expression over earlier fields says, or all that are left.
 */
export function sequence<T extends Type, const L extends Length = Rest>(
  element: T,
  length?: L,
): ArrayType<T, L> {
  return Object.freeze({
    kind: "array",
    element,
    length: length ?? rest,
    measure: "bytes",
    stride: undefined,
  });
}

/** What there is where no case of a {@link select} or a {@link variant} applies, and how large it is. */
export interface CaseOptions<T extends Type, IsFixed extends boolean = boolean> {
  /** What there is for all other tags. They are an error without it. */
  readonly otherwise?: T;
  /** Whether each case takes as many bytes as the largest one. */
  readonly fixed?: IsFixed;
}

/**
 * One of several structs: the one whose key is the value of `on`, an expression over earlier fields.
 * It takes as many bytes as that struct has, unless it is `fixed`.
 */
export function select<
  Cases extends Readonly<Record<string | number, Case>>,
  Other extends Choice = never,
  IsFixed extends boolean = false,
>(
  on: string,
  cases: Cases,
  options: CaseOptions<Other, IsFixed> = {},
): SelectType<Cases[keyof Cases] | Other, IsFixed> {
  return Object.freeze({
    kind: "select",
    on,
    cases: Object.freeze(Object.entries(cases).map(([value, type]) => ({ value, type }))),
    otherwise: options.otherwise,
    isFixed: options.fixed ?? false,
  });
}

/** The fields that all cases have; any name, where a case is none, so that the case is the mistake. */
type TagNames<R> = unknown extends R ? string : keyof R;

/**
 * One of several structs, told by the constant that each has in its field `tag`. It takes as many bytes
 * as that struct has, unless it is `fixed`.
 */
export function variant<
  Cases extends readonly Case[],
  Tag extends string & TagNames<RecordOf<Cases[number]>>,
  Other extends Case = never,
  IsFixed extends boolean = false,
>(
  tag: Tag,
  cases: Cases,
  options: CaseOptions<Other, IsFixed> = {},
): VariantType<Cases[number] | Other, Tag, IsFixed> {
  return asClass({
    kind: "variant",
    tag,
    cases: Object.freeze([...cases]),
    otherwise: options.otherwise,
    isFixed: options.fixed ?? false,
  });
}

/** A field that is there only where `condition`, an expression over earlier fields, is not zero. */
export function when<X extends Traits>(condition: string, type: Type<X>): ConditionalType<X> {
  return Object.freeze({ kind: "conditional", condition, type });
}

/** An integer that is not zero. */
export function nonZero<T extends number | bigint>(
  base: ScalarType<T> | BitsType<T>,
): NonZeroType<T> {
  return Object.freeze({ kind: "nonzero", base, isOptional: false });
}

/** A {@link nonZero} integer, or `null` where it is zero. */
export function optional<T extends number | bigint>(type: NonZeroType<T>): NonZeroType<T | null> {
  return Object.freeze({ kind: "nonzero", base: type.base, isOptional: true });
}

/**
 * A type at an alignment of its own, in bytes, instead of that of the rule set. By the rules of C it is the
 * least alignment, as `__attribute__((aligned(n)))` says it, unless the field or its struct is packed.
 */
export function aligned<X extends Traits>(alignment: number, type: Type<X>): PlacedType<X> {
  return Object.freeze({ kind: "placed", type, alignment });
}

/** A field at `offset` bytes from the start of its struct; the bytes before it are padding. */
export function at<X extends Traits>(offset: number, type: Type<X>): PlacedType<X> {
  return Object.freeze({ kind: "placed", type, offset });
}

/** A type that has to lie at `offset` bytes from the start of its struct: an error when compiled if not. */
export function assertAt<X extends Traits>(offset: number, type: Type<X>): PlacedType<X> {
  return Object.freeze({ kind: "placed", type, assertedOffset: offset });
}

/**
 * So many bytes, or `bits(n)`, without a meaning: no accessor; written as zero, not looked at when
 * read.
 */
export function padding(length: number | BitsType): PaddingType {
  return Object.freeze({ kind: "padding", length });
}

/** The same as {@link padding}, but for `parse`: what is not zero is an error. */
export function reserved(length: number | BitsType): ReservedType {
  return Object.freeze({ kind: "reserved", length });
}

/**
 * An integer that comes from the rest of the record: the result of an expression over its fields, or a
 * checksum. `create` and `write` fill it in, `$finish` makes it right again, `parse` compares it.
 */
export function computed<T extends number | bigint>(
  base: ScalarType<T> | BitsType<T>,
  value: string | Checksum,
): ComputedType<T> {
  return Object.freeze({ kind: "computed", base, value });
}

/**
 * A checksum over the bytes from the start of the field `from` to the end of the field `to`, by default
 * over the whole record; its own bytes count as zero. `algorithm` is a name, or a function of yours:
 * `{ from: "./my-checksum.js", name: "mine" }` with a module that is named from the schema file.
 */
export function checksum(
  algorithm: ChecksumName | ChecksumFunction,
  range: { readonly from?: string; readonly to?: string } = {},
): Checksum {
  return Object.freeze({ kind: "checksum", algorithm, ...range });
}

/**
 * A rule for the fields of a valid record: an expression that is not zero, and words for it. `parse`
 * and `write` refuse what breaks it.
 */
export function check(expression: string, rule?: string): Check {
  return Object.freeze({ expression, ...(rule === undefined ? {} : { rule }) });
}

/**
 * A field that always has one value: written by `create` and `write`, checked when it is read. That of an
 * enumeration is told by the name of the member.
 */
export function constant<Value extends number | bigint | boolean, const T extends Value>(
  base: ScalarType<Value> | BitsType<Value>,
  value: T,
): ConstantType<T>;
export function constant<
  Enumeration extends Type<EnumerationTraits<number | bigint>>,
  Name extends Exclude<keyof Enumeration, keyof Type> & string,
>(base: Enumeration, member: Name): ConstantType<Enumeration[Name]>;
export function constant(base: Type, value: unknown): ConstantType<unknown> {
  return Object.freeze({ kind: "constant", base, value });
}

/**
 * Names for values of an integer. Other values are an error where they are read, unless the
 * enumeration is `open`.
 */
export function enumeration<
  const Members extends NumbersByName,
  const IsOpen extends boolean = false,
>(
  base: ScalarType<number> | ScalarType<bigint> | BitsType | BitsType<bigint>,
  members: Members,
  options: { readonly open?: IsOpen } = {},
): EnumerationType<Members, IsOpen> {
  return asConstant({
    kind: "enumeration",
    base,
    members: Object.freeze({ ...members }),
    open: options.open ?? false,
  });
}

/** A struct: fields, one behind the other. Its name is that of the export. */
export function struct<
  F extends Fields,
  Order extends StructOrder = "little",
  Size extends number = number,
>(fields: F, options: StructOptions<Order, Size> = {}): StructType<F, Order, Size> {
  return asClass({
    kind: "struct",
    fields: Object.freeze({ ...fields }),
    options: Object.freeze({ ...options }),
  });
}

/**
 * A union: members of fixed size, all of them at the first byte. It is as large as the largest, and
 * which of them its bytes are meant as is for the program to know. Its name is that of the export.
 */
export function union<
  F extends Fields,
  Order extends UnionOrder = "little",
  Size extends number = number,
>(members: F, options: UnionOptions<Order, Size> = {}): UnionType<F, Order, Size> {
  return asClass({
    kind: "union",
    members: Object.freeze({ ...members }),
    options: Object.freeze({ ...options }),
  });
}

function textIn<Encoding extends TextEncodingName>(
  encoding: Encoding,
  byteOrder: ByteOrder | undefined,
): TextFunction<Encoding> {
  return <L extends Length | ZeroTerminated>(
    length: L,
    { pad, zeroTerminated }: TextOptions = {},
  ): TextType<Encoding, L> =>
    Object.freeze({
      kind: "text",
      encoding,
      byteOrder,
      length,
      pad: pad === " " ? 0x20 : pad,
      zeroTerminated,
    });
}

function endingInZero(maximum: number | undefined): ZeroTerminated {
  const length = { kind: "zeroTerminated", maximum } as const;
  // A function is no data: it is not enumerable.
  const atMost = { value: endingInZero };
  return Object.freeze(Object.defineProperties(length, { atMost })) as ZeroTerminated;
}

function scalar<T, Elements>(name: ScalarName, isNumber: boolean = false): ScalarType<T, Elements> {
  return inAllOrders((byteOrder) => ({ kind: "scalar", scalar: name, byteOrder, isNumber }));
}

function wideScalar<Native>(name: ScalarName): WideScalarType<Native> {
  const asNumber: PlainScalarType<number> = scalar(name, true);
  return inAllOrders((byteOrder) => ({
    kind: "scalar",
    scalar: name,
    byteOrder,
    isNumber: false,
    asNumber: byteOrder === undefined ? asNumber : asNumber[suffixes[byteOrder]],
  }));
}

/** Makes a type for each byte order, and has each of them know the others. */
function inAllOrders<T extends object>(
  inOrder: (byteOrder: ByteOrder | undefined) => Omit<T, "be" | "le" | "ne">,
): T {
  const withOthers = (byteOrder: ByteOrder | undefined): T =>
    Object.freeze(
      Object.defineProperties(inOrder(byteOrder), {
        be: { get: () => orders.be },
        le: { get: () => orders.le },
        ne: { get: () => orders.ne },
      }),
    ) as T;
  const orders = { be: withOthers("big"), le: withOthers("little"), ne: withOthers("native") };
  return withOthers(undefined);
}
