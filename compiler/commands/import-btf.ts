import path from "node:path";
import { importBtf, openBtf } from "../import/import-btf.js";
import type { Outcome } from "../outcome.js";
import { finishImport } from "./import.js";
import type { ImportOutput } from "./import.js";
import { readBinary } from "./read-binary.js";

/** `structview import btf`: structs out of the types that Linux has of itself. */
export async function importBtfCommand(
  cwd: string,
  file: string,
  options: ImportOutput & { readonly struct?: readonly string[]; readonly base?: string },
): Promise<Outcome> {
  const base =
    options.base === undefined
      ? undefined
      : await readBinary(cwd, options.base, (source) => openBtf(source));
  const imported = await readBinary(cwd, file, async (source) =>
    importBtf(await openBtf(source, base), {
      origin: path.basename(file),
      structs: options.struct ?? [],
      ...(base === undefined ? {} : { base }),
    }),
  );
  return finishImport(cwd, imported, options);
}
