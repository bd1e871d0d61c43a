/**
 * The whole pipeline on files: load, compile, format, and a plan of what to write. Nothing is written
 * here; `write.ts` carries a plan out.
 */
import path from "node:path";
import type { Compilation, Output } from "./compile.js";
import { compile, hasErrors } from "./compile.js";
import type { Project } from "./config.js";
import type { Diagnostic } from "./diagnostics.js";
import { diagnose, sortDiagnostics } from "./diagnostics.js";
import { findSchemas } from "./find-schemas.js";
import { load } from "./load.js";
import type { WritePlan } from "./write.js";
import { planWrites } from "./write.js";

/** What a run of the pipeline found, and what it would write if there is no error. */
export interface Generation {
  readonly diagnostics: readonly Diagnostic[];
  readonly plan: WritePlan | undefined;
  /** Number of schema files. */
  readonly schemaCount: number;
}

/** Told what the pipeline is doing: for a progress display. */
export type Progress = (step: string) => void;

/** What compiling the schemas of a project gives; on any error no layouts. */
export interface ProjectCompilation extends Compilation {
  /** Schema files, from the root of the project. */
  readonly files: readonly string[];
}

/** Runs the pipeline over the schemas of a project up to the texts of the modules. */
export async function compileProject(
  project: Project,
  progress: Progress,
): Promise<ProjectCompilation> {
  progress("finding schemas");
  const { files, outputs } = await findSchemas(project);
  const finish = (found: Partial<Compilation>): ProjectCompilation => ({
    files,
    outputs: found.outputs ?? [],
    layouts: found.layouts ?? [],
    diagnostics: shownOf(found.diagnostics ?? [], project),
  });
  if (files.length === 0) {
    const globs = project.schemas.join(", ");
    return finish({ diagnostics: [diagnose("no-schemas", undefined, { globs })] });
  }
  const unusable = [...unusableNames(files), ...collisionsOf(files, outputs)];
  if (unusable.length > 0) return finish({ diagnostics: unusable });

  progress(`loading ${files.length} schemas`);
  const loaded = await load(files, project.root);
  if (hasErrors(loaded.diagnostics)) return finish({ diagnostics: loaded.diagnostics });

  progress("compiling");
  return finish(compile(loaded.value, (file) => outputs.get(file) ?? outputPathOf(project, file)));
}

/** Runs the pipeline over the schemas of a project up to the plan of what to write. */
export async function generate(project: Project, progress: Progress): Promise<Generation> {
  const { files, outputs, diagnostics } = await compileProject(project, progress);
  const schemaCount = files.length;
  if (hasErrors(diagnostics)) return { diagnostics, plan: undefined, schemaCount };

  // What formats is loaded only when there is something to format.
  const { format } = await import("./format.js");
  const formatted: Output[] = [];
  for (const output of outputs) {
    progress(`formatting ${output.path}`);
    const text = await format(output.text, path.resolve(project.root, output.path));
    formatted.push({ ...output, text });
  }
  const planned = await planWrites(formatted, project);
  const found = [...diagnostics, ...planned.diagnostics];
  return { diagnostics: shownOf(found, project), plan: planned.value, schemaCount };
}

/** Returns what is to be shown of diagnostics, in order. */
function shownOf(diagnostics: readonly Diagnostic[], project: Project): readonly Diagnostic[] {
  return sortDiagnostics(diagnostics.filter(({ code }) => !project.silence.includes(code)));
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

function outputPathOf(project: Project, file: string): string {
  return path.posix.join(project.out, path.posix.basename(file));
}
