import type { Operation } from "./case.js";
import { operation, sumOf } from "./case.js";
import type { RecordClass, Texts } from "./generated.js";
import { textSize } from "./text-ways.js";

const fields = [
  ["short", 0, 8],
  ["middle", 8, 32],
  ["long", 40, 256],
] as const;

/** Texts of three lengths, in ASCII and not: made into strings, and compared with one. */
export async function textOperations(
  Class: RecordClass<Texts>,
  count: number,
): Promise<Operation[]> {
  const operations = textWorks(count).map(async (work, index) => {
    // Each text gets loops of its own, as in a program: the loader makes a new module for every query.
    const specifier = `./text-ways.js?text=${index}`;
    const { waysToCompare, waysToRead } = (await import(
      /* @vite-ignore */ specifier
    )) as typeof import("./text-ways.js");
    const { title, wanted } = work;
    const read = sumOf(count, () => wanted.length);
    return [
      operation("text", `read ${title}`, count, read, waysToRead(Class, work)),
      operation("text", `equal ${title}`, count, count, waysToCompare(Class, work)),
    ];
  });
  return (await Promise.all(operations)).flat();
}

/** Returns what there is to read and to compare: each text in `count` records. */
export function textWorks(count: number): TextWork[] {
  return [
    ["ASCII", "structured"],
    ["others", "größer €"],
  ].flatMap(([label = "", words = ""]) => {
    const bytes = new Uint8Array(count * textSize);
    const strings = fields.map(([, , length]) => textOf(words, length));
    const [short = "", middle = "", long = ""] = strings;
    for (let i = 0; i < count; i += 1) {
      for (const [at, [, offset]] of fields.entries()) {
        bytes.set(Buffer.from(strings[at] ?? ""), i * textSize + offset);
      }
    }
    return fields.map(([name, offset, length], at) => ({
      title: `${length} bytes, ${label}`,
      record: { short, middle, long },
      bytes,
      count,
      name,
      offset,
      length,
      wanted: strings[at] ?? "",
    }));
  });
}

/** Returns the words again and again, cut between characters, in exactly `length` bytes. */
function textOf(words: string, length: number): string {
  let string = "";
  for (let index = 0; Buffer.byteLength(string) < length; index += 1) {
    const next = string + (words[index % words.length] ?? "");
    string = Buffer.byteLength(next) > length ? `${string}.` : next;
  }
  return string;
}

/** A text in many records. */
export interface TextWork {
  readonly title: string;
  /** The texts of every record. */
  readonly record: Readonly<Record<keyof Texts, string>>;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly count: number;
  readonly name: keyof Texts;
  readonly offset: number;
  readonly length: number;
  readonly wanted: string;
}
