import path from "node:path";
import { importDwarf } from "../import/import-dwarf.js";
import type { Outcome } from "../outcome.js";
import { finishImport } from "./import.js";
import type { ImportOutput } from "./import.js";
import { readBinary } from "./read-binary.js";

/** `structview import dwarf`: structs out of a binary with debug information. */
export async function importDwarfCommand(
  cwd: string,
  file: string,
  options: ImportOutput & { readonly struct?: readonly string[] },
): Promise<Outcome> {
  const imported = await readBinary(cwd, file, (source) =>
    importDwarf(source, { origin: path.basename(file), structs: options.struct ?? [] }),
  );
  return finishImport(cwd, imported, options);
}
