/** The types of BTF become imported types. */
import type { BtfEntry, BtfEntryMember, BtfFile } from "./btf-file.js";
import { integerScalar } from "./integers.js";
import { BtfKind } from "./layouts/btf.js";
import type {
  ImportedEnumeration,
  ImportedMember,
  ImportedRecord,
  ImportedType,
  ImportedUse,
  ImportRemark,
} from "./model.js";
import { BrokenFileError } from "./source.js";
import type { WantedNames } from "./wanted-names.js";

/** Deepest chain of types that is followed. */
const maximumDepth = 64;

/** Turns entries into types. */
export class BtfTypes {
  readonly types: ImportedType[] = [];
  readonly remarks: ImportRemark[] = [];
  readonly #file: BtfFile;
  /** BTF does not say how large a pointer is. */
  readonly #pointerSize: number;
  /** Names that typedefs give to types. */
  readonly #aliases = new Map<number, string>();
  /** What is declared, by its number; `undefined` while it is being declared. */
  readonly #declared = new Map<number, ImportedRecord | ImportedEnumeration | undefined>();

  constructor(file: BtfFile) {
    this.#file = file;
    this.#pointerSize = pointerSizeOf(file);
    for (const { kind, name, sizeOrType } of file.entries) {
      const isFirst = kind === BtfKind.typedef && !this.#aliases.has(sizeOrType);
      if (isFirst) this.#aliases.set(sizeOrType, name);
    }
  }

  /** Adds the types from `first` on that are wanted, with those that they are made of. */
  add(wanted: WantedNames, first: number): void {
    for (const [id, entry] of this.#file.entries.entries()) {
      if (id < first || !isDeclared(entry)) continue;
      const alias = this.#aliases.get(id);
      const names = [entry.name, alias ?? ""].filter((name) => name !== "");
      if (names.length === 0 || !wanted.has(...names)) continue;
      const declared = this.#declare(id, 0);
      if (entry.name === "" || alias === undefined || alias === entry.name) continue;
      const target: ImportedUse = { kind: "reference", id: declared.id };
      this.types.push({ kind: "alias", id: `alias ${id}`, name: alias, target });
    }
  }

  #declare(id: number, depth: number): ImportedRecord | ImportedEnumeration {
    const known = this.#declared.get(id);
    if (known !== undefined) return known;
    if (this.#declared.has(id)) throw new BrokenFileError(`type ${id} is made of itself`);
    this.#declared.set(id, undefined);
    const entry = this.#file.at(id);
    const isRecord = entry.kind === BtfKind.struct || entry.kind === BtfKind.union;
    const type = isRecord ? this.#recordOf(id, entry, depth) : this.#enumerationOf(id, entry);
    this.#declared.set(id, type);
    this.types.push(type);
    return type;
  }

