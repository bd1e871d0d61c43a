/**
 * Asks compilers of shaders and a browser again: what was recorded, and other random buffers; and has shaders read
 * what generated classes write. `STRUCTVIEW_SEED` repeats a run.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { DocumentData } from "../oracle/document.js";
import { importDocument } from "../oracle/modules.js";
import { askTools } from "./ask.js";
import { inPage, programOf, runPrograms } from "./browser.js";
import { askValidator } from "./glsl.js";
import { compileCases } from "./numbers.js";
import { casesOf, judgedCases, setNames, sets } from "./sets.js";
import type { SetName } from "./sets.js";
import { documentOf, hasRest } from "./structs.js";
import { valuesOf } from "./values.js";
import { leavesOf } from "./wgsl.js";

const answers = JSON.parse(readFileSync(new URL("answers.json", import.meta.url), "utf8")) as {
  readonly seed: number;
  readonly rows: { readonly [Name in SetName]: readonly string[] };
  readonly verdicts: string;
};
const seed = Number(process.env["STRUCTVIEW_SEED"] ?? Date.now() % 2 ** 31);
const [recordedCount, count] = [20, 40];

test(`the tools agree, on what was recorded and on other buffers, with STRUCTVIEW_SEED=${seed}`, async () => {
  await inPage(async (page) => {
    for (const name of setNames) {
      const again = await askTools(name, answers.seed, recordedCount, page);
      for (const [tool, told] of again) {
        for (const [index, each] of told.entries()) {
          const [numbers] = answers.rows[name][index]?.split(" =") ?? [];
          const where = `${tool}, recorded case ${index} of ${name}`;
          if (each !== undefined) expect(each.numbers.join(" "), where).toBe(numbers);
        }
      }
      const cases = casesOf(name, seed, count);
      const ours = compileCases(cases);
      for (const [tool, told] of await askTools(name, seed, count, page)) {
        for (const [index, each] of told.entries()) {
          const { struct } = cases[index] ?? {};
          const where = `${tool}, case ${index} of ${name}, STRUCTVIEW_SEED=${seed}`;
          if (each === undefined || struct === undefined) continue;
          expect(each.numbers, where).toEqual(ours.numbers.get(struct.name));
          if (each.size !== undefined) expect(each.size, where).toBe(ours.sizes.get(struct.name));
        }
      }
    }
  });
});

test(`Vulkan refuses the uniform buffers that are refused, with STRUCTVIEW_SEED=${seed}`, () => {
  const recorded = judgedCases(answers.seed, recordedCount).map(askValidator);
  expect(recorded.map((each) => (each === undefined ? "1" : "0")).join("")).toBe(
    answers.verdicts.slice(0, recordedCount),
  );
  for (const [index, each] of judgedCases(seed, recordedCount).entries()) {
    const errors = compileCases([each]).errors.map(({ message }) => message);
    const refused = askValidator(each);
    const where = `case ${index}, STRUCTVIEW_SEED=${seed}: ${errors.join("\n")} ${refused}`;
    expect(errors.length > 0, where).toBe(refused !== undefined);
  }
});

test(`shaders read what generated classes write, with STRUCTVIEW_SEED=${seed}`, async () => {
  const names = setNames.filter((name) =>
    (sets[name].tools as readonly string[]).includes("webgpu"),
  );
  const cases = names.flatMap((name) =>
    casesOf(name, seed, 12).filter((each) => compileCases([each]).errors.length === 0),
  );
  const made = await Promise.all(
    cases.map(async (each, index) => {
      const module = await importDocument(
        documentOf([each]) as DocumentData,
        `gpu-${process.pid}-${index}`,
      );
      const { value, words } = valuesOf(each.struct);
      const record = module[each.struct.name]?.create(value);
      // An array without a length has as many elements as fit in the padding at the end, too.
      const read = module[each.struct.name]?.read(record?.$bytes);
      if (!hasRest(each.struct)) expect(read).toEqual(value);
      const leaves = leavesOf(each.struct, hasRest(each.struct) ? "" : "[0]");
      const bytes = Buffer.from(record?.$bytes ?? []).toString("base64");
      return { program: programOf(each, leaves, bytes), words };
    }),
  );
  const found = await inPage((page) =>
    runPrograms(
      page,
      made.map(({ program }) => program),
    ),
  );
  expect(found).toEqual(made.map(({ words }) => words));
  expect(found.length).toBeGreaterThan(20);
});
