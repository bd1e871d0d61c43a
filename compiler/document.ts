/**
 * The schema document: what a schema says, typed and with places, before any rule is applied to it.
 * TypeScript and JSON schemas both become one. Stage `parse` makes it, `check` and `resolve` read it.
 */
import type { CTargetName } from "./c-targets.js";
import type { Codec } from "./codec.js";
import type { Expression } from "./expression.js";
import type { ScalarName } from "./scalars.js";

/** A place in a schema file. Lines and columns count from 1. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Order of the bytes of a scalar. */
export type ByteOrder = "big" | "little" | "native";

/** Which bit of a stream of bit fields comes first. */
export type BitOrder = "most-significant-first" | "least-significant-first";

/** One schema file. */
export interface SchemaDocument {
  /** Path from the root of the project, with forward slashes. */
  readonly file: string;
  readonly definitions: readonly Definition[];
}

/** A named type. */
export type Definition =
  | StructDefinition
  | VariantDefinition
  | EnumerationDefinition
  | FlagsDefinition
  | AliasDefinition
  | NumberDefinition;

interface Named {
  readonly name: string;
  readonly doc: string | undefined;
  readonly span: Span;
}

/** A struct: fields, one behind the other; or a union: members, all at the start. */
export interface StructDefinition extends Named {
  readonly kind: "struct";
  /** Whether its fields are the members of a union. */
  readonly isUnion: boolean;
  /** `"runtime"` is chosen by who opens the record, or told by fields. `undefined` is inherited. */
  readonly byteOrder: ByteOrder | "runtime" | undefined;
  /** How fields tell the byte order, if they do. */
  readonly orderTests: OrderTests | undefined;
  readonly bitOrder: BitOrder | undefined;
  /** How fields are aligned and padded. */
  readonly rules: RuleSetName;
  /** Whose C it is that fields are aligned as; `undefined` is the default one. */
  readonly target: CTargetName | undefined;
  /** Greatest alignment that a field is given, in bytes: `#pragma pack` of C. */
  readonly pack: number | undefined;
  /** Whether its fields are packed: `__attribute__((packed))` of C. */
  readonly isPacked: boolean;
  /** Least alignment of the struct in bytes. */
  readonly alignment: number | undefined;
  /** Alignment of the struct in bytes that counts outside of it alone: a typedef of C gives it. */
  readonly typedefAlignment: number | undefined;
  /** What the size has to be in bytes. */
  readonly assertedSize: number | undefined;
  readonly fields: readonly FieldDefinition[];
  readonly checks: readonly CheckDefinition[];
}

/** What the fields of a valid record have in common. */
export interface CheckDefinition {
  readonly text: string;
  readonly expression: Expression;
  /** The rule in words. */
  readonly rule: string | undefined;
  readonly span: Span;
}

/** Expressions that tell the byte order of a record: one of them is not zero. */
export interface OrderTests {
  readonly little: WrittenExpression;
  readonly big: WrittenExpression;
}

/** An expression and the text that it was parsed from. */
export interface WrittenExpression {
  readonly text: string;
  readonly expression: Expression;
}

/**
 * How fields are aligned: `packed` puts them one behind the other; `c` aligns them as C does on a target,
 * with padding between them and at the end; the others as shading languages do.
 */
export type RuleSetName = "packed" | "c" | GpuRuleSetName;

/** The layouts of buffers that shaders have: two of GLSL, and the address spaces of WGSL. */
export type GpuRuleSetName = "std140" | "std430" | "wgsl-uniform" | "wgsl-storage";

/** A field of a struct. */
export interface FieldDefinition extends Named {
  readonly type: TypeExpression;
  /** When the field is there; `undefined` is always. */
  readonly condition: ConditionExpression | undefined;
  /** Alignment in bytes instead of that of the rule set. */
  readonly alignment: number | undefined;
  /** Whether it is packed: `__attribute__((packed))` of C. */
  readonly isPacked: boolean;
  /** Whether the members of the struct or union that it is are reached as if they were its neighbours. */
  readonly isAnonymous: boolean;
  /** Bytes from the start of the struct, where the schema says so. */
  readonly offset: number | undefined;
  /** Bytes from its start to the first one behind it, where the schema says so. */
  readonly reservedSize: number | undefined;
  /** Whether the bytes have no meaning: no accessor, written as zero. */
  readonly isPadding: boolean;
  /** Whether it is padding that has to be zero in a valid record. */
  readonly isReserved: boolean;
  /** Where the schema says that the field lies, in bytes from the start of the struct. */
  readonly assertedOffset: number | undefined;
  /** How its value comes from the rest of the record. */
  readonly computed: ComputedExpression | undefined;
  /** The integer that holds it, with those beside it, if it is a bit field that is in no stream. */
  readonly unit: UnitExpression | undefined;
  /** What it is declared as, if it is a bit field of C. */
  readonly bitField: BitFieldExpression | undefined;
  /** The struct that it leads to, or each of its elements, if it is the address of one. */
  readonly pointsTo: ReferenceExpression | undefined;
}

