import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Project, ProjectOptions } from "../config.js";
import { foldersOfSchemas } from "../find-schemas.js";
import { findDependencies } from "../load-dependencies.js";
import type { Outcome } from "../outcome.js";
import { configurationNames } from "../format-configuration.js";
import { withProgress } from "../progress.js";
import { configNames, readProject } from "../read-config.js";
import { Rebuilder } from "../rebuild.js";
import { plural } from "../report.js";
import { UsageError } from "../usage-error.js";
import { isWithin, watchFiles } from "../watch.js";
import type { FileWatcher } from "../watch.js";
import { isCurrent } from "../write.js";
import { writeGeneration } from "./generate.js";

/** Told how each run of the pipeline ended, or what is wrong with the configuration. */
export interface WatchReport {
  readonly finish: (outcome: Outcome) => void;
  readonly fail: (error: string) => void;
}

type WatchCommandOptions = ProjectOptions & { readonly isSilent: boolean };

/**
 * `structview generate --watch`: generates, and again whenever a schema, a file that one depends on, or the
 * configuration changes, until the program is interrupted. Mistakes are reported, and it goes on.
 */
export async function watchCommand(
  cwd: string,
  options: WatchCommandOptions,
  report: WatchReport,
): Promise<void> {
  const changes = new Change();
  const stopped = new AbortController();
  const stop = (): void => {
    stopped.abort();
    changes.give();
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);

  const watch = new ProjectWatch(cwd, options, () => {
    changes.give();
  });
  while (!stopped.signal.aborted) {
    changes.clear();
    try {
      const outcome = await watch.run();
      if (outcome !== undefined) report.finish(outcome);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      report.fail(error.message);
    }
    if (!stopped.signal.aborted) await changes.given();
  }
  await watch.close();
  process.off("SIGINT", stop).off("SIGTERM", stop);
}

/** Something that one part of the program waits for and another one gives, however often. */
class Change {
  #give = (): void => {};
  #given = Promise.resolve();

  clear(): void {
    this.#given = new Promise((resolve) => {
      this.#give = resolve;
    });
  }

  give(): void {
    this.#give();
  }

  async given(): Promise<void> {
    return this.#given;
  }
}

/** A project that is configured, generated and watched. */
class ProjectWatch {
  readonly #cwd: string;
  readonly #options: WatchCommandOptions;
  readonly #onChange: () => void;
  /** Watches schemas, what they depend on, and what the configuration imports. */
  #files: FileWatcher | undefined;
  /** Watches folders without what is in theirs: a configuration may come, and a folder of schemas. */
  #folders: FileWatcher | undefined;
  #project: Project | undefined;
  #rebuilder: Rebuilder | undefined;
  #isConfigStale = true;
  /** Whether the configuration had a mistake when it was last read. */
  #isConfigBroken = false;
  #configImports: ReadonlySet<string> = new Set();
  #outputFolders: readonly string[] = [];

  constructor(cwd: string, options: WatchCommandOptions, onChange: () => void) {
    this.#cwd = cwd;
    this.#options = options;
    this.#onChange = onChange;
  }

