/** Generated modules compile with the oldest TypeScript that is supported, and with newer ones. */
import { describe, expect, test } from "vitest";
import { compileStrictly, manyModules } from "./strict-project.js";
import { installTypeScript, typescriptVersions } from "./typescript-versions.js";

const seed = Number(process.env["STRUCTVIEW_SEED"] ?? Math.floor(Math.random() * 2 ** 32));

describe("generated modules", () => {
  test.each(typescriptVersions)("compile with TypeScript $name", async ({ name, version }) => {
    process.stdout.write(`STRUCTVIEW_SEED=${seed}\n`);
    const tsc = await installTypeScript(name);
    const modules = await manyModules(seed);
    for (const resolution of ["nodenext", "bundler"] as const) {
      const folderName = `typescript-${name}-${resolution}`;
      expect(await compileStrictly(modules, folderName, { tsc, version, resolution })).toBe("");
    }
  });
});
