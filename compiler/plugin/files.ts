/** The generated modules of a project on disk, kept current while a bundler runs. */
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { writeGeneration } from "../commands/generate.js";
import { hasErrors } from "../compile.js";
import type { Project } from "../config.js";
import type { Diagnostic } from "../diagnostics.js";
import { foldersOfSchemas } from "../find-schemas.js";
import { configNames, readProject } from "../read-config.js";
import { Rebuilder } from "../rebuild.js";
import { UsageError } from "../usage-error.js";
import { isWithin } from "../watch.js";
import { failureOf } from "./failure.js";
import type { Failure } from "./failure.js";
import type { PluginOptions } from "./options.js";

/** How the generated modules are after they were brought up to date. */
export interface FilesState {
  /** Why they could not be. */
  readonly failure: Failure | undefined;
  readonly warnings: Failure | undefined;
  /** What was done, a line each. */
  readonly remarks: readonly string[];
  /**
   * All that they are made of: schemas, what these depend on, the configuration, and what says how they are
   * laid out. Absolute paths.
   */
  readonly inputs: readonly string[];
  /** Folders that hold schemas, and nothing that is written: what comes into them may be one. */
  readonly folders: readonly string[];
  /** The configuration, if it could be read. */
  readonly project: Project | undefined;
}

/** Keeps the generated modules of a project current. */
export class ProjectFiles {
  readonly #folder: string;
  readonly #options: PluginOptions;
  #rebuilder: { readonly key: string; readonly rebuilder: Rebuilder } | undefined;
  #latest: Promise<FilesState | undefined> = Promise.resolve(undefined);

  /** The configuration is looked for in `folder` and above. */
  constructor(folder: string, options: PluginOptions) {
    this.#folder = folder;
    this.#options = options;
  }

  /** Writes the modules that differ from what is on disk. Calls at the same time follow one another. */
  async update(): Promise<FilesState> {
    const previous = this.#latest;
    const result = (async () => {
      await previous;
      return this.#update();
    })();
    this.#latest = result.catch(() => undefined);
    return result;
  }

  /** What the last update ends with; `undefined` if there was none. */
  get latest(): Promise<FilesState | undefined> {
    return this.#latest;
  }

  async #update(): Promise<FilesState> {
    let project: Project | undefined;
    try {
      project = await readProject(this.#folder, { config: this.#options.config, schemas: [] });
      return await this.#generate(project);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      const report = `structview: ${error.message}`;
      const inputs = project === undefined ? this.#possibleConfigs() : configOf(project);
      const failure = { report, message: report };
      return { failure, warnings: undefined, remarks: [], inputs, folders: [], project };
    }
  }

  async #generate(project: Project): Promise<FilesState> {
    const key = JSON.stringify(project);
    const rebuilder =
      this.#rebuilder?.key === key ? this.#rebuilder.rebuilder : new Rebuilder(project);
    this.#rebuilder = { key, rebuilder };
    const generation = await rebuilder.generate(() => {});
    const { root } = project;
    const inputs = [
      ...generation.inputs.map((file) => path.resolve(root, file)),
      ...configOf(project),
      ...generation.configurations,
    ];
    const folders = pureFolders(project);
    const none = { failure: undefined, warnings: undefined, remarks: [], inputs, folders, project };
    if (generation.schemaCount === 0 && this.#options.files !== true) return none;
    const { exitCode, diagnostics = [], remarks = [] } = await writeGeneration(generation, project);
    if (exitCode !== 0) {
      const errors = diagnostics.filter(({ severity }) => severity === "error");
      return { ...none, failure: failureOf(errors, root) };
    }
    return { ...none, warnings: warningsOf(diagnostics, root), remarks: remarks.slice(0, -1) };
  }

  /** The files that may hold a configuration that cannot be read. */
  #possibleConfigs(): readonly string[] {
    const { config } = this.#options;
    if (config !== undefined) return [path.resolve(this.#folder, config)];
    const found: string[] = [];
    for (let folder = this.#folder; ; folder = path.dirname(folder)) {
      found.push(...[...configNames, "package.json"].map((name) => path.join(folder, name)));
      if (path.dirname(folder) === folder) return found.filter((file) => existsSync(file));
    }
  }
}

/** Returns warnings as text, or `undefined` if there are none. */
export function warningsOf(diagnostics: readonly Diagnostic[], root: string): Failure | undefined {
  return diagnostics.length === 0 || hasErrors(diagnostics)
    ? undefined
    : failureOf(diagnostics, root);
}

/** Returns the folders of schemas that neither the modules are in, nor, most likely, what a bundler writes. */
function pureFolders(project: Project): readonly string[] {
  const { root } = project;
  const out = path.resolve(root, project.out);
  return foldersOfSchemas(project).filter(
    (folder) =>
      !isWithin(out, [folder]) &&
      !isWithin(root, [folder]) &&
      existsSync(folder) &&
      statSync(folder).isDirectory(),
  );
}

function configOf({ configFile }: Project): readonly string[] {
  return configFile === undefined ? [] : [configFile];
}
