/**
 * Random types of Rust, laid out by us, against what its compiler said of them, and values that it wrote, which
 * answers.json keeps. It says it again in rust.live.test.ts.
 */
import { readFileSync } from "node:fs";
import { test } from "vitest";
import { rowOf } from "./ask-rust.js";
import { compareRows } from "./exchange.js";
import { randomWritten } from "./written.js";

/** Rows of answers, for declarations in their order. */
interface Answers {
  readonly seed: number;
  readonly count: number;
  readonly rows: readonly string[];
}

const text = readFileSync(new URL("answers.json", import.meta.url), "utf8");
const { seed, count, rows } = JSON.parse(text) as Answers;

test("types have the layout of Rust, and classes read what Rust wrote", async () => {
  const version = { isRecent: true };
  await compareRows(randomWritten(seed, count, version), rows.map(rowOf));
});
