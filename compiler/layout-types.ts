/**
 * The layout: sizes, offsets, bits. Immutable data, made by `layout`, and the single truth of
 * everything behind it. Emitters compute no offset of their own.
 */
import type { BitParts } from "./bit-parts.js";
import type { CTargetName } from "./c-targets.js";
import type { Codec, ModuleFile } from "./codec.js";
import type { BinaryOperator, Measure } from "./expression.js";
import type {
  BitOrder,
  ChecksumFunction,
  ChecksumName,
  LengthMeasure,
  Shape,
  Span,
  TextEncodingName,
} from "./document.js";
import type { CMember, CPlacement } from "./layout-c.js";
import type { RecordByteOrder } from "./resolve.js";
import type { Scalar } from "./scalars.js";

/** The layouts of one schema file. */
export interface ModuleLayout {
  /** Path of the schema from the root of the project, with forward slashes. */
  readonly file: string;
  readonly enumerations: readonly EnumerationLayout[];
  readonly flags: readonly FlagsLayout[];
  readonly structs: readonly StructLayout[];
  readonly variants: readonly VariantLayout[];
  readonly aliases: readonly AliasLayout[];
  readonly constants: readonly ConstantLayout[];
}

/** A number with a name. */
export interface ConstantLayout {
  readonly name: string;
  readonly doc: string | undefined;
  readonly value: number | bigint;
}

/** Another name for a struct, an enumeration or flags. */
export interface AliasLayout {
  readonly name: string;
  readonly target: StructLayout | VariantLayout | EnumerationLayout | FlagsLayout;
}

/** Names for values of an integer. */
export interface EnumerationLayout {
  readonly kind: "enumeration";
  readonly file: string;
  readonly name: string;
  readonly doc: string | undefined;
  readonly isOpen: boolean;
  /** TypeScript type of the values. */
  readonly typeName: "number" | "bigint";
  readonly members: readonly {
    readonly name: string;
    readonly value: number | bigint;
    readonly doc: string | undefined;
  }[];
}

/** Names for bits of an unsigned integer. */
export interface FlagsLayout extends Omit<EnumerationLayout, "kind"> {
  readonly kind: "flags";
  /** Number of bits of the integer. */
  readonly width: number;
}

/** A struct with all its numbers. */
export interface StructLayout {
  readonly kind: "struct";
  /** Whether its fields are the members of a union: all at the start, all of fixed size. */
  readonly isUnion: boolean;
  readonly file: string;
  readonly name: string;
  readonly doc: string | undefined;
  readonly span: Span;
  readonly byteOrder: RecordByteOrder;
  /** How the opener finds the byte order, where fields tell it: `byteOrder` is then `"runtime"`. */
  readonly foundOrder: FoundOrderLayout | undefined;
  readonly fields: readonly FieldLayout[];
  /** The members of anonymous ones among the fields, which have accessors beside them. */
  readonly promoted: readonly FieldLayout[];
  /** The places that depend on the contents, in their order. */
  readonly anchors: readonly Anchor[];
  /** Size in bytes; `undefined` if it depends on the contents. */
  readonly size: number | undefined;
  /** Size in bytes with all parts of dynamic length empty. */
  readonly minimumSize: number;
  /** Where the record ends, but for the padding that its alignment asks for. */
  readonly end: Position;
  /** Whether there can be padding behind the end. */
  readonly isEndPadded: boolean;
  readonly alignment: number;
  /** The alignment that it demands of whatever has it, also where that is packed; 1 is none. */
  readonly demandedAlignment: number;
  /** Whether its last part takes all bytes that are left. */
  readonly takesRest: boolean;
  /** Bytes without a meaning. */
  readonly padding: readonly { readonly position: Position; readonly size: number }[];
  /** The array at the end of a struct that has as many elements as fit, if it has one. */
  readonly slice: SliceLayout | undefined;
  /** Fields whose values come from the rest, each after those that it is computed from. */
  readonly computed: readonly ComputedLayout[];
  readonly checks: readonly CheckLayout[];
  /** What has to be zero in a valid record. */
  readonly reserved: readonly ReservedLayout[];
  /** How C declares it, if it follows the rules of C. */
  readonly declaredInC: CDeclaration | undefined;
  readonly facts: LayoutFacts;
}

