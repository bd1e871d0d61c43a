/** Asks gcc how it lays out structs of C: sizes, alignments, offsets, and a constant for each bit field. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Gcc } from "../abi/compilers.js";
import { answerFrom, constantsFor } from "./answer-constants.js";
import type { Answer, Question } from "./questions.js";

/** Returns gcc's answers. Nothing is run: they are read from the object file. `prelude` declares the types. */
export function askGcc(
  prelude: string,
  questions: readonly Question[],
  gcc: Omit<Gcc, "kind">,
): readonly Answer[] {
  const folder = mkdtempSync(path.join(tmpdir(), "import-c-"));
  const { prefix, isBigEndian } = gcc;
  const object = { attribute: '__attribute__((section(".answers"), used))', isBigEndian };
  try {
    const file = (name: string): string => path.join(folder, name);
    const constants = questions.map((each, index) => constantsFor(each, index, object));
    writeFileSync(file("a.c"), `${prelude}\n${constants.join("")}`);
    const options = { encoding: "utf8", maxBuffer: 2 ** 30 } as const;
    const args = [...gcc.options, "-w", "-c", "-o", file("a.o"), file("a.c")];
    execFileSync(`${prefix}gcc`, args, options);
    const section = ["-O", "binary", "-j", ".answers", file("a.o"), file("a.bin")];
    execFileSync(`${prefix}objcopy`, section, options);
    const symbols = new Map<string, number>();
    for (const line of execFileSync(`${prefix}nm`, [file("a.o")], options).split("\n")) {
      const [address = "", , name = ""] = line.trim().split(/\s+/);
      symbols.set(name.replace(/^_(?=answer_)/, ""), Number.parseInt(address, 16));
    }
    const bytes = readFileSync(file("a.bin"));
    const bytesFrom = (name: string): Buffer => {
      const place = symbols.get(name);
      if (place === undefined) throw new Error(`no symbol ${name}`);
      return bytes.subarray(place);
    };
    return questions.map((each, index) => answerFrom(each, index, bytesFrom, object));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
