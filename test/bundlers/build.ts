/** Builds a project with each bundler, as its own documentation says, into `dist/main.js`. */
import { spawn } from "node:child_process";
import { cp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { rspack } from "@rspack/core";
import type { RspackOptions } from "@rspack/core";
import { build as esbuild, context as esbuildContext, transform } from "esbuild";
import type { BuildOptions, Plugin as EsbuildPlugin } from "esbuild";
import { rolldown, watch as watchWithRolldown } from "rolldown";
import type { InputOptions } from "rolldown";
import { rollup, watch as watchWithRollup } from "rollup";
import type { Plugin, RollupOptions } from "rollup";
import structviewEsbuild from "structview/esbuild";
import structviewRolldown from "structview/rolldown";
import structviewRollup from "structview/rollup";
import structviewRspack from "structview/rspack";
import type { PluginOptions } from "structview/vite";
import structviewVite from "structview/vite";
import structviewWebpack from "structview/webpack";
import { build as vite } from "vite";
import type { BuildEnvironmentOptions, InlineConfig } from "vite";
import webpack from "webpack";
import type { Configuration as WebpackOptions } from "webpack";
import { repository, run } from "../cli/project.js";
import type { Project } from "../cli/project.js";

/** What is built. */
export interface Build {
  readonly project: Project;
  /** The module that it begins with, from the root of the project. */
  readonly entry: string;
  readonly options?: PluginOptions;
}

/** Builds; throws what the bundler reports. */
type Builder = (build: Build) => Promise<void>;

/** The builders by the name of their bundler. */
export const builders: Readonly<Record<string, Builder>> = {
  async vite(given) {
    await vite({ ...viteOptions(given), build: viteBuild(given) });
  },

  async rollup(given) {
    const { output, ...options } = rollupOptions(given);
    const bundle = await rollup(options);
    await bundle.write(output);
    await bundle.close();
  },

  async rolldown(given) {
    const { output, ...options } = rolldownOptions(given);
    const bundle = await rolldown(options);
    await bundle.write(output);
    await bundle.close();
  },

  async webpack(given) {
    await runCompiler(webpack(webpackOptions(given)));
  },

  async rspack(given) {
    await runCompiler(rspack(rspackOptions(given)));
  },

  async esbuild(given) {
    await esbuild(esbuildOptions(given));
  },

  async farm(given) {
    await copyRuntime(given.project);
    const script = `${farmScript("build", "production", given)}process.exit(0);\n`;
    await runScript(given.project, process.execPath, script);
  },

  async bun({ project, entry, options = {} }) {
    await runScript(
      project,
      path.join(repository, "node_modules/bun/bin/bun.exe"),
      `import structview from "structview/bun";
const { success, logs } = await Bun.build({
  entrypoints: [${JSON.stringify(project.pathOf(entry))}],
  outdir: ${JSON.stringify(project.pathOf("dist"))},
  target: "node",
  sourcemap: "linked",
  throw: false,
  plugins: [structview(${literal({ root: project.root, ...options })})],
});
for (const log of logs) console.error(log.message ?? log);
if (!success) process.exit(1);
`,
    );
  },
};

/**
 * Watches a project and builds it again and again, until what is returned is called. `fail` is called
 * with what a build reports that stops at mistakes.
 */
type Watcher = (build: Build, fail: (report: string) => void) => Promise<() => Promise<void>>;

/** The watchers by the name of their bundler. Mistakes are left for the next build to mend. */
export const watchers: Readonly<Record<string, Watcher>> = {
  async rollup(given, fail) {
    const watcher = watchWithRollup(rollupOptions(given));
    watcher.on("event", (event) => {
      if (event.code === "ERROR") fail(String(event.error));
      if ("result" in event) void event.result?.close();
    });
    return async () => watcher.close();
  },

  async rolldown(given, fail) {
    const watcher = watchWithRolldown(rolldownOptions(given));
    watcher.on("event", (event) => {
      if (event.code === "ERROR") fail(String(event.error));
      if ("result" in event) void event.result.close();
    });
    return async () => watcher.close();
  },

  async webpack(given, fail) {
    return watchWithCompiler(webpack(webpackOptions(given)), fail);
  },

  async rspack(given, fail) {
    return watchWithCompiler(rspack(rspackOptions(given)), fail);
  },

  async esbuild(given, fail) {
    const { plugins = [], ...options } = esbuildOptions(given);
    const listen: EsbuildPlugin = {
      name: "listen",
      setup({ onEnd }) {
        onEnd(({ errors }) => {
          if (errors.length > 0) fail(errors.map(({ text }) => text).join("\n"));
        });
      },
    };
    const context = await esbuildContext({ ...options, plugins: [...plugins, listen] });
    await context.watch();
    return async () => context.dispose();
  },

  async vite(given, fail) {
    const watcher = await vite({
      ...viteOptions(given),
      build: { ...viteBuild(given), watch: {} },
    });
    if (!("on" in watcher)) throw new Error("vite does not watch");
    watcher.on("event", (event) => {
      if (event.code === "ERROR") fail(String(event.error));
      if ("result" in event) void event.result.close();
    });
    return async () => watcher.close();
  },

  async farm(given, fail) {
    const { project } = given;
    await copyRuntime(project);
    await project.write({ "watch.mjs": farmScript("watch", "development", given) });
    const child = spawn(process.execPath, ["watch.mjs"], { cwd: project.root });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        fail(chunk.toString());
      });
    }
    return async () =>
      new Promise((resolve) => {
        child.on("close", () => {
          resolve();
        });
        child.kill();
      });
  },
};

