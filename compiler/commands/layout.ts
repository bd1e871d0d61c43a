import { chooseLayouts } from "../choose-layouts.js";
import { hasErrors } from "../compile.js";
import { compileProject } from "../compile-files.js";
import type { ProjectOptions } from "../config.js";
import { describeLayout } from "../emit-layout/described.js";
import type { LayoutFormat, LayoutResult } from "../emit-layout/formats.js";
import { layoutWriters } from "../emit-layout/formats.js";
import type { Outcome } from "../outcome.js";
import { withProgress } from "../progress.js";
import { readProject } from "../read-config.js";

/** `structview layout`: prints the layouts of the structs that are named, or of all. */
export async function layoutCommand(
  cwd: string,
  options: ProjectOptions & {
    readonly structs: readonly string[];
    readonly format: LayoutFormat;
    readonly isSilent: boolean;
  },
): Promise<Outcome> {
  const project = await readProject(cwd, options);
  const { diagnostics, layouts } = await withProgress(
    (progress) => compileProject(project, progress),
    options,
  );
  const { root } = project;
  if (hasErrors(diagnostics)) return { exitCode: 1, root, diagnostics };
  const result: LayoutResult = {
    layouts: chooseLayouts(layouts, options.structs).map(describeLayout),
  };
  const output = layoutWriters[options.format](result.layouts);
  return { exitCode: 0, root, diagnostics, output, result };
}