  /** Generates; returns `undefined` where nothing has changed. Throws {@link UsageError}. */
  async run(): Promise<Outcome | undefined> {
    this.#folders ??= await this.#watchFolders();
    const { project, rebuilder, isNew } = await this.#configure(this.#folders);
    const schemaFolders = foldersOfSchemas(project);
    this.#folders.add(schemaFolders.map(nearestFolder));
    const existing = schemaFolders.filter((folder) => existsSync(folder));
    const isOutput = (file: string): boolean => isWithin(file, this.#outputFolders);
    this.#files ??= await watchFiles(existing, { isIgnored: isOutput }, (files) => {
      if ([...files].some((file) => this.#configImports.has(file))) this.#isConfigStale = true;
      this.#onChange();
    });
    this.#files.add([...existing, ...this.#configImports]);

    const generation = await withProgress(
      (progress) => rebuilder.generate(progress),
      this.#options,
    );
    this.#files.add(generation.inputs.map((file) => path.resolve(project.root, file)));
    this.#files.add(generation.configurations);
    this.#folders.add(foldersOfOutput(project).filter((folder) => existsSync(folder)));
    const { plan, compiled, schemaCount } = generation;
    const isIdle = compiled.length === 0 && plan !== undefined && isCurrent(plan);
    if (isIdle && !isNew) return undefined;
    const outcome = await writeGeneration(generation, project);
    const remark = `watching ${plural(schemaCount, "schema")}; Ctrl-C ends`;
    return { ...outcome, remarks: [...(outcome.remarks ?? []), remark] };
  }

  async close(): Promise<void> {
    await Promise.all([this.#files?.close(), this.#folders?.close()]);
  }

  async #watchFolders(): Promise<FileWatcher> {
    const { config } = this.#options;
    const folders = [
      this.#cwd,
      ...(config === undefined
        ? []
        : [nearestFolder(path.dirname(path.resolve(this.#cwd, config)))]),
    ];
    const names = new Set([...configNames, "package.json", path.basename(config ?? "")]);
    return watchFiles(folders, { depth: 0, isIgnored: () => false }, (files) => {
      const isConfig = [...files].some((file) => names.has(path.basename(file)));
      const isSchemaFolder = [...files].some((file) =>
        foldersAbove(this.#project).some((folder) => folder === file),
      );
      const isFormat = [...files].some((file) => configurationNames.includes(path.basename(file)));
      if (isConfig) this.#isConfigStale = true;
      if (isConfig || isSchemaFolder || isFormat) this.#onChange();
    });
  }

  /** Reads the configuration, if it may have changed. What was compiled is kept where it is the same. */
  async #configure(folders: FileWatcher): Promise<{
    readonly project: Project;
    readonly rebuilder: Rebuilder;
    readonly isNew: boolean;
  }> {
    if (this.#project !== undefined && this.#rebuilder !== undefined && !this.#isConfigStale) {
      return { project: this.#project, rebuilder: this.#rebuilder, isNew: false };
    }
    const wasBroken = this.#isConfigBroken;
    this.#isConfigStale = false;
    this.#isConfigBroken = true;
    const project = await readProject(this.#cwd, this.#options).catch((error: unknown) => {
      this.#isConfigStale = true;
      throw error;
    });
    this.#isConfigBroken = false;
    const isSame = JSON.stringify(project) === JSON.stringify(this.#project);
    const rebuilder =
      isSame && this.#rebuilder !== undefined ? this.#rebuilder : new Rebuilder(project);
    this.#project = project;
    this.#rebuilder = rebuilder;
    this.#outputFolders = [path.resolve(project.root, project.out)];
    folders.add([project.root]);
    this.#configImports = await importsOfConfig(project.configFile, project.root);
    return { project, rebuilder, isNew: !isSame || wasBroken };
  }
}

/** Returns the folder itself, or the nearest one above it that exists. */
function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(path.dirname(folder));
}

/** Returns the folder of the output, and those above it within the project: each may say how it is laid out. */
function foldersOfOutput({ root, out }: Project): readonly string[] {
  const folders = [root];
  for (
    let each = path.resolve(root, out);
    each.startsWith(root + path.sep);
    each = path.dirname(each)
  ) {
    folders.push(each);
  }
  return folders;
}

/** Returns the folders that schemas are looked for in, and those above them within the project. */
function foldersAbove(project: Project | undefined): readonly string[] {
  if (project === undefined) return [];
  return foldersOfSchemas(project).flatMap((folder) => {
    const folders = [folder];
    for (let each = folder; each.startsWith(project.root + path.sep); each = path.dirname(each)) {
      folders.push(path.dirname(each));
    }
    return folders;
  });
}

/** Returns the absolute paths of the files that a configuration imports. */
async function importsOfConfig(
  file: string | undefined,
  root: string,
): Promise<ReadonlySet<string>> {
  if (file === undefined || file.endsWith(".json")) return new Set();
  const source = { file, absolutePath: file, text: await readFile(file, "utf8") };
  const found = await findDependencies([source], root);
  return new Set((found.get(file) ?? []).map((each) => path.resolve(root, each)));
}
