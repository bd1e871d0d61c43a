/** The pipeline on files up to the texts of the modules: find, load, compile. */
import path from "node:path";
import type { Compilation } from "./compile.js";
import { compile, hasErrors } from "./compile.js";
import type { Project } from "./config.js";
import type { Diagnostic, StageResult } from "./diagnostics.js";
import { diagnose, sortDiagnostics } from "./diagnostics.js";
import { findSchemas } from "./find-schemas.js";
import type { FoundSchemas } from "./find-schemas.js";
import { load } from "./load.js";

/** Told what the pipeline is doing: for a progress display. */
export type Progress = (step: string) => void;

/** Compiles the schemas of a project. */
export async function compileProject(project: Project, progress: Progress): Promise<Compilation> {
  const { value: found, diagnostics } = await findUsableSchemas(project, progress);
  if (hasErrors(diagnostics)) return { outputs: [], layouts: [], diagnostics };
  const compilation = await compileFiles(found.files, found, project, progress);
  return { ...compilation, diagnostics: shownOf(compilation.diagnostics, project) };
}

/** Finds the schemas of a project, and what is wrong with their paths. */
export async function findUsableSchemas(
  project: Project,
  progress: Progress,
): Promise<StageResult<FoundSchemas>> {
  progress("finding schemas");
  const found = await findSchemas(project);
  const globs = project.schemas.join(", ");
  const diagnostics =
    found.files.length === 0
      ? [diagnose("no-schemas", undefined, { globs })]
      : [...unusableNames(found.files), ...collisionsOf(found.files, found.outputs)];
  return { value: found, diagnostics: sortDiagnostics(diagnostics) };
}

/** Loads and compiles schemas, which have to be there with all schemas that they depend on. */
export async function compileFiles(
  files: readonly string[],
  { outputs }: FoundSchemas,
  { root, out }: Project,
  progress: Progress,
): Promise<Compilation> {
  progress(`loading ${files.length} schemas`);
  const loaded = await load(files, root);
  if (hasErrors(loaded.diagnostics)) {
    return { outputs: [], layouts: [], diagnostics: loaded.diagnostics };
  }
  progress("compiling");
  const outputOf = (file: string): string =>
    outputs.get(file) ?? path.posix.join(out, path.posix.basename(file));
  return compile(loaded.value, outputOf);
}

/** Returns what is to be shown of diagnostics, in order. */
export function shownOf(
  diagnostics: readonly Diagnostic[],
  { silence }: Project,
): readonly Diagnostic[] {
  return sortDiagnostics(diagnostics.filter(({ code }) => !silence.includes(code)));
}

/** The path of a schema is written into its output: it has to fit into a line. */
function unusableNames(files: readonly string[]): readonly Diagnostic[] {
  const reason = "its name has a control character or a line break; rename it";
  return files
    .filter((file) => /[\p{Cc}\u2028\u2029]/u.test(file))
    .map((file) =>
      diagnose("schema-unreadable", undefined, { file: JSON.stringify(file), reason }),
    );
}

function collisionsOf(
  files: readonly string[],
  outputs: ReadonlyMap<string, string>,
): readonly Diagnostic[] {
  const owners = new Map<string, string>();
  return files.flatMap((file) => {
    const output = outputs.get(file) ?? file;
    // Some file systems do not tell upper from lower case.
    const key = output.toLowerCase();
    const other = owners.get(key);
    owners.set(key, other ?? file);
    const span = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
    return other === undefined ? [] : [diagnose("output-collision", span, { output, other })];
  });
}
