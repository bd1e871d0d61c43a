/** Other versions of Node: the npm package `node`, in a cache folder. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const cache = fileURLToPath(new URL("../../node_modules/.cache/structview-bench", import.meta.url));

/**
 * Returns the path of a Node of the major version `major`; of this process without one. Installs it
 * if it is not in the cache. Throws if it cannot be installed.
 */
export function nodeOf(major: string | undefined): string {
  if (major === undefined || process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const folder = path.join(cache, `node-${major}`);
  const file = path.join(folder, "node_modules", "node", "bin", "node");
  if (!existsSync(file)) {
    console.error(`installing Node ${major} ...`);
    mkdirSync(folder, { recursive: true });
    npm(["install", "--prefix", folder, "--no-audit", "--no-fund", `node@${major}`]);
  }
  if (!existsSync(file)) throw new Error(`npm has installed no Node ${major} at ${file}`);
  return file;
}

/** Runs npm. Throws if it fails. */
export function npm(args: readonly string[]): void {
  const { status, stderr } = spawnSync("npm", args, {
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`npm ${args.join(" ")} has failed: ${stderr}`);
}
