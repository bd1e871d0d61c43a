/**
 * `structview import`: schemas of what is declared elsewhere. Here is what all of its commands share: where
 * the schema goes, and how what could not be imported is told.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { ImportedModule, Imported, ImportRemark } from "../import/model.js";
import { importedHeader, printSchema } from "../import/print-schema.js";
import type { Outcome } from "../outcome.js";
import { UsageError } from "../usage-error.js";

/** Where a schema goes. */
export interface ImportOutput {
  /** A file from the current folder; without one it is standard output. */
  readonly out?: string;
  /** Whether a file that was not imported is overwritten. */
  readonly force?: boolean;
}

/** What `import` tells programs. */
export interface ImportResult {
  /** The file that was written, from the current folder; `null` where the schema is in `schema`. */
  readonly written: string | null;
  /** Text of the schema, unless it is in a file. */
  readonly schema: string | null;
  /** What is not imported, or not as it is. */
  readonly remarks: readonly ImportRemark[];
}

/** How many remarks are shown at most; programs get all of them. */
const maximumShown = 50;

/** Prints a schema, or writes it. Throws {@link UsageError}. */
export async function finishImport(
  cwd: string,
  imported: Imported<ImportedModule>,
  { out, force = false }: ImportOutput,
): Promise<Outcome> {
  const file = out === undefined ? undefined : path.resolve(cwd, out);
  if (file !== undefined) checkOutput(file, out ?? "", force);
  const { value: text, remarks: printing } = await printSchema(
    imported.value,
    file ?? path.join(cwd, "imported.ts"),
  );
  const remarks = [...imported.remarks, ...printing];
  const shown = remarks.slice(0, maximumShown).map(lineOf);
  const hidden = remarks.length - shown.length;
  if (file !== undefined) await writeFile(file, text);
  const result: ImportResult = {
    written: out ?? null,
    schema: file === undefined ? text : null,
    remarks,
  };
  return {
    exitCode: 0,
    output: file === undefined ? text : "",
    remarks: [
      ...shown,
      ...(hidden > 0 ? [`and ${hidden} more`] : []),
      ...(out === undefined ? [] : [`wrote ${out}`]),
    ],
    result,
  };
}

function lineOf({ subject, reason, place }: ImportRemark): string {
  const text = `${place === undefined ? "" : `${place} `}warning not-imported: ${subject} ${reason}`;
  // Names come from files, which can hold what a terminal would act upon.
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001F\u007F-\u009F]/g, "\uFFFD");
}

/** A file that someone wrote is not overwritten. */
function checkOutput(file: string, name: string, force: boolean): void {
  if (!existsSync(path.dirname(file))) throw new UsageError(`there is no folder for ${name}`);
  if (!existsSync(file)) return;
  if (statSync(file).isDirectory()) throw new UsageError(`${name} is a folder; name a file`);
  if (force || readFileSync(file, "utf8").startsWith(importedHeader)) return;
  throw new UsageError(
    `${name} exists and was not imported; choose another file, or say --force to overwrite it`,
  );
}
