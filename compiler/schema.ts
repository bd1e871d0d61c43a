/**
 * The schema language: what a schema file imports from `structview/schema`.
 *
 * Every function returns frozen plain data, with no logic behind it; the compiler reads the data, and
 * the names of structs and enumerations from the exports. The types carry the layout field by field
 * through one shallow mapped type, so that TypeScript infers what a record's fields are.
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
import type { FieldByteOrder } from "./schema-order.js";
import type { ScalarName } from "./scalars.js";

export * from "./schema-order.js";
export * from "./schema-units.js";
export * from "./schema-wrappers.js";

/** A type of a schema whose values in TypeScript are `T`. */
export interface Type<T> {
  readonly kind: string;
  /** Exists in types only. */
  readonly $value?: T;
}

/** A scalar. `be` and `le` are the same scalar in a byte order of its own. */
export interface ScalarType<T> extends Type<T> {
  readonly kind: "scalar";
  readonly scalar: ScalarName;
  readonly byteOrder: ByteOrder | undefined;
  readonly isNumber: boolean;
  /** Big-endian, whatever the struct says. */
  readonly be: ScalarType<T>;
  /** Little-endian, whatever the struct says. */
  readonly le: ScalarType<T>;
  /** In the byte order of the machine that runs, whatever the struct says. */
  readonly ne: ScalarType<T>;
}

/** A 64-bit integer. */
export interface WideScalarType extends ScalarType<bigint> {
  readonly be: WideScalarType;
  readonly le: WideScalarType;
  readonly ne: WideScalarType;
  /** The same integer as a `number`; a value beyond 2^53 - 1 is an error, not a rounding. */
  readonly asNumber: ScalarType<number>;
}

/** A number in a stream of bits. */
export interface BitsType<T extends number | bigint | boolean = number> extends Type<T> {
  readonly kind: "bits";
  readonly width: number;
  readonly interpretation: "unsigned" | "signed" | "boolean";
}

/** A run of bytes. */
export interface BytesType extends Type<Uint8Array> {
  readonly kind: "bytes";
  readonly length: Length;
}