/** A struct or a union as C declares it. */
export interface CDeclaration {
  readonly target: CTargetName;
  readonly placement: CPlacement;
  /** In their order, also those without a name, and padding. */
  readonly members: readonly DeclaredMember[];
}

/** A member as C declares it. */
export interface DeclaredMember {
  /** That of the field; one without a name in C has that of the schema. */
  readonly name: string;
  readonly place: CMember;
  /** What a bit field is declared as. */
  readonly bitsOf: Scalar | undefined;
}

/** A field whose value comes from the rest of its record. */
export type ComputedLayout =
  | {
      readonly kind: "expression";
      readonly field: FieldLayout;
      readonly type: NumericLayout;
      readonly expression: ExpressionLayout;
    }
  | {
      readonly kind: "checksum";
      readonly field: FieldLayout;
      readonly type: ScalarLayout;
      readonly algorithm: ChecksumName | ChecksumFunction;
      /** Where the bytes begin that it covers. */
      readonly start: Position;
      /** Where they end; `undefined` is the end of the record. */
      readonly end: Position | undefined;
      /** Whether it covers its own bytes, which then count as zero. */
      readonly coversItself: boolean;
    };

/** A rule that the fields of a valid record follow. */
export interface CheckLayout {
  /** What errors say: the rule in words, and the expression. */
  readonly rule: string;
  readonly expression: ExpressionLayout;
}

/** Bytes or bits that have to be zero. */
export interface ReservedLayout {
  readonly name: string;
  readonly position: Position;
  readonly type: BitsLayout | { readonly kind: "bytes"; readonly size: number };
}

/** How a byte order is found: one of the tests is not zero, or the record is not valid. */
export interface FoundOrderLayout {
  readonly little: ExpressionLayout;
  readonly big: ExpressionLayout;
  /** The field that an error names, and what it says is expected. */
  readonly field: ExpressionLayout & { readonly kind: "field" };
  readonly expected: string;
  /** The tests as the schema has them. */
  readonly texts: { readonly little: string; readonly big: string };
}

/** One of several structs, told by a constant that each has in the same place. */
export interface VariantLayout {
  readonly kind: "variant";
  readonly file: string;
  readonly name: string;
  readonly doc: string | undefined;
  readonly span: Span;
  /** `"runtime"` if a case takes the order that the opener chooses; else each case has its own. */
  readonly byteOrder: RecordByteOrder;
  /** Name of the field that is the tag. */
  readonly tag: string;
  /** Bytes from the start of the record to the tag. */
  readonly tagPosition: Position;
  readonly tagType: NumericLayout;
  readonly cases: readonly CaseLayout[];
  /** The struct for all other tags, if they are no error. */
  readonly otherwise: { readonly kind: "struct"; readonly struct: StructLayout } | undefined;
  /** Size in bytes; `undefined` if it depends on the contents. */
  readonly size: number | undefined;
  /** Size in bytes of the smallest case, with all parts of dynamic length empty. */
  readonly minimumSize: number;
  readonly alignment: number;
  readonly takesRest: boolean;
  readonly facts: LayoutFacts;
}

/** What has records: a struct, or one of several. */
export type RecordLayout = StructLayout | VariantLayout;

/** A struct that there is where a tag or an expression has a value. */
export interface CaseLayout {
  readonly value: number | bigint | boolean;
  readonly struct: StructLayout;
}

/** An array at the end of a struct, of as many elements as fit. */
export interface SliceLayout {
  readonly name: string;
  /** Bytes from the start of the record to the first element. */
  readonly offset: number;
  readonly stride: number;
}

/** What is known of all records of a struct, whatever they contain. */
export interface LayoutFacts {
  /** Whether any bytes of the right size are valid: there is nothing to validate. */
  readonly acceptsAnyBytes: boolean;
  /** Whether zeroed bytes are valid. */
  readonly acceptsZero: boolean;
  /** Whether there are bytes without a meaning between fields or behind them. */
  readonly hasPadding: boolean;
  /** Whether there are scalars of several bytes whose order is chosen at run time. */
  readonly hasChosenOrder: boolean;
  /** Whether there is a field whose value is computed, also in what lies within. */
  readonly hasComputed: boolean;
}

/** A place in a record: so many bytes after its start, or after an {@link Anchor}. */
export interface Position {
  /** Name of the anchor, or `undefined` for the start of the record. */
  readonly after: string | undefined;
  readonly bytes: number;
}

