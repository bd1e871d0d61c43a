/** Imports structs out of a binary with debug information. */
import { openDebugFile } from "./debug-file.js";
import { importSplit } from "./dwarf-split.js";
import type { ReadBeside } from "./dwarf-split.js";
import { DwarfTypes } from "./dwarf-types.js";
import { Dwarf } from "./dwarf-units.js";
import type { Imported, ImportedModule } from "./model.js";
import type { SectionFile } from "./sections.js";
import { BrokenFileError } from "./source.js";
import type { ByteSource } from "./source.js";
import { TypeTable } from "./type-table.js";
import { WantedNames } from "./wanted-names.js";

/** What is imported, and what it is called. */
export interface ImportOptions {
  /** Name of the file, for the header of the schema. */
  readonly origin: string;
  /** Names of the structs that are wanted; none are all. */
  readonly structs: readonly string[];
}

/** What is imported from a binary. */
export interface ImportDwarfOptions extends ImportOptions {
  /** The machine that counts where a file is for several: `arm64`, or `aarch64-macos`. */
  readonly target?: string | undefined;
  /** Opens other files that the debug information lies in; without it there are none. */
  readonly readBeside?: ReadBeside;
}

/** Imports the structs of a file. Throws {@link BrokenFileError} and `UsageError`. */
export async function importDwarf(
  source: ByteSource,
  { origin, structs, target, readBeside = async () => undefined }: ImportDwarfOptions,
): Promise<Imported<ImportedModule>> {
  const { file, remarks: ofFile } = openDebugFile(source, target);
  const dwarf = await Dwarf.open(file);
  if (dwarf === undefined) throw new BrokenFileError(whyNothing(file));
  const wanted = new WantedNames(structs);
  const table = new TypeTable();
  const types = new DwarfTypes(dwarf, table);
  for (const unit of dwarf.units) types.addUnit(unit, wanted);
  const remarks = [...(await importSplit(dwarf, { table, wanted, readBeside, origin }))];
  if (file.names.includes(".gnu_debugaltlink")) {
    const reason =
      "names another file that dwz moved types to (.gnu_debugaltlink), which is not read: they are left out";
    remarks.push({ subject: "the file", reason });
  }
  const [first] = remarks;
  if (first !== undefined && table.types.length === 0) {
    throw new BrokenFileError(`${first.subject} ${first.reason}`);
  }
  wanted.check();
  if (table.types.length === 0) {
    throw new BrokenFileError(
      "it has debug information, but no struct, union or enumeration in it",
    );
  }
  const placing = { kind: "offsets", byteOrder: dwarf.byteOrder } as const;
  return {
    value: { origin, placing, types: table.types },
    remarks: [...ofFile, ...remarks, ...types.remarks],
  };
}

/** Says what to do about a file that has no debug information. */
function whyNothing(file: SectionFile): string {
  const { names } = file;
  if (names.includes(".gnu_debuglink")) {
    return "it has no debug information, and names another file that has it (.gnu_debuglink): import from that one";
  }
  if (file.format === "PE") {
    return "it has no DWARF: Microsoft's tools keep debug information in a .pdb file, or in sections called .debug$, which are not read; compile with MinGW, or with `clang -gdwarf`";
  }
  if (file.format === "Mach-O") {
    return "it has no debug information: of a program for macOS it is in the object files, or in a .dSYM folder that `dsymutil` makes of them; import from one of these";
  }
  if (names.includes(".BTF")) {
    return "it has no DWARF, but BTF: use `structview import btf`";
  }
  return `it has no debug information (no section .debug_info among ${names.length}); compile with -g, or name the file that the debug information was moved to`;
}
