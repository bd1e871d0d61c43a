/** What is known of a struct, as plain data: the types of the constants `XLayout`. No code. */
import type { ByteOrder } from "./bytes.js";

/** Order of the bytes of a struct or a value: `"runtime"` is said by who opens the record. */
export type ReflectedByteOrder = ByteOrder | "native" | "runtime";

/** The layout of a struct. */
export interface StructReflection {
  readonly name: string;
  readonly doc?: string;
  /** Whether its fields are the members of a union, all at offset 0. */
  readonly isUnion?: true;
  /** Size in bytes; `null` if it depends on the contents. */
  readonly size: number | null;
  /** Size in bytes with all parts of dynamic length empty. */
  readonly minimumSize: number;
  /** Alignment in bytes. */
  readonly alignment: number;
  /** Whether records may begin at any offset: the alignment is 1. */
  readonly isUnaligned: boolean;
  readonly byteOrder: ReflectedByteOrder;
  /** What the fields say where they tell the byte order, which is `"runtime"` then. */
  readonly orderTests?: { readonly little: string; readonly big: string };
  /** Whether any bytes of the right size are valid: there is nothing to validate. */
  readonly acceptsAnyBytes: boolean;
  /** Whether zeroed bytes are valid. */
  readonly acceptsZero: boolean;
  /** Whether there are bytes without a meaning between fields or behind them. */
  readonly hasPadding: boolean;
  readonly fields: readonly FieldReflection[];
  /** The enumerations that its fields name. */
  readonly enumerations: readonly EnumerationReflection[];
  /** The flags that its fields name, if they name any. */
  readonly flags?: readonly FlagsReflection[];
}

/** The layout of a field. */
export interface FieldReflection {
  readonly name: string;
  readonly doc?: string;
  /**
   * Name of the field that the offset counts from: the end of a part of dynamic length, or the start of a
   * field that is aligned behind one. Else it is the start of the record.
   */
  readonly after?: string;
  /** Whether the offset counts from the start of that field. */
  readonly isFromStart?: true;
  /** Alignment in bytes of a field behind a part of dynamic length: it lies at the next multiple. */
  readonly alignment?: number;
  /** Offset in bytes. Of a bit field it is that of the bits that it stands among. */
  readonly offset: number;
  /** Size in bytes; `null` for a bit field, and if it depends on the contents. */
  readonly size: number | null;
  /** The expression that is not zero where the field is there. */
  readonly condition?: string;
  /** Name of the struct or the union that it leads to, or its elements, if it is an address. */
  readonly pointsTo?: string;
  readonly type: TypeReflection;
}

/** A scalar or a bit field: what holds a number. */
export type NumericReflection =
  | {
      readonly kind: "scalar";
      /** As in the schema language: `"u16"`. */
      readonly name: string;
      readonly byteOrder: ReflectedByteOrder;
      /** There where wide integers are a `number`. */
      readonly isNumber?: true;
    }
  | {
      readonly kind: "bits";
      readonly interpretation: "unsigned" | "signed" | "boolean";
      /** Bits from the offset of the field, in the order of the bits. */
      readonly bitOffset: number;
      /** Width in bits. */
      readonly width: number;
      readonly bitOrder: "most-significant-first" | "least-significant-first";
      /** The integer that holds it, as in the schema language: `"u16"`. Bits of a stream have none. */
      readonly unit?: string;
      /** Byte order of the unit. */
      readonly byteOrder?: ReflectedByteOrder;
    };

