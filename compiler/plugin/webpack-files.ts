/** The generated modules of a project before each compilation of webpack or rspack. */
import { SchemaError } from "./failure.js";
import type { FilesState, ProjectFiles } from "./files.js";

/** What webpack and rspack have in common. */
interface Compiler {
  readonly hooks: {
    readonly beforeCompile: { tapPromise(name: string, work: () => Promise<void>): void };
    readonly thisCompilation: { tap(name: string, work: (made: Compilation) => void): void };
  };
}

interface Compilation {
  readonly fileDependencies: { add(file: string): void };
  readonly contextDependencies: { add(folder: string): void };
  readonly errors: { push(error: Error): unknown };
  readonly warnings: { push(error: Error): unknown };
}

/** Keeps the generated modules current: before the compiler looks for the first module. */
export function keepWhileCompiling(compiler: Compiler, files: ProjectFiles): void {
  const name = "structview";
  let state: FilesState | undefined;
  compiler.hooks.beforeCompile.tapPromise(name, async () => {
    state = await files.update();
  });
  compiler.hooks.thisCompilation.tap(name, (compilation) => {
    const { fileDependencies, contextDependencies, errors, warnings } = compilation;
    for (const file of state?.inputs ?? []) fileDependencies.add(file);
    for (const folder of state?.folders ?? []) contextDependencies.add(folder);
    // An error that is thrown would end the watch.
    if (state?.failure !== undefined) errors.push(new SchemaError(state.failure, true));
    if (state?.warnings !== undefined) warnings.push(new SchemaError(state.warnings, true));
  });
}
