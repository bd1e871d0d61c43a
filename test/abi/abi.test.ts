/**
 * Random structs and unions of C, laid out for each target, against what compilers said of them, which
 * answers.json keeps. They say it again in abi.live.test.ts.
 */
import { readFileSync } from "node:fs";
import type { CTargetName } from "structview/schema";
import { expect, test } from "vitest";
import { randomDeclarations } from "./declarations.js";
import { declarationText } from "./print-c.js";
import { askStructview, rowOf, widthsOf } from "./print-schema.js";
import { asks } from "./targets.js";

/** Rows of answers for the same declarations of each target. */
interface Answers {
  readonly seed: number;
  readonly count: number;
  readonly rows: Readonly<Record<string, string>>;
}

const text = readFileSync(new URL("answers.json", import.meta.url), "utf8");
const { seed, count, rows } = JSON.parse(text) as Answers;

test("answers are there for all targets", () => {
  expect(Object.keys(rows)).toEqual(Object.keys(asks));
});

test.for(Object.keys(asks) as CTargetName[])(
  "%s lays structs out as its compiler does",
  (target) => {
    const declarations = randomDeclarations(seed, count, widthsOf(target));
    const ours = askStructview(declarations, target);
    const wanted = (rows[target] ?? "").split("; ");
    expect(wanted).toHaveLength(count);
    for (const [index, declaration] of declarations.entries()) {
      expect(rowOf(ours.get(declaration.name)), declarationText(declaration)).toBe(wanted[index]);
    }
  },
);
