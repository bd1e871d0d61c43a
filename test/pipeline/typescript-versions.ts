/** Other versions of TypeScript than that of the repository, which are installed when they are asked for. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import { cache } from "./strict-project.js";

const run = promisify(execFile);

/** The versions that are tried: the oldest that is supported, and newer ones. */
export const typescriptVersions: readonly { readonly name: string; readonly version: number }[] = [
  { name: "5.4", version: 5.04 },
  { name: "5.9", version: 5.09 },
  { name: "6.0", version: 6 },
];

/** Returns the path of the compiler of a version. */
export async function installTypeScript(name: string): Promise<string> {
  const folder = path.join(cache, `typescript-${name}`);
  const tsc = path.join(folder, "node_modules/typescript/bin/tsc");
  if (!existsSync(tsc)) {
    await mkdir(folder, { recursive: true });
    const args = ["install", "--prefix", folder, "--no-audit", "--no-fund"];
    await run("npm", [...args, `typescript@~${name}.0`], { cwd: folder });
  }
  const manifest = await readFile(
    path.join(folder, "node_modules/typescript/package.json"),
    "utf8",
  );
  expect((JSON.parse(manifest) as { version: string }).version).toMatch(
    new RegExp(`^${name.replace(".", "\\.")}\\.`),
  );
  return tsc;
}
