/**
 * The pipeline on files, again and again: each run compiles only the schemas whose contents differ from
 * those of the last run, or that depend on something that differs, and formats only the texts that
 * differ. What has changed is told by contents alone, so nobody has to say what was edited.
 */
import path from "node:path";
import type { Output } from "./compile.js";
import { hasErrors } from "./compile.js";
import { compileFiles, findUsableSchemas, inputsOf, shownOf } from "./compile-files.js";
import type { Progress } from "./compile-files.js";
import type { Project } from "./config.js";
import { Contents } from "./contents.js";
import type { Diagnostic } from "./diagnostics.js";
import { configurationsOf } from "./format-configuration.js";
import { findDependencies } from "./load-dependencies.js";
import { checkRuntime } from "./runtime-version.js";
import { planWrites } from "./write.js";
import type { WritePlan } from "./write.js";

/** What a run of the pipeline found, and what it would write if there is no error. */
export interface Generation {
  readonly diagnostics: readonly Diagnostic[];
  readonly plan: WritePlan | undefined;
  /** Number of schema files. */
  readonly schemaCount: number;
  /** The schemas and all that they depend on: paths from the root of the project. */
  readonly inputs: readonly string[];
  /** The files that say how modules are laid out in lines: absolute paths. */
  readonly configurations: readonly string[];
  /** The schemas that were compiled in this run: paths from the root of the project. */
  readonly compiled: readonly string[];
}

/** What is kept of a schema that compiled. */
interface Compiled {
  /** The contents that it was made of: its own, and those of all that is compiled with it. */
  readonly key: string;
  /** Files that it depends on, paths from the root of the project, and the contents that tell so. */
  readonly dependencies: readonly string[];
  readonly dependenciesKey: string;
  /** Warnings about it. */
  readonly diagnostics: readonly Diagnostic[];
  /** Its module before it is formatted, if it has one. */
  readonly output: Output | undefined;
}

/** Runs the pipeline over the schemas of a project, and does not do again what it has done. */
export class Rebuilder {
  readonly #project: Project;
  #compiled: ReadonlyMap<string, Compiled> = new Map();
  /** Formatted texts by style, path and text. */
  #formatted: ReadonlyMap<string, string> = new Map();

  constructor(project: Project) {
    this.#project = project;
  }

  /** Returns what there is to write, and which schemas had to be compiled to know that. */
  async generate(progress: Progress): Promise<Generation> {
    const project = this.#project;
    const { value: found, diagnostics } = await findUsableSchemas(project, progress);
    const { files } = found;
    const schemaCount = files.length;
    const configurations = configurationsOf(path.resolve(project.root, project.out));
    const stopped = { plan: undefined, schemaCount, configurations };
    if (hasErrors(diagnostics)) return { ...stopped, diagnostics, inputs: files, compiled: [] };

    const contents = new Contents(project.root);
    const dependencies = await this.#findDependencies(files, contents);
    const inputs = [...new Set([...files, ...[...dependencies.values()].flat()])].sort();
    const keys = new Map<string, string>();
    for (const file of files) {
      keys.set(file, await contents.keyOf(inputsOf([file], dependencies)));
    }
    const changed = files.filter((file) => this.#compiled.get(file)?.key !== keys.get(file));

    const needed = inputsOf(changed, dependencies);
    const compilation =
      changed.length === 0
        ? { outputs: [], diagnostics: [] }
        : await compileFiles(
            files.filter((file) => needed.has(file)),
            found,
            project,
            progress,
            dependencies,
          );
    if (hasErrors(compilation.diagnostics)) {
      // What is kept is of the last contents that compiled; all that was compiled now is so again.
      const current = new Set(files.filter((file) => !changed.includes(file)));
      this.#compiled = new Map([...this.#compiled].filter(([file]) => current.has(file)));
      const kept = [...this.#compiled.values()].flatMap((each) => each.diagnostics);
      const all = shownOf([...compilation.diagnostics, ...kept], project);
      return { ...stopped, diagnostics: all, inputs, compiled: changed };
    }

    const compiled = new Map<string, Compiled>();
    for (const file of files) {
      const known = changed.includes(file) ? undefined : this.#compiled.get(file);
      const found = dependencies.get(file) ?? [];
      compiled.set(
        file,
        known ?? {
          key: keys.get(file) ?? "",
          dependencies: found,
          dependenciesKey: await contents.keyOf([file, ...found]),
          diagnostics: compilation.diagnostics.filter(({ span }) => span?.file === file),
          output: compilation.outputs.find((output) => output.file === file),
        },
      );
    }
    this.#compiled = compiled;

    const outputs = [...compiled.values()].flatMap(({ output }) => output ?? []);
    const style = await contents.keyOf(configurations);
    const planned = await planWrites(await this.#format(outputs, style, progress), project);
    const warnings = [...compiled.values()].flatMap((each) => each.diagnostics);
    const runtime = outputs.some(({ text }) => text.includes('"@structview/runtime"'))
      ? checkRuntime(path.resolve(project.root, project.out))
      : [];
    const all = shownOf([...warnings, ...planned.diagnostics, ...runtime], project);
    return {
      diagnostics: all,
      plan: planned.value,
      schemaCount,
      inputs,
      configurations,
      compiled: changed,
    };
  }

  /** Finds what schemas depend on; what is known of those that have not changed is not found again. */
  async #findDependencies(
    files: readonly string[],
    contents: Contents,
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const { root } = this.#project;
    const dependencies = new Map<string, readonly string[]>();
    const unknown: string[] = [];
    for (const file of files) {
      const known = this.#compiled.get(file);
      const key =
        known === undefined ? undefined : await contents.keyOf([file, ...known.dependencies]);
      if (known === undefined || known.dependenciesKey !== key) unknown.push(file);
      else dependencies.set(file, known.dependencies);
    }
    const sources = await Promise.all(
      unknown.map(async (file) => {
        const text = (await contents.textOf(file)) ?? "";
        return { file, absolutePath: path.resolve(root, file), text };
      }),
    );
    for (const [file, found] of await findDependencies(sources, root)) {
      dependencies.set(file, found);
    }
    return dependencies;
  }

  /** Formats outputs; `style` is another one where they are to be laid out in another way. */
  async #format(
    outputs: readonly Output[],
    style: string,
    progress: Progress,
  ): Promise<readonly Output[]> {
    const texts = new Map<string, string>();
    const formatted: Output[] = [];
    for (const output of outputs) {
      const key = `${style}\n${output.path}\n${output.text}`;
      let text = this.#formatted.get(key);
      if (text === undefined) {
        progress(`formatting ${output.path}`);
        // What formats is loaded only when there is something to format.
        const { format } = await import("./format.js");
        text = await format(output.text, path.resolve(this.#project.root, output.path));
      }
      texts.set(key, text);
      formatted.push({ ...output, text });
    }
    this.#formatted = texts;
    return formatted;
  }
}
