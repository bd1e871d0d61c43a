import path from "node:path";
import { importDwarf } from "../import/import-dwarf.js";
import type { Outcome } from "../outcome.js";
import { finishImport } from "./import.js";
import type { ImportOutput } from "./import.js";
import { readBinary, readerBeside } from "./read-binary.js";

/** What `structview import dwarf` can be told. */
export interface ImportDwarfCommandOptions extends ImportOutput {
  readonly struct?: readonly string[];
  /** The machine that counts where a file is for several. */
  readonly target?: string;
}

/** `structview import dwarf`: structs out of a binary with debug information. */
export async function importDwarfCommand(
  cwd: string,
  file: string,
  options: ImportDwarfCommandOptions,
): Promise<Outcome> {
  const imported = await readBinary(cwd, file, (source) =>
    importDwarf(source, {
      origin: path.basename(file),
      structs: options.struct ?? [],
      target: options.target,
      readBeside: readerBeside(path.dirname(path.resolve(cwd, file))),
    }),
  );
  return finishImport(cwd, imported, options);
}