/**
 * A place in a record that depends on its contents: found when the record is opened, and kept by it.
 * `end` is the end of a part of dynamic length; `start` is where a field lies that has to be aligned
 * behind such a part.
 */
export type Anchor =
  | { readonly kind: "end"; readonly name: string; readonly field: FieldLayout }
  | {
      readonly kind: "start";
      readonly name: string;
      /** The end of what comes before. */
      readonly from: Position;
      readonly alignment: number;
      /** Name of the field that is aligned. */
      readonly field: string;
      /** Bytes to the end of the record, parts of dynamic length not counted. */
      readonly bytesAfter: number;
    };

/** A field with its numbers. */
export interface FieldLayout {
  readonly name: string;
  readonly doc: string | undefined;
  readonly position: Position;
  /** When the field is there; `undefined` is always. */
  readonly condition: ConditionLayout | undefined;
  /** Size in bytes; `undefined` if it depends on the contents. */
  readonly size: number | undefined;
  /** Bytes from the end of the field to the end of the record, parts of dynamic length not counted. */
  readonly bytesAfter: number;
  readonly type: FieldType;
  /** Returns what its addresses lead to, if it has some; that may be the struct that it is in. */
  readonly pointsTo?: (() => StructLayout | undefined) | undefined;
}

/** A scalar in a byte order. */
export interface ScalarLayout {
  readonly kind: "scalar";
  readonly scalar: Scalar;
  readonly byteOrder: RecordByteOrder;
  /** Whether 64 bits are a `number`, and a value beyond 2^53 - 1 an error. */
  readonly isNumber: boolean;
  /** The integers that it is read through where there is no one `DataView` method for it. */
  readonly parts: BitParts | undefined;
}

/** A bit field. The position of its field is the start of its unit, or of the stream of bits. */
export interface BitsLayout {
  readonly kind: "bits";
  readonly interpretation: "unsigned" | "signed" | "boolean";
  readonly width: number;
  /** Bits from the start of the unit or the stream, in the order of the bits. */
  readonly bitOffset: number;
  readonly bitOrder: BitOrder;
  /** The integer that holds it; `undefined` in a stream. */
  readonly unit: Scalar | undefined;
  /** Byte order of the unit; a stream is read as if it were one, in the order that goes with its bits. */
  readonly byteOrder: RecordByteOrder;
  /** Bytes from the position to the first one of its unit, or to the first one of a stream that it touches. */
  readonly startByte: number;
  /** Bytes from the position to the first one behind those. */
  readonly endByte: number;
  readonly parts: BitParts;
}

/** What is read as one value, through one or more integers. */
export type NumericLayout = ScalarLayout | BitsLayout;

/** A number or bytes whose value in TypeScript a codec makes. */
export interface WrappedLayout {
  readonly kind: "wrapped";
  readonly base: WrappedBase;
  readonly codec: Codec<ModuleFile>;
  /** Whether the codec makes a value of whatever is valid below it. */
  readonly isTotal: boolean;
}

/** What a codec is laid over: one value, or a run of bytes of fixed length. */
export type WrappedBase = Exclude<
  FieldType,
  { readonly kind: "constant" | "struct" | "array" | "flags" | "wrapped" }
>;

