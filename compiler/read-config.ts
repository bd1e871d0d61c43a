/**
 * Finds and reads the configuration: `structview.config.ts` (or `.mts`, `.js`, `.mjs`, `.json`), or the
 * key `structview` of `package.json`, in this folder or the nearest one above it that has either.
 */
import { existsSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { createJiti } from "jiti";
import { defineConfig } from "./config.js";
import type { Config, Project, ProjectOptions } from "./config.js";
import { guard, placeIn } from "./load-guard.js";
import { parseConfig } from "./parse-config.js";
import { pathFromRoot, withSlashes } from "./platform-paths.js";
import { reasonOf } from "./system-error.js";
import { UsageError } from "./usage-error.js";

/** Names of the files that a configuration can be in, the first that is there counts. */
export const configNames: readonly string[] = ["ts", "mts", "js", "mjs", "json"].map(
  (extension) => `structview.config.${extension}`,
);
const defaultSchemas = "schemas/**/*.{ts,mts,json}";
const defaultOut = "generated";

/** Reads the configuration that applies in the folder `cwd`. Throws {@link UsageError}. */
export async function readProject(cwd: string, options: ProjectOptions): Promise<Project> {
  const found = await findConfig(cwd, options.config);
  const root = found?.folder ?? cwd;
  const config = found?.config ?? {};
  const fromRoot = (relative: string): string => pathFromRoot(root, path.resolve(cwd, relative));
  const configured = typeof config.schemas === "string" ? [config.schemas] : config.schemas;
  return {
    root,
    schemas:
      options.schemas.length > 0
        ? options.schemas.map(fromRoot)
        : (configured?.map((pattern) => withSlashes(pattern)) ?? [defaultSchemas]),
    out:
      options.out === undefined
        ? path.posix.normalize(withSlashes(config.out ?? defaultOut))
        : fromRoot(options.out),
    silence: config.silence ?? [],
    methods: config.methods,
    configFile: found?.file,
    isWhole: options.schemas.length === 0,
  };
}

interface FoundConfig {
  readonly file: string;
  readonly folder: string;
  readonly config: Config;
}

async function findConfig(
  cwd: string,
  named: string | undefined,
): Promise<FoundConfig | undefined> {
  if (named !== undefined) {
    const file = path.resolve(cwd, named);
    if (!existsSync(file)) throw new UsageError(`there is no configuration file ${named}`);
    if (statSync(file).isDirectory()) {
      throw new UsageError(`${named} is a folder; name a configuration file`);
    }
    return { file, folder: path.dirname(file), config: await loadConfig(file) };
  }
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    for (const name of configNames) {
      const file = path.join(folder, name);
      if (existsSync(file)) return { file, folder, config: await loadConfig(file) };
    }
    const file = path.join(folder, "package.json");
    const config = await configOfPackage(file);
    if (config !== undefined) return { file, folder, config };
    if (path.dirname(folder) === folder) return undefined;
  }
}

async function loadConfig(file: string): Promise<Config> {
  if (path.basename(file) === "package.json") return (await configOfPackage(file)) ?? {};
  if (file.endsWith(".json")) return parseConfig(await readJson(file), path.basename(file));
  const jiti = createJiti(import.meta.url, {
    fsCache: false,
    // It is read again when it changes while it is watched.
    moduleCache: false,
    virtualModules: { structview: { defineConfig }, "structview/config": { defineConfig } },
  });
  let module: object;
  try {
    module = await guard(
      async () => jiti.import<object>(file),
      () => [file],
    );
  } catch (error) {
    const name = path.basename(file);
    const place = placeIn(file, error) ?? "";
    const reason = reasonOf(error)
      .replace(/^ParseError: /, "syntax error: ")
      .trim();
    throw new UsageError(`${name}${place} cannot be loaded: ${reason}`);
  }
  if (!("default" in module)) {
    const remedy = "write export default defineConfig({ ... })";
    throw new UsageError(`${path.basename(file)}: it has no default export; ${remedy}`);
  }
  const config = module.default;
  return parseConfig(config, path.basename(file));
}

async function configOfPackage(file: string): Promise<Config | undefined> {
  if (!existsSync(file)) return undefined;
  const content = await readJson(file);
  if (typeof content !== "object" || content === null || !("structview" in content)) {
    return undefined;
  }
  return parseConfig(content.structview, `"structview" in ${path.basename(file)}`);
}

async function readJson(file: string): Promise<unknown> {
  const name = path.basename(file);
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new UsageError(`${name} cannot be read: ${reasonOf(error)}`);
  });
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const { findJsonMistake } = await import("./load-json.js");
    const mistake = findJsonMistake(text.replace(/^\uFEFF/, ""));
    const place = mistake === undefined ? name : `${name}:${mistake.line}:${mistake.column}`;
    throw new UsageError(`${place} is no JSON: ${mistake?.reason ?? reasonOf(error)}`);
  }
}