/** How a field or an element is read. */
export type TypeReflection =
  | NumericReflection
  | { readonly kind: "enumeration"; readonly name: string; readonly base: NumericReflection }
  | {
      readonly kind: "constant";
      readonly value: number | bigint | boolean;
      /** The member of an enumeration that it is, if it is one: `"Kind.ping"`. */
      readonly member?: string;
      readonly base: NumericReflection;
    }
  | { readonly kind: "nonzero"; readonly isOptional: boolean; readonly base: NumericReflection }
  | { readonly kind: "flags"; readonly name: string; readonly base: NumericReflection }
  | {
      readonly kind: "wrapped";
      readonly codec: CodecReflection;
      readonly base: TypeReflection;
    }
  | {
      readonly kind: "bytes";
      readonly length: LengthReflection;
      /** What the bytes always are. */
      readonly content?: readonly number[];
    }
  | {
      readonly kind: "text";
      readonly encoding: "utf8" | "ascii" | "latin1" | "utf16";
      /** Order of the bytes of the code units of UTF-16. */
      readonly byteOrder: ReflectedByteOrder;
      /** Length in bytes. */
      readonly length: TextLengthReflection;
      /** The code unit that fills what the text leaves of its length. */
      readonly pad?: number;
      /** Whether it ends before the first zero within its length. */
      readonly isZeroTerminated: boolean;
    }
  | {
      readonly kind: "struct";
      /** Name of the struct: its layout is the constant `XLayout` of its module. */
      readonly name: string;
      readonly byteOrder: ReflectedByteOrder;
    }
  | {
      readonly kind: "array";
      readonly element: TypeReflection;
      readonly length: LengthReflection;
      /** What the length counts. */
      readonly measure: "elements" | "bytes";
      /** Bytes from one element to the next. */
      readonly stride: number;
      /** The vector or the matrix whose components the elements are. */
      readonly shape?: ShapeReflection;
    }
  | {
      readonly kind: "variant";
      readonly name: string;
      /** Byte order of the cases that take that of the struct. */
      readonly byteOrder: ReflectedByteOrder;
    }
  | {
      readonly kind: "select";
      /** The expression whose value says which case there is. */
      readonly on: string;
      /** Byte order of the cases that take that of the struct. */
      readonly byteOrder: ReflectedByteOrder;
      readonly cases: readonly {
        readonly value: number | bigint | boolean;
        /** Name of the struct. */
        readonly name: string;
      }[];
      /** What there is for all other values; `null` if they are an error. */
      readonly otherwise:
        | { readonly kind: "struct"; readonly name: string }
        | { readonly kind: "bytes"; readonly length: LengthReflection }
        | null;
    }
  | {
      readonly kind: "sequence";
      /** Name of the struct of its elements, which have a dynamic size. */
      readonly name: string;
      readonly byteOrder: ReflectedByteOrder;
      readonly length: LengthReflection;
      /** What the length counts. */
      readonly measure: "elements" | "bytes";
    };

/** How components lie in a vector or a matrix. */
export type ShapeReflection =
  | {
      readonly kind: "vector";
      /** Number of components. */
      readonly size: number;
    }
  | {
      readonly kind: "matrix";
      readonly columns: number;
      readonly rows: number;
      /** Whether its columns or its rows lie one behind the other. */
      readonly order: "column" | "row";
      /** Bytes from one column, or row, to the next: more than it has where there is padding behind it. */
      readonly stride: number;
    };

/** What makes the value of a field. */
export type CodecReflection =
  | {
      readonly kind: "date";
      /** What a number counts: `"seconds"`. */
      readonly unit: string;
      /** The date that zero stands for, in milliseconds since 1970. */
      readonly epoch: number;
    }
  | { readonly kind: "scaled"; readonly factor: number; readonly offset: number }
  | { readonly kind: "uuid" | "ipv4Address" | "ipv6Address" | "macAddress" }
  | {
      /** One that a module of the user exports by this name. */
      readonly kind: "module";
      readonly name: string;
    };

/**
 * How many bytes or elements: so many, as many as an expression says, as many as an integer right before
 * them says, or all that is left.
 */
export type LengthReflection =
  | { readonly kind: "fixed"; readonly value: number }
  | { readonly kind: "expression"; readonly text: string }
  | { readonly kind: "prefixed"; readonly base: NumericReflection }
  | { readonly kind: "rest" };

/** How many bytes a text has: also up to the first zero, after at most `maximum` bytes. */
export type TextLengthReflection =
  LengthReflection | { readonly kind: "zeroTerminated"; readonly maximum?: number };

/** An enumeration and its members. */
export interface EnumerationReflection {
  readonly name: string;
  readonly doc?: string;
  /** Whether values without a name are valid too. */
  readonly isOpen: boolean;
  readonly members: readonly {
    readonly name: string;
    readonly value: number | bigint;
    readonly doc?: string;
  }[];
}

/** Flags and their masks. */
export interface FlagsReflection {
  readonly name: string;
  readonly doc?: string;
  /** Whether bits without a name are valid too. */
  readonly isOpen: boolean;
  readonly members: readonly {
    readonly name: string;
    readonly mask: number | bigint;
    readonly doc?: string;
  }[];
}