function viteOptions({ project, options }: Build): InlineConfig {
  return {
    root: project.root,
    configFile: false,
    logLevel: "silent",
    plugins: [structviewVite(options)],
    ssr: { noExternal: true },
  };
}

function viteBuild({ entry }: Build): BuildEnvironmentOptions {
  return {
    ssr: entry,
    outDir: "dist",
    sourcemap: true,
    minify: false,
    rolldownOptions: { output: { entryFileNames: "main.js" } },
  };
}

function farmScript(verb: string, mode: string, { project, entry, options = {} }: Build): string {
  return `import { ${verb} } from ${JSON.stringify(import.meta.resolve("@farmfe/core"))};
import structview from "structview/farm";
await ${verb}({
  root: ${JSON.stringify(project.root)},
  configPath: undefined,
  compilation: {
    input: { main: "./${entry}" },
    output: { path: "dist", targetEnv: "node", format: "esm", entryFilename: "[entryName].js", filename: "[resourceName].js" },
    mode: "${mode}",
    minify: false,
    persistentCache: false,
    progress: false,
    presetEnv: false,
    lazyCompilation: false,
    external: ["^node:"],
  },
  plugins: [structview(${literal(options)})],
});
`;
}

function rollupOptions({ project, entry, options = {} }: Build): RollupOptions & RollupOutput {
  return {
    input: project.pathOf(entry),
    plugins: [structviewRollup({ root: project.root, ...options }), resolvePackages, eraseTypes],
    output: { file: project.pathOf("dist/main.js"), sourcemap: true },
  };
}

interface RollupOutput {
  readonly output: { readonly file: string; readonly sourcemap: boolean };
}

function rolldownOptions({ project, entry, options = {} }: Build): InputOptions & RollupOutput {
  return {
    input: project.pathOf(entry),
    cwd: project.root,
    logLevel: "silent",
    platform: "node",
    resolve: { extensionAlias },
    plugins: [structviewRolldown({ root: project.root, ...options })],
    output: { file: project.pathOf("dist/main.js"), sourcemap: true },
  };
}

function webpackOptions({ project, entry, options }: Build): WebpackOptions {
  return {
    ...commonOptions(project, entry),
    target: "node20",
    module: {
      rules: [
        {
          test: /(?<!\.layout)\.ts$/,
          loader: path.join(import.meta.dirname, "erase-types.cjs"),
        },
      ],
    },
    plugins: [structviewWebpack(options)],
  };
}

function rspackOptions({ project, entry, options }: Build): RspackOptions {
  return {
    ...commonOptions(project, entry),
    target: "node20",
    module: {
      rules: [
        {
          test: /\.ts$/,
          loader: "builtin:swc-loader",
          options: { jsc: { parser: { syntax: "typescript" }, target: "es2022" } },
        },
      ],
    },
    plugins: [structviewRspack(options)],
  };
}

const extensionAlias = { ".js": [".ts", ".js"] };

