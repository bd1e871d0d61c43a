/** Random declarations of structs and unions in C: of all that its compilers have rules for. */
import { Random } from "../oracle/random.js";

/** A type of C. */
export type CType =
  | { readonly kind: "scalar"; readonly name: ScalarTypeName }
  /** An enumeration: as wide as an `int`, or packed into a byte. */
  | { readonly kind: "enum"; readonly isPacked: boolean }
  | {
      readonly kind: "array";
      readonly element: CType;
      readonly length: number | "flexible";
    }
  | { readonly kind: "record"; readonly record: Declaration };

/** Names of scalars as the schema language has them. */
export type ScalarTypeName =
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
  | "sizeT"
  | "wcharT"
  | "bool"
  | "float"
  | "double"
  | "longDouble"
  | "pointer";

/** A member of a struct or a union. */
export interface Member {
  readonly name: string;
  readonly type: CType;
  /** Whether C gives it no name: an anonymous struct or union, or bits that fill. */
  readonly isAnonymous: boolean;
  /** Width of a bit field. */
  readonly width: number | undefined;
  readonly aligned: number | undefined;
  readonly isPacked: boolean;
}

/** A struct or a union. */
export interface Declaration {
  readonly name: string;
  readonly isUnion: boolean;
  readonly isPacked: boolean;
  readonly pack: number | undefined;
  readonly aligned: number | undefined;
  readonly members: readonly Member[];
}

const integers: readonly ScalarTypeName[] = [
  "char",
  "signedChar",
  "unsignedChar",
  "short",
  "unsignedShort",
  "int",
  "unsignedInt",
  "long",
  "unsignedLong",
  "longLong",
  "unsignedLongLong",
];

const scalars: readonly ScalarTypeName[] = [
  ...integers,
  "sizeT",
  "wcharT",
  "bool",
  "float",
  "double",
  "longDouble",
  "pointer",
];

/** Returns `count` declarations, of which later ones have members of earlier ones. */
export function randomDeclarations(
  seed: number,
  count: number,
  widthOf: (type: CType) => number,
): readonly Declaration[] {
  const random = new Random(seed);
  const made: Declaration[] = [];
  for (let index = 0; index < count; index++) {
    made.push(new Maker(random, made, widthOf).declaration(`S${index}`, undefined, 0));
  }
  return made;
}

/** Makes one declaration. */
class Maker {
  readonly #random: Random;
  readonly #earlier: readonly Declaration[];
  readonly #widthOf: (type: CType) => number;
  #members = 0;

  constructor(random: Random, earlier: readonly Declaration[], widthOf: (type: CType) => number) {
    this.#random = random;
    this.#earlier = earlier;
    this.#widthOf = widthOf;
  }

  /** Makes a declaration; an anonymous one lies within the `#pragma pack` of what has it. */
  declaration(name: string, around: Declaration["pack"], depth: number): Declaration {
    const random = this.#random;
    const isUnion = random.chance(0.22);
    // Most rules are those of bit fields, and how they lie beside each other.
    const bits = random.pick([0, 0, 0.3, 0.6, 0.9]);
    const attributes = random.pick([0, 0, 0.1, 0.4]);
    const pack =
      depth > 0 ? around : random.chance(0.2) ? random.pick([1, 2, 4, 8, 16]) : undefined;
    const count = depth > 0 ? random.integer(1, 4) : random.integer(isUnion ? 1 : 0, 9);
    const members: Member[] = [];
    for (let index = 0; index < count; index++) {
      members.push(this.#member(bits, attributes, pack, depth));
    }
    const isPacked = random.chance(0.18);
    const aligned = random.chance(0.15) ? random.pick([1, 2, 4, 8, 16, 32]) : undefined;
    const hasNamed = members.some(({ isAnonymous, width }) => !isAnonymous && width !== 0);
    if (!isUnion && hasNamed && depth === 0 && random.chance(0.08)) {
      members.push(this.#flexible(attributes));
    }
    return { name, isUnion, isPacked, pack, aligned, members };
  }

  #member(bits: number, attributes: number, pack: Declaration["pack"], depth: number): Member {
    const random = this.#random;
    const name = `m${this.#members++}`;
    const aligned = random.chance(attributes) ? random.pick([1, 2, 4, 8, 16]) : undefined;
    const isPacked = random.chance(attributes);
    const common = { name, aligned, isPacked };
    if (random.chance(bits)) return this.#bitField(common);
    if (depth < 2 && random.chance(0.06)) {
      const record = this.declaration("", pack, depth + 1);
      const type: CType = { kind: "record", record };
      return {
        name,
        aligned: undefined,
        isPacked: false,
        type,
        isAnonymous: true,
        width: undefined,
      };
    }
    return { ...common, type: this.#type(), isAnonymous: false, width: undefined };
  }

  #bitField(common: Pick<Member, "name" | "aligned" | "isPacked">): Member {
    const random = this.#random;
    const type: CType = random.chance(0.1)
      ? { kind: "enum", isPacked: random.chance(0.3) }
      : { kind: "scalar", name: random.chance(0.08) ? "bool" : random.pick(integers) };
    const isBool = type.kind === "scalar" && type.name === "bool";
    const most = isBool ? 1 : this.#widthOf(type);
    const isAnonymous = random.chance(0.15);
    if (isAnonymous && random.chance(0.5)) return { ...common, type, isAnonymous, width: 0 };
    // Whole units and whole bytes are more often than others where the rules differ.
    const kind = random.integer(0, 5);
    const width =
      kind === 0
        ? most
        : kind === 1
          ? Math.min(most, random.pick([8, 16, 32]))
          : random.integer(1, most);
    return { ...common, type, isAnonymous, width };
  }

  #type(depth: number = 0): CType {
    const random = this.#random;
    const kind = random.integer(0, 19);
    if (kind < 4 && depth < 3) {
      const length = random.chance(0.15) ? 0 : random.integer(1, 5);
      return { kind: "array", element: this.#type(depth + 1), length };
    }
    const records = this.#earlier.slice(-40).filter((each) => !isFlexible(each));
    if (kind < 7 && records.length > 0) return { kind: "record", record: random.pick(records) };
    if (kind === 7) return { kind: "enum", isPacked: random.chance(0.3) };
    return { kind: "scalar", name: random.pick(scalars) };
  }

  #flexible(attributes: number): Member {
    const random = this.#random;
    const type: CType = { kind: "array", element: this.#type(1), length: "flexible" };
    const aligned = random.chance(attributes) ? random.pick([1, 2, 4, 8, 16]) : undefined;
    const isPacked = random.chance(attributes);
    const name = `m${this.#members++}`;
    return { name, type, isAnonymous: false, width: undefined, aligned, isPacked };
  }
}

/** Whether a struct ends in a flexible array. */
export function isFlexible({ members }: Declaration): boolean {
  const last = members.at(-1)?.type;
  return last?.kind === "array" && last.length === "flexible";
}

/** Whether a member is bits that have no name, and so no accessor. */
export function isUnnamedBits({ isAnonymous, width }: Member): boolean {
  return isAnonymous && width !== undefined;
}

/** Returns a declaration and those of its anonymous members, with the names that they have in a schema. */
export function partsOf(
  declaration: Declaration,
): readonly { readonly name: string; readonly declaration: Declaration }[] {
  const inner = declaration.members.flatMap(({ type, isAnonymous, name }) =>
    isAnonymous && type.kind === "record"
      ? partsOf({ ...type.record, name: `${declaration.name}_${name}` })
      : [],
  );
  return [...inner, { name: declaration.name, declaration }];
}