/** How a field is read and written: a closed union, on which emitters switch once. */
export type FieldType =
  | NumericLayout
  | {
      readonly kind: "enumeration";
      readonly enumeration: EnumerationLayout;
      readonly base: NumericLayout;
    }
  | {
      readonly kind: "constant";
      readonly base: NumericLayout;
      readonly value: number | bigint | boolean;
      /** The member of an enumeration that it is, if it is one: `Kind.ping`. */
      readonly member: string | undefined;
    }
  | {
      readonly kind: "nonzero";
      readonly base: NumericLayout;
      /** Whether zero is valid and stands for `null`. */
      readonly isOptional: boolean;
    }
  | { readonly kind: "flags"; readonly flags: FlagsLayout; readonly base: NumericLayout }
  | WrappedLayout
  | {
      readonly kind: "bytes";
      readonly length: LengthLayout;
      /** What the bytes always are. */
      readonly content: readonly number[] | undefined;
      /** Natural alignment in bytes, where it is not 1. */
      readonly alignment?: number | undefined;
    }
  | TextLayout
  | {
      readonly kind: "struct";
      readonly struct: StructLayout;
      /** Byte order that a struct takes whose order is chosen at run time. */
      readonly byteOrder: RecordByteOrder;
    }
  | {
      readonly kind: "array";
      /** Of fixed size, and no bit field. */
      readonly element: FieldType;
      /** Size of an element in bytes. */
      readonly elementSize: number;
      /** Number of elements, or of their bytes. */
      readonly length: LengthLayout;
      /** What the length counts. */
      readonly measure: LengthMeasure;
      /** Bytes from one element to the next. */
      readonly stride: number;
      /** Natural alignment in bytes, where it is not that of an element. */
      readonly alignment: number | undefined;
      /** The vector or the matrix whose components they are: all lie one behind the other. */
      readonly shape: Shape | undefined;
    }
  | {
      readonly kind: "variant";
      readonly variant: VariantLayout;
      /** Byte order that cases take whose order is chosen at run time. */
      readonly byteOrder: RecordByteOrder;
    }
  | {
      readonly kind: "select";
      readonly on: ConditionLayout;
      readonly cases: readonly CaseLayout[];
      /** What there is for all other values, if they are no error. */
      readonly otherwise:
        | { readonly kind: "struct"; readonly struct: StructLayout }
        | { readonly kind: "bytes"; readonly length: LengthLayout }
        | undefined;
      /** Byte order that cases take whose order is chosen at run time. */
      readonly byteOrder: RecordByteOrder;
      /** Size in bytes; `undefined` if it depends on the contents. */
      readonly size: number | undefined;
      /** Size in bytes of the smallest case, with all parts of dynamic length empty. */
      readonly minimumSize: number;
    }
  | {
      readonly kind: "sequence";
      /** Of dynamic size. */
      readonly element: StructLayout | VariantLayout;
      /** Byte order that elements take whose order is chosen at run time. */
      readonly byteOrder: RecordByteOrder;
      /** Number of elements, or of their bytes. */
      readonly length: LengthLayout;
      /** What the length counts. */
      readonly measure: LengthMeasure;
    };

/** An expression over earlier fields; as a condition it holds where it is not zero. */
export interface ConditionLayout {
  readonly text: string;
  readonly expression: ExpressionLayout;
}

/** A text. Its length is in bytes. */
export interface TextLayout {
  readonly kind: "text";
  readonly encoding: TextEncodingName;
  /** Byte order of the code units of UTF-16. */
  readonly byteOrder: RecordByteOrder;
  readonly length: TextLengthLayout;
  /** The code unit that fills what the text leaves of its length. */
  readonly pad: number | undefined;
  /** Whether it ends before the first zero within its length. */
  readonly isZeroTerminated: boolean;
}

/** How many bytes a run has, or elements an array. */
export type LengthLayout =
  | { readonly kind: "fixed"; readonly value: number }
  | { readonly kind: "expression"; readonly text: string; readonly expression: ExpressionLayout }
  | PrefixedLengthLayout
  | { readonly kind: "rest" };

/** A length that an integer before the part says. */
export interface PrefixedLengthLayout {
  readonly kind: "prefixed";
  readonly prefix: ScalarLayout;
  /** Where the integer lies. */
  readonly position: Position;
}

/** How many bytes a text has: also up to the first zero, after at most `maximum` bytes. */
export type TextLengthLayout =
  LengthLayout | { readonly kind: "zeroTerminated"; readonly maximum: number | undefined };

/** An expression whose fields have their places. */
export type ExpressionLayout =
  | { readonly kind: "number"; readonly value: number }
  | {
      readonly kind: "field";
      readonly path: readonly string[];
      readonly position: Position;
      readonly type: NumericLayout;
      /** What a plain object that leaves the field out stands for. */
      readonly absent: number;
      /** Whether TypeScript knows its values: it then refuses comparisons with others. */
      readonly isLiteral: boolean;
      /** The nested struct that computes it, if one does. */
      readonly computedBy: StructLayout | undefined;
    }
  | {
      readonly kind: "measure";
      readonly measure: Measure;
      /** The part of dynamic length that is measured; `undefined` is the whole record. */
      readonly field: FieldLayout | undefined;
    }
  | { readonly kind: "negation" | "not" | "complement"; readonly operand: ExpressionLayout }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: ExpressionLayout;
      readonly right: ExpressionLayout;
    }
  | {
      readonly kind: "conditional";
      readonly test: ExpressionLayout;
      readonly consequent: ExpressionLayout;
      readonly alternate: ExpressionLayout;
    };
