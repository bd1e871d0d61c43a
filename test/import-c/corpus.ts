/** What is imported in the tests, for which targets, and which compilers are asked about it. */
import { readFileSync } from "node:fs";
import { compilers } from "../abi/compilers.js";
import { askClang } from "./ask-clang.js";
import { askGcc } from "./ask-gcc.js";
import { importText, layoutsOf } from "./import-header.js";
import { answersOf, questionsOf } from "./questions.js";
import type { Answer, Question } from "./questions.js";
import { randomHeader } from "./random-c.js";

/** Asks the compiler of a target about the types that a text declares. */
export type Ask = (text: string, questions: readonly Question[]) => readonly Answer[];

/** The headers of the compiler alone: other ones are not there for all targets. */
const own = "-ffreestanding";

/** What asks the compilers, by the targets that they compile for. */
export const asks: Readonly<Record<string, Ask>> = Object.fromEntries(
  Object.entries(compilers).map(([target, compiler]): [string, Ask] => [
    target,
    (text, questions) =>
      compiler.kind === "gcc"
        ? askGcc(text, questions, { ...compiler, options: [...compiler.options, own] })
        : askClang(text, questions, compiler.triple, [own]),
  ]),
);

/** Returns the header with all the spellings and corner cases that we know of. */
export function cornerCases(): string {
  return readFileSync(new URL("corner-cases.h", import.meta.url), "utf8");
}

/** Returns the headers whose answers are recorded. */
export function recordedHeaders(target: string): readonly string[] {
  return [cornerCases(), randomHeader(1, 150, target)];
}

/** What is known of one header: the questions, and what our layouts of its schema say. */
export interface OwnAnswers {
  readonly questions: readonly Question[];
  readonly answers: readonly Answer[];
}

/** Imports headers for a target, compiles what comes out, and answers questions about all of their structs. */
export async function ownAnswers(
  headers: readonly string[],
  target: string,
): Promise<readonly OwnAnswers[]> {
  const imports = headers.map((header) => importText(header, target));
  for (const { mistakes, remarks } of imports) {
    const [problem] = mistakes;
    if (problem !== undefined) throw new Error(`line ${problem.place.line}: ${problem.message}`);
    const [remark] = remarks;
    if (remark !== undefined) throw new Error(`${remark.place} ${remark.subject} ${remark.reason}`);
  }
  const layouts = await layoutsOf(imports);
  return imports.map(({ value }, index) => {
    const questions = questionsOf(value);
    const structs = layouts[index] ?? new Map();
    return { questions, answers: answersOf(value, questions, structs) };
  });
}

/** An answer in one line: name, size, alignment and offsets. */
export function rowOf({ name }: Question, answer: Answer | undefined): string {
  if (answer === undefined) return name;
  return [name, answer.size, answer.alignment, ...answer.offsets].join(" ");
}
