/** Random types of Rust, laid out for each target, against what rustc said of them, which layouts.json keeps. */
import { readFileSync } from "node:fs";
import type { CTargetName } from "structview/schema";
import { expect, test } from "vitest";
import { Random } from "../oracle/random.js";
import { isCompared, triples, withoutCore } from "./ask-layouts.js";
import { randomDeclarations } from "./declarations.js";
import { wholeText } from "./print-rust.js";
import { compileDeclarations, layoutRow } from "./print-schema.js";

/** Rows of answers for the same declarations of each target. */
interface Answers {
  readonly seed: number;
  readonly count: number;
  readonly rows: Readonly<Record<string, string>>;
}

const text = readFileSync(new URL("layouts.json", import.meta.url), "utf8");
const { seed, count, rows } = JSON.parse(text) as Answers;
const declarations = withoutCore(randomDeclarations(new Random(seed), count, { isRecent: true }));

test.for(Object.keys(triples) as CTargetName[])("%s lays types out as rustc does", (target) => {
  const theirs = (rows[target] ?? "").split("; ");
  expect(theirs).toHaveLength(declarations.length);
  const { layout } = compileDeclarations(declarations, target);
  for (const [index, declaration] of declarations.entries()) {
    if (!isCompared(declaration, target)) continue;
    expect(layoutRow(declaration, layout), wholeText(declaration)).toBe(theirs[index]);
  }
});
