/**
 * What an importer makes of declarations that it found elsewhere: in C, in debug information, in BTF.
 * It is data alone. `print-schema.ts` turns it into a schema module, and names what has no name there.
 */
import type { ScalarName } from "../scalars.js";

/** Everything that one import found, in an order of its own: the printer declares before it uses. */
export interface ImportedModule {
  /** What was imported, as the header of the schema names it: a file name without its folder. */
  readonly origin: string;
  readonly placing: Placing;
  readonly types: readonly ImportedType[];
}

/** How fields get their places. */
export type Placing =
  /** The compiler computes them, by the rules of a target of `cTarget`. */
  | { readonly kind: "rules"; readonly target: string }
  /** Each member says its own, and each record its size: no ABI is asked. */
  | { readonly kind: "offsets"; readonly byteOrder: "big" | "little" };

/** A declared type, or a constant beside them. */
export type ImportedType = ImportedRecord | ImportedEnumeration | ImportedAlias | ImportedConstant;

interface Declared {
  /** Tells it from all others; references name it. */
  readonly id: string;
  /**
   * Its name where it comes from, such as `net::Header<4>`. `undefined` for a type without a name, which
   * is called after the first member that has it.
   */
  readonly name: string | undefined;
  /** What the doc comment calls it where that is more than the name: `struct list_head`. */
  readonly title?: string;
  /** Its doc comment, without the marks of comments; several lines are possible. */
  readonly doc?: string;
}

/** A struct or a union. */
export interface ImportedRecord extends Declared {
  readonly kind: "struct" | "union";
  readonly members: readonly ImportedMember[];
  /** In bytes. Needed where members say their offsets; elsewhere it becomes an assertion. */
  readonly size?: number;
  /** `#pragma pack(n)`. */
  readonly pack?: number;
  /** `__attribute__((packed))`. */
  readonly packed?: boolean;
  /** `__attribute__((aligned(n)))`. */
  readonly align?: number;
  /** `typedef struct { … } T __attribute__((aligned(n)))`. */
  readonly typedefAlign?: number;
}

/** A field of a struct, or a member of a union. */
export interface ImportedMember {
  /**
   * Its name. `undefined` for an anonymous struct or union, and for bits without a name, which then are
   * nothing but padding.
   */
  readonly name: string | undefined;
  readonly type: ImportedUse;
  /**
   * Bits from the start of the record, counted in memory order: from the least significant bit of a byte
   * where the bytes are little-endian, and from the most significant one where they are big-endian.
   * Needed where members say their places.
   */
  readonly bitOffset?: number;
  /** `__attribute__((aligned(n)))` of the field. */
  readonly align?: number;
  /** `__attribute__((packed))` of the field. */
  readonly packed?: boolean;
  readonly doc?: string;
}

/** What a member, an element or an alias is made of. */
export type ImportedUse =
  /** `byteOrder` is said where it is not that of the record. */
  | {
      readonly kind: "scalar";
      readonly scalar: ScalarName;
      readonly byteOrder?: "big" | "little";
    }
  /** A type of `cTarget`, such as `unsignedLong`; only under rules. */
  | { readonly kind: "c"; readonly name: string }
  /** An address. `to` is the text of what it points to, `target` the identity of a declared struct. */
  | {
      readonly kind: "pointer";
      readonly size: number;
      readonly to?: string;
      readonly target?: string;
    }
  /** Bytes that no type describes, or text. */
  | { readonly kind: "bytes"; readonly length: number }
  /** `"rest"` is a flexible array member. */
  | {
      readonly kind: "array";
      readonly element: ImportedUse;
      readonly length: number | "rest";
    }
  /** A bit field. `base` is its declared type, which rules need. Width zero ends a unit of C. */
  | {
      readonly kind: "bits";
      readonly width: number;
      readonly interpretation: "unsigned" | "signed" | "boolean";
      readonly base?: ImportedUse;
    }
  | { readonly kind: "reference"; readonly id: string };

/** Names for values of an integer. */
export interface ImportedEnumeration extends Declared {
  readonly kind: "enumeration";
  /** A scalar or a type of `cTarget`: an integer. */
  readonly base: ImportedUse;
  readonly members: readonly ImportedValue[];
  /** Whether other values are valid too, as they are in C. */
  readonly isOpen: boolean;
}

/** A name for a value. */
export interface ImportedValue {
  readonly name: string;
  readonly value: bigint;
  readonly doc?: string;
}

/** A second name for a type. */
export interface ImportedAlias extends Declared {
  readonly kind: "alias";
  readonly target: ImportedUse;
}

/** A number with a name. */
export interface ImportedConstant extends Declared {
  readonly kind: "constant";
  readonly value: bigint;
}

/** Something that is not imported, or not all of it. */
export interface ImportRemark {
  /** What it is: `struct node.children`, `the type at offset 0x1f`. */
  readonly subject: string;
  /** Why, and what became of it: "has a virtual base; it is left out". */
  readonly reason: string;
  /** Where it is: `file.h:12`, `.debug_info+0x1f`. */
  readonly place?: string;
}

/** What a stage of importing returns, and what it could not do. */
export interface Imported<T> {
  readonly value: T;
  readonly remarks: readonly ImportRemark[];
}
