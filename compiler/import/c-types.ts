/** The types that declarations of C declare. */
import type { CPlace } from "./c-tokens.js";

/** A type of C. */
export type CType =
  | { readonly kind: "scalar"; readonly name: CScalarName }
  | { readonly kind: "void" }
  | { readonly kind: "function" }
  | { readonly kind: "pointer"; readonly target: CType }
  /** `undefined` is the length of a flexible array. */
  | { readonly kind: "array"; readonly element: CType; readonly length: number | undefined }
  | { readonly kind: "record"; readonly record: CRecord }
  | { readonly kind: "enumeration"; readonly enumeration: CEnumeration }
  | { readonly kind: "typedef"; readonly typedef: CTypedef }
  /** A type with an alignment of its own, which a typedef or a specifier gives it. In bytes. */
  | { readonly kind: "aligned"; readonly type: CType; readonly alignment: number }
  /** One that no schema can say, such as an array of variable length. */
  | { readonly kind: "unsupported"; readonly reason: string };

/** Numbers of C. Those with a width in their names are extensions. */
export type CScalarName =
  | "char"
  | "signedChar"
  | "unsignedChar"
  | "short"
  | "unsignedShort"
  | "int"
  | "unsignedInt"
  | "long"
  | "unsignedLong"
  | "longLong"
  | "unsignedLongLong"
  | "i128"
  | "u128"
  | "bool"
  | "f16"
  | "float"
  | "double"
  | "longDouble"
  | "f128";

/** A struct or a union; it is completed where its members are declared. */
export interface CRecord {
  readonly kind: "struct" | "union";
  readonly tag: string | undefined;
  /** The name of the first typedef of a record without a tag. */
  typedefName: string | undefined;
  place: CPlace;
  doc: string | undefined;
  members: readonly CMember[] | undefined;
  isPacked: boolean;
  /** `__attribute__((aligned(n)))`, in bytes. */
  alignment: number | undefined;
  /**
   * The alignment that its first typedef gives it, where it has no tag, in bytes: for gcc and clang it takes
   * the place of its own in whatever has it.
   */
  typedefAlignment: number | undefined;
  /** `#pragma pack(n)`. */
  pack: number | undefined;
  /** Why it cannot be imported, and where that is. */
  problem: { readonly reason: string; readonly place: CPlace } | undefined;
  /** What a static assertion says its size is. */
  assertedSize: number | undefined;
}

/** A member of a struct or union. */
export interface CMember {
  /** `undefined` for an anonymous record, and for bits without a name. */
  readonly name: string | undefined;
  readonly type: CType;
  /** Width of a bit field. */
  readonly width: number | undefined;
  /** `__attribute__((aligned(n)))` or `_Alignas(n)`, in bytes. */
  readonly alignment: number | undefined;
  readonly isPacked: boolean;
  readonly doc: string | undefined;
  readonly place: CPlace;
}

/** An enumeration; it is completed where its values are declared. */
export interface CEnumeration {
  readonly tag: string | undefined;
  typedefName: string | undefined;
  place: CPlace;
  doc: string | undefined;
  members: readonly CEnumerator[] | undefined;
  /** The integer that it is. */
  base: CScalarName;
}

/** A name of an enumeration and its value. */
export interface CEnumerator {
  readonly name: string;
  readonly value: bigint;
  readonly doc: string | undefined;
}

/** A name for a type. */
export interface CTypedef {
  readonly name: string;
  readonly type: CType;
  readonly place: CPlace;
  readonly doc: string | undefined;
  /** How many pointers and arrays its type consists of. */
  readonly depth: number;
}

/** A macro, or a value of an enumeration without a name, that stands for an integer. */
export interface CConstant {
  readonly name: string;
  readonly value: bigint;
  readonly place: CPlace;
  readonly doc: string | undefined;
}

/** Returns the type that typedefs stand for; alignments of their own are left out. */
export function plainOf(type: CType): Exclude<CType, { readonly kind: "typedef" | "aligned" }> {
  let plain = type;
  while (plain.kind === "typedef" || plain.kind === "aligned") {
    plain = plain.kind === "typedef" ? plain.typedef.type : plain.type;
  }
  return plain;
}

/** Returns the record or enumeration that a member or its elements are. */
export function elementOf(type: CType): CRecord | CEnumeration | undefined {
  let plain = plainOf(type);
  while (plain.kind === "array") plain = plainOf(plain.element);
  if (plain.kind === "record") return plain.record;
  return plain.kind === "enumeration" ? plain.enumeration : undefined;
}

/** Whether a type is a struct or a union. */
export function isRecord(type: CRecord | CEnumeration): type is CRecord {
  return "kind" in type;
}

/** Returns how many pointers and arrays a type consists of. */
export function depthOf(type: CType): number {
  switch (type.kind) {
    case "pointer":
      return depthOf(type.target) + 1;
    case "array":
      return depthOf(type.element) + 1;
    case "aligned":
      return depthOf(type.type);
    case "typedef":
      return type.typedef.depth;
    default:
      return 0;
  }
}

/** Returns the alignment that a typedef gives a type. */
export function ownAlignmentOf(type: CType): number | undefined {
  if (type.kind === "aligned") return type.alignment;
  if (type.kind === "typedef") return ownAlignmentOf(type.typedef.type);
  return type.kind === "array" ? ownAlignmentOf(type.element) : undefined;
}

/** Returns what a type is called in C: `struct node *`. */
export function textOfType(type: CType): string {
  switch (type.kind) {
    case "scalar":
      return scalarTexts[type.name];
    case "void":
      return "void";
    case "function":
      return "function";
    case "pointer":
      return type.target.kind === "function" ? "function *" : `${textOfType(type.target)} *`;
    case "array":
      return `${textOfType(type.element)}[${type.length ?? ""}]`;
    case "record":
      return titleOfRecord(type.record);
    case "enumeration":
      return `enum ${type.enumeration.tag ?? type.enumeration.typedefName ?? "without a name"}`;
    case "typedef":
      return type.typedef.name;
    case "aligned":
      return textOfType(type.type);
    case "unsupported":
      return "unsupported";
  }
}

/** Returns what a record is called in C: `struct node`, or its typedef. */
export function titleOfRecord({ kind, tag, typedefName }: CRecord): string {
  return tag === undefined ? (typedefName ?? `${kind} without a name`) : `${kind} ${tag}`;
}

const scalarTexts: Readonly<Record<CScalarName, string>> = {
  char: "char",
  signedChar: "signed char",
  unsignedChar: "unsigned char",
  short: "short",
  unsignedShort: "unsigned short",
  int: "int",
  unsignedInt: "unsigned int",
  long: "long",
  unsignedLong: "unsigned long",
  longLong: "long long",
  unsignedLongLong: "unsigned long long",
  i128: "__int128",
  u128: "unsigned __int128",
  bool: "_Bool",
  f16: "_Float16",
  float: "float",
  double: "double",
  longDouble: "long double",
  f128: "_Float128",
};
