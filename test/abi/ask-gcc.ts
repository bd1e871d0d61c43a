/** Asks gcc for a target how it lays out structs: of each the numbers, and a constant for each bit field. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { firstBitOf } from "./compilers.js";
import type { Gcc } from "./compilers.js";
import { isUnnamedBits } from "./declarations.js";
import type { Declaration, Member } from "./declarations.js";
import { declarationText, prelude, typeName } from "./print-c.js";
import type { Answer } from "./print-schema.js";

/** How many declarations are compiled at once. */
const batch = 500;

/**
 * Returns gcc's answers by the names of the declarations. Nothing is run: the numbers and the constants are
 * read from the object file.
 */
export function askGcc(
  declarations: readonly Declaration[],
  gcc: Gcc,
): ReadonlyMap<string, Answer> {
  const answers = new Map<string, Answer>();
  for (let start = 0; start < declarations.length; start += batch) {
    const some = declarations.slice(start, start + batch);
    // Structs are made of earlier ones.
    const earlier = declarations.slice(0, start);
    for (const [name, answer] of askBatch(earlier, some, gcc)) answers.set(name, answer);
  }
  return answers;
}

function askBatch(
  earlier: readonly Declaration[],
  declarations: readonly Declaration[],
  gcc: Gcc,
): readonly (readonly [string, Answer])[] {
  const folder = mkdtempSync(path.join(tmpdir(), "abi-"));
  try {
    const source = path.join(folder, "abi.c");
    const object = path.join(folder, "abi.o");
    const image = path.join(folder, "abi.bin");
    const lines = [...earlier, ...declarations].map(declarationText);
    const constants = declarations.map((each, index) => constantsFor(each, index));
    writeFileSync(source, `${prelude}${lines.join("")}${constants.join("")}`);
    const options = { encoding: "utf8", maxBuffer: 2 ** 30 } as const;
    const { prefix } = gcc;
    execFileSync(
      `${prefix}gcc`,
      [...gcc.options, "-w", "-Wno-packed-bitfield-compat", "-c", "-o", object, source],
      options,
    );
    execFileSync(`${prefix}objcopy`, ["-O", "binary", "-j", ".abi", object, image], options);
    const symbols = new Map<string, number>();
    for (const line of execFileSync(`${prefix}nm`, [object], options).split("\n")) {
      const [address = "", , name = ""] = line.trim().split(/\s+/);
      // Some targets put _ before the names of C.
      symbols.set(name.replace(/^_(?=abi_)/, ""), Number.parseInt(address, 16));
    }
    const bytes = readFileSync(image);
    return declarations.map((each, index) => answerFor(each, index, bytes, symbols, gcc));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns the members that C reaches by name, those of anonymous members among them. */
function leavesOf({ members }: Declaration): readonly Member[] {
  return members.flatMap((member) => {
    if (isUnnamedBits(member)) return [];
    return member.isAnonymous && member.type.kind === "record"
      ? leavesOf(member.type.record)
      : [member];
  });
}

function constantsFor(declaration: Declaration, index: number): string {
  const type = typeName(declaration);
  const place = '__attribute__((section(".abi"), used))';
  const leaves = leavesOf(declaration);
  const offsets = leaves.map(({ name, width }) =>
    width === undefined ? `__builtin_offsetof(${type}, ${name})` : "0",
  );
  const numbers = [`sizeof(${type})`, `_Alignof(${type})`, ...offsets].join(", ");
  const ones = leaves
    .filter(({ width }) => width !== undefined)
    .map(({ name }) => `const ${type} abi_${index}_${name} ${place} = { .${name} = -1 };\n`);
  return `const unsigned abi_${index}[] ${place} = { ${numbers} };\n${ones.join("")}`;
}

function answerFor(
  declaration: Declaration,
  index: number,
  bytes: Buffer,
  symbols: ReadonlyMap<string, number>,
  { isBigEndian }: Gcc,
): readonly [string, Answer] {
  const placeOf = (name: string): number => {
    const place = symbols.get(name);
    if (place === undefined) throw new Error(`no symbol ${name}`);
    return place;
  };
  const numbers = placeOf(`abi_${index}`);
  const numberAt = (at: number): number =>
    isBigEndian ? bytes.readUInt32BE(numbers + at * 4) : bytes.readUInt32LE(numbers + at * 4);
  const [size, alignment] = [numberAt(0), numberAt(1)];
  const offsets = leavesOf(declaration).map(({ name, width }, at) => {
    if (width === undefined) return numberAt(at + 2) * 8;
    const place = placeOf(`abi_${index}_${name}`);
    return firstBitOf(bytes.subarray(place, place + size), width, isBigEndian);
  });
  return [declaration.name, { size, alignment, offsets }];
}
