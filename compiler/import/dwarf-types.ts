/** Types in DWARF become imported types: equal ones of many units become one. */
import { DwarfAttribute, DwarfTag } from "./layouts/dwarf.js";
import { nameOf, readScopes } from "./dwarf-scopes.js";
import type { Scopes } from "./dwarf-scopes.js";
import { hex } from "./dwarf-entry.js";
import type { Entry } from "./dwarf-entry.js";
import type { Dwarf, Unit } from "./dwarf-units.js";
import { bitOffsetOf, lengthOf, readBase, rust } from "./dwarf-values.js";
import type { BaseType } from "./dwarf-values.js";
import { TypeTexts } from "./dwarf-text.js";
import { integerScalar } from "./integers.js";
import type { ImportedMember, ImportedUse, ImportedValue, ImportRemark } from "./model.js";
import type { TypeTable } from "./type-table.js";
import { UsageError } from "../usage-error.js";
import type { WantedNames } from "./wanted-names.js";

/** What a type that lies in another one becomes, or why it becomes nothing. */
type Resolved =
  | BaseType
  /** `size` in bytes, where that is known at least. */
  | { readonly reason: string; readonly size: number | undefined };

/** Deepest chain of types that is followed: pointers to pointers, typedefs of typedefs. */
const maximumDepth = 64;
/** What becomes of bit fields that a schema would count from the wrong end. */
const otherOrder = "has bits in an integer of the other byte order; it is left out";
/** Most types that are remembered by their addresses. */
const maximumRemembered = 300_000;

/** Turns entries into types. */
export class DwarfTypes {
  readonly #dwarf: Dwarf;
  readonly #texts: TypeTexts;
  readonly #table: TypeTable;
  readonly #remarks = new Map<string, ImportRemark>();
  readonly #scopes = new Map<Unit, Scopes>();
  readonly #resolved = new Map<number, Resolved>();
  readonly #inProgress = new Set<number>();
  /** Addresses of definitions by name, for what a unit only declares. */
  #definitions: ReadonlyMap<string, number> | undefined;

  /** `table` gets the types, also those of other files. */
  constructor(dwarf: Dwarf, table: TypeTable) {
    this.#dwarf = dwarf;
    this.#table = table;
    this.#texts = new TypeTexts(dwarf, (entry) => this.#titleOf(entry));
  }

  get remarks(): readonly ImportRemark[] {
    return [...this.#remarks.values()];
  }

  /** Adds the types of a unit that are wanted, with those that they are made of. */
  addUnit(unit: Unit, wanted: WantedNames): void {
    if (this.#resolved.size > maximumRemembered) this.#resolved.clear();
    this.#texts.trim();
    // The scopes of other units that were asked for are read again when they are again.
    this.#scopes.clear();
    const { definitions, typedefs } = this.#scopesOf(unit);
    for (const address of definitions) {
      const entry = this.#dwarf.entryAt(address);
      const name = this.#nameOf(entry);
      if (name === undefined) continue;
      const alias = typedefs.get(address);
      const names = alias === undefined || alias === name ? [name] : [name, alias];
      if (!wanted.has(...names)) continue;
      const resolved = this.#resolve(address, name, 0);
      if ("reason" in resolved) {
        if (!wanted.isAll) throw new UsageError(`${this.#titleOf(entry)} ${resolved.reason}`);
        this.#remark(this.#titleOf(entry), `${resolved.reason}; it is left out`, entry);
      } else if (names.length > 1) this.#table.addAlias(names[1] ?? name, resolved.use);
    }
  }

  #scopesOf(unit: Unit): Scopes {
    const known = this.#scopes.get(unit);
    if (known !== undefined) return known;
    const scopes = readScopes(this.#dwarf, unit);
    this.#scopes.set(unit, scopes);
    return scopes;
  }

  /** Returns the full name of a type, or the one that a typedef gives it. */
  #nameOf(entry: Entry): string | undefined {
    const scopes = this.#scopesOf(entry.opened.unit);
    const name = nameOf(entry);
    if (name === undefined) return scopes.typedefs.get(entry.address);
    return (scopes.prefixes.get(entry.address) ?? "") + name;
  }

  /** Returns a type as its language writes it: `struct list_head`, `net::Header`. */
  #titleOf(entry: Entry): string {
    const own = nameOf(entry);
    const name = this.#nameOf(entry);
    if (own === undefined) return name ?? `${keywordOf(entry.tag)} without a name`;
    const isC =
      !own.includes("<") && !(name ?? "").includes("::") && entry.opened.language !== rust;
    return isC ? `${keywordOf(entry.tag)} ${own}` : (name ?? own);
  }

