/** The generated modules of a project before Bun looks for the first module. */
import { existsSync } from "node:fs";
import path from "node:path";
import { SchemaError } from "./failure.js";
import type { ProjectFiles } from "./files.js";

/** What is used of Bun's builder. */
interface Builder {
  onResolve(
    options: { readonly filter: RegExp },
    resolve: (given: { path: string; importer: string }) => { path: string } | undefined,
  ): void;
}

/**
 * Brings the generated modules up to date. Bun may remember a folder as it was before they were written,
 * so it is told where they are.
 */
export async function updateForBun(build: Builder, files: ProjectFiles): Promise<void> {
  const { failure, warnings, project } = await files.update();
  if (warnings !== undefined) console.warn(warnings.report);
  if (failure !== undefined) throw new SchemaError(failure, true);
  if (project === undefined) return;
  const folder = path.resolve(project.root, project.out) + path.sep;
  build.onResolve({ filter: /^\.\.?\// }, ({ path: specifier, importer }) => {
    const target = path.resolve(path.dirname(importer), specifier);
    if (!target.startsWith(folder)) return undefined;
    const names = [target, target.replace(/\.js$/, ".ts"), `${target}.ts`];
    const found = names.find((name) => /\.\w+$/.test(name) && existsSync(name));
    return found === undefined ? undefined : { path: found };
  });
}
