/** Files of C: where included ones are looked for, and what a compiler's preprocessor says about them. */
import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { knownHeader } from "./c-headers.js";
import type { CFiles } from "./c-preprocess.js";
import type { CTarget } from "./c-target.js";

/** Longest file that is read, and longest output of a compiler, in bytes. */
const maximumLength = 256 * 1024 * 1024;

/** Returns the files of a folder and of the folders of `-I`, all as users name them from `cwd`. */
export function filesFrom(
  cwd: string,
  include: readonly string[],
  target: CTarget | undefined,
): CFiles {
  const texts = new Map<string, string | undefined>();
  return {
    read: (name) => {
      if (!texts.has(name)) texts.set(name, readText(path.resolve(cwd, name)));
      return texts.get(name);
    },
    candidatesOf: (name, isQuoted, from) => {
      if (path.isAbsolute(name)) return [name];
      const folders = isQuoted ? [path.dirname(from), ...include] : include;
      return folders.map((folder) => path.join(folder, name));
    },
    known: (name) => (target === undefined ? undefined : knownHeader(name, target)),
  };
}

/** How a compiler is asked. */
export interface CompilerOptions {
  readonly cwd: string;
  readonly define: readonly string[];
  readonly include: readonly string[];
}

/** What became of asking a compiler: what it printed, or what it complained about. */
export type CompilerAnswer =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "complaint"; readonly command: string; readonly text: string };

/** Which compiler may be asked. */
export type CompilerChoice = "gcc" | "clang" | "any";

/** Lets a compiler for the target preprocess files. `undefined` where there is none. */
export function askCompiler(
  files: readonly string[],
  target: CTarget,
  choice: CompilerChoice,
  options: CompilerOptions,
): CompilerAnswer | undefined {
  for (const command of target.compilers) {
    const [program = "", ...args] = command;
    const isClang = program === "clang";
    if (choice !== "any" && (choice === "clang") !== isClang) continue;
    if (!isFor(program, args)) continue;
    const all = [...args, ...argumentsOf(options)];
    const lines = files.map(
      (file) => `#include ${JSON.stringify(path.resolve(options.cwd, file))}\n`,
    );
    return run(program, all, options.cwd, lines.join(""));
  }
  return undefined;
}

function argumentsOf({ define, include }: CompilerOptions): readonly string[] {
  return [
    "-E",
    "-dD",
    "-x",
    "c",
    "-",
    ...define.map((each) => `-D${each}`),
    ...include.map((folder) => `-I${folder}`),
  ];
}

function run(program: string, args: readonly string[], cwd: string, input: string): CompilerAnswer {
  try {
    const text = execFileSync(program, args, {
      cwd,
      input,
      encoding: "utf8",
      maxBuffer: maximumLength,
      timeout: 60_000,
      stdio: "pipe",
    });
    return { kind: "text", text };
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
    const reason = said.trim() === "" ? String(error) : said.trim();
    return { kind: "complaint", command: [program, ...args].join(" "), text: reason };
  }
}

/** Whether a program is there, and compiles for the target: `cc` does for its own machine. */
function isFor(program: string, args: readonly string[]): boolean {
  let machine: string;
  try {
    const asked = [...args, "-dumpmachine"];
    machine = execFileSync(program, asked, { encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    return false;
  }
  // Others have the target in their names.
  return /^g?cc$/.test(program) ? /^x86_64-(\w+-)?linux(-(gnu|musl))?$/.test(machine) : true;
}

function readText(file: string): string | undefined {
  try {
    const found = statSync(file);
    if (found.isDirectory() || found.size > maximumLength) return undefined;
    const text = readFileSync(file, "utf8");
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}
