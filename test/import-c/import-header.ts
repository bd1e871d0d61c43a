/** Imports C as the command does, and compiles the schemas that come out. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { compile, load } from "structview";
import type { StructLayout } from "structview";
import { askCompiler, filesFrom } from "../../compiler/dist/import/c-files.js";
import { predefinedMacros } from "../../compiler/dist/import/c-headers.js";
import { preprocess, readPreprocessed } from "../../compiler/dist/import/c-preprocess.js";
import type { CFiles } from "../../compiler/dist/import/c-preprocess.js";
import { findTarget } from "../../compiler/dist/import/c-target.js";
import type { CTarget } from "../../compiler/dist/import/c-target.js";
import { importC } from "../../compiler/dist/import/import-c.js";
import type { CImport } from "../../compiler/dist/import/import-c.js";
import { schemaText } from "../../compiler/dist/import/print-schema.js";
import { WantedNames } from "../../compiler/dist/import/wanted-names.js";
const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

const everything = { isAll: true, wanted: new WantedNames([]) };

/** Imports a text of C without a compiler, as if it were in a file `a.h`. */
export function importText(text: string, targetName: string): CImport {
  const target = targetNamed(targetName);
  const none: CFiles = { ...filesFrom("/", [], target), candidatesOf: () => [] };
  const files: CFiles = { ...none, read: (file) => (file === "a.h" ? text : undefined) };
  const preprocessed = preprocess(["a.h"], files, predefinedMacros(target));
  return importC(preprocessed, target, { ...everything, origin: "a.h" });
}

/** Imports a header through a compiler. */
export function importHeader(
  file: string,
  targetName: string,
  define: readonly string[] = [],
): CImport {
  const target = targetNamed(targetName);
  const answer = askCompiler([file], target, "gcc", { cwd: "/", define, include: [] });
  if (answer === undefined) throw new Error(`there is no gcc for ${targetName}`);
  if (answer.kind === "complaint") throw new Error(answer.text);
  const preprocessed = readPreprocessed(
    answer.text,
    new Map([[file, file]]),
    filesFrom("/", [], undefined),
  );
  return importC(preprocessed, target, { ...everything, origin: path.basename(file) });
}

/** Compiles the schemas of imports, and returns the layouts of each by name. */
export async function layoutsOf(
  imports: readonly CImport[],
): Promise<readonly ReadonlyMap<string, StructLayout>[]> {
  // Within the repository, where schemas find the package that they import.
  const folder = mkdtempSync(path.join(repository, "test/import-c/.schemas-"));
  try {
    const files = imports.map(({ value }, index) => {
      writeFileSync(path.join(folder, `a${index}.ts`), schemaText(value).value);
      return `a${index}.ts`;
    });
    const loaded = await load(files, folder);
    const { layouts, diagnostics } = compile(loaded.value, (file) => `out/${file}`);
    const errors = [...loaded.diagnostics, ...diagnostics].filter(
      (each) => each.severity === "error",
    );
    if (errors.length > 0) {
      throw new Error(
        errors.map((each) => `${each.span?.file}:${each.span?.line} ${each.message}`).join("\n"),
      );
    }
    const byFile = new Map(layouts.map((each) => [each.file, each.structs]));
    return files.map((file) => new Map((byFile.get(file) ?? []).map((each) => [each.name, each])));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function targetNamed(name: string): CTarget {
  const target = findTarget(name);
  if (target === undefined) throw new Error(`there is no target ${name}`);
  return target;
}