/** A bit field of C: bits of a declared type. */
export interface BitFieldExpression {
  /** An integer, a boolean, or an enumeration of integers. */
  readonly base: ScalarExpression | ReferenceExpression;
  readonly width: number;
  readonly isNamed: boolean;
}

/** An integer that holds bit fields. Those of one unit refer to one object. */
export interface UnitExpression {
  readonly base: ScalarExpression;
  /** The first bit, where it is not that which the struct says. */
  readonly bitOrder: BitOrder | undefined;
}

/** How the value of a field comes from the rest of its record. */
export type ComputedExpression =
  | { readonly kind: "expression"; readonly text: string; readonly expression: Expression }
  | {
      readonly kind: "checksum";
      readonly algorithm: ChecksumName | ChecksumFunction;
      /** The first field that is covered. `undefined` is the start of the record. */
      readonly from: string | undefined;
      /** The last field that is covered. `undefined` is the end of the record. */
      readonly to: string | undefined;
    };

/** Checksums that the runtime has. */
export type ChecksumName = "inet" | "crc32" | "crc32c" | "adler32" | "fletcher16" | "sum8" | "xor8";

/** A checksum that is a function of the user's own. */
export interface ChecksumFunction {
  /** The module, relative to the schema file, or the name of a package. */
  readonly from: string;
  readonly name: string;
}

/** One of several structs, each with a constant of its own in the same place: the tag. */
export interface VariantDefinition extends Named {
  readonly kind: "variant";
  /** Name of the field that is the tag. */
  readonly tag: string;
  readonly cases: readonly ReferenceExpression[];
  /** The struct for all other tags, if they are no error. */
  readonly otherwise: ReferenceExpression | undefined;
  /** Whether each case takes as many bytes as the largest. */
  readonly isFixed: boolean;
}

/** An enumeration: names for values of an integer. */
export interface EnumerationDefinition extends Named {
  readonly kind: "enumeration";
  readonly base: ScalarExpression | BitsExpression;
  readonly members: readonly EnumerationMember[];
  /** Whether values without a name are valid too. */
  readonly open: boolean;
}

/** A name of an enumeration and its value. */
export interface EnumerationMember {
  readonly name: string;
  readonly value: bigint;
  readonly doc: string | undefined;
  readonly span: Span;
}

/** Flags: names for bits of an unsigned integer. */
export interface FlagsDefinition extends Named {
  readonly kind: "flags";
  readonly base: ScalarExpression | BitsExpression;
  /** The value of each is the mask of its bits. */
  readonly members: readonly EnumerationMember[];
  /** Whether bits without a name are valid too. */
  readonly open: boolean;
}

/** Another name for a type. */
export interface AliasDefinition extends Named {
  readonly kind: "alias";
  readonly target: TypeExpression;
}

/** A named number, for expressions. */
export interface NumberDefinition extends Named {
  readonly kind: "number";
  readonly value: number | bigint | ReferenceExpression;
}

/** The type of a field or an element. */
export type TypeExpression =
  | ScalarExpression
  | BitsExpression
  | BytesExpression
  | TextExpression
  | ArrayExpression
  | ConstantExpression
  | MemberExpression
  | NonZeroExpression
  | WrappedExpression
  | SelectExpression
  | ReferenceExpression;

/** A scalar, with the byte order of its struct unless it has one of its own. */
export interface ScalarExpression {
  readonly kind: "scalar";
  readonly scalar: ScalarName;
  readonly byteOrder: ByteOrder | undefined;
  /** Whether 64 bits are a `number`, and a value beyond 2^53 - 1 an error. */
  readonly isNumber: boolean;
}

