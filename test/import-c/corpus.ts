/** What is imported in the tests, for which targets, and which compilers are asked about it. */
import { readFileSync } from "node:fs";
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

/**
 * The compilers by the targets that they compile for: on Linux and of MinGW gcc, of WebAssembly and macOS clang. For
 * Microsoft's own, which is nowhere but on Windows, clang answers, which has to agree with it.
 */
export const asks: Readonly<Record<string, Ask>> = {
  "x86_64-linux": gcc(""),
  "i386-linux": gcc("", "-m32"),
  "arm-linux": gcc("arm-linux-gnueabihf-"),
  "aarch64-linux": gcc("aarch64-linux-gnu-"),
  "riscv64-linux": gcc("riscv64-linux-gnu-"),
  "powerpc64-linux": gcc("powerpc64-linux-gnu-"),
  "powerpc64le-linux": gcc("powerpc64le-linux-gnu-"),
  "s390x-linux": gcc("s390x-linux-gnu-"),
  "m68k-linux": gcc("m68k-linux-gnu-"),
  "x86_64-windows-msvc": clang("x86_64-windows-msvc"),
  "i686-windows-msvc": clang("i686-windows-msvc"),
  "x86_64-windows-gnu": gcc("x86_64-w64-mingw32-"),
  "i686-windows-gnu": gcc("i686-w64-mingw32-"),
  "wasm32-wasi": clang("wasm32-wasi"),
  "wasm32-emscripten": clang("wasm32-unknown-emscripten"),
  "x86_64-macos": clang("x86_64-apple-macos"),
  "aarch64-macos": clang("arm64-apple-macos"),
};

function gcc(prefix: string, ...options: readonly string[]): Ask {
  const isBigEndian = /^(powerpc64|s390x|m68k)-/.test(prefix);
  return (text, questions) =>
    askGcc(text, questions, { prefix, options: [...options, own], isBigEndian });
}

function clang(triple: string): Ask {
  return (text, questions) => askClang(text, questions, triple, [own]);
}

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
