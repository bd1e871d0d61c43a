/** The configuration: what users write, and what the stages see of it. Reading it is `read-config.ts`. */
import type { DiagnosticCode } from "./diagnostics.js";
import type { MethodGroup } from "./methods.js";

/** What a configuration file may say. */
export interface Config {
  /** Schema files: paths and globs from the folder of the configuration. */
  readonly schemas?: string | readonly string[];
  /** Folder of the generated files, from the folder of the configuration. */
  readonly out?: string;
  /** Codes of warnings that are not shown. */
  readonly silence?: readonly DiagnosticCode[];
  /** What generated classes hold beside accessors, `view` and `viewAt`. Default: everything. */
  readonly methods?: readonly MethodGroup[];
}

/** A configuration with all that it leaves open filled in. */
export interface Project {
  /** Absolute path of the folder that all other paths start from. */
  readonly root: string;
  readonly schemas: readonly string[];
  readonly out: string;
  readonly silence: readonly DiagnosticCode[];
  /** What generated classes hold; `undefined` is everything. */
  readonly methods: readonly MethodGroup[] | undefined;
  /** Absolute path of the file that the configuration is in, if there is one. */
  readonly configFile: string | undefined;
  /** Whether `schemas` are all of the project, and not some that were named in the call. */
  readonly isWhole: boolean;
}

/** What a command may say beside the configuration. */
export interface ProjectOptions {
  readonly config?: string | undefined;
  readonly out?: string | undefined;
  /** Paths and globs from the current folder, instead of those of the configuration. */
  readonly schemas: readonly string[];
}

/** Returns its argument: gives a configuration in TypeScript its type. */
export function defineConfig(config: Config): Config {
  return config;
}
