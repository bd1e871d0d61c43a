import type { ExitCode } from "../cli.js";
import { hasErrors } from "../compile.js";
import type { ProjectOptions } from "../config.js";
import { readProject } from "../config.js";
import { generate } from "../generate.js";
import { withProgress } from "../progress.js";
import { plural, reportDiagnostics } from "../report.js";
import { isCurrent } from "../write.js";

/** `structview check`: lists the outputs that are not current, and writes nothing. */
export async function checkCommand(cwd: string, options: ProjectOptions): Promise<ExitCode> {
  const project = await readProject(cwd, options);
  const generation = await withProgress((progress) => generate(project, progress));
  const { diagnostics, plan } = generation;
  if (diagnostics.length > 0) console.error(reportDiagnostics(diagnostics, project.root));
  if (plan === undefined || hasErrors(diagnostics)) return 1;
  if (isCurrent(plan)) {
    console.error(`${plural(plan.unchanged.length, "module")} current`);
    return 0;
  }
  for (const { output, reason } of plan.write) console.log(`${output.path}: ${reason}`);
  for (const file of plan.remove) console.log(`${file}: its schema is gone`);
  console.error("The generated modules are not current; run `structview generate`.");
  return 1;
}
