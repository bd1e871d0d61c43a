/** `structview init`: what it writes compiles, and nothing that is there is lost. */
import path from "node:path";
import { describe, expect, test } from "vitest";
import { compilerVersion, isOlder } from "../../compiler/dist/runtime-version.js";
import runtimePackage from "../../runtime/package.json" with { type: "json" };
import { isLeftOut, Project, repository, run } from "./project.js";

const version = compilerVersion();

describe.concurrent("init", () => {
  test.for([
    { args: [], config: "structview.config.ts", schema: "schemas/message.ts", output: "generated" },
    {
      args: ["--language", "json", "--schemas", "mein Ordner/ü", "--out", "src/gen"],
      config: "structview.config.json",
      schema: "mein Ordner/ü/message.json",
      output: "src/gen",
    },
  ])("writes a configuration and a schema that compiles: $args", async (given) => {
    const project = await Project.withoutRuntime({});
    const { exitCode, output, errors } = await project.structview(["init", ...given.args]);
    expect(errors).toBe(`wrote ${given.config}
wrote ${given.schema}
next:
  npm install @structview/runtime@^${version}
  npm install -D structview@^${version}
  npx structview generate
`);
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: "" });
    await project.install("@structview/runtime", "runtime");
    const generated = await project.structview(["generate"]);
    expect(generated).toEqual({
      exitCode: 0,
      output: "",
      errors: `wrote ${given.output}/message.ts\n1 schema, 1 module: 1 written, 0 current\n`,
    });
    expect(await project.read(`${given.output}/message.ts`)).toContain("export class Message {");
  });

  test("gives the same module in both languages", async () => {
    const texts: string[] = [];
    for (const language of ["ts", "json"]) {
      const project = await Project.of({});
      await project.structview(["init", "--yes", "-l", language]);
      await project.structview(["generate"]);
      texts.push((await project.read("generated/message.ts")).replace(/^.*\n/, ""));
    }
    expect(texts[0]).toBe(texts[1]);
  });

  test.for([
    { name: "a configuration", files: { "structview.config.mjs": "export default {};\n" } },
    { name: "a key in package.json", files: { "package.json": '{ "structview": {} }\n' } },
  ])("leaves $name and schemas as they are", async ({ files }) => {
    const project = await Project.of({ ...files, "schemas/own.ts": "export const own = 1;\n" });
    const before = await project.contents();
    const ran = await project.structview(["init", "--json"]);
    expect(JSON.parse(ran.output)).toMatchObject({
      exitCode: 0,
      result: { created: [], kept: [Object.keys(files)[0], "schemas/own.ts"] },
    });
    expect(await project.contents()).toEqual(before);
  });

  test("overwrites nothing, even what it does not take for a schema", async () => {
    const project = await Project.of({ schemas: "a file\n" });
    const before = await project.read("schemas");
    const { exitCode, errors } = await project.structview(["init"]);
    expect(exitCode).toBe(2);
    expect(errors).toMatch(/^structview: schemas\/message\.ts cannot be written: /);
    expect(await project.read("schemas")).toBe(before);
  });

  test.for(["", ".", "schemas/*"])("refuses %j as a folder", async (folder) => {
    const project = await Project.of({});
    const { exitCode, errors } = await project.structview(["init", "--schemas", folder]);
    expect(exitCode).toBe(2);
    expect(errors).toMatch(/^structview: --schemas: ".*" is no folder for a project; name one\n$/);
  });

  test.skipIf(isLeftOut("script"))("asks on a terminal, and takes answers", async () => {
    const project = await Project.of({});
    const program = path.join(repository, "compiler/bin/structview.js");
    // Enter takes the answer that is offered; it is pressed until the questions are over.
    const answers = String.raw`while sleep 1 && printf '\r'; do :; done`;
    const init = `${process.execPath} ${program} init --schemas schemas2`;
    const command = `(${answers}) | script -qec 'stty cols 80; ${init}' /dev/null`;
    const { output } = await run("sh", ["-c", command], { cwd: project.root });
    expect(output).toContain("Which language are the schemas in?");
    expect(output).toContain("wrote schemas2/message.ts");
    expect(await project.read("structview.config.ts")).toContain('schemas: "schemas2/**/*.ts"');
  });
});

describe("the runtime that generated code needs", () => {
  test("is of the version of the compiler: they are released together", () => {
    expect(version).toBe(runtimePackage.version);
  });

  test.for([
    ["0.1.0", "0.1.0", false],
    ["0.1.0", "0.1.1", true],
    ["0.9.0", "0.10.0", true],
    ["1.0.0", "0.10.0", false],
    ["1.0.0-beta.1", "1.0.0", true],
    ["1.0.0", "1.0.0-beta.1", false],
    ["1.0.0+build", "1.0.0", false],
  ] as const)("%s is older than %s: %s", ([version, than, want]) => {
    expect(isOlder(version, than)).toBe(want);
  });

  test("is asked for with the package manager of the project, by generate and check alike", async () => {
    const project = await Project.withoutRuntime({
      "pnpm-lock.yaml": "",
      "schemas/point.ts": `import { struct, u16 } from "structview/schema";
export const Point = struct({ x: u16 });\n`,
    });
    const line = `run \`pnpm add @structview/runtime@^${version}\`\n`;
    const generated = await project.structview(["generate"]);
    expect(generated.exitCode).toBe(0);
    expect(generated.errors).toContain(line);
    expect((await project.structview(["check"])).errors).toContain(line);
    await project.install("@structview/runtime", "runtime");
    expect((await project.structview(["check"])).errors).toBe("1 module current\n");
  });
});
