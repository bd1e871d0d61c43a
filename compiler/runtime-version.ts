/**
 * Which `@structview/runtime` generated code needs, and which one it finds. Both packages are released
 * together under one version, and the runtime's exports only grow: it has to be as new as the compiler.
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { Diagnostic } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";

/** The package that generated code imports. */
export const runtime = "@structview/runtime";

/** Version of this package, and the oldest version of the runtime that its output works with. */
export function compilerVersion(): string {
  return versionIn(new URL(import.meta.resolve("structview/package.json")));
}

/** Returns the version of a package that modules in a folder import, if there is one. */
export function installedVersion(name: string, folder: string): string | undefined {
  try {
    const file = createRequire(path.join(folder, "module.js")).resolve(`${name}/package.json`);
    return versionIn(file);
  } catch {
    return undefined;
  }
}

/** Returns a warning if modules in a folder would find no runtime, or one that is too old. */
export function checkRuntime(folder: string): readonly Diagnostic[] {
  const installed = installedVersion(runtime, folder);
  const needed = compilerVersion();
  const command = installCommand(folder);
  if (installed === undefined) return [diagnose("runtime-missing", undefined, { command })];
  if (!isOlder(installed, needed)) return [];
  return [diagnose("runtime-outdated", undefined, { installed, needed, command })];
}

/**
 * Returns the command that installs a package of this project's version, for the package manager whose lock
 * file is nearest.
 */
export function installCommand(folder: string, name: string = runtime, flag = ""): string {
  const wanted = `${flag}${name}@^${compilerVersion()}`;
  for (let each = folder; ; each = path.dirname(each)) {
    for (const [lockFile, command] of lockFiles) {
      if (existsSync(path.join(each, lockFile))) return `${command} ${wanted}`;
    }
    if (path.dirname(each) === each) return `npm install ${wanted}`;
  }
}

const lockFiles = [
  ["package-lock.json", "npm install"],
  ["pnpm-lock.yaml", "pnpm add"],
  ["yarn.lock", "yarn add"],
  ["bun.lock", "bun add"],
  ["bun.lockb", "bun add"],
] as const;

/** Whether a version is older than another one; what follows a hyphen comes before the version itself. */
export function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((each) => {
    const [numbers = "", suffix] = each.split("+")[0]?.split(/-(.*)/s) ?? [];
    return { numbers: numbers.split(".").map(Number), isPrerelease: suffix !== undefined };
  });
  if (a === undefined || b === undefined) return false;
  for (let index = 0; index < 3; index++) {
    const difference = (a.numbers[index] ?? 0) - (b.numbers[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return a.isPrerelease && !b.isPrerelease;
}

function versionIn(file: string | URL): string {
  const content = JSON.parse(readFileSync(file, "utf8")) as { readonly version: string };
  return content.version;
}
