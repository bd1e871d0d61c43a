/** A stranger's project: both packages installed from their tarballs, all else from the registry. */
import { rm } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { mistakes } from "../cli/mistakes.js";
import { Project, run } from "../cli/project.js";
import { packAll } from "./pack.js";

const schema = `import { bits, struct, u16 } from "structview/schema";

/** A tagged point. */
export const Point = struct({ tag: bits(4), kind: bits(4), x: u16, y: u16.le }, { byteOrder: "big" });
`;

const program = (specifier: string): string => `import { Point } from "${specifier}";

const point = Point.view(Uint8Array.of(0x5a, 0x01, 0x02, 0x03, 0x04));
point.kind = 1;
console.log([point.tag, point.kind, point.x, point.y, ...point.$bytes].join(" "));
`;

/** What editors see of the package: the configuration, the compiler, the JSON Schema. */
const user = `import { compile } from "structview";
import type { Config, Diagnostic } from "structview";
import { defineConfig } from "structview/config";
import configSchema from "structview/config.schema.json" with { type: "json" };
import jsonSchema from "structview/schema.json" with { type: "json" };

const config: Config = defineConfig({ schemas: "schemas/*.ts", silence: ["enumeration-gap"] });
// @ts-expect-error There is no such code.
defineConfig({ silence: ["enumeration-gaps"] });
const diagnostics: readonly Diagnostic[] = compile([], (file) => file).diagnostics;
console.log(config.schemas, diagnostics.length, jsonSchema.title, configSchema.title);
`;

const options = {
  strict: true,
  target: "es2022",
  lib: ["es2022", "dom"],
  types: [],
  resolveJsonModule: true,
  rootDir: ".",
  outDir: "built",
};

let project: Project;

beforeAll(async () => {
  const packages = await packAll();
  const [compiler, runtime] = ["structview", "@structview/runtime"].map(
    (wanted) => packages.find(({ name }) => name === wanted)?.tarball ?? wanted,
  );
  project = await Project.withoutRuntime({
    "package.json": JSON.stringify({
      name: "stranger",
      private: true,
      type: "module",
      dependencies: { "@structview/runtime": `file:${runtime}` },
      devDependencies: { structview: `file:${compiler}`, typescript: "^5.4.0" },
    }),
    "schemas/point.ts": schema,
    "nodenext.ts": program("./generated/point.js"),
    "bundler.ts": program("./generated/point.js"),
    "user.ts": user,
    "nodenext.json": JSON.stringify({
      compilerOptions: { ...options, module: "nodenext", moduleResolution: "nodenext" },
      files: ["nodenext.ts", "user.ts", "schemas/point.ts"],
    }),
    "bundler.json": JSON.stringify({
      compilerOptions: { ...options, module: "esnext", moduleResolution: "bundler" },
      files: ["bundler.ts", "user.ts", "schemas/point.ts"],
    }),
  });
  const installed = await npm(["install", "--no-audit", "--no-fund"]);
  expect(installed).toMatchObject({ exitCode: 0 });
  const generated = await npm(["exec", "--no", "--", "structview", "generate"]);
  expect(generated.errors).toContain("wrote generated/point.ts");
  expect(generated.exitCode).toBe(0);
}, 300_000);

describe("a stranger's project", () => {
  test.for(["nodenext", "bundler"])("compiles and runs under %s", async (name) => {
    const compiled = await npm(["exec", "--no", "--", "tsc", "-p", `${name}.json`]);
    expect(compiled).toMatchObject({ exitCode: 0, output: "" });
    const ran = await run(process.execPath, [`built/${name}.js`], { cwd: project.root });
    expect(ran).toEqual({ exitCode: 0, output: "5 1 258 1027 81 1 2 3 4\n", errors: "" });
  });

  test("has a configuration, a compiler and a JSON Schema to import", async () => {
    const ran = await run(process.execPath, ["--no-warnings", "built/user.js"], {
      cwd: project.root,
    });
    expect(ran).toEqual({
      exitCode: 0,
      output: "schemas/*.ts 0 Schema of structview Configuration of structview\n",
      errors: "",
    });
  });

  test("can be begun, looked at and completed from the package alone", async () => {
    expect(await structview("init", "--schemas", "more", "--out", "made")).toContain(
      "wrote more/message.ts",
    );
    expect(await structview("generate")).toContain("wrote made/message.ts");
    expect(await structview("layout", "Message")).toContain("payloadLength");
    expect(await structview("explain", "schema-empty")).toContain("Rule.");
    expect(await structview("completion", "fish")).toContain("complete -c structview");
    await rm(project.pathOf("structview.config.ts"));
  });

  test("needs the runtime alone in production", async () => {
    const { output } = await npm(["ls", "--omit=dev", "--all", "--parseable"]);
    const installed = output.trim().split("\n").slice(1);
    expect(installed).toEqual([project.pathOf("node_modules/@structview/runtime")]);
  });

  test("can check that its output is current", async () => {
    expect(await npm(["exec", "--no", "--", "structview", "check"])).toMatchObject({ exitCode: 0 });
  });

  test("has a configuration and a compiler that it can import", async () => {
    await project.write({
      "own.mjs": `import { compile, defineConfig, diagnosticCodes } from "structview";
console.log(typeof compile, typeof defineConfig, diagnosticCodes.includes("empty-struct"));
`,
    });
    const ran = await run(process.execPath, ["own.mjs"], { cwd: project.root });
    expect(ran).toEqual({ exitCode: 0, output: "function function true\n", errors: "" });
  });
});

describe("a stranger's mistake", () => {
  test.for(mistakes.filter(({ needsPermissions }) => needsPermissions !== true))(
    "is told: $name",
    async ({ files = {}, prepare, args = ["generate"], exitCode, want }) => {
      const own = await Project.withoutRuntime(files);
      await prepare?.(own);
      const program = project.pathOf("node_modules/structview/bin/structview.js");
      const ran = await run(process.execPath, [program, ...args], { cwd: own.root });
      expect(ran.errors).toMatch(want);
      expect(ran).toMatchObject({ exitCode, output: "" });
    },
  );
});

/** Runs npm in the project, with the registry of whoever runs the tests. */
async function npm(args: readonly string[]): Promise<Awaited<ReturnType<typeof run>>> {
  return run("npm", args, { cwd: project.root, timeout: 280_000 });
}

/** Runs the program that is installed, and returns what it prints. */
async function structview(...args: readonly string[]): Promise<string> {
  const ran = await npm(["exec", "--no", "--", "structview", ...args]);
  expect({ args, ran }).toMatchObject({ args, ran: { exitCode: 0 } });
  return ran.output + ran.errors;
}