/** What webpack and rspack are told alike. */
function commonOptions(project: Project, entry: string) {
  return {
    context: project.root,
    entry: `./${entry}`,
    mode: "production" as const,
    devtool: "source-map" as const,
    optimization: { minimize: false },
    output: { path: project.pathOf("dist"), filename: "main.js" },
    resolve: { extensionAlias },
  };
}

function esbuildOptions({ project, entry, options }: Build): BuildOptions {
  return {
    absWorkingDir: project.root,
    entryPoints: [entry],
    outfile: "dist/main.js",
    bundle: true,
    format: "esm",
    platform: "node",
    sourcemap: true,
    logLevel: "silent",
    plugins: [structviewEsbuild(options)],
  };
}

/** Puts the runtime where a link to it is: farm finds no package behind one. */
export async function copyRuntime(project: Project): Promise<void> {
  await rm(project.pathOf("node_modules/@structview/runtime"));
  for (const part of ["package.json", "dist"]) {
    const to = project.pathOf(`node_modules/@structview/runtime/${part}`);
    await cp(path.join(repository, "runtime", part), to, { recursive: true });
  }
}

/** Runs what was built, and returns what it prints. */
export async function runBuilt(project: Project): Promise<string> {
  const { exitCode, output, errors } = await run(process.execPath, ["dist/main.js"], {
    cwd: project.root,
  });
  return exitCode === 0 ? output : `exit code ${exitCode}\n${output}${errors}`;
}

function literal(options: PluginOptions): string {
  const entries = Object.entries(options).map(
    ([key, value]) => `${key}: ${value instanceof RegExp ? String(value) : JSON.stringify(value)}`,
  );
  return `{ ${entries.join(", ")} }`;
}

/** Builds in a process of its own: with a program that is no Node, or that does not end. */
async function runScript(project: Project, command: string, text: string): Promise<void> {
  await project.write({ "build.mjs": text });
  const { exitCode, output, errors } = await run(command, ["build.mjs"], { cwd: project.root });
  if (exitCode !== 0) throw new Error(`exit code ${exitCode}\n${output}${errors}`);
}

interface Stats {
  hasErrors(): boolean;
  toString(options: typeof onlyErrors): string;
}

const onlyErrors = { all: false, errors: true };

interface Compiler {
  run(callback: (error: Error | null, stats?: Stats) => void): void;
  close(callback: () => void): void;
}

async function runCompiler(compiler: Compiler): Promise<void> {
  const failure = await new Promise<unknown>((resolve) => {
    compiler.run((error, stats) => {
      if (error !== null) resolve(error);
      else if (stats?.hasErrors() === true) {
        resolve(new Error(stats.toString(onlyErrors)));
      } else resolve(undefined);
    });
  });
  await new Promise<void>((resolve) => {
    compiler.close(resolve);
  });
  if (failure !== undefined) throw failure;
}

/** How webpack and rspack watch. */
interface WatchingCompiler {
  watch(options: object, callback: (error: Error | null, stats?: Stats) => void): unknown;
  close(callback: () => void): void;
}

function watchWithCompiler(
  compiler: WatchingCompiler,
  fail: (report: string) => void,
): () => Promise<void> {
  compiler.watch({ aggregateTimeout: 20 }, (error, stats) => {
    if (error !== null) fail(String(error));
    else if (stats?.hasErrors() === true) fail(stats.toString(onlyErrors));
  });
  return async () =>
    new Promise<void>((resolve) => {
      compiler.close(resolve);
    });
}

/** What users of rollup have as `@rollup/plugin-node-resolve`, and one for TypeScript. */
const resolvePackages: Plugin = {
  name: "resolve-packages",
  resolveId(source, importer) {
    if (source.startsWith("node:") || importer === undefined) return null;
    if (!/^[./]/.test(source)) return createRequire(importer).resolve(source);
    return null;
  },
};

const eraseTypes: Plugin = {
  name: "erase-types",
  async resolveId(source, importer) {
    if (!source.endsWith(".js")) return null;
    return this.resolve(source.replace(/\.js$/, ".ts"), importer, { skipSelf: true });
  },
  async transform(code, id) {
    if (!id.endsWith(".ts")) return null;
    return transform(code, { loader: "ts", sourcemap: true, target: "es2022" });
  },
};
