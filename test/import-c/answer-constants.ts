/** How compilers of C answer without being run: constants in an object file, and where the 1 bits of them are. */
import { firstBitOf } from "../abi/compilers.js";
import type { Answer, Question } from "./questions.js";

/** What becomes of the constants. */
export interface AnswerObject {
  /** Words that put a constant where it is found again. */
  readonly attribute: string;
  readonly isBigEndian: boolean;
}

/** Returns the constants that answer a question: sizes and offsets, and one for each bit field. */
export function constantsFor(
  { type, leaves }: Question,
  index: number,
  { attribute }: AnswerObject,
): string {
  const offsets = leaves.map(({ name, width }) =>
    width === undefined ? `__builtin_offsetof(${type}, ${name})` : "0",
  );
  const numbers = [`sizeof(${type})`, `_Alignof(${type})`, ...offsets].join(", ");
  const ones = leaves
    .filter(({ width }) => width !== undefined)
    .map(({ name }) => `const ${type} answer_${index}_${name} ${attribute} = { .${name} = -1 };\n`);
  return `const unsigned answer_${index}[] ${attribute} = { ${numbers} };\n${ones.join("")}`;
}

/** Reads the answer to a question; `bytesFrom` returns the bytes from the start of a constant on. */
export function answerFrom(
  { leaves }: Question,
  index: number,
  bytesFrom: (name: string) => Buffer,
  { isBigEndian }: AnswerObject,
): Answer {
  const numbers = bytesFrom(`answer_${index}`);
  const numberAt = (at: number): number =>
    isBigEndian ? numbers.readUInt32BE(at * 4) : numbers.readUInt32LE(at * 4);
  const [size, alignment] = [numberAt(0), numberAt(1)];
  const offsets = leaves.map(({ name, width }, at) => {
    if (width === undefined) return numberAt(at + 2) * 8;
    const bytes = bytesFrom(`answer_${index}_${name}`).subarray(0, size);
    return firstBitOf(bytes, width, isBigEndian);
  });
  return { size, alignment, offsets };
}
