/** The pipeline on files up to the texts of the modules: find, load, compile. */
import path from "node:path";
import type { Compilation } from "./compile.js";
import { compile, hasErrors, isError } from "./compile.js";
import type { Project } from "./config.js";
import type { Diagnostic, DiagnosticCode, StageResult } from "./diagnostics.js";
import { diagnose, sortDiagnostics } from "./diagnostics.js";
import { findSchemas } from "./find-schemas.js";
import type { FoundSchemas } from "./find-schemas.js";
import { load } from "./load.js";
import type { LoadResult } from "./load.js";

/** Told what the pipeline is doing: for a progress display. */
export type Progress = (step: string) => void;

/** Compiles the schemas of a project. */
export async function compileProject(project: Project, progress: Progress): Promise<Compilation> {
  const { value: found, diagnostics } = await findUsableSchemas(project, progress);
  if (hasErrors(diagnostics)) return { outputs: [], layouts: [], documents: [], diagnostics };
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
  const unreadable = [...found.unreadable].map(([file, reason]) =>
    diagnose("schema-unreadable", undefined, { file, reason }),
  );
  const diagnostics =
    found.files.length === 0 && unreadable.length === 0
      ? [diagnose("no-schemas", undefined, { globs })]
      : [...unreadable, ...unusableNames(found.files), ...collisionsOf(found.files, found.outputs)];
  return { value: found, diagnostics: sortDiagnostics(diagnostics) };
}

/**
 * Loads and compiles schemas, which have to be there with all schemas that they depend on. Where there are
 * mistakes, those of all schemas are found, but of schemas that depend on what has some: they would be
 * told of what only follows. `dependencies` are those of the schemas, if they have been found already.
 */
export async function compileFiles(
  files: readonly string[],
  { outputs }: Pick<FoundSchemas, "outputs">,
  { root, out, methods }: Pick<Project, "root" | "out" | "methods">,
  progress: Progress,
  dependencies?: LoadResult["dependencies"],
): Promise<Compilation> {
  progress(`loading ${files.length} schemas`);
  const loaded = await load(files, root, dependencies);
  progress("compiling");
  const outputOf = (file: string): string =>
    outputs.get(file) ?? path.posix.join(out, path.posix.basename(file));
  const found = withoutConsequences(loaded.diagnostics, loaded.dependencies);
  if (!hasErrors(found)) {
    const compilation = compile(loaded.value, outputOf, { methods });
    if (!hasErrors(compilation.diagnostics)) return compilation;
    found.push(...withoutConsequences(compilation.diagnostics, loaded.dependencies));
  }
  for (;;) {
    const broken = new Set(found.filter(isError).map(({ span }) => span?.file));
    const schemas = loaded.value.filter(
      ({ file }) =>
        !broken.has(undefined) &&
        ![...inputsOf([file], loaded.dependencies)].some((each) => broken.has(each)),
    );
    const { diagnostics } = compile(schemas, outputOf);
    const errors = diagnostics.filter(isError);
    if (errors.length === 0) return { outputs: [], layouts: [], documents: [], diagnostics: found };
    found.push(...withoutConsequences(errors, loaded.dependencies));
  }
}

/**
 * What goes wrong in a schema because one that it depends on has a mistake: its module throws, types have no
 * name, sizes and offsets differ.
 */
const consequences: ReadonlySet<DiagnosticCode> = new Set([
  "schema-throws",
  "unnamed-type",
  "size-differs",
  "offset-differs",
]);

function withoutConsequences(
  diagnostics: readonly Diagnostic[],
  dependencies: ReadonlyMap<string, readonly string[]>,
): Diagnostic[] {
  const broken = new Set(diagnostics.filter(isError).map(({ span }) => span?.file));
  return diagnostics.filter(
    ({ code, span }) =>
      !consequences.has(code) ||
      !(dependencies.get(span?.file ?? "") ?? []).some((file) => broken.has(file)),
  );
}

/**
 * Returns schemas with all files that decide what they compile to: what they depend on, and the schemas
 * that share a module with them which is no schema, as such a schema may be the one that names its types.
 */
export function inputsOf(
  files: readonly string[],
  dependencies: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const users = new Map<string, string[]>();
  for (const [file, found] of dependencies) {
    for (const each of found) {
      if (!dependencies.has(each)) users.set(each, [...(users.get(each) ?? []), file]);
    }
  }
  const inputs = new Set<string>();
  const open = [...files];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (inputs.has(file)) continue;
    inputs.add(file);
    open.push(...(dependencies.get(file) ?? users.get(file) ?? []));
  }
  return inputs;
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