  #remark(subject: string, reason: string, entry: Entry): void {
    const key = `${subject}\n${reason}`;
    if (this.#remarks.has(key)) return;
    const place = `.debug_info+${hex(entry.address)}`;
    this.#remarks.set(key, { subject, reason, place });
  }

  /** Returns what the type at an address is; `owner` is what a type without a name is called after. */
  #resolve(address: number, owner: string, depth: number): Resolved {
    const known = this.#resolved.get(address);
    if (known !== undefined) return known;
    if (this.#inProgress.has(address) || depth > maximumDepth) {
      return { reason: "is made of itself", size: undefined };
    }
    this.#inProgress.add(address);
    const resolved = this.#resolveEntry(this.#dwarf.entryAt(address), owner, depth + 1);
    this.#inProgress.delete(address);
    this.#resolved.set(address, resolved);
    return resolved;
  }

  /** Returns what the type is that an entry refers to. */
  #resolveTypeOf(entry: Entry, owner: string, depth: number): Resolved {
    const reference = entry.reference(DwarfAttribute.type);
    if (reference === undefined) return { reason: "has no type", size: undefined };
    if (reference.kind === "elsewhere") {
      return { reason: "has a type that lies in another file", size: undefined };
    }
    return this.#resolve(reference.address, owner, depth);
  }

  #resolveEntry(entry: Entry, owner: string, depth: number): Resolved {
    const size = entry.number(DwarfAttribute.byteSize);
    if (size !== undefined && size < 0) return { reason: `has ${size} bytes`, size: undefined };
    switch (entry.tag) {
      case DwarfTag.baseType:
        return readBase(entry) ?? { reason: "has a base type without a size", size };
      case DwarfTag.pointerType:
      case DwarfTag.referenceType:
      case DwarfTag.rvalueReferenceType:
        return this.#resolvePointer(entry, size ?? entry.opened.unit.addressSize);
      case DwarfTag.ptrToMemberType:
        return this.#resolveMemberPointer(entry, size);
      case DwarfTag.subroutineType:
        // A value of Go leads to a function; elsewhere what has the type is none.
        return size === undefined
          ? { reason: "has the type of a function, which has no size", size }
          : this.#resolvePointer(entry, size);
      case DwarfTag.unspecifiedType:
        // `decltype(nullptr)` has a size where it is one.
        return size === undefined
          ? { reason: "has a type without a size", size }
          : { use: { kind: "bytes", length: size } };
      case DwarfTag.typedef:
      case DwarfTag.templateAlias:
      case DwarfTag.constType:
      case DwarfTag.volatileType:
      case DwarfTag.restrictType:
      case DwarfTag.atomicType:
      case DwarfTag.packedType:
      case DwarfTag.sharedType:
      case DwarfTag.immutableType:
        return this.#resolveTypeOf(entry, owner, depth);
      case DwarfTag.subrangeType:
        return this.#resolveTypeOf(entry, owner, depth);
      case DwarfTag.arrayType:
        return this.#resolveArray(entry, owner, depth);
      case DwarfTag.enumerationType:
        return this.#resolveEnumeration(entry, owner, size, depth);
      case DwarfTag.structureType:
      case DwarfTag.classType:
      case DwarfTag.unionType:
      case DwarfTag.interfaceType:
        return this.#resolveRecord(entry, owner, size, depth);
      case DwarfTag.stringType:
      case DwarfTag.setType:
      case DwarfTag.fileType:
      case DwarfTag.coarrayType:
      case DwarfTag.dynamicType:
        return { reason: "has a type that a schema cannot say", size };
      default:
        return { reason: `has a type of tag ${hex(entry.tag)}, which is not known`, size };
    }
  }

  #resolvePointer(entry: Entry, size: number): Resolved {
    const use: ImportedUse = { kind: "pointer", size, to: this.#texts.textOf(entry.address) };
    return [1, 2, 4, 8].includes(size) ? { use } : { use: { kind: "bytes", length: size } };
  }

  /** Of data it is an offset, of functions two words, by the ABI that all but Microsoft have. */
  #resolveMemberPointer(entry: Entry, size: number | undefined): Resolved {
    const word = entry.opened.unit.addressSize;
    const target = entry.reference(DwarfAttribute.type);
    const isFunction =
      target?.kind === "entry" &&
      this.#dwarf.entryAt(target.address).tag === DwarfTag.subroutineType;
    const own = size ?? (isFunction ? 2 * word : word);
    const scalar = integerScalar(own, true);
    const use: ImportedUse =
      scalar === undefined ? { kind: "bytes", length: own } : { kind: "scalar", scalar };
    return { use, doc: "A pointer to a member." };
  }

  #resolveArray(entry: Entry, owner: string, depth: number): Resolved {
    const element = this.#resolveTypeOf(entry, owner, depth);
    const size = entry.number(DwarfAttribute.byteSize);
    if ("reason" in element) return { reason: element.reason, size: undefined };
    const lengths: (number | "rest")[] = [];
    for (const child of entry.children()) {
      if (child.tag !== DwarfTag.subrangeType && child.tag !== DwarfTag.enumerationType) continue;
      const length = lengthOf(child);
      if (length === undefined) {
        return { reason: "is an array whose length only the program knows", size };
      }
      lengths.push(length);
    }
    if (entry.has(DwarfAttribute.byteStride) || entry.has(DwarfAttribute.bitStride)) {
      return { reason: "is an array whose elements do not lie one behind the other", size };
    }
    if (lengths.length === 0) lengths.push("rest");
    let use = element.use;
    for (const [index, length] of [...lengths.entries()].reverse()) {
      if (length === "rest" && index > 0) return { reason: "is an array of no known length", size };
      const isText = element.isText === true && use === element.use;
      if (!isText) use = { kind: "array", element: use, length };
      else if (length !== "rest") use = { kind: "bytes", length };
      else use = { kind: "array", element: { kind: "scalar", scalar: "u8" }, length };
    }
    // A vector can be larger than its elements.
    const isVector = entry.has(DwarfAttribute.gnuVector) && size !== undefined;
    if (isVector && lengths[0] !== size / (this.#table.sizeOf(element.use) ?? 1)) {
      return { use: { kind: "bytes", length: size }, doc: "A vector." };
    }
    return element.doc === undefined ? { use } : { use, doc: element.doc };
  }

  #resolveEnumeration(
    entry: Entry,
    owner: string,
    ownSize: number | undefined,
    depth: number,
  ): Resolved {
    if (isElsewhere(entry)) return this.#resolveDeclared(entry, owner, depth);
    const base = entry.has(DwarfAttribute.type)
      ? this.#resolveTypeOf(entry, owner, depth)
      : undefined;
    const declared =
      base !== undefined && "use" in base && base.use.kind === "scalar"
        ? base.use.scalar
        : undefined;
    const size = ownSize ?? (base && "use" in base ? this.#table.sizeOf(base.use) : undefined);
    if (size === undefined) return { reason: "is an enumeration of no known size", size };
    const values = entry
      .children()
      .filter(({ tag }) => tag === DwarfTag.enumerator)
      .map((child): ImportedValue => ({
        name: child.string(DwarfAttribute.name) ?? "_",
        value: child.integer(DwarfAttribute.constValue) ?? 0n,
      }));
    const isSigned =
      declared === undefined ? values.some(({ value }) => value < 0n) : declared.startsWith("i");
    const scalar = integerScalar(size, isSigned);
    if (scalar === undefined) return { use: { kind: "bytes", length: size } };
    const members = values.map(({ name, value }) => ({
      name,
      value: isSigned ? BigInt.asIntN(size * 8, value) : BigInt.asUintN(size * 8, value),
    }));
    if (members.length === 0) return { use: { kind: "scalar", scalar } };
    const name = this.#nameOf(entry);
    return {
      use: this.#table.add(owner, {
        kind: "enumeration",
        name,
        ...this.#titled(entry, name),
        base: { kind: "scalar", scalar },
        members,
        isOpen: true,
      }),
    };
  }

  /** Finds the definition of what a unit only declares: by its signature, or by its name. */
  #resolveDeclared(entry: Entry, owner: string, depth: number): Resolved {
    const signed = entry.reference(DwarfAttribute.signature);
    if (signed?.kind === "entry") return this.#resolve(signed.address, owner, depth);
    const name = this.#nameOf(entry);
    const address = name === undefined ? undefined : this.#definitionOf(name);
    if (address !== undefined) return this.#resolve(address, owner, depth);
    return { reason: `is a ${this.#titleOf(entry)}, which is only declared`, size: undefined };
  }

  #definitionOf(name: string): number | undefined {
    if (this.#definitions === undefined) {
      const found = new Map<string, number>();
      for (const unit of this.#dwarf.units) {
        for (const address of readScopes(this.#dwarf, unit).definitions) {
          const each = this.#nameOf(this.#dwarf.entryAt(address));
          if (each !== undefined && !found.has(each)) found.set(each, address);
        }
        this.#scopes.delete(unit);
      }
      this.#definitions = found;
    }
    return this.#definitions.get(name);
  }

  #resolveRecord(entry: Entry, owner: string, size: number | undefined, depth: number): Resolved {
    if (isElsewhere(entry)) return this.#resolveDeclared(entry, owner, depth);
    if (size === undefined) return { reason: "has a size that only the program knows", size };
    const name = this.#nameOf(entry);
    const inner = name ?? owner;
    const members: ImportedMember[] = [];
    for (const child of entry.children()) {
      switch (child.tag) {
        case DwarfTag.member: {
          const member = this.#memberOf(child, inner, depth);
          if (member !== undefined) members.push(member);
          break;
        }
        case DwarfTag.inheritance: {
          const member = this.#baseOf(child, inner, depth);
          if (typeof member === "string") return { reason: member, size };
          if (member !== undefined) members.push(member);
          break;
        }
        case DwarfTag.variantPart:
          return this.#resolveVariants(entry, child, { name, owner, size, members }, depth);
        default:
          break;
      }
    }
    return {
      use: this.#table.add(owner, {
        kind: entry.tag === DwarfTag.unionType ? "union" : "struct",
        name,
        ...this.#titled(entry, name),
        members: this.#inOrder(members, entry, inner),
        size,
      }),
    };
  }

  /**
   * Gives enumerations the byte order that the numbers beside them say: `scalar_storage_order` of gcc is that of a
   * whole struct, of which bits are then counted from the other end.
   */
  #inOrder(
    members: readonly ImportedMember[],
    entry: Entry,
    owner: string,
  ): readonly ImportedMember[] {
    const order = members.map(({ type }) => orderOf(type)).find((each) => each !== undefined);
    if (order === undefined) return members;
    const reordered = (use: ImportedUse): ImportedUse => {
      if (use.kind === "array") return { ...use, element: reordered(use.element) };
      const type = this.#table.typeOf(use);
      if (type?.kind !== "enumeration" || type.base.kind !== "scalar") return use;
      return this.#table.sizeOf(use) === 1 ? use : { ...type.base, byteOrder: order };
    };
    return members.flatMap((member) => {
      if (member.type.kind !== "bits") return [{ ...member, type: reordered(member.type) }];
      this.#remark(`${owner}.${member.name ?? "a member without a name"}`, otherOrder, entry);
      return [];
    });
  }

  #memberOf(entry: Entry, owner: string, depth: number): ImportedMember | undefined {
    // Static members lie elsewhere.
    if (entry.flag(DwarfAttribute.external) || entry.flag(DwarfAttribute.declaration)) {
      return undefined;
    }
    const own = entry.string(DwarfAttribute.name);
    const name = own === "" ? undefined : own;
    const subject = `${owner}.${name ?? "a member without a name"}`;
    const resolved = this.#resolveTypeOf(entry, name === undefined ? owner : subject, depth);
    const width = entry.number(DwarfAttribute.bitSize);
    if ("reason" in resolved) {
      const bytes = this.#bytesInstead(entry, resolved, name, width);
      const outcome = bytes === undefined ? "it is left out" : "it is imported as bytes";
      this.#remark(subject, `${resolved.reason}; ${outcome}`, entry);
      return bytes;
    }
    const { use, doc } = resolved;
    const size = this.#table.sizeOf(use);
    const bitOffset = bitOffsetOf(entry, width, size);
    if (bitOffset === undefined) {
      this.#remark(subject, "has a place that only the program knows; it is left out", entry);
      return undefined;
    }
    const noted = doc === undefined ? {} : { doc };
    if (width === undefined) return { name, type: use, bitOffset, ...noted };
    if (orderOf(use) !== undefined) {
      this.#remark(subject, otherOrder, entry);
      return undefined;
    }
    const { interpretation, base } = this.#bitsOf(use, width);
    const type: ImportedUse = {
      kind: "bits",
      width,
      interpretation,
      ...(base === undefined ? {} : { base }),
    };
    return { name, type, bitOffset, ...noted };
  }

  /** Returns the bytes of a member whose type cannot be said, where their place and number are known. */
  #bytesInstead(
    entry: Entry,
    { reason, size }: { readonly reason: string; readonly size: number | undefined },
    name: string | undefined,
    width: number | undefined,
  ): ImportedMember | undefined {
    const bitOffset = bitOffsetOf(entry, width, size);
    if (size === undefined || width !== undefined || bitOffset === undefined) return undefined;
    const doc = `Bytes, as it ${reason}.`;
    return { name, type: { kind: "bytes", length: size }, bitOffset, doc };
  }

  /** Returns how the bits of a bit field are read, and the enumeration that they are a value of. */
  #bitsOf(
    use: ImportedUse,
    width: number,
  ): {
    readonly interpretation: "unsigned" | "signed" | "boolean";
    readonly base?: ImportedUse;
  } {
    if (use.kind === "reference") {
      const type = this.#table.typeOf(use);
      const isSigned =
        type?.kind === "enumeration" &&
        type.base.kind === "scalar" &&
        type.base.scalar.startsWith("i");
      return { interpretation: isSigned ? "signed" : "unsigned", base: use };
    }
    if (use.kind !== "scalar") return { interpretation: "unsigned" };
    if (use.scalar === "bool" && width === 1) return { interpretation: "boolean" };
    return { interpretation: use.scalar.startsWith("i") ? "signed" : "unsigned" };
  }

  /** Returns the part of a class that it has from another one, or why that cannot be said. */
  #baseOf(entry: Entry, owner: string, depth: number): ImportedMember | string | undefined {
    const isVirtual = (entry.integer(DwarfAttribute.virtuality) ?? 0n) !== 0n;
    if (isVirtual) return "has a virtual base, whose place only the program knows";
    const resolved = this.#resolveTypeOf(entry, owner, depth);
    if ("reason" in resolved) {
      this.#remark(owner, `has a base that ${resolved.reason}; its members are left out`, entry);
      return undefined;
    }
    const bitOffset = bitOffsetOf(entry, undefined, 0);
    if (bitOffset === undefined) return "has a base whose place only the program knows";
    return { name: undefined, type: resolved.use, bitOffset };
  }

  /** An enumeration of Rust: a union of its variants, and of the tag that tells which one it is. */
  #resolveVariants(
    entry: Entry,
    part: Entry,
    record: {
      readonly name: string | undefined;
      readonly owner: string;
      readonly size: number;
      readonly members: readonly ImportedMember[];
    },
    depth: number,
  ): Resolved {
    const { name, owner, size } = record;
    const inner = name ?? owner;
    const members: ImportedMember[] = [];
    const values: ImportedValue[] = [];
    let other: string | undefined;
    for (const variant of part.children()) {
      if (variant.tag !== DwarfTag.variant) continue;
      const value = variant.integer(DwarfAttribute.discrValue);
      for (const child of variant.children()) {
        if (child.tag !== DwarfTag.member) continue;
        const member = this.#memberOf(child, inner, depth);
        if (member === undefined) continue;
        members.push(member);
        if (value !== undefined) values.push({ name: member.name ?? "_", value });
        else other = member.name;
      }
    }
    const tag = this.#tagOf(part, { inner, values, other }, depth);
    const all = [...(tag === undefined ? [] : [tag]), ...members, ...record.members];
    return {
      use: this.#table.add(owner, {
        kind: "union",
        name,
        ...this.#titled(entry, name),
        members: all,
        size,
      }),
    };
  }

  /** Returns the tag of an enumeration of Rust: its values have the names of the variants. */
  #tagOf(
    part: Entry,
    {
      inner,
      values,
      other,
    }: {
      readonly inner: string;
      readonly values: readonly ImportedValue[];
      readonly other: string | undefined;
    },
    depth: number,
  ): ImportedMember | undefined {
    const reference = part.reference(DwarfAttribute.discr);
    if (reference?.kind !== "entry") return undefined;
    const member = this.#memberOf(this.#dwarf.entryAt(reference.address), inner, depth);
    if (member === undefined) return undefined;
    const { type } = member;
    const size = this.#table.sizeOf(type);
    const doc =
      other === undefined ? {} : { doc: `Any value that names no other variant is ${other}.` };
    if (type.kind !== "scalar" || size === undefined || values.length === 0) {
      return { ...member, name: "tag", ...doc };
    }
    const isSigned = type.scalar.startsWith("i");
    const scalar = integerScalar(size, isSigned);
    if (scalar === undefined) return { ...member, name: "tag", ...doc };
    const use = this.#table.add(inner, {
      kind: "enumeration",
      name: `${inner}::tag`,
      base: { kind: "scalar", scalar },
      members: values.map((each) => ({
        name: each.name,
        value: isSigned
          ? BigInt.asIntN(size * 8, each.value)
          : BigInt.asUintN(size * 8, each.value),
      })),
      isOpen: true,
    });
    return { ...member, name: "tag", type: use, ...doc };
  }

  #titled(entry: Entry, name: string | undefined): { readonly title?: string } {
    const title = this.#titleOf(entry);
    return name === undefined || title === name ? {} : { title };
  }
}

/** Returns the byte order that a number says itself, or the elements of an array do. */
function orderOf(use: ImportedUse): "big" | "little" | undefined {
  if (use.kind === "array") return orderOf(use.element);
  return use.kind === "scalar" ? use.byteOrder : undefined;
}

/** Whether what an entry describes is described by another one: a declaration, or a type in its own unit. */
function isElsewhere(entry: Entry): boolean {
  return entry.has(DwarfAttribute.signature) || entry.flag(DwarfAttribute.declaration);
}

function keywordOf(tag: number): string {
  switch (tag) {
    case DwarfTag.unionType:
      return "union";
    case DwarfTag.enumerationType:
      return "enum";
    case DwarfTag.classType:
      return "class";
    default:
      return "struct";
  }
}
