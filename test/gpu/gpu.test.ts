/**
 * Random buffers of shaders: each number of their layout is that which glslang, shaders on WebGPU, WebGL and
 * wgsl_reflect say, recorded by `record-answers.ts`.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compileCases } from "./numbers.js";
import { casesOf, judgedCases, setNames } from "./sets.js";
import type { SetName } from "./sets.js";
import type { Rules } from "./structs.js";

const answers = JSON.parse(readFileSync(new URL("answers.json", import.meta.url), "utf8")) as {
  readonly seed: number;
  readonly count: number;
  readonly rows: { readonly [Name in SetName]: readonly string[] };
  readonly verdicts: string;
};
const { seed, count } = answers;

/** Returns what the compiler says of the buffers of a set, written as the answers are. */
function rowsOf(name: SetName, rules?: Rules): readonly string[] {
  const cases = casesOf(name, seed, count).map((each) => ({ ...each, rules: rules ?? each.rules }));
  const { errors, numbers, sizes } = compileCases(cases);
  // Layouts are complete also where uniform buffers refuse them, and that is for another test.
  const unexpected = errors.filter(({ code }) => code !== "gpu-place");
  expect(unexpected.map(({ message }) => message)).toEqual([]);
  if (cases[0]?.rules !== "wgsl-uniform") expect(errors).toEqual([]);
  return cases.map(({ struct }, index) => {
    const size = /=/.test(answers.rows[name][index] ?? "") ? ` = ${sizes.get(struct.name)}` : "";
    return `${numbers.get(struct.name)?.join(" ")}${size}`;
  });
}

describe("all tools and the compiler agree", () => {
  test.each(setNames)("on 500 random buffers: %s", (name) => {
    expect(answers.rows[name]).toHaveLength(500);
    expect(rowsOf(name)).toEqual(answers.rows[name]);
  });

  test("on 500 random buffers with the rules std430 too, which WGSL shares", () => {
    expect(rowsOf("storage buffers", "std430")).toEqual(answers.rows["storage buffers"]);
    expect(rowsOf("storage buffers with f16", "std430")).toEqual(
      answers.rows["storage buffers with f16"],
    );
  });
});

test("uniform buffers are refused where Vulkan refuses them, and nowhere else", () => {
  const verdicts = judgedCases(seed, count).map((each) =>
    compileCases([each]).errors.length === 0 ? "1" : "0",
  );
  expect(verdicts.join("")).toBe(answers.verdicts);
  expect(verdicts).toContain("0");
});
