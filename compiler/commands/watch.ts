import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Project, ProjectOptions } from "../config.js";
import { foldersOfSchemas } from "../find-schemas.js";
import { findDependencies } from "../load-dependencies.js";
import type { Outcome } from "../outcome.js";
import { withProgress } from "../progress.js";
import { configNames, readProject } from "../read-config.js";
import { Rebuilder } from "../rebuild.js";
import { plural } from "../report.js";
import { UsageError } from "../usage-error.js";
import { isWithin, watchFiles } from "../watch.js";
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
  const changes = new Signal();
  let isStopped = false;
  const stop = (): void => {
    isStopped = true;
    changes.give();
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);

  const watch = new ProjectWatch(cwd, options, () => {
    changes.give();
  });
  while (!isStopped) {
    changes.clear();
    try {
      const outcome = await watch.run();
      if (outcome !== undefined) report.finish(outcome);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      report.fail(error.message);
    }
    if (!isStopped) await changes.given();
  }
  await watch.close();
  process.off("SIGINT", stop).off("SIGTERM", stop);
}

/** Something that one part of the program waits for and another one gives, however often. */
class Signal {
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
  /** Watches schemas, what they depend on, and what the configuration imports. */
  readonly #files;
  /** Watches the folders that a configuration can be in, for a new one too. */
  readonly #configs;
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
    const isOutput = (file: string): boolean => isWithin(file, this.#outputFolders);
    this.#files = watchFiles({ isIgnored: isOutput }, (files) => {
      if ([...files].some((file) => this.#configImports.has(file))) this.#isConfigStale = true;
      onChange();
    });
    this.#configs = watchFiles({ depth: 0, isIgnored: () => false }, (files) => {
      const names = new Set([...configNames, "package.json", path.basename(options.config ?? "")]);
      if (![...files].some((file) => names.has(path.basename(file)))) return;
      this.#isConfigStale = true;
      onChange();
    });
    this.#configs.add([cwd]);
    if (options.config !== undefined) {
      this.#configs.add([path.dirname(path.resolve(cwd, options.config))]);
    }
  }

  /** Generates; returns `undefined` where nothing has changed. Throws {@link UsageError}. */
  async run(): Promise<Outcome | undefined> {
    const { project, rebuilder, isNew } = await this.#configure();
    const generation = await withProgress(
      (progress) => rebuilder.generate(progress),
      this.#options,
    );
    this.#files.add(generation.inputs.map((file) => path.resolve(project.root, file)));
    const { plan, compiled, schemaCount } = generation;
    const isIdle = compiled.length === 0 && plan !== undefined && isCurrent(plan);
    if (isIdle && !isNew) return undefined;
    const outcome = await writeGeneration(generation, project);
    const remark = `watching ${plural(schemaCount, "schema")}; Ctrl-C ends`;
    return { ...outcome, remarks: [...(outcome.remarks ?? []), remark] };
  }

  async close(): Promise<void> {
    await Promise.all([this.#files.close(), this.#configs.close()]);
  }

  /** Reads the configuration, if it may have changed. What was compiled is kept where it is the same. */
  async #configure(): Promise<{
    readonly project: Project;
    readonly rebuilder: Rebuilder;
    readonly isNew: boolean;
  }> {
    if (this.#project !== undefined && this.#rebuilder !== undefined && !this.#isConfigStale) {
      return { project: this.#project, rebuilder: this.#rebuilder, isNew: false };
    }
    const wasBroken = this.#isConfigBroken;
    this.#isConfigBroken = true;
    const project = await readProject(this.#cwd, this.#options);
    this.#isConfigBroken = false;
    const isSame = JSON.stringify(project) === JSON.stringify(this.#project);
    const rebuilder =
      isSame && this.#rebuilder !== undefined ? this.#rebuilder : new Rebuilder(project);
    this.#project = project;
    this.#rebuilder = rebuilder;
    this.#isConfigStale = false;
    const { root, configFile } = project;
    this.#outputFolders = [path.resolve(root, project.out)];
    this.#configs.add([root]);
    this.#configImports = await importsOfConfig(configFile, root);
    this.#files.add([...foldersOfSchemas(project), ...this.#configImports]);
    return { project, rebuilder, isNew: !isSame || wasBroken };
  }
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