  #named(
    id: number,
    keyword: string,
    { name }: BtfEntry,
  ): { readonly name: string | undefined; readonly title?: string } {
    return name === "" ? { name: this.#aliases.get(id) } : { name, title: `${keyword} ${name}` };
  }

  #recordOf(id: number, entry: BtfEntry, depth: number): ImportedRecord {
    const kind = entry.kind === BtfKind.union ? "union" : "struct";
    const members = entry.file.membersOf(entry).flatMap((member): readonly ImportedMember[] => {
      const found = this.#memberOf(member, depth);
      if (typeof found !== "string") return [found];
      const subject = `${kind} ${entry.name}.${member.name}`;
      this.remarks.push({ subject, reason: `${found}; it is left out`, place: `type ${id}` });
      return [];
    });
    return {
      kind,
      id: `t${id}`,
      ...this.#named(id, kind, entry),
      members,
      size: entry.sizeOrType,
    };
  }

  /** Returns a member, or why it cannot be said. */
  #memberOf(member: BtfEntryMember, depth: number): ImportedMember | string {
    const name = member.name === "" ? undefined : member.name;
    const type = this.#use(member.type, depth + 1);
    if (typeof type === "string") return type;
    const { bitOffset } = member;
    const bits =
      member.width > 0 ? { width: member.width, bitOffset: 0 } : this.#bitsOf(member.type);
    if (bits === undefined) return { name, type, bitOffset };
    const use: ImportedUse = {
      kind: "bits",
      width: bits.width,
      interpretation: this.#interpretationOf(type, bits.width),
      ...(type.kind === "reference" ? { base: type } : {}),
    };
    return { name, type: use, bitOffset: bitOffset + bits.bitOffset };
  }

  /** A bit field of older compilers has an integer of its own, which says how wide it is. */
  #bitsOf(type: number): { readonly width: number; readonly bitOffset: number } | undefined {
    const entry = this.#behindNames(type);
    if (entry.kind !== BtfKind.integer) return undefined;
    const { width, bitOffset } = entry.file.integerAt(entry);
    return width === entry.sizeOrType * 8 ? undefined : { width, bitOffset };
  }

  #interpretationOf(use: ImportedUse, width: number): "unsigned" | "signed" | "boolean" {
    if (use.kind === "reference") {
      const type = this.#declared.get(Number(use.id.slice(1)));
      return type?.kind === "enumeration" ? this.#interpretationOf(type.base, width) : "unsigned";
    }
    if (use.kind !== "scalar") return "unsigned";
    if (use.scalar === "bool" && width === 1) return "boolean";
    return use.scalar.startsWith("i") ? "signed" : "unsigned";
  }

  #enumerationOf(id: number, entry: BtfEntry): ImportedEnumeration {
    const { sizeOrType: size, kind, kindFlag } = entry;
    const values = entry.file.valuesOf(entry);
    const isSigned = kindFlag || isSignedByValues(this.#file, kind, values);
    const bits = size * 8;
    return {
      kind: "enumeration",
      id: `t${id}`,
      ...this.#named(id, "enum", entry),
      base: { kind: "scalar", scalar: integerScalar(size, isSigned) ?? "u32" },
      members: values.map(({ name, value }) => ({
        name,
        value: isSigned ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value),
      })),
      isOpen: true,
    };
  }

  /** Returns what a type is in a member, or why that cannot be said. */
  #use(id: number, depth: number): ImportedUse | string {
    if (depth > maximumDepth) throw new BrokenFileError(`type ${id} is made of itself`);
    const entry = this.#file.at(id);
    const { kind, sizeOrType, kindFlag, name } = entry;
    switch (kind) {
      case BtfKind.integer:
        return this.#integerUse(entry);
      case BtfKind.float:
        return floatUse(sizeOrType);
      case BtfKind.pointer:
        return { kind: "pointer", size: this.#pointerSize, to: this.#textOf(id, 0) };
      case BtfKind.array:
        return this.#arrayUse(entry, depth);
      case BtfKind.struct:
      case BtfKind.union:
        return { kind: "reference", id: this.#declare(id, depth).id };
      case BtfKind.enumeration:
      case BtfKind.enumeration64: {
        const scalar = integerScalar(sizeOrType, kindFlag);
        if (scalar === undefined) return { kind: "bytes", length: sizeOrType };
        if (entry.count === 0) return { kind: "scalar", scalar };
        return { kind: "reference", id: this.#declare(id, depth).id };
      }
      case BtfKind.typedef:
      case BtfKind.const:
      case BtfKind.volatile:
      case BtfKind.restrict:
      case BtfKind.typeTag:
        return this.#use(sizeOrType, depth + 1);
      case BtfKind.forward:
        return `is a ${kindFlag ? "union" : "struct"} ${name}, which is only declared`;
      default:
        return `has a type of kind ${kind}, which no member has`;
    }
  }

  #integerUse(entry: BtfEntry): ImportedUse {
    const { sizeOrType: size } = entry;
    const { isBoolean, isSigned } = entry.file.integerAt(entry);
    if (isBoolean && size === 1) return { kind: "scalar", scalar: "bool" };
    const scalar = integerScalar(size, isSigned);
    return scalar === undefined ? { kind: "bytes", length: size } : { kind: "scalar", scalar };
  }

  #arrayUse(entry: BtfEntry, depth: number): ImportedUse | string {
    const { element, count } = entry.file.arrayAt(entry);
    const use = this.#use(element, depth + 1);
    if (typeof use === "string") return use;
    const inner = this.#behindNames(element);
    const isText = inner.kind === BtfKind.integer && /^(unsigned )?char$/.test(inner.name);
    if (isText && count > 0) return { kind: "bytes", length: count };
    return {
      kind: "array",
      element: isText ? { kind: "scalar", scalar: "u8" } : use,
      // BTF has one form for `[]` and for `[0]`.
      length: count === 0 ? "rest" : count,
    };
  }

  /** Returns a type behind typedefs and qualifiers. */
  #behindNames(id: number): BtfEntry {
    let entry = this.#file.at(id);
    for (let depth = 0; isTransparent(entry); depth += 1) {
      if (depth > maximumDepth) throw new BrokenFileError(`type ${id} is made of itself`);
      entry = this.#file.at(entry.sizeOrType);
    }
    return entry;
  }

  /** Returns a type as C writes it: what a pointer leads to is not imported. */
  #textOf(id: number, depth: number): string {
    if (depth > 16) return "...";
    const { kind, name, kindFlag, sizeOrType } = this.#file.at(id);
    const inner = (): string => this.#textOf(sizeOrType, depth + 1);
    const tagged = (keyword: string): string =>
      name === "" ? (this.#aliases.get(id) ?? keyword) : `${keyword} ${name}`;
    switch (kind) {
      case BtfKind.struct:
        return tagged("struct");
      case BtfKind.union:
        return tagged("union");
      case BtfKind.enumeration:
      case BtfKind.enumeration64:
        return tagged("enum");
      case BtfKind.forward:
        return tagged(kindFlag ? "union" : "struct");
      case BtfKind.const:
        return `const ${inner()}`;
      case BtfKind.volatile:
        return `volatile ${inner()}`;
      case BtfKind.restrict:
      case BtfKind.typeTag:
        return inner();
      case BtfKind.pointer: {
        const text = inner();
        return text.endsWith("*") ? `${text}*` : `${text} *`;
      }
      case BtfKind.functionPrototype:
        return "function";
      case BtfKind.array:
        return "array";
      default:
        return name === "" ? "..." : name;
    }
  }
}

