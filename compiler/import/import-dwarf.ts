/** Imports structs out of a binary with debug information. */
import { openSections } from "./debug-file.js";
import { DwarfTypes } from "./dwarf-types.js";
import { Dwarf } from "./dwarf-units.js";
import type { Imported, ImportedModule } from "./model.js";
import type { SectionFile } from "./sections.js";
import { BrokenFileError } from "./source.js";
import type { ByteSource } from "./source.js";
import { WantedNames } from "./wanted-names.js";

/** What is imported, and what it is called. */
export interface ImportOptions {
  /** Name of the file, for the header of the schema. */
  readonly origin: string;
  /** Names of the structs that are wanted; none are all. */
  readonly structs: readonly string[];
}

/** Imports the structs of a file. Throws {@link BrokenFileError} and `UsageError`. */
export async function importDwarf(
  source: ByteSource,
  { origin, structs }: ImportOptions,
): Promise<Imported<ImportedModule>> {
  const file = openSections(source);
  const dwarf = await Dwarf.open(file);
  if (dwarf === undefined) throw new BrokenFileError(whyNothing(file));
  const wanted = new WantedNames(structs);
  const types = new DwarfTypes(dwarf);
  for (const unit of dwarf.units) types.addUnit(unit, wanted);
  wanted.check();
  const placing = { kind: "offsets", byteOrder: dwarf.byteOrder } as const;
  return { value: { origin, placing, types: types.types }, remarks: types.remarks };
}

/** Says what to do about a file that has no debug information. */
function whyNothing(file: SectionFile): string {
  const { names } = file;
  if (names.some((name) => name.includes(".debug_cu_index"))) {
    return "it is a package of split debug information; import from the .dwo files that it was made of";
  }
  if (names.includes(".gnu_debuglink")) {
    return "it has no debug information, and names another file that has it (.gnu_debuglink): import from that one";
  }
  if (names.includes(".BTF")) {
    return "it has no DWARF, but BTF: use `structview import btf`";
  }
  return `it has no debug information (no section .debug_info among ${names.length}); compile with -g, or name the file that the debug information was moved to`;
}
