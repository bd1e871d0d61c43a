import { hasErrors } from "../compile.js";
import type { ProjectOptions } from "../config.js";
import { generate } from "../generate.js";
import type { Outcome } from "../outcome.js";
import { withProgress } from "../progress.js";
import { readProject } from "../read-config.js";
import { plural } from "../report.js";
import { isCurrent } from "../write.js";

/** What `check` tells programs. Paths are from the root of the project. */
export interface CheckResult {
  /** What `generate` would write or remove, and why. */
  readonly stale: readonly {
    readonly file: string;
    readonly reason: "missing" | "outdated" | "orphaned";
  }[];
  readonly current: readonly string[];
}

/** `structview check`: lists the outputs that are not current, and writes nothing. */
export async function checkCommand(
  cwd: string,
  options: ProjectOptions & { readonly isSilent: boolean },
): Promise<Outcome> {
  const project = await readProject(cwd, options);
  const generation = await withProgress((progress) => generate(project, progress), options);
  const { root } = project;
  const { diagnostics, plan } = generation;
  if (plan === undefined || hasErrors(diagnostics)) return { exitCode: 1, root, diagnostics };
  const result: CheckResult = {
    stale: [
      ...plan.write.map(({ output, reason }) => ({ file: output.path, reason })),
      ...plan.remove.map((file) => ({ file, reason: "orphaned" as const })),
    ],
    current: plan.unchanged,
  };
  if (isCurrent(plan)) {
    const remarks = [`${plural(plan.unchanged.length, "module")} current`];
    return { exitCode: 0, root, diagnostics, remarks, result };
  }
  const words = { missing: "missing", outdated: "outdated", orphaned: "its schema is gone" };
  return {
    exitCode: 1,
    root,
    diagnostics,
    output: result.stale.map(({ file, reason }) => `${file}: ${words[reason]}\n`).join(""),
    remarks: ["The generated modules are not current; run `structview generate`."],
    result,
  };
}
