/** Split debug information: units whose types lie in a file of their own, or in a package of such files. */
import { LayoutError } from "@structview/runtime";
import { openDebugFile } from "./debug-file.js";
import { hex } from "./dwarf-entry.js";
import { DwarfTypes } from "./dwarf-types.js";
import { Dwarf } from "./dwarf-units.js";
import type { Unit } from "./dwarf-units.js";
import { DwarfAttribute } from "./layouts/dwarf.js";
import type { ImportRemark } from "./model.js";
import { BrokenFileError } from "./source.js";
import type { ByteSource } from "./source.js";
import type { TypeTable } from "./type-table.js";
import type { WantedNames } from "./wanted-names.js";

/** Opens the first file of some names that there is, from the folder of the binary; `undefined` where none is. */
export type ReadBeside = <T>(
  names: readonly string[],
  read: (source: ByteSource) => Promise<T>,
) => Promise<T | undefined>;

/** What files of split units are imported with. */
export interface SplitOptions {
  readonly table: TypeTable;
  readonly wanted: WantedNames;
  readonly readBeside: ReadBeside;
  /** Name of the binary, beside which a package lies. */
  readonly origin: string;
}

/** A unit whose types lie in another file. */
interface SplitUnit {
  readonly unit: Unit;
  readonly id: bigint | undefined;
  readonly name: string;
  /** Where the name counts from. */
  readonly folder: string | undefined;
}

/** Imports the types of all units that lie in other files; returns what could not be imported. */
export async function importSplit(
  dwarf: Dwarf,
  { table, wanted, readBeside, origin }: SplitOptions,
): Promise<readonly ImportRemark[]> {
  const left = new Map(splitUnits(dwarf).map((unit) => [unit.id, unit]));
  if (left.size === 0) return [];
  const remarks: ImportRemark[] = [];
  const addFrom = async (source: ByteSource): Promise<string> => {
    const split = await Dwarf.open(openDebugFile(source).file, true);
    const units = split?.units ?? [];
    // A file that was made again since has other places.
    const isOwn = split !== undefined && units.some((unit) => left.has(idOf(split, unit)));
    if (!isOwn) return "is of another build";
    const types = new DwarfTypes(split, table);
    for (const unit of units) {
      if (unit.isOfType || left.delete(idOf(split, unit))) types.addUnit(unit, wanted);
    }
    remarks.push(...types.remarks);
    return "lacks it";
  };
  const tryFile = (names: readonly string[]): Promise<string | undefined> =>
    readBeside(names, (source) => addFrom(source).catch(reasonOf));
  await tryFile([`${origin}.dwp`]);
  for (const { unit, id, name, folder } of left.values()) {
    if (!left.has(id)) continue;
    const why = await tryFile(folder === undefined ? [name] : [`${folder}/${name}`, name]);
    if (!left.has(id)) continue;
    const reason = `has its types in ${name} (split debug information), which ${why ?? "is not there"}`;
    remarks.push({ subject: `the unit at ${hex(unit.start)}`, reason });
  }
  return remarks;
}

function reasonOf(error: unknown): string {
  if (error instanceof BrokenFileError || error instanceof LayoutError) {
    return `cannot be read: ${error.message}`;
  }
  throw error;
}

/** Returns the units of a file whose types lie in others. */
function splitUnits(dwarf: Dwarf): readonly SplitUnit[] {
  return dwarf.units.flatMap((unit) => {
    const root = dwarf.rootOf(unit);
    const name = root?.string(DwarfAttribute.dwoName) ?? root?.string(DwarfAttribute.gnuDwoName);
    if (root === undefined || name === undefined) return [];
    return [{ unit, name, id: idOf(dwarf, unit), folder: root.string(DwarfAttribute.compDir) }];
  });
}

/** Returns the number that a unit and the one that was split off it have in common. */
function idOf(dwarf: Dwarf, unit: Unit): bigint | undefined {
  if (unit.isOfType) return undefined;
  return unit.splitId ?? dwarf.rootOf(unit)?.integer(DwarfAttribute.gnuDwoId);
}
