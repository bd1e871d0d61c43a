/** Types of C become those that a schema is printed from. */
import { integerScalar } from "./integers.js";
import type { CLayouts } from "./c-layout.js";
import { plainOf, textOfType, titleOfRecord } from "./c-types.js";
import type { CEnumeration, CMember, CRecord, CScalarName, CType } from "./c-types.js";
import { integerTypeOf } from "./c-target.js";
import type { CTarget } from "./c-target.js";
import type { ImportedEnumeration, ImportedMember, ImportedRecord, ImportedUse } from "./model.js";

/** Turns types into those of the model. */
export class CModel {
  readonly #target: CTarget;
  readonly #layouts: CLayouts;
  readonly #identities: Map<CRecord | CEnumeration, string>;
  /** Records that others have by value, where no member may take what is left. */
  readonly #embedded: ReadonlySet<CRecord>;

  constructor(
    target: CTarget,
    layouts: CLayouts,
    types: readonly (CRecord | CEnumeration)[],
    embedded: ReadonlySet<CRecord>,
  ) {
    this.#target = target;
    this.#layouts = layouts;
    this.#identities = new Map(types.map((type, index) => [type, String(index)]));
    this.#embedded = embedded;
  }

  /** Returns what tells a type from others. */
  identityOf(type: CRecord | CEnumeration): string {
    const identity = this.#identities.get(type);
    if (identity === undefined) throw new Error("a type is used that is not imported");
    return identity;
  }

