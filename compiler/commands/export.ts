import { existsSync, statSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { cModels } from "../c-targets.js";
import { chooseLayouts } from "../choose-layouts.js";
import { hasErrors } from "../compile.js";
import { compileProject } from "../compile-files.js";
import type { ProjectOptions } from "../config.js";
import type { ExportLanguage } from "../emit-export/languages.js";
import { exportLayouts, extensions } from "../emit-export/languages.js";
import type { MachineOrder, Refusal } from "../emit-export/model.js";
import { exportedHeader } from "../emit-export/structs.js";
import type { RecordLayout } from "../layout-types.js";
import type { Outcome } from "../outcome.js";
import { withProgress } from "../progress.js";
import { readProject } from "../read-config.js";
import { UsageError } from "../usage-error.js";

/** What is exported, and where to. */
export interface ExportOptions extends ProjectOptions {
  readonly language: ExportLanguage;
  /** Names of the structs, unions and variants; none is all. */
  readonly structs: readonly string[];
  /** `undefined` is that of the targets of C that structs name, if they agree, else little-endian. */
  readonly machine: MachineOrder | undefined;
  /** The file, or a folder; `undefined` is standard output. */
  readonly output: string | undefined;
  /** Whether a file that no export has made is written over. */
  readonly isForced: boolean;
  readonly isSilent: boolean;
}

/** What `export` tells programs. */
export interface ExportResult {
  readonly language: ExportLanguage;
  readonly text: string;
  /** The file that the text was written to. */
  readonly file: string | null;
  /** What the language cannot express. */
  readonly refused: readonly Refusal[];
}

/**
 * `structview export`: prints declarations of structs in another language. What that cannot express is said,
 * and is an error if it was asked for by name.
 */
export async function exportCommand(cwd: string, options: ExportOptions): Promise<Outcome> {
  const { language, structs } = options;
  const project = await readProject(cwd, options);
  const { diagnostics, layouts } = await withProgress(
    (progress) => compileProject(project, progress),
    options,
  );
  const { root } = project;
  if (hasErrors(diagnostics)) return { exitCode: 1, root, diagnostics };
  const records = chooseLayouts(layouts, structs);
  const modules = structs.length === 0 ? layouts : [];
  const machine = options.machine ?? machineOf(records);
  const { text, refused } = exportLayouts({ records, modules }, language, machine);
  const said = refused.map(({ name, reason }) => `${name} is not exported: ${reason}`);
  const isAsked = structs.length > 0 && refused.length > 0;
  if (isAsked) {
    const result: ExportResult = { language, text: "", file: null, refused };
    return { exitCode: 1, root, diagnostics, complaints: said, result };
  }
  const files = [...new Set(records.map((record) => record.file))];
  const file = options.output && fileFor(path.resolve(cwd, options.output), files, language);
  if (file === undefined || file === "") {
    const result: ExportResult = { language, text, file: null, refused };
    return { exitCode: 0, root, diagnostics, complaints: said, output: text, result };
  }
  await writeExport(file, text, options.isForced);
  const result: ExportResult = { language, text, file, refused };
  const remarks = [`wrote ${path.relative(cwd, file)}`];
  return { exitCode: 0, root, diagnostics, complaints: said, remarks, result };
}

/** Returns the byte order of the targets of C that structs are for; little-endian where they do not agree. */
function machineOf(records: readonly RecordLayout[]): MachineOrder {
  const orders = records.flatMap((record) =>
    record.kind === "struct" && record.declaredInC !== undefined
      ? [cModels[record.declaredInC.target].byteOrder]
      : [],
  );
  return orders.length > 0 && orders.every((order) => order === "big") ? "big" : "little";
}

/** A folder gets a file that is called like the schema, or `structs` where there are several. */
function fileFor(output: string, files: readonly string[], language: ExportLanguage): string {
  const isFolder = existsSync(output) && statSync(output).isDirectory();
  if (!isFolder) return output;
  const [first = ""] = files;
  const stem = files.length === 1 ? path.posix.parse(first).name : "structs";
  return path.join(output, `${stem}.${extensions[language]}`);
}

/** Writes a file, but over nothing that people may have written. Throws {@link UsageError}. */
async function writeExport(file: string, text: string, isForced: boolean): Promise<void> {
  if (existsSync(file) && statSync(file).isDirectory()) {
    throw new UsageError(`${file} is a folder; the export goes there`);
  }
  if (existsSync(file)) {
    const before = await readFile(file, "utf8");
    if (before === text) return;
    if (!isForced && !before.slice(0, 200).includes(exportedHeader)) {
      throw new UsageError(
        `${file} is no file that an export has written; name another one, or write over it with --force`,
      );
    }
  }
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}
