/** What the README shows of the build plugin, tried with each bundler as its users start it. */
import { readFileSync } from "node:fs";
import { symlink } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { repository, run } from "../cli/project.js";
import type { Project } from "../cli/project.js";
import { blocksOf, sectionOf } from "../readme/markdown.js";
import { makeProject } from "../readme/try-program.js";
import { copyRuntime, runBuilt } from "./build.js";

const readme = readFileSync(path.join(repository, "README.md"), "utf8");
const blocks = blocksOf(sectionOf(readme, "## Build plugin"));
const entries = blocks.flatMap(({ language, file, text }) =>
  language === "js" && file !== undefined ? [{ file, text }] : [],
);

/** Calls of a bundler where it has no program of its own here. */
const scripts: Readonly<Record<string, string>> = {
  "webpack.config.js": `import { createRequire } from "node:module";
const bundler = createRequire(${JSON.stringify(repository + path.sep)})("webpack");
bundler(config).run((error) => { if (error) throw error; });`,
  "rspack.config.js": `const { rspack } = await import(${url("@rspack/core")});
rspack({ ...config, target: "node" }).run((error) => { if (error) throw error; });`,
  "farm.config.js": `const { build } = await import(${url("@farmfe/core")});
const output = { targetEnv: "node", format: "esm", entryFilename: "[entryName].js" };
await build({ ...config, compilation: { ...config.compilation, output, persistentCache: false } });
process.exit(0);`,
};

/** The call for each file. */
const commands: Readonly<Record<string, readonly string[]>> = {
  "vite.config.js": [program("vite/bin/vite.js"), "build", "--ssr", "src/main.ts"],
  "rollup.config.js": [program("rollup/dist/bin/rollup"), "-c"],
  "rolldown.config.js": [program("rolldown/bin/cli.mjs"), "-c"],
  "esbuild.js": ["esbuild.js"],
};

test("there is an entry for each of the eight bundlers", () => {
  const packageFile = readFileSync(path.join(repository, "compiler/package.json"), "utf8");
  const { exports } = JSON.parse(packageFile) as { readonly exports: object };
  const plugins = Object.entries(exports as Record<string, { readonly default?: string }>)
    .filter(([, target]) => target.default?.startsWith("./dist/plugin/") === true)
    .map(([name]) => name.replace("./", "structview/"));
  const shown = entries.map(({ text }) => /"(structview\/\w+)"/.exec(text)?.[1]);
  expect(plugins).toHaveLength(8);
  expect([...shown].sort()).toEqual(plugins.sort());
});

test.for(entries)(
  "$file builds the program that is shown",
  { timeout: 60_000 },
  async ({ file, text }) => {
    const project = await makeProject({ [file]: text });
    await installInto(project);
    for (const shown of blocks) {
      if (shown.file?.startsWith("src/") !== true) continue;
      await project.write({
        [shown.file]: shown.text,
        // Where nothing is said of TypeScript, the program is in JavaScript.
        [shown.file.replace("main.ts", "main.js")]: shown.text,
      });
    }
    const script = scripts[file];
    if (script !== undefined) {
      await project.write({ "run.mjs": `import config from "./${file}";\n${script}\n` });
    }
    const [command, ...args] =
      file === "bun.js"
        ? [program("bun/bin/bun.exe"), "bun.js"]
        : [process.execPath, ...(script === undefined ? (commands[file] ?? []) : ["run.mjs"])];
    const { exitCode, output, errors } = await run(command ?? "", args, { cwd: project.root });
    expect({ exitCode, text: exitCode === 0 ? "" : output + errors }).toEqual({
      exitCode: 0,
      text: "",
    });
    expect(await runBuilt(project)).toBe("2\n");
  },
);

/** Installs what the programs of bundlers import. The runtime is copied: farm follows no links. */
async function installInto(project: Project): Promise<void> {
  await copyRuntime(project);
  const esbuild = path.join(repository, "node_modules/esbuild");
  await symlink(esbuild, project.pathOf("node_modules/esbuild"), "junction");
}

function program(file: string): string {
  return path.join(repository, "node_modules", file);
}

function url(name: string): string {
  return JSON.stringify(import.meta.resolve(name));
}
