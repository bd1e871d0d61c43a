/**
 * The build plugin: one for all bundlers. It keeps the generated modules of a project current on disk, and
 * schemas that are imported yield their generated modules, with no file on disk.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { createUnplugin } from "unplugin";
import type {
  TransformResult,
  UnpluginBuildContext,
  UnpluginContext,
  UnpluginContextMeta,
  UnpluginInstance,
  UnpluginOptions,
} from "unplugin";
import { shownOf } from "../compile-files.js";
import { hasErrors } from "../compile.js";
import type { Project } from "../config.js";
import type { Diagnostic } from "../diagnostics.js";
import { withSlashes } from "../platform-paths.js";
import { readProject } from "../read-config.js";
import { updateForBun } from "./bun-files.js";
import { DirectCompiler } from "./direct.js";
import { watchInEsbuild } from "./esbuild-watch.js";
import { keepWhileWatching } from "./farm-watch.js";
import { SchemaError, failureOf } from "./failure.js";
import type { Failure } from "./failure.js";
import { ProjectFiles, warningsOf } from "./files.js";
import { defaultDirect } from "./options.js";
import type { PluginOptions } from "./options.js";
import { keepWhileCompiling } from "./webpack-files.js";
import { keepWhileServing, optimizedPackages } from "./vite-server.js";

type Framework = UnpluginContextMeta["framework"];
type Context = UnpluginBuildContext & UnpluginContext;

/** The plugin, by bundler. */
export const plugin: UnpluginInstance<PluginOptions | undefined, false> = createUnplugin(
  (options: PluginOptions | undefined = {}, meta) => {
    const work = new Work(options, meta);
    return {
      name: "structview",
      // Before what erases types: the schemas are read as they are written.
      enforce: "pre",
      ...(options.files === false ? {} : keptFiles(work)),
      ...(options.direct === false ? {} : directImports(work, options.direct ?? defaultDirect)),
      vite: {
        config({ root }, { command }) {
          work.startIn(root ?? process.cwd());
          work.keepsFiles = command === "serve";
          return options.direct === false ? {} : optimizedPackages(work.folder);
        },
        async configureServer(server) {
          if (options.files !== false) await keepWhileServing(server, work.files);
        },
      },
      webpack(compiler) {
        if (options.files !== false) keepWhileCompiling(compiler, work.files);
      },
      rspack(compiler) {
        if (options.files !== false) keepWhileCompiling(compiler, work.files);
      },
      farm: {
        configResolved({ root, compilation }) {
          if (root !== undefined) work.startIn(root);
          work.isWatched = compilation?.mode === "development";
        },
      },
      bun: {
        async setup(build) {
          if (options.files !== false) await updateForBun(build, work.files);
        },
      },
      esbuild: {
        ...(options.direct === false ? {} : esbuildFilters(options.direct ?? defaultDirect)),
        setup(build) {
          const { absWorkingDir } = build.initialOptions;
          if (absWorkingDir !== undefined) work.startIn(absWorkingDir);
          if (options.files !== false) watchInEsbuild(build, work.files);
        },
      },
    };
  },
);

/** What one use of the plugin works with: made when the bundler has said where it runs. */
class Work {
  readonly framework: Framework;
  readonly #options: PluginOptions;
  #folder: string;
  #files: ProjectFiles | undefined;
  #compiler: DirectCompiler | undefined;
  #project: Promise<Project | undefined> | undefined;

  constructor(options: PluginOptions, meta: UnpluginContextMeta) {
    this.framework = meta.framework;
    this.#options = options;
    // There a build looks for modules from the moment on that it starts.
    this.keepsFiles = ["webpack", "rspack", "bun"].includes(meta.framework);
    this.#folder = path.resolve(folderOf(meta), options.root ?? ".");
  }

  /** Whether the files are kept current in a way of the bundler's own. */
  keepsFiles: boolean;

  /** Whether it has to be found out without the bundler when schemas change. */
  isWatched = false;

  /** Folder that paths start from. */
  get folder(): string {
    return this.#folder;
  }

