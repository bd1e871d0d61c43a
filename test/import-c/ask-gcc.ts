/** Asks gcc how it lays out structs of C: sizes, alignments, offsets, and a constant for each bit field. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Answer, Question } from "./questions.js";

/** A gcc and the programs beside it. */
export interface Gcc {
  /** `aarch64-linux-gnu-`, or nothing for the compiler of this machine. */
  readonly prefix: string;
  readonly options: readonly string[];
  readonly isBigEndian: boolean;
}

/** Returns gcc's answers. Nothing is run: they are read from the object file. `prelude` declares the types. */
export function askGcc(
  prelude: string,
  questions: readonly Question[],
  gcc: Gcc,
): readonly Answer[] {
  const folder = mkdtempSync(path.join(tmpdir(), "import-c-"));
  try {
    const file = (name: string): string => path.join(folder, name);
    writeFileSync(file("a.c"), `${prelude}\n${questions.map(constantsFor).join("")}`);
    const options = { encoding: "utf8", maxBuffer: 2 ** 30 } as const;
    const { prefix } = gcc;
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
    return questions.map((each, index) => answerOf(each, index, bytes, symbols, gcc));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function constantsFor({ type, leaves }: Question, index: number): string {
  const place = '__attribute__((section(".answers"), used))';
  const offsets = leaves.map(({ name, width }) =>
    width === undefined ? `__builtin_offsetof(${type}, ${name})` : "0",
  );
  const numbers = [`sizeof(${type})`, `_Alignof(${type})`, ...offsets].join(", ");
  const ones = leaves
    .filter(({ width }) => width !== undefined)
    .map(({ name }) => `const ${type} answer_${index}_${name} ${place} = { .${name} = -1 };\n`);
  return `const unsigned answer_${index}[] ${place} = { ${numbers} };\n${ones.join("")}`;
}

function answerOf(
  { leaves }: Question,
  index: number,
  bytes: Buffer,
  symbols: ReadonlyMap<string, number>,
  { isBigEndian }: Gcc,
): Answer {
  const placeOf = (name: string): number => {
    const place = symbols.get(name);
    if (place === undefined) throw new Error(`no symbol ${name}`);
    return place;
  };
  const numbers = placeOf(`answer_${index}`);
  const numberAt = (at: number): number =>
    isBigEndian ? bytes.readUInt32BE(numbers + at * 4) : bytes.readUInt32LE(numbers + at * 4);
  const [size, alignment] = [numberAt(0), numberAt(1)];
  const offsets = leaves.map(({ name, width }, at) => {
    if (width === undefined) return numberAt(at + 2) * 8;
    const place = placeOf(`answer_${index}_${name}`);
    return firstBitOf(bytes.subarray(place, place + size), width, isBigEndian);
  });
  return { size, alignment, offsets };
}

/** Returns where the only bits that are 1 begin; there have to be `width` of them in a row. */
function firstBitOf(bytes: Uint8Array, width: number, isBigEndian: boolean): number {
  const isOne = (bit: number): boolean => {
    const byte = bytes[bit >> 3] ?? 0;
    return ((byte >> (isBigEndian ? 7 - (bit & 7) : bit & 7)) & 1) === 1;
  };
  const bits = Array.from({ length: bytes.length * 8 }, (_, bit) => bit).filter(isOne);
  const [first] = bits;
  if (first === undefined || bits.length !== width || bits.at(-1) !== first + width - 1) {
    throw new Error(`the bits ${bits.join(" ")} are no field of ${width} bits`);
  }
  return first;
}
