/** Generated modules compile with the oldest TypeScript that is supported, and with newer ones. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { cache, compileStrictly, manyModules } from "./strict-project.js";

const run = promisify(execFile);
const seed = Number(process.env["STRUCTVIEW_SEED"] ?? Math.floor(Math.random() * 2 ** 32));

describe("generated modules", () => {
  test.each([
    { name: "5.4", version: 5.04 },
    { name: "5.9", version: 5.09 },
    { name: "6.0", version: 6 },
  ])("compile with TypeScript $name", async ({ name, version }) => {
    process.stdout.write(`STRUCTVIEW_SEED=${seed}\n`);
    const folder = path.join(cache, `typescript-${name}`);
    const tsc = path.join(folder, "node_modules/typescript/bin/tsc");
    if (!existsSync(tsc)) {
      await mkdir(folder, { recursive: true });
      const args = [
        "install",
        "--prefix",
        folder,
        "--no-audit",
        "--no-fund",
        `typescript@~${name}.0`,
      ];
      await run("npm", args, { cwd: folder });
    }
    const manifest = await readFile(
      path.join(folder, "node_modules/typescript/package.json"),
      "utf8",
    );
    expect((JSON.parse(manifest) as { version: string }).version).toMatch(
      new RegExp(`^${name.replace(".", "\\.")}\\.`),
    );
    const modules = await manyModules(seed);
    for (const resolution of ["nodenext", "bundler"] as const) {
      const folderName = `typescript-${name}-${resolution}`;
      expect(await compileStrictly(modules, folderName, { tsc, version, resolution })).toBe("");
    }
  });
});
