/** Packages of split debug information: `.dwp` files, in which parts of many `.dwo` files lie one behind the other. */
import { Cursor } from "./dwarf-cursor.js";
import { DwarfPackageIndex } from "./layouts/dwarf.js";
import type { SectionFile } from "./sections.js";
import { BrokenFileError } from "./source.js";

/** Where the parts of a unit begin in their sections. */
export interface UnitParts {
  readonly abbreviations: number;
  readonly stringOffsets: number;
}

/** Parts of units by where these begin in `.debug_info.dwo`, and in `.debug_types.dwo`. */
export interface PackageParts {
  readonly units: ReadonlyMap<number, UnitParts>;
  readonly types: ReadonlyMap<number, UnitParts>;
}

/** Numbers of sections in the tables, the same in all versions (DWARF 5, section 7.3.5.3). */
const columns = { units: 1, types: 2, abbreviations: 3, stringOffsets: 6 } as const;

/** Reads the indices of a package; those of a file that is none are empty. */
export async function readPackage(file: SectionFile): Promise<PackageParts> {
  const parts = { units: new Map<number, UnitParts>(), types: new Map<number, UnitParts>() };
  for (const name of [".debug_cu_index", ".debug_tu_index"]) {
    const source = await file.open(name);
    if (source === undefined || source.size === 0) continue;
    addIndex(name, source.read(0, source.size), file.byteOrder, parts);
  }
  return parts;
}

function addIndex(
  name: string,
  bytes: Uint8Array,
  byteOrder: "big" | "little",
  parts: { readonly units: Map<number, UnitParts>; readonly types: Map<number, UnitParts> },
): void {
  const [index] = DwarfPackageIndex.viewPrefix(bytes, byteOrder);
  const { version, sectionCount, unitCount, slotCount } = index;
  // Of DWARF 5 the version has 16 bits, and 16 that are zero follow.
  if (version !== 2 && version !== 5 && version !== 0x50000) {
    throw new BrokenFileError(`${name} is of version ${version}; versions 2 and 5 are read`);
  }
  const cursor = new Cursor(bytes, byteOrder === "little");
  // Behind the table that finds a unit by its number: all are read.
  cursor.skip(DwarfPackageIndex.size + slotCount * 12);
  const start = cursor.position;
  cursor.skip(sectionCount * 4 + unitCount * sectionCount * 4);
  cursor.position = start;
  const sections = Array.from({ length: sectionCount }, () => cursor.u32());
  for (let unit = 0; unit < unitCount; unit += 1) {
    const offsets = new Map(sections.map((section) => [section, cursor.u32()]));
    const own = {
      abbreviations: offsets.get(columns.abbreviations) ?? 0,
      stringOffsets: offsets.get(columns.stringOffsets) ?? 0,
    };
    const inUnits = offsets.get(columns.units);
    const inTypes = offsets.get(columns.types);
    if (inUnits !== undefined) parts.units.set(inUnits, own);
    else if (inTypes !== undefined) parts.types.set(inTypes, own);
  }
}
