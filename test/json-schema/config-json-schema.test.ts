/**
 * The JSON Schema of configurations, tried with `ajv`: it takes and refuses what the command line does.
 * `UPDATE=1` writes the file anew.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { configJsonSchema } from "../../compiler/dist/config-json-schema.js";
import { Project, repository } from "../cli/project.js";

const file = path.join(repository, "compiler/config.schema.json");
const wanted = `${JSON.stringify(configJsonSchema(), undefined, 2)}\n`;
if (process.env["UPDATE"] === "1") writeFileSync(file, wanted);
const text = readFileSync(file, "utf8");
const validate = new Ajv({ strictTypes: false, allErrors: true }).compile(
  JSON.parse(text) as object,
);

test("the file is that of the shape that the compiler checks with", () => {
  expect(text).toBe(wanted);
});

test("what init writes names it, and it takes that", async () => {
  const project = await Project.of({});
  await project.structview(["init", "--language", "json"]);
  const written = JSON.parse(await project.read("structview.config.json")) as {
    readonly $schema: string;
  };
  expect(validate(written)).toBe(true);
  await project.install("structview", "compiler");
  expect(readFileSync(project.pathOf(written.$schema), "utf8")).toBe(text);
  expect((await project.structview(["generate"])).exitCode).toBe(0);
});

describe("the JSON Schema and the command line", () => {
  test.for<{ readonly name: string; readonly config: unknown; readonly isTaken: boolean }>([
    { name: "nothing", config: {}, isTaken: true },
    {
      name: "all keys",
      config: { $schema: "x", schemas: ["a/*.ts"], out: "b", silence: ["schema-empty"] },
      isTaken: true,
    },
    { name: "one glob", config: { schemas: "a/*.ts" }, isTaken: true },
    { name: "a misspelt key", config: { schema: "a" }, isTaken: false },
    { name: "no schemas at all", config: { schemas: [] }, isTaken: false },
    { name: "a folder that is a number", config: { out: 1 }, isTaken: false },
    { name: "a folder without a name", config: { out: "" }, isTaken: false },
    { name: "a code that is an error", config: { silence: ["type-cycle"] }, isTaken: false },
    { name: "a code that there is not", config: { silence: ["empty"] }, isTaken: false },
    { name: "a list", config: [], isTaken: false },
  ])("agree about $name", async ({ config, isTaken }) => {
    expect(validate(config)).toBe(isTaken);
    const project = await Project.of({ "structview.config.json": JSON.stringify(config) });
    const { exitCode } = await project.structview(["check"]);
    expect(exitCode === 2).toBe(!isTaken);
  });
});