  get files(): ProjectFiles {
    return (this.#files ??= new ProjectFiles(this.#folder, this.#options));
  }

  get compiler(): DirectCompiler {
    const direct = this.#options.direct ?? defaultDirect;
    const isSchema = (file: string): boolean => direct !== false && direct.test(withSlashes(file));
    return (this.#compiler ??= new DirectCompiler(this.#folder, isSchema));
  }

  /** Returns diagnostics without the warnings that the configuration silences, if there is one. */
  async shownOf(diagnostics: readonly Diagnostic[]): Promise<readonly Diagnostic[]> {
    if (diagnostics.length === 0) return [];
    // What is wrong with the configuration is told where files are kept.
    const options = { config: this.#options.config, schemas: [] };
    this.#project ??= readProject(this.#folder, options).catch(() => undefined);
    const project = await this.#project;
    return project === undefined ? diagnostics : shownOf(diagnostics, project);
  }

  /** Takes over where the bundler runs. */
  startIn(folder: string): void {
    this.#folder = path.resolve(folder, this.#options.root ?? ".");
  }
}

function folderOf(meta: UnpluginContextMeta): string {
  if (meta.framework === "webpack") return meta.webpack.compiler.context;
  if (meta.framework === "rspack") return meta.rspack.compiler.context;
  return process.cwd();
}

/** Hooks that keep the generated modules current on disk. */
function keptFiles(work: Work): Pick<UnpluginOptions, "buildStart"> {
  return {
    async buildStart() {
      if (work.keepsFiles) return;
      const { failure, warnings, inputs, folders } = await work.files.update();
      // There esbuild knows no files to watch; `watchInEsbuild` tells it.
      if (work.framework !== "esbuild") {
        for (const each of [...inputs, ...folders]) this.addWatchFile(each);
      }
      if (warnings !== undefined) console.warn(warnings.report);
      if (work.isWatched) {
        work.isWatched = false;
        await keepWhileWatching(work.files);
      }
      if (failure !== undefined) throw new SchemaError(failure, isPlain(work.framework));
    },
  };
}

/** Hooks that make modules of the schemas whose absolute paths match `direct`. */
function directImports(
  work: Work,
  direct: RegExp,
): Pick<UnpluginOptions, "transform" | "resolveId" | "load"> {
  const make = async (context: Context, file: string): Promise<TransformResult> => {
    const { inputs, diagnostics, output } = await work.compiler.compile(path.normalize(file));
    for (const input of inputs) context.addWatchFile(input);
    const shown = await work.shownOf(diagnostics);
    const warnings = warningsOf(shown, work.folder);
    if (warnings !== undefined) context.warn(warnings.report);
    if (!hasErrors(diagnostics)) return output;
    return failModule(failureOf(diagnostics, work.folder), work.framework, context);
  };
  const isThere = (file: string): boolean => direct.test(withSlashes(file)) && existsSync(file);
  return {
    transform: {
      filter: { id: { include: direct, exclude: /\.json$/ } },
      async handler(_, id) {
        return make(this, id);
      },
    },
    resolveId: {
      filter: { id: /\.(?:json|m?js)$/ },
      handler(source, importer) {
        if (!path.isAbsolute(source) && !/^\.\.?\//.test(source)) return null;
        const file = path.resolve(path.dirname(importer ?? ""), source);
        // A bundler reads a `.json` in its own way: the module of such a schema has a name of its own.
        if (file.endsWith(".json")) return isThere(file) ? `${file}.js` : null;
        // TypeScript may have `x.js` imported where `x.ts` is meant, which not every bundler finds.
        const written = file.replace(/js$/, "ts");
        return !existsSync(file) && isThere(written) ? written : null;
      },
    },
    load: {
      filter: { id: /\.json\.js$/ },
      async handler(id) {
        const file = id.slice(0, -".js".length);
        return isThere(file) ? make(this, file) : null;
      },
    },
  };
}

/** esbuild asks a plugin only about the files that these match. It finds `x.ts` for `x.js` itself. */
function esbuildFilters(
  direct: RegExp,
): Pick<NonNullable<UnpluginOptions["esbuild"]>, "onResolveFilter" | "onLoadFilter"> {
  return {
    onResolveFilter: /\.json$/,
    onLoadFilter: new RegExp(`${direct.source}|\\.json\\.js$`, direct.flags),
  };
}

/** Ends the load of a module with a failure, in the way that keeps the bundler watching. */
function failModule(failure: Failure, framework: Framework, context: Context): TransformResult {
  // esbuild forgets what to watch when a plugin throws.
  if (framework !== "esbuild") throw new SchemaError(failure, isPlain(framework));
  context.error({ message: failure.report });
  return { code: "" };
}

/** Whether a bundler shows the message of an error and nothing else. */
function isPlain(framework: Framework): boolean {
  return !["vite", "rollup", "rolldown", "unloader"].includes(framework);
}
