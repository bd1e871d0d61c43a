/** Random Rust types of a stated layout: structs, unions and enums (RFC 2195), and values of them. */
import type { Random } from "../oracle/random.js";
import { scalars, shownOf } from "./scalars.js";
import type { RustScalar } from "./scalars.js";

export type RustType =
  | { readonly kind: "scalar"; readonly scalar: RustScalar }
  | { readonly kind: "array"; readonly element: RustType; readonly length: number }
  | { readonly kind: "named"; readonly declaration: Declaration };

/** A type with a name. */
export type Declaration = StructDeclaration | UnionDeclaration | TransparentType | EnumDeclaration;

interface Declared {
  readonly name: string;
  /** How deep types nest in it. */
  readonly depth: number;
  /** `packed(n)`. */
  readonly packed: number | undefined;
  /** `align(n)`. */
  readonly aligned: number | undefined;
  /** Whether it or a type in it is `align(n)`, which nothing packed can have. */
  readonly hasAligned: boolean;
}

/** `#[repr(C)] struct`. */
export interface StructDeclaration extends Declared {
  readonly kind: "struct";
  readonly fields: readonly RustType[];
}

/** `#[repr(C)] union`. */
export interface UnionDeclaration extends Declared {
  readonly kind: "union";
  readonly fields: readonly RustType[];
  /** The field that values have. */
  readonly meant: number;
}

/** `#[repr(transparent)] struct`. */
export interface TransparentType extends Declared {
  readonly kind: "transparent";
  readonly fields: readonly [RustType];
}

/** An enum, with data or without. */
export interface EnumDeclaration extends Declared {
  readonly kind: "enum";
  /** Whether it is `repr(C)`: a tag, and behind it a union of structs. Else a union of structs with tags. */
  readonly isC: boolean;
  /** The integer that is the tag; `undefined` for the one that C has for enums. */
  readonly tag: TagName | undefined;
  readonly cases: readonly EnumCase[];
  /** Whether the schema has a run of no bytes for the cases without data, rather than a struct for each. */
  readonly hasOtherwise: boolean;
}

export interface EnumCase {
  readonly discriminant: number;
  readonly isTuple: boolean;
  readonly fields: readonly RustType[];
}

/** Integers that tags are. */
export const tagNames = ["u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64"] as const;
export type TagName = (typeof tagNames)[number];

/** A value of a type: of a scalar as JavaScript has it, else the values in it, of an enum those of a case. */
export type Value =
  | { readonly kind: "scalar"; readonly value: unknown }
  | { readonly kind: "parts"; readonly parts: readonly Value[] }
  | { readonly kind: "case"; readonly index: number; readonly parts: readonly Value[] };

/** How recent a compiler is. */
export interface RustVersion {
  /**
   * Whether it has discriminants of enums with data (since 1.66), has `u128` aligned as C has it (since 1.77), and
   * pads an enum without data whose alignment is raised, and has transparent types of no bytes that are aligned.
   */
  readonly isRecent: boolean;
}

/** Makes declarations, each of types before it. */
export function randomDeclarations(
  random: Random,
  count: number,
  version: RustVersion,
): readonly Declaration[] {
  const all: Declaration[] = [];
  while (all.length < count) all.push(randomDeclaration(random, `T${all.length}`, all, version));
  return all;
}

function randomDeclaration(
  random: Random,
  name: string,
  earlier: readonly Declaration[],
  version: RustVersion,
): Declaration {
  const isPacked = random.chance(0.2);
  const kind = random.pick(["struct", "struct", "union", "transparent", "enum", "enum", "enum"]);
  const canPack = kind === "struct" || kind === "union";
  const packed = isPacked && canPack ? random.pick([1, 1, 2, 4, 8, 16]) : undefined;
  const canAlign =
    packed === undefined && kind !== "transparent" && (kind !== "enum" || version.isRecent);
  const aligned = canAlign && random.chance(0.15) ? random.pick([1, 2, 4, 8, 16, 32]) : undefined;
  const nested = earlier
    .slice(-40)
    .filter(({ depth, hasAligned }) => depth < 3 && !(packed !== undefined && hasAligned));
  const type = (): RustType => randomType(random, nested, version);
  const types = (least: number): readonly RustType[] =>
    Array.from({ length: random.integer(least, 4) }, type);
  const declared = (fields: readonly RustType[]): Declared => {
    const inner = fields.flatMap((field) => declarationIn(field) ?? []);
    const depth = Math.max(0, ...inner.map((each) => each.depth)) + 1;
    const hasAligned = aligned !== undefined || inner.some((each) => each.hasAligned);
    return { name, depth, packed, aligned, hasAligned };
  };
  switch (kind) {
    case "union": {
      const fields = types(1);
      const meant = random.integer(0, fields.length - 1);
      return { ...declared(fields), kind, fields, meant };
    }
    case "transparent": {
      const fields = [version.isRecent ? type() : randomScalar(random, version)] as const;
      return { ...declared(fields), kind, fields };
    }
    case "enum": {
      const hasData = random.chance(0.8);
      const isC = random.chance(0.5);
      const tag = isC && random.chance(0.5) ? undefined : random.pick(tagNames);
      const discriminants = randomDiscriminants(random, random.integer(1, 5), tag ?? "i32");
      const isSaid = hasData ? tag !== undefined && version.isRecent : true;
      const cases = discriminants.map((discriminant, index): EnumCase => ({
        discriminant: isSaid ? discriminant : index,
        isTuple: random.chance(0.5),
        fields: hasData && random.chance(0.8) ? types(0) : [],
      }));
      const hasOtherwise = random.chance(0.5) && cases.some(({ fields }) => fields.length > 0);
      const all = declared(cases.flatMap(({ fields }) => fields));
      return { ...all, kind, isC, tag, cases, hasOtherwise };
    }
    default: {
      const fields = types(0);
      return { ...declared(fields), kind: "struct", fields };
    }
  }
}