/** `width` bits in a stream of bits. */
export interface BitsExpression {
  readonly kind: "bits";
  readonly width: number;
  /** `boolean` is one bit. */
  readonly interpretation: "unsigned" | "signed" | "boolean";
}

/** An integer that is not zero, or whose zero stands for nothing. */
export interface NonZeroExpression {
  readonly kind: "nonzero";
  readonly base: ScalarExpression | BitsExpression;
  /** Whether zero is valid and stands for nothing. */
  readonly isOptional: boolean;
}

/** A number or bytes whose value in TypeScript a codec makes. */
export interface WrappedExpression {
  readonly kind: "wrapped";
  readonly base: TypeExpression;
  readonly codec: Codec;
}

/** A run of bytes. */
export interface BytesExpression {
  readonly kind: "bytes";
  readonly length: LengthExpression;
  /** What the bytes always are. */
  readonly content: readonly number[] | undefined;
  /** Natural alignment in bytes, where it is not 1. */
  readonly alignment?: number | undefined;
}

/** How the characters of a text are written in bytes. */
export type TextEncodingName = "utf8" | "ascii" | "latin1" | "utf16";

/** A text. Its length is in bytes. */
export interface TextExpression {
  readonly kind: "text";
  readonly encoding: TextEncodingName;
  /** Byte order of the code units of UTF-16, where they have one of their own. */
  readonly byteOrder: ByteOrder | undefined;
  readonly length: TextLengthExpression;
  /** The code unit that fills what the text leaves of its length. */
  readonly pad: number | undefined;
  /** Whether it ends before the first zero within its length. */
  readonly isZeroTerminated: boolean;
}

/** Elements one behind the other. */
export interface ArrayExpression {
  readonly kind: "array";
  readonly element: TypeExpression;
  /** Number of elements, or of their bytes. */
  readonly length: LengthExpression;
  /** What the length counts. */
  readonly measure: LengthMeasure;
  /** Bytes from one element to the next, where the schema says so. */
  readonly stride: number | undefined;
  /** The vector or the matrix whose components they are. */
  readonly shape: Shape | undefined;
}

/** What components are together: rule sets differ in where they put it. */
export type Shape =
  | { readonly kind: "vector" }
  | {
      readonly kind: "matrix";
      readonly columns: number;
      readonly rows: number;
      /** Whether its columns or its rows lie one behind the other. */
      readonly order: "column" | "row";
    };

/** A scalar or bits that always have one value. */
export interface ConstantExpression {
  readonly kind: "constant";
  readonly base: ScalarExpression | BitsExpression;
  readonly value: number | bigint | boolean;
}

/** An enumeration that always is one of its members. */
export interface MemberExpression {
  readonly kind: "member";
  readonly enumeration: ReferenceExpression;
  readonly member: string;
}

/** One of several structs, as an expression over earlier fields says. */
export interface SelectExpression {
  readonly kind: "select";
  readonly on: ConditionExpression;
  readonly cases: readonly { readonly value: bigint; readonly type: ReferenceExpression }[];
  /** What there is for all other values, if they are no error. */
  readonly otherwise: BytesExpression | ReferenceExpression | undefined;
  /** Whether each case takes as many bytes as the largest. */
  readonly isFixed: boolean;
}

/** A named type, of this file or of another one. */
export interface ReferenceExpression {
  readonly kind: "reference";
  readonly name: string;
  /** Path of the other schema file, from the root of the project. `undefined` is this file. */
  readonly from: string | undefined;
}

/** What a length counts. */
export type LengthMeasure = "elements" | "bytes";

/** An expression over earlier fields; as a condition it holds where it is not zero. */
export interface ConditionExpression {
  readonly text: string;
  readonly expression: Expression;
}

/**
 * How long a run is: so many, as many as an expression says, as many as an integer right before it
 * says, or all that is left.
 */
export type LengthExpression =
  | { readonly kind: "fixed"; readonly value: number }
  | { readonly kind: "expression"; readonly text: string; readonly expression: Expression }
  | { readonly kind: "prefixed"; readonly base: ScalarExpression }
  | { readonly kind: "rest" };

/** How long a text is: also up to the first zero, after at most `maximum` bytes. */
export type TextLengthExpression =
  LengthExpression | { readonly kind: "zeroTerminated"; readonly maximum: number | undefined };

/** Size of a code unit of an encoding in bytes. */
export function unitSizeOf(encoding: TextEncodingName): 1 | 2 {
  return encoding === "utf16" ? 2 : 1;
}
