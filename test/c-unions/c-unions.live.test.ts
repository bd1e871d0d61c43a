import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Answer } from "./gcc.js";
import { askGcc } from "./gcc.js";

test("gcc, asked again, says about unions what was recorded", () => {
  const recorded = JSON.parse(
    readFileSync(new URL("answers.json", import.meta.url), "utf8"),
  ) as Answer;
  const { version, ...answer } = askGcc();
  const { version: before, ...wanted } = recorded;
  expect(answer, `gcc ${version}, recorded with ${before}`).toEqual(wanted);
});