  /** Returns a struct or union. */
  recordOf(record: CRecord): ImportedRecord {
    const { kind, tag, typedefName, doc, members = [], pack, isPacked, alignment } = record;
    const { typedefAlignment } = record;
    const name = tag ?? typedefName;
    const isOpen = members.some((member) => this.#takesRest(member, record));
    return {
      kind,
      id: this.identityOf(record),
      name,
      ...(tag === undefined ? {} : { title: titleOfRecord(record) }),
      ...(doc === undefined ? {} : { doc }),
      members: members.map((member) => this.#memberOf(member, record)),
      ...(pack === undefined ? {} : { pack }),
      ...(isPacked ? { packed: true } : {}),
      ...(alignment === undefined ? {} : { align: alignment }),
      ...(typedefAlignment === undefined ? {} : { typedefAlign: typedefAlignment }),
      // What takes the rest has no size to assert.
      ...(record.assertedSize === undefined || isOpen ? {} : { size: record.assertedSize }),
    };
  }

  /** Returns an enumeration. */
  enumerationOf(enumeration: CEnumeration): ImportedEnumeration {
    const { tag, typedefName, doc, members = [], base } = enumeration;
    return {
      kind: "enumeration",
      id: this.identityOf(enumeration),
      name: tag ?? typedefName,
      ...(tag === undefined ? {} : { title: `enum ${tag}` }),
      ...(doc === undefined ? {} : { doc }),
      base: numberUse(base),
      members: members.map(({ name, value, doc: said }) => ({
        name,
        value,
        ...(said === undefined ? {} : { doc: said }),
      })),
      isOpen: true,
    };
  }

  #memberOf(member: CMember, record: CRecord): ImportedMember {
    const { name, width } = member;
    const doc = [member.doc ?? "", this.#noteOn(member, record)].filter((text) => text !== "");
    const { alignment, isPacked } = this.#layouts.placementOf(member, record);
    const type =
      width === undefined
        ? this.#useOf(member.type, this.#takesRest(member, record))
        : this.#bitsOf(member.type, width);
    return {
      name,
      type,
      ...(alignment === undefined ? {} : { align: alignment }),
      ...(isPacked ? { packed: true } : {}),
      ...(doc.length === 0 ? {} : { doc: doc.join("\n") }),
    };
  }

  /** Says why a flexible array has no elements, if it has none. */
  #noteOn(member: CMember, record: CRecord): string {
    const plain = plainOf(member.type);
    const isFlexible = plain.kind === "array" && plain.length === undefined;
    if (!isFlexible || this.#takesRest(member, record)) return "";
    const reason = this.#embedded.has(record)
      ? "the struct lies in others, of which they are no part"
      : record.kind === "union"
        ? "members of a union have a size"
        : "they have no bytes";
    return `A flexible array, here without elements: ${reason}.`;
  }

  /** Whether a member is a flexible array that has as many elements as fit. */
  #takesRest(member: CMember, record: CRecord): boolean {
    if (record.kind === "union" || this.#embedded.has(record)) return false;
    const plain = plainOf(member.type);
    if (plain.kind !== "array" || plain.length !== undefined) return false;
    return (
      record.members?.at(-1) === member && this.#layouts.sizeOf(plain.element, member.place) > 0
    );
  }

  #bitsOf(type: CType, width: number): ImportedUse {
    const plain = plainOf(type);
    const number = plain.kind === "enumeration" ? plain.enumeration.base : numberOf(plain);
    const isSigned = integerTypeOf(number, this.#target)?.isSigned === true;
    const interpretation = number === "bool" ? "boolean" : isSigned ? "signed" : "unsigned";
    // C lets an enumeration have fewer bits than its values need; here those would have no names.
    const isNarrow =
      plain.kind === "enumeration" && !fits(plain.enumeration, isSigned, BigInt(width));
    const base = isNarrow ? numberUse(number) : this.#useOf(plain, false);
    return { kind: "bits", width, interpretation, base };
  }

  #useOf(type: CType, takesRest: boolean): ImportedUse {
    const exact = this.#exactOf(type);
    if (exact !== undefined) return exact;
    const plain = plainOf(type);
    switch (plain.kind) {
      case "scalar":
        return numberUse(plain.name);
      case "pointer":
        return this.#pointerTo(plain.target);
      case "array": {
        const length = plain.length ?? (takesRest ? "rest" : 0);
        return { kind: "array", element: this.#useOf(plain.element, false), length };
      }
      case "record":
        return { kind: "reference", id: this.identityOf(plain.record) };
      case "enumeration":
        return { kind: "reference", id: this.identityOf(plain.enumeration) };
      case "void":
      case "function":
      case "unsupported":
        throw new Error(`${textOfType(plain)} has no bytes`);
    }
  }

  #pointerTo(target: CType): ImportedUse {
    const plain = plainOf(target);
    const known =
      plain.kind === "record" && this.#identities.has(plain.record)
        ? { target: this.identityOf(plain.record) }
        : {};
    const to = target.kind === "function" ? "function" : textOfType(target);
    return { kind: "pointer", size: this.#target.pointer, to: `${to} *`, ...known };
  }

  /** Returns the integer of a fixed width that a typedef names, with the byte order that it stands for. */
  #exactOf(type: CType): ImportedUse | undefined {
    for (let named = type; named.kind === "typedef"; named = named.typedef.type) {
      const { name } = named.typedef;
      const plain = plainOf(named);
      if (plain.kind !== "scalar") return undefined;
      const ordered = /^__([bl])e(16|32|64)$/.exec(name);
      const found = /^_*(u|u_)?int(8|16|32|64)_t$/.exec(name);
      const short = /^_*([us])(8|16|32|64)$/.exec(name);
      const isUnsigned = ordered !== null || short?.[1] === "u" || found?.[1] !== undefined;
      const width = ordered?.[2] ?? found?.[2] ?? short?.[2];
      const scalar = integerScalar(Number(width) / 8, !isUnsigned);
      if (width === undefined || scalar === undefined) continue;
      const isSame =
        this.#target.sizes[plain.name] * 8 === Number(width) &&
        /^(unsigned|u)/.test(plain.name) === isUnsigned;
      if (!isSame || plain.name === "char" || plain.name === "bool") continue;
      const byteOrder = ordered === null ? {} : { byteOrder: orders[ordered[1] ?? ""] ?? "big" };
      return { kind: "scalar", scalar, ...byteOrder };
    }
    return undefined;
  }
}

const orders: Readonly<Record<string, "big" | "little">> = { b: "big", l: "little" };

/** Whether bits hold all values of an enumeration. */
function fits({ members = [] }: CEnumeration, isSigned: boolean, width: bigint): boolean {
  const most = 1n << (isSigned ? width - 1n : width);
  return members.every(({ value }) => value < most && value >= (isSigned ? -most : 0n));
}

function numberOf(plain: CType): CScalarName {
  return plain.kind === "scalar" ? plain.name : "int";
}

/** Returns a number as the schema language has it. */
function numberUse(name: CScalarName): ImportedUse {
  if (name === "i128" || name === "u128" || name === "f16") return { kind: "scalar", scalar: name };
  // No type has the numbers; its bytes stay.
  if (name === "f128") return { kind: "bytes", length: 16 };
  return { kind: "c", name };
}