/** A text. Its accessor returns a window over it; in a plain object it is a string. */
export interface TextType extends Type<string> {
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
export interface TextFunction {
  (length: number | string, options?: TextOptions): TextType;
  (length: Rest | Prefixed | ZeroTerminated): TextType;
}

/** Makes a type of text in UTF-16. `be` and `le` are the same in a byte order of its own. */
export interface Utf16Function extends TextFunction {
  /** Big-endian, whatever the struct says. */
  readonly be: TextFunction;
  /** Little-endian, whatever the struct says. */
  readonly le: TextFunction;
  /** In the byte order of the machine that runs, whatever the struct says. */
  readonly ne: TextFunction;
}

/** Bytes that are always the same. */
export interface MagicType extends Type<Uint8Array> {
  readonly kind: "magic";
  readonly content: string | readonly number[];
}

/** Elements one behind the other. */
export interface ArrayType<T> extends Type<ArrayLike<T>> {
  readonly kind: "array";
  readonly element: Type<T>;
  readonly length: Length;
  readonly measure: LengthMeasure;
  readonly stride: number | undefined;
}

/** One of several structs, as an expression over earlier fields says. */
export interface SelectType<T> extends Type<T> {
  readonly kind: "select";
  readonly on: string;
  readonly cases: readonly { readonly value: string; readonly type: Type<unknown> }[];
  readonly otherwise: Type<unknown> | undefined;
  readonly isFixed: boolean;
}

/** One of several structs, each with a constant of its own in the same place: the tag. */
export interface VariantType<T> extends Type<T> {
  readonly kind: "variant";
  readonly tag: string;
  readonly cases: readonly Type<unknown>[];
  readonly otherwise: Type<unknown> | undefined;
  readonly isFixed: boolean;
}

/** A field that is there only where a condition holds. */
export interface ConditionalType<T> extends Type<T | undefined> {
  readonly kind: "conditional";
  readonly condition: string;
  readonly type: Type<T>;
}

/** An integer that is not zero, or whose zero stands for nothing. */
export interface NonZeroType<T> extends Type<T> {
  readonly kind: "nonzero";
  readonly base: Type<unknown>;
  readonly isOptional: boolean;
}

/** A type with an alignment or a place of its own. */
export interface PlacedType<T> extends Type<T> {
  readonly kind: "placed";
  readonly type: Type<T>;
  readonly alignment?: number;
  readonly offset?: number;
  readonly assertedOffset?: number;
}

/** Bytes or bits without a meaning. */
export interface PaddingType extends Type<never> {
  readonly kind: "padding";
  /** Number of bytes, or the bits. */
  readonly length: number | BitsType;
}

/** Bytes or bits that are zero. */
export interface ReservedType extends Type<never> {
  readonly kind: "reserved";
  /** Number of bytes, or the bits. */
  readonly length: number | BitsType;
}

/** A field whose value comes from the rest of its record. */
export interface ComputedType<T> extends Type<T> {
  readonly kind: "computed";
  readonly base: Type<T>;
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
export interface ConstantType<T> extends Type<T> {
  readonly kind: "constant";
  readonly base: Type<unknown>;
  readonly value: T;
}

/** Names for values of an integer. */
export interface EnumerationType<T, Members extends Numbers = Numbers> extends Type<T> {
  readonly kind: "enumeration";
  readonly base: Type<unknown>;
  readonly members: Members;
  readonly open: boolean;
}

/** Numbers by name. */
export type Numbers = Readonly<Record<string, number | bigint>>;

/** Fields of a struct by name. */
export type Fields = Readonly<Record<string, Type<unknown>>>;

/** The values of `F`, one level deep: nothing recursive, so that it is never "excessively deep". */
export type FieldValues<F extends Fields> = {
  -readonly [Name in keyof F]: F[Name] extends Type<infer T> ? T : never;
};

/** A struct: fields, one behind the other, without padding. */
export interface StructType<F extends Fields> extends Type<FieldValues<F>> {
  readonly kind: "struct";
  readonly fields: Readonly<F>;
  readonly options: StructOptions;
}

/** A union: members that all begin at its first byte. */
export interface UnionType<F extends Fields> extends Type<UnionValue<F>> {
  readonly kind: "union";
  readonly members: Readonly<F>;
  readonly options: UnionOptions;
}

/** What a union is written from: exactly one of its members, or its bytes. */
export type UnionValue<F extends Fields> =
  | Uint8Array
  | {
      [Name in keyof F]: { -readonly [Given in Name]: FieldValues<F>[Name] } & {
        readonly [Other in Exclude<keyof F, Name>]?: never;
      };
    }[keyof F];

/** How the bytes of a struct are read. */
export interface StructOptions {
  /**
   * Byte order of the scalars that have none of their own, inherited by the structs within that say
   * nothing else. `"runtime"` is chosen by who opens the record, `byField` told by its fields. Default:
   * little.
   */
  readonly byteOrder?: ByteOrder | "runtime" | FieldByteOrder;
  /** First bit of a stream of bit fields. Default: the most significant one where the struct is big-endian. */
  readonly bitOrder?: BitOrder;
  /**
   * How fields are aligned: `"packed"`, the default, puts them one behind the other; `"c"` aligns them as
   * C does on 64-bit Unix.
   */
  readonly rules?: RuleSetName;
  /** Greatest alignment that a field is given, in bytes: `#pragma pack(n)` of C. */
  readonly pack?: number;
  /** Least alignment of the struct in bytes. */
  readonly align?: number;
  /** What the size has to be in bytes: an error when compiled if it is not. */
  readonly size?: number;
  /** What the fields of a valid record have in common, each made by {@link check}. */
  readonly checks?: readonly Check[];
}

/** How the bytes of a union are read. */
export interface UnionOptions extends Omit<StructOptions, "byteOrder" | "checks"> {
  /** As for a struct; no member can tell it, as nobody knows which one is meant. */
  readonly byteOrder?: ByteOrder | "runtime";
}

/** Stands for all bytes that are left: `bytes(rest)`. */
export interface Rest {
  readonly kind: "rest";
}

/** Stands for a length that lies before what has it: `bytes(prefixed(u16))`. */
export interface Prefixed {
  readonly kind: "prefixed";
  readonly base: Type<unknown>;
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
export const u8: ScalarType<number> = scalar("u8");
/** Unsigned integer of 16 bits. */
export const u16: ScalarType<number> = scalar("u16");
/** Unsigned integer of 24 bits. */
export const u24: ScalarType<number> = scalar("u24");
/** Unsigned integer of 32 bits. */
export const u32: ScalarType<number> = scalar("u32");
/** Unsigned integer of 40 bits. */
export const u40: ScalarType<number> = scalar("u40");
/** Unsigned integer of 48 bits. */
export const u48: ScalarType<number> = scalar("u48");
/** Unsigned integer of 56 bits, a `bigint`. */
export const u56: ScalarType<bigint> = scalar("u56");
/** Unsigned integer of 64 bits, a `bigint`; `u64.asNumber` is a checked `number`. */
export const u64: WideScalarType = wideScalar("u64");
/** Unsigned integer of 128 bits, a `bigint`. */
export const u128: ScalarType<bigint> = scalar("u128");
/** Signed integer of 8 bits. */
export const i8: ScalarType<number> = scalar("i8");
/** Signed integer of 16 bits. */
export const i16: ScalarType<number> = scalar("i16");
/** Signed integer of 24 bits. */
export const i24: ScalarType<number> = scalar("i24");
/** Signed integer of 32 bits. */
export const i32: ScalarType<number> = scalar("i32");
/** Signed integer of 40 bits. */
export const i40: ScalarType<number> = scalar("i40");
/** Signed integer of 48 bits. */
export const i48: ScalarType<number> = scalar("i48");
/** Signed integer of 56 bits, a `bigint`. */
export const i56: ScalarType<bigint> = scalar("i56");
/** Signed integer of 64 bits, a `bigint`; `i64.asNumber` is a checked `number`. */
export const i64: WideScalarType = wideScalar("i64");
/** Signed integer of 128 bits, a `bigint`. */
export const i128: ScalarType<bigint> = scalar("i128");
/** IEEE 754 binary16. */
export const f16: ScalarType<number> = scalar("f16");
/** The upper half of a binary32: "brain float". */
export const bf16: ScalarType<number> = scalar("bf16");
/** IEEE 754 binary32. */
export const f32: ScalarType<number> = scalar("f32");
/** IEEE 754 binary64. */
export const f64: ScalarType<number> = scalar("f64");
/** A byte that is 0 for false or 1 for true; anything else is an error. */
export const bool: ScalarType<boolean> = scalar("bool");
/** A byte that is 0 for false; anything else is true. */
export const lenientBool: ScalarType<boolean> = scalar("lenientBool");
/** A code point in 32 bits, as a string of one character. */
export const char: ScalarType<string> = scalar("char");
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
export function bytes(length: Length): BytesType {
  return Object.freeze({ kind: "bytes", length });
}

/** A length that an unsigned integer right before the part says: of arrays the number of elements. */
export function prefixed(base: ScalarType<number> | ScalarType<bigint>): Prefixed {
  return Object.freeze({ kind: "prefixed", base });
}

/** A text goes up to the first zero; `zeroTerminated.atMost(255)` looks for it no further. */
export const zeroTerminated: ZeroTerminated = endingInZero(undefined);

/** A text in UTF-8 of so many bytes. */
export const utf8: TextFunction = textIn("utf8", undefined);
/** A text in ASCII: one byte from 0 to 127 for each character. */
export const ascii: TextFunction = textIn("ascii", undefined);
/** A text in ISO 8859-1: one byte for each of the first 256 code points. */
export const latin1: TextFunction = textIn("latin1", undefined);
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
export function array<T>(
  element: Type<T>,
  length: Length,
  options: { readonly stride?: number } = {},
): ArrayType<T> {
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
export function sequence<T>(element: Type<T>, length: Length = rest): ArrayType<T> {
  return Object.freeze({ kind: "array", element, length, measure: "bytes", stride: undefined });
}

/** What there is where no case of a {@link select} or a {@link variant} applies, and how large it is. */
export interface CaseOptions<T> {
  /** What there is for all other tags. They are an error without it. */
  readonly otherwise?: Type<T>;
  /** Whether each case takes as many bytes as the largest one. */
  readonly fixed?: boolean;
}

/**
 * One of several structs: the one whose key is the value of `on`, an expression over earlier fields.
 * It takes as many bytes as that struct has, unless it is `fixed`.
 */
export function select<T, Other = never>(
  on: string,
  cases: Readonly<Record<string | number, Type<T>>>,
  options: CaseOptions<Other> = {},
): SelectType<T | Other> {
  return Object.freeze({
    kind: "select",
    on,
    cases: Object.freeze(Object.entries(cases).map(([value, type]) => ({ value, type }))),
    otherwise: options.otherwise,
    isFixed: options.fixed ?? false,
  });
}

/**
 * One of several structs, told by the constant that each has in its field `tag`. It takes as many bytes
 * as that struct has, unless it is `fixed`.
 */
export function variant<Cases extends readonly Type<unknown>[], Other = never>(
  tag: string,
  cases: Cases,
  options: CaseOptions<Other> = {},
): VariantType<ValueOf<Cases[number]> | Other> {
  return Object.freeze({
    kind: "variant",
    tag,
    cases: Object.freeze([...cases]),
    otherwise: options.otherwise,
    isFixed: options.fixed ?? false,
  });
}

/** The values of a type. */
export type ValueOf<T> = T extends Type<infer Value> ? Value : never;

/** A field that is there only where `condition`, an expression over earlier fields, is not zero. */
export function when<T>(condition: string, type: Type<T>): ConditionalType<T> {
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

/** A type at an alignment of its own, in bytes, instead of that of the rule set. */
export function aligned<T>(alignment: number, type: Type<T>): PlacedType<T> {
  return Object.freeze({ kind: "placed", type, alignment });
}

/** A field at `offset` bytes from the start of its struct; the bytes before it are padding. */
export function at<T>(offset: number, type: Type<T>): PlacedType<T> {
  return Object.freeze({ kind: "placed", type, offset });
}

/** A type that has to lie at `offset` bytes from the start of its struct: an error when compiled if not. */
export function assertAt<T>(offset: number, type: Type<T>): PlacedType<T> {
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
export function constant<const T extends number | bigint | boolean>(
  base: ScalarType<Widened<T>> | BitsType<Widened<T>>,
  value: T,
): ConstantType<T>;
export function constant<Members extends Numbers, Name extends keyof Members & string>(
  base: EnumerationType<unknown, Members>,
  member: Name,
): ConstantType<Members[Name]>;
export function constant(base: Type<unknown>, value: unknown): ConstantType<unknown> {
  return Object.freeze({ kind: "constant", base, value });
}

/** The type of the scalars that can hold the constant `T`. */
export type Widened<T> = T extends number ? number : T extends bigint ? bigint : boolean;

/**
 * Names for values of an integer. Other values are an error where they are read, unless the
 * enumeration is `open`.
 */
export function enumeration<const Members extends Readonly<Record<string, number | bigint>>>(
  base: ScalarType<number> | ScalarType<bigint> | BitsType | BitsType<bigint>,
  members: Members,
  options: { readonly open: true },
): EnumerationType<Widened<Members[keyof Members]>, Members>;
export function enumeration<const Members extends Readonly<Record<string, number | bigint>>>(
  base: ScalarType<number> | ScalarType<bigint> | BitsType | BitsType<bigint>,
  members: Members,
  options?: { readonly open?: false },
): EnumerationType<Members[keyof Members], Members>;
export function enumeration(
  base: Type<unknown>,
  members: Readonly<Record<string, number | bigint>>,
  options: { readonly open?: boolean } = {},
): EnumerationType<unknown> {
  return Object.freeze({
    kind: "enumeration",
    base,
    members: Object.freeze({ ...members }),
    open: options.open ?? false,
  });
}

/** A struct: fields, one behind the other. Its name is that of the export. */
export function struct<F extends Fields>(fields: F, options: StructOptions = {}): StructType<F> {
  return Object.freeze({
    kind: "struct",
    fields: Object.freeze({ ...fields }),
    options: Object.freeze({ ...options }),
  });
}

/**
 * A union: members of fixed size, all of them at the first byte. It is as large as the largest, and
 * which of them its bytes are meant as is for the program to know. Its name is that of the export.
 */
export function union<F extends Fields>(members: F, options: UnionOptions = {}): UnionType<F> {
  return Object.freeze({
    kind: "union",
    members: Object.freeze({ ...members }),
    options: Object.freeze({ ...options }),
  });
}

function textIn(encoding: TextEncodingName, byteOrder: ByteOrder | undefined): TextFunction {
  return (length: Length | ZeroTerminated, { pad, zeroTerminated }: TextOptions = {}): TextType =>
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

function scalar<T>(name: ScalarName, isNumber: boolean = false): ScalarType<T> {
  return inAllOrders((byteOrder) => ({ kind: "scalar", scalar: name, byteOrder, isNumber }));
}

function wideScalar(name: ScalarName): WideScalarType {
  const asNumber = scalar<number>(name, true);
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
