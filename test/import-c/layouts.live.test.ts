/** Compilers and imported schemas agree: on recorded headers, on new random ones, and on those of the system. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { askGcc } from "./ask-gcc.js";
import { asks, ownAnswers, recordedHeaders, rowOf } from "./corpus.js";
import { importHeader, layoutsOf } from "./import-header.js";
import { answersOf, questionsOf } from "./questions.js";
import { randomHeader } from "./random-c.js";

test.for(Object.entries(asks))(
  "compilers say what was recorded: %s",
  async ([target, ask], { expect }) => {
    const headers = recordedHeaders(target);
    const rows = (await ownAnswers(headers, target)).flatMap(({ questions }, index) => {
      const answers = ask(headers[index] ?? "", questions);
      return questions.map((question, at) => rowOf(question, answers[at]));
    });
    const recorded = readFileSync(new URL(`answers/${target}.txt`, import.meta.url), "utf8");
    expect(rows.join("\n")).toBe(recorded.trimEnd());
  },
);

test.for(Object.entries(asks))(
  "random structs lie as their compiler has them: %s",
  async ([target, ask], { expect }) => {
    const seed = Number(process.env["SEED"] ?? Date.now() % 2 ** 31);
    const headers = [seed, seed + 1].map((each) => randomHeader(each, 150, target));
    const all = await ownAnswers(headers, target);
    for (const [index, { questions, answers }] of all.entries()) {
      const wanted = ask(headers[index] ?? "", questions);
      const rowsOf = (some: typeof answers): readonly string[] =>
        questions.map((question, at) => rowOf(question, some[at]));
      expect(rowsOf(answers), `seed ${seed + index}`).toEqual(rowsOf(wanted));
    }
  },
);

const folders = [
  ["/usr/include/linux", 12],
  ["/usr/include/netinet", 1],
  ["/usr/include/net", 1],
  ["/usr/include/x86_64-linux-gnu/sys", 3],
  ["/usr/include/x86_64-linux-gnu/asm", 3],
  ["/usr/include", 6],
] as const;

test("structs of the system's headers lie as gcc has them", async () => {
  const headers = folders.flatMap(([folder, step]) => headersIn(folder, step));
  const imports = headers.map((file) => importHeader(file, "x86_64-linux"));
  const layouts = await layoutsOf(imports);
  let count = 0;
  for (const [index, { value, mistakes, remarks }] of imports.entries()) {
    const file = headers[index] ?? "";
    expect(mistakes, file).toEqual([]);
    expect(remarks, file).toEqual([]);
    const questions = questionsOf(value);
    const own = answersOf(value, questions, layouts[index] ?? new Map());
    const wanted = askGcc(`#include "${file}"`, questions, {
      prefix: "",
      options: [],
      isBigEndian: false,
    });
    const rowsOf = (answers: typeof own): readonly string[] =>
      questions.map((question, at) => rowOf(question, answers[at]));
    expect(rowsOf(own), file).toEqual(rowsOf(wanted));
    count += questions.length;
  }
  expect(count).toBeGreaterThan(250);
});

/** Returns the headers of a folder that can be included alone, as gcc sees it. */
function headersIn(folder: string, step: number): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(".h"))
    .sort()
    .filter((_name, index) => index % step === 0)
    .map((name) => path.join(folder, name))
    .filter((file) => isAccepted(file));
}

function isAccepted(file: string): boolean {
  const args = ["-fsyntax-only", "-w", "-x", "c", file];
  return spawnSync("gcc", args, { stdio: "ignore" }).status === 0;
}
