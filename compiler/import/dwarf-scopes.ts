/** What a unit declares, and under which names: a walk over all of its entries. */
import { DwarfAttribute, DwarfTag } from "./layouts/dwarf.js";
import { Entry, nextAbbreviation, skipAttributes } from "./dwarf-entry.js";
import type { Dwarf, Unit } from "./dwarf-units.js";

/** What is declared in a unit. */
export interface Scopes {
  /** Addresses of the definitions of structs, unions, classes and enumerations, in order. */
  readonly definitions: readonly number[];
  /** What the names of entries begin with, such as `net::`, by address. */
  readonly prefixes: ReadonlyMap<number, string>;
  /** Names that typedefs give to types without a name, by the address of the type. */
  readonly typedefs: ReadonlyMap<number, string>;
}

/** Languages whose types have the names of what they lie in. C has one scope for all types. */
const flatLanguages: ReadonlySet<number> = new Set([0x01, 0x02, 0x0c, 0x1d, 0x2c, 0x3e]);

/** Whether a tag is that of a type with members or values. */
export function isDefinition(tag: number): boolean {
  switch (tag) {
    case DwarfTag.structureType:
    case DwarfTag.classType:
    case DwarfTag.unionType:
    case DwarfTag.interfaceType:
    case DwarfTag.enumerationType:
      return true;
    default:
      return false;
  }
}

/** Returns the name of an entry, or that of the declaration that it completes. */
export function nameOf(entry: Entry): string | undefined {
  const name = entry.string(DwarfAttribute.name);
  if (name !== undefined) return name === "" ? undefined : name;
  const declared = entry.reference(DwarfAttribute.specification);
  if (declared?.kind !== "entry") return undefined;
  return entry.dwarf.entryAt(declared.address).string(DwarfAttribute.name);
}

/** Walks over a unit. */
export function readScopes(dwarf: Dwarf, unit: Unit): Scopes {
  const opened = dwarf.openUnit(unit);
  const { cursor, abbreviations, language } = opened;
  const isFlat = flatLanguages.has(language);
  const definitions: number[] = [];
  const prefixes = new Map<number, string>();
  const typedefs = new Map<number, string>();
  /** Of what is open, outermost first. */
  const open: string[] = [];
  let prefix = "";
  let position = unit.headerSize;
  const size = unit.end - unit.start;
  while (position < size) {
    cursor.position = position;
    const abbreviation = nextAbbreviation(cursor, abbreviations);
    if (abbreviation === undefined) {
      position = cursor.position;
      prefix = open.pop() ?? "";
      continue;
    }
    const { tag, hasChildren } = abbreviation;
    skipAttributes(cursor, abbreviation, unit);
    const next = cursor.position;
    const isType = isDefinition(tag);
    let inner = prefix;
    if (isType || tag === DwarfTag.typedef || tag === DwarfTag.namespace) {
      const entry = new Entry(dwarf, opened, unit.start + position);
      // What completes a declaration has the names of that.
      const declared = entry.reference(DwarfAttribute.specification);
      const outer =
        declared?.kind === "entry" ? (prefixes.get(declared.address) ?? prefix) : prefix;
      if (outer !== "") prefixes.set(entry.address, outer);
      if (tag === DwarfTag.typedef) {
        const target = entry.reference(DwarfAttribute.type);
        if (target?.kind === "entry" && !typedefs.has(target.address)) {
          const name = entry.string(DwarfAttribute.name);
          if (name !== undefined) typedefs.set(target.address, outer + name);
        }
      } else {
        const isElsewhere =
          entry.has(DwarfAttribute.signature) || entry.flag(DwarfAttribute.declaration);
        if (isType && !isElsewhere) definitions.push(entry.address);
        if (hasChildren && !isFlat) {
          const name = nameOf(entry);
          inner = name === undefined ? outer : `${outer}${name}::`;
          if (name === undefined && tag === DwarfTag.namespace) inner = `${outer}(anonymous)::`;
        }
      }
    }
    if (hasChildren) {
      open.push(prefix);
      prefix = inner;
    }
    position = next;
  }
  return { definitions, prefixes, typedefs };
}
