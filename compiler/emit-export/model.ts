/**
 * What is exported, in terms that languages without our types have: numbers in the order of the machine,
 * runs of bytes, structs, unions and arrays, all at the offsets of the layout. Languages print this model.
 */
import type { CTargetName } from "../c-targets.js";
import type { ByteOrder, Span } from "../document.js";
import type { CMember, CPlacement } from "../layout-c.js";

/** Order of the bytes of the machine that declarations are for. */
export type MachineOrder = Exclude<ByteOrder, "native">;

/** All that is exported at once. */
export interface ExportModel {
  /** Schemas that the declarations come from, as paths from the root of the project. */
  readonly files: readonly string[];
  readonly machine: MachineOrder;
  readonly constants: readonly ExportedConstant[];
  readonly enumerations: readonly ExportedEnumeration[];
  /** Each behind those that it nests. */
  readonly structs: readonly ExportedStruct[];
}

/** A number with a name. */
export interface ExportedConstant {
  readonly name: string;
  readonly doc: string | undefined;
  readonly value: bigint;
}

/** Names for values of an integer, or for its bits. */
export interface ExportedEnumeration {
  readonly kind: "enumeration" | "flags";
  readonly name: string;
  readonly doc: string | undefined;
  /** Size in bytes of the integer that holds all of its values: 1, 2, 4, 8 or 16. */
  readonly size: number;
  readonly isSigned: boolean;
  readonly members: readonly ExportedConstant[];
}

/** A struct or a union. */
export interface ExportedStruct {
  readonly kind: "struct" | "union";
  readonly name: string;
  readonly doc: string | undefined;
  /** Where the schema declares it; `undefined` for what only an array or a select needs. */
  readonly declared: { readonly file: string; readonly span: Span } | undefined;
  /** Size in bytes, without the elements of the tail. */
  readonly size: number;
  readonly alignment: number;
  /** In the order of their offsets, none of size 0; those of a union all at offset 0. */
  readonly members: readonly ExportedMember[];
  /** The array at the end that has as many elements as fit. */
  readonly tail: ExportedTail | undefined;
  /** How C declares it, if its rules are those of C. */
  readonly inC?: ExportedInC | undefined;
}

/** A struct as C declares it. */
export interface ExportedInC {
  readonly target: CTargetName;
  readonly placement: CPlacement;
  /** In their order; an array without elements is one of them too. */
  readonly members: readonly ExportedInCMember[];
}

/** A member as C declares it. */
export type ExportedInCMember = {
  readonly place: CMember;
  /** Offset in bits, in the order of the bits; `undefined` where nothing can tell. */
  readonly start: number | undefined;
} & (
  | {
      readonly kind: "member";
      readonly name: string;
      readonly doc: string | undefined;
      readonly note: string | undefined;
      /** That of an element, if it is the tail. */
      readonly type: ExportedType;
      readonly isTail: boolean;
      /** Returns what it leads to, or its elements, if it is an address. */
      readonly pointsTo: () => ExportedStruct | undefined;
    }
  | { readonly kind: "padding" }
  | {
      readonly kind: "bits";
      /** `undefined` is none. */
      readonly name: string | undefined;
      readonly doc: string | undefined;
      readonly declared: ExportedNumber;
      readonly width: number;
    }
);

/** A field, or the bytes that bit fields lie in. */
export interface ExportedMember {
  readonly name: string;
  readonly doc: string | undefined;
  /** What its type is in the words of the schema, where that says more than `type`. */
  readonly note: string | undefined;
  /** Offset in bytes. */
  readonly offset: number;
  readonly type: ExportedType;
  /** Bit fields that lie in it. */
  readonly bits: readonly ExportedBits[];
}

/** An array at the end of a struct. */
export interface ExportedTail {
  readonly name: string;
  readonly doc: string | undefined;
  readonly offset: number;
  readonly element: ExportedType;
}

/** A bit field: so many bits above `shift` lower ones of the integer that its member is. */
export interface ExportedBits {
  readonly name: string;
  readonly doc: string | undefined;
  readonly note: string;
  readonly shift: number;
  readonly width: number;
}

/** A number in the order of the machine. */
export interface ExportedNumber {
  readonly kind: "number";
  /** `bfloat` is the upper half of a 32-bit float. */
  readonly format:
    "unsigned" | "signed" | "float" | "bfloat" | "boolean" | "lenientBoolean" | "character";
  /** Size in bytes, and natural alignment: 1, 2, 4 or 8. */
  readonly size: number;
  readonly enumeration: ExportedEnumeration | undefined;
}

/** What a member is. */
export type ExportedType =
  | ExportedNumber
  | { readonly kind: "bytes"; readonly size: number }
  | { readonly kind: "struct"; readonly struct: ExportedStruct }
  /** Of at least one element, each directly behind the one before. */
  | {
      readonly kind: "array";
      readonly element: ExportedType;
      readonly count: number;
      /** What its elements are the components of to a shader, if it is laid out as there. */
      readonly shape?: ExportedShape;
    };

/** A vector, or a matrix: so many vectors, which are its columns unless it lies by row. */
export interface ExportedShape {
  readonly vectors: number;
  /** Components of each. */
  readonly length: number;
  readonly isMatrix: boolean;
}

/** What is not exported, and why. */
export interface Refusal {
  readonly name: string;
  readonly reason: string;
}

/** The text of an export, and what is missing in it. */
export interface Exported {
  readonly text: string;
  readonly refused: readonly Refusal[];
}

/** Thrown where a struct is met that cannot be expressed; caught where structs are walked. */
export class RefusalError extends Error {}

/** Returns the size of a type in bytes. */
export function sizeOfExported(type: ExportedType): number {
  switch (type.kind) {
    case "number":
    case "bytes":
      return type.size;
    case "struct":
      return type.struct.size;
    case "array":
      return type.count * sizeOfExported(type.element);
  }
}

/** Returns what an array, also one of arrays, holds in the end; anything else is what it is. */
export function innermost(type: ExportedType): Exclude<ExportedType, { readonly kind: "array" }> {
  return type.kind === "array" ? innermost(type.element) : type;
}

/** Returns the numbers of elements of an array of arrays, from the outside. */
export function countsOf(type: ExportedType): readonly number[] {
  return type.kind === "array" ? [type.count, ...countsOf(type.element)] : [];
}

/** Returns a type with the numbers of its elements before it; `byte` is the type of each of a run of bytes. */
export function countedText(
  type: ExportedType,
  byte: string,
  nameOf: (inner: Exclude<ExportedType, { readonly kind: "array" | "bytes" }>) => string,
): string {
  const inner = innermost(type);
  const counts = inner.kind === "bytes" ? [...countsOf(type), inner.size] : countsOf(type);
  const element = inner.kind === "bytes" ? byte : nameOf(inner);
  return `${counts.map((count) => `[${count}]`).join("")}${element}`;
}

/** Returns the structs that lie directly within a struct. */
export function nestedIn({ members, tail }: ExportedStruct): readonly ExportedStruct[] {
  const types = [...members.map(({ type }) => type), ...(tail === undefined ? [] : [tail.element])];
  return types.flatMap((type) => {
    const inner = innermost(type);
    return inner.kind === "struct" ? [inner.struct] : [];
  });
}