/** Whether a type has members or values. */
function isDeclared({ kind, count, sizeOrType }: BtfEntry): boolean {
  switch (kind) {
    case BtfKind.struct:
    case BtfKind.union:
      return true;
    case BtfKind.enumeration:
    case BtfKind.enumeration64:
      return count > 0 && integerScalar(sizeOrType, false) !== undefined;
    default:
      return false;
  }
}

/** Whether a type is another one under a name, or with a qualifier. */
function isTransparent({ kind }: BtfEntry): boolean {
  switch (kind) {
    case BtfKind.typedef:
    case BtfKind.const:
    case BtfKind.volatile:
    case BtfKind.restrict:
    case BtfKind.typeTag:
      return true;
    default:
      return false;
  }
}

function floatUse(size: number): ImportedUse {
  switch (size) {
    case 2:
      return { kind: "scalar", scalar: "f16" };
    case 4:
      return { kind: "scalar", scalar: "f32" };
    case 8:
      return { kind: "scalar", scalar: "f64" };
    default:
      return { kind: "bytes", length: size };
  }
}

/**
 * Whether an enumeration of 32 bits has a sign although it does not say so: compilers before the flag, and
 * its 64-bit counterpart that came with it, never say so. Then its values do.
 */
function isSignedByValues(
  file: BtfFile,
  kind: number,
  values: readonly { readonly value: bigint }[],
): boolean {
  if (kind !== BtfKind.enumeration || file.hasSigns) return false;
  return values.some(({ value }) => value < 0n);
}

/** Returns the size of pointers: that of `long`, as the kernel's own tools guess it. */
function pointerSizeOf({ entries }: BtfFile): number {
  const long = entries.find(
    ({ kind, name }) =>
      kind === BtfKind.integer &&
      ["long", "long int", "unsigned long", "long unsigned int"].includes(name),
  );
  return long?.sizeOrType === 4 ? 4 : 8;
}
