/** Asks clang how it lays out structs of C for a target that no gcc is there for: Microsoft's, WebAssembly, macOS. */
import { execFileSync } from "node:child_process";
import { answerFrom, constantsFor } from "./answer-constants.js";
import type { Answer, Question } from "./questions.js";

const object = { attribute: "__attribute__((used))", isBigEndian: false };

/** Returns clang's answers, read from its assembler text, which is much the same for all kinds of objects. */
export function askClang(
  prelude: string,
  questions: readonly Question[],
  triple: string,
  options: readonly string[] = [],
): readonly Answer[] {
  const constants = questions.map((each, index) => constantsFor(each, index, object));
  const args = ["-target", triple, ...options, "-w", "-S", "-o", "-", "-x", "c", "-"];
  const text = execFileSync("clang-14", args, {
    input: `${prelude}\n${constants.join("")}`,
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  const data = dataIn(text);
  const bytesFrom = (name: string): Buffer => {
    const bytes = data.get(name);
    if (bytes === undefined) throw new Error(`no symbol ${name}`);
    return Buffer.from(bytes);
  };
  return questions.map((each, index) => answerFrom(each, index, bytesFrom, object));
}

/** Sizes of numbers in bytes by the directives that precede them. */
const sizes: Readonly<Record<string, number>> = {
  byte: 1,
  int8: 1,
  short: 2,
  int16: 2,
  long: 4,
  int32: 4,
  quad: 8,
  int64: 8,
};

/** Returns the bytes behind each label of an answer. */
function dataIn(text: string): ReadonlyMap<string, readonly number[]> {
  const data = new Map<string, number[]>();
  let bytes: number[] = [];
  for (const line of text.split("\n")) {
    const label = /^_?(\w+):/.exec(line)?.[1];
    if (label !== undefined) {
      bytes = [];
      data.set(label, bytes);
      continue;
    }
    const [, directive = "", rest = ""] =
      /^\s+\.(\w+)\s+("(?:\\.|[^"\\])*"|[^\s#;]+)/.exec(line) ?? [];
    const size = sizes[directive];
    if (size !== undefined) {
      const value = BigInt.asUintN(64, BigInt(rest));
      for (let at = 0; at < size; at++) bytes.push(Number((value >> BigInt(at * 8)) & 0xffn));
    } else if (/^(zero|space|skip)$/.test(directive)) {
      // The value to fill with, if any, is behind a comma.
      const [count, filled = "0"] = rest.split(",");
      for (let at = 0; at < Number(count); at++) bytes.push(Number(filled) & 0xff);
    } else if (directive === "ascii" || directive === "asciz") {
      bytes.push(...charactersIn(rest), ...(directive === "asciz" ? [0] : []));
    }
  }
  return data;
}

const escapes: Readonly<Record<string, number>> = { b: 8, t: 9, n: 10, f: 12, r: 13 };

function charactersIn(quoted: string): readonly number[] {
  return [...quoted.slice(1, -1).matchAll(/\\([0-7]{1,3})|\\(.)|(.)/g)].map(
    ([, octal, escaped, plain = ""]) => {
      if (octal !== undefined) return Number.parseInt(octal, 8);
      return escaped === undefined
        ? plain.charCodeAt(0)
        : (escapes[escaped] ?? escaped.charCodeAt(0));
    },
  );
}
