/** Generated modules compile strictly, whichever groups of methods a project chooses. */
import { readdir } from "node:fs/promises";
import path from "node:path";
import { compile, load } from "structview";
import { beforeAll, describe, expect, test } from "vitest";
import { emit, root } from "../oracle/modules.js";
import { randomSchema } from "../oracle/random-schema.js";
import { Random } from "../oracle/random.js";
import { methodChoices } from "./method-choices.js";
import { compileStrictly, everyKind } from "./strict-project.js";
import type { ProjectFile } from "./strict-project.js";

const seed = Number(process.env["STRUCTVIEW_SEED"] ?? Math.floor(Math.random() * 2 ** 32));
let modules: readonly ProjectFile[] = [];

beforeAll(async () => {
  process.stdout.write(`STRUCTVIEW_SEED=${seed}\n`);
  const files = (await readdir(path.join(root, "schemas"))).map((name) => `schemas/${name}`);
  const { value: schemas } = await load(files, root);
  const random = new Random(seed);
  modules = methodChoices.flatMap(({ name, methods }) => [
    ...compile(schemas, (file) => `${name}-${path.posix.basename(file)}`, {
      methods,
    }).outputs.map((output) => ({ name: output.path, text: output.text })),
    { name: `${name}-every-kind.ts`, text: emit(everyKind, "schema.json", methods) },
    ...Array.from({ length: 2 }, (_, index) => ({
      name: `${name}-random-${index}.ts`,
      text: emit(randomSchema(random).document, "schema.json", methods),
    })),
  ]);
}, 120_000);

describe("generated modules with a choice of methods", () => {
  test("compile with every strict flag", async () => {
    expect(modules.length).toBeGreaterThan(250);
    expect(await compileStrictly(modules, "strict-methods")).toBe("");
  }, 120_000);
});
