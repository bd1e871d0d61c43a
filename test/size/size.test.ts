/**
 * What structview adds to a bundle does not grow. `budget.json` holds the sizes that were reached:
 * `UPDATE=1` lowers them, and nothing but an edit by hand raises them.
 */
import { readFile, writeFile } from "node:fs/promises";
import { methodGroups } from "structview";
import { describe, expect, test } from "vitest";
import { bundlers } from "./bundle.js";
import type { Sizes } from "./measure.js";
import { costOf, measureSizes, subjects } from "./measure.js";

const file = new URL("budget.json", import.meta.url);
const readme = new URL("../../README.md", import.meta.url);
const sizes = await measureSizes();

/** Versions of zlib differ by a few bytes. */
const slack = 16;

describe.each(subjects)("$name", ({ name }) => {
  test.each(Object.keys(bundlers))("is not larger than it was, from %s", async (bundler) => {
    const budget = (await readBudget())[name]?.[bundler] ?? NaN;
    const size = sizes[name]?.[bundler] ?? NaN;
    expect(size).toBeLessThanOrEqual(budget + slack);
    if (process.env["UPDATE"] !== undefined) return;
    // What was won is to stay won: a tenth less has to be noted.
    expect(size, "much smaller than budget.json says: run with UPDATE=1").toBeGreaterThanOrEqual(
      0.9 * budget - slack,
    );
  });
});

describe("the README says what a group of methods costs", () => {
  test.each(methodGroups)("%s", async (group) => {
    const text = await readFile(readme, "utf8");
    const row = new RegExp(`^(\\| \`${group}\` .*\\| +)(\\d+)( \\|)$`, "m");
    const [, , said = ""] = row.exec(text) ?? [];
    const cost = await costOf(group);
    if (process.env["UPDATE"] !== undefined) {
      const put = String(cost).padStart(said.length);
      await writeFile(
        readme,
        text.replace(row, (_, before: string, __, after: string) => before + put + after),
      );
      return;
    }
    // The rest of the runtime may grow and shrink a little.
    expect(Math.abs(cost - Number(said)), `${group} costs ${cost}: run with UPDATE=1`).toBeLessThan(
      slack + 0.1 * cost,
    );
  });
});

test("both bundlers leave out what is not used", async () => {
  for (const bundle of Object.values(bundlers)) {
    const code = await bundle(`export { sum } from "./a.js";`, {
      "a.ts": `import { crc32 } from "@structview/runtime";
export const sum = (a: number, b: number): number => a + b;
export const check = (bytes: Uint8Array): number => crc32(bytes);`,
    });
    expect(code.length).toBeLessThan(60);
    expect(code).toContain("+");
  }
});

test.runIf(process.env["UPDATE"] !== undefined)("the budget is lowered", async () => {
  const budget = await readBudget();
  const lowered = Object.fromEntries(
    Object.entries(sizes).map(([name, row]) => [
      name,
      Object.fromEntries(
        Object.entries(row).map(([by, size]) => [by, Math.min(size, budget[name]?.[by] ?? size)]),
      ),
    ]),
  );
  await writeFile(file, `${JSON.stringify(lowered, undefined, 2)}\n`);
  expect(Object.keys(lowered)).toHaveLength(subjects.length);
});

async function readBudget(): Promise<Sizes> {
  return JSON.parse(await readFile(file, "utf8")) as Sizes;
}
