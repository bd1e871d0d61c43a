import type { ExitCode } from "../cli.js";
import { hasErrors } from "../compile.js";
import type { ProjectOptions } from "../config.js";
import { readProject } from "../config.js";
import { generate } from "../generate.js";
import { withProgress } from "../progress.js";
import { plural, reportDiagnostics } from "../report.js";
import { UsageError } from "../usage-error.js";
import { carryOut } from "../write.js";

/** `structview generate`: writes the outputs that differ; all of them, or on any error none. */
export async function generateCommand(cwd: string, options: ProjectOptions): Promise<ExitCode> {
  const project = await readProject(cwd, options);
  const generation = await withProgress((progress) => generate(project, progress));
  const { diagnostics, plan, schemaCount } = generation;
  if (diagnostics.length > 0) console.error(reportDiagnostics(diagnostics, project.root));
  if (plan === undefined || hasErrors(diagnostics)) return 1;
  try {
    await carryOut(plan, project);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the output cannot be written: ${reason}`);
  }
  for (const { output } of plan.write) console.error(`wrote ${output.path}`);
  for (const file of plan.remove) console.error(`removed ${file}`);
  const count = plan.write.length + plan.unchanged.length;
  const schemas = plural(schemaCount, "schema");
  const modules = plural(count, "module");
  console.error(
    `${schemas}, ${modules}: ${plan.write.length} written, ${plan.unchanged.length} current`,
  );
  return 0;
}