function randomType(
  random: Random,
  nested: readonly Declaration[],
  version: RustVersion,
): RustType {
  const kind = random.integer(0, 9);
  if (kind === 0) {
    const length = random.pick([0, 1, 2, 3]);
    return { kind: "array", element: randomType(random, nested, version), length };
  }
  if (kind < 4 && nested.length > 0) return { kind: "named", declaration: random.pick(nested) };
  return randomScalar(random, version);
}

function randomScalar(random: Random, { isRecent }: RustVersion): RustType {
  const scalar = random.pick(scalars.filter(({ isWide }) => isRecent || !isWide));
  return { kind: "scalar", scalar };
}

/** Returns the declared type that a type is made of, if it is. */
export function declarationIn(type: RustType): Declaration | undefined {
  if (type.kind === "array") return declarationIn(type.element);
  return type.kind === "named" ? type.declaration : undefined;
}

/** Returns distinct discriminants, the bounds of their type among them. */
function randomDiscriminants(random: Random, count: number, tag: TagName): readonly number[] {
  const width = Math.min(Number(tag.slice(1)), 53);
  const isSigned = tag.startsWith("i");
  const maximum = 2 ** (isSigned ? width - 1 : width) - 1;
  const minimum = isSigned ? -maximum : 0;
  const found = new Set<number>();
  while (found.size < count) {
    const near = random.integer(-3, 9);
    found.add(
      random.chance(0.2) ? maximum : random.chance(0.2) ? minimum : Math.max(near, minimum),
    );
  }
  return [...found];
}

/** Makes a value of a type. */
export function randomValue(random: Random, type: RustType): Value {
  const all = (types: readonly RustType[]): readonly Value[] =>
    types.map((each) => randomValue(random, each));
  switch (type.kind) {
    case "scalar":
      return { kind: "scalar", value: type.scalar.random(random) };
    case "array":
      return { kind: "parts", parts: all(Array<RustType>(type.length).fill(type.element)) };
    case "named": {
      const { declaration } = type;
      if (declaration.kind !== "enum") return { kind: "parts", parts: all(meantOf(declaration)) };
      const index = random.integer(0, declaration.cases.length - 1);
      return { kind: "case", index, parts: all(declaration.cases[index]?.fields ?? []) };
    }
  }
}

/** Returns the types of the fields that a value has: of a union one. */
export function meantOf(declaration: Exclude<Declaration, EnumDeclaration>): readonly RustType[] {
  const { fields } = declaration;
  return declaration.kind === "union"
    ? fields.slice(declaration.meant, declaration.meant + 1)
    : fields;
}

/** Returns a value as a text, the same that the Rust program prints for it. */
export function showValue(type: RustType, value: Value): string {
  if (type.kind === "scalar")
    return value.kind === "scalar" ? shownOf(type.scalar, value.value) : "?";
  const parts = value.kind === "scalar" ? [] : value.parts;
  const show = (types: readonly RustType[]): string =>
    types
      .map((each, index) => showValue(each, parts[index] ?? { kind: "parts", parts: [] }))
      .join("");
  if (type.kind === "array") return show(parts.map(() => type.element));
  const { declaration } = type;
  if (declaration.kind !== "enum") return show(meantOf(declaration));
  const index = value.kind === "case" ? value.index : -1;
  return `V${index}(${show(declaration.cases[index]?.fields ?? [])})`;
}
