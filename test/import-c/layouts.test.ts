/** Schemas that are imported from C have the sizes and offsets that compilers recorded for the same declarations. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { asks, ownAnswers, recordedHeaders, rowOf } from "./corpus.js";

test.for(Object.keys(asks))(
  "imported structs lie as their compiler has them: %s",
  async (target, { expect }) => {
    const recorded = readFileSync(new URL(`answers/${target}.txt`, import.meta.url), "utf8");
    const own = (await ownAnswers(recordedHeaders(target), target)).flatMap(
      ({ questions, answers }) =>
        questions.map((question, index) => rowOf(question, answers[index])),
    );
    expect(own.join("\n")).toBe(recorded.trimEnd());
    expect(own.length).toBeGreaterThan(230);
  },
);

test("the recorded answers are those of targets that differ", () => {
  const texts = Object.keys(asks).map((target) =>
    readFileSync(new URL(`answers/${target}.txt`, import.meta.url), "utf8"),
  );
  expect(new Set(texts).size).toBeGreaterThan(5);
});
