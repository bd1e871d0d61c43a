import { hasErrors } from "../compile.js";
import type { Project, ProjectOptions } from "../config.js";
import { generate } from "../generate.js";
import type { Generation } from "../generate.js";
import type { Outcome } from "../outcome.js";
import { withProgress } from "../progress.js";
import { readProject } from "../read-config.js";
import { plural } from "../report.js";
import { carryOut } from "../write.js";

/** What `generate` tells programs. Paths are from the root of the project. */
export interface GenerateResult {
  /** Number of schema files. */
  readonly schemas: number;
  /** The schemas that were compiled: all, or while watching those that a change concerns. */
  readonly compiled: readonly string[];
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly current: readonly string[];
}

/** `structview generate`: writes the outputs that differ; all of them, or on any error none. */
export async function generateCommand(
  cwd: string,
  options: ProjectOptions & { readonly isSilent: boolean },
): Promise<Outcome> {
  const project = await readProject(cwd, options);
  const generation = await withProgress((progress) => generate(project, progress), options);
  return writeGeneration(generation, project);
}

/** Writes what was generated, unless there are errors, and says what. Throws {@link UsageError}. */
export async function writeGeneration(generation: Generation, project: Project): Promise<Outcome> {
  const { root } = project;
  const { diagnostics, plan, schemaCount, compiled } = generation;
  if (plan === undefined || hasErrors(diagnostics)) return { exitCode: 1, root, diagnostics };
  await carryOut(plan, project);
  const result: GenerateResult = {
    schemas: schemaCount,
    compiled,
    written: plan.write.map(({ output }) => output.path),
    removed: plan.remove,
    current: plan.unchanged,
  };
  const count = plan.write.length + plan.unchanged.length;
  const counts = `${plural(schemaCount, "schema")}, ${plural(count, "module")}`;
  const remarks = [
    ...result.written.map((file) => `wrote ${file}`),
    ...result.removed.map((file) => `removed ${file}`),
    `${counts}: ${plan.write.length} written, ${plan.unchanged.length} current`,
  ];
  return { exitCode: 0, root, diagnostics, remarks, result };
}
