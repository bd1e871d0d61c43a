import type { Operation, Way } from "./case.js";
import { operation, sumOf } from "./case.js";
import type { RecordClass, Texts } from "./generated.js";

const fields = [
  ["short", 0, 8],
  ["middle", 8, 32],
  ["long", 40, 256],
] as const;

const size = 296;

/** Texts of three lengths, in ASCII and not: made into strings, and compared with one. */
export function textOperations(Class: RecordClass<Texts>, count: number): Operation[] {
  return textWorks(count).flatMap((work) => {
    const { title, wanted } = work;
    const read = sumOf(count, () => wanted.length);
    return [
      operation("text", `read ${title}`, count, read, waysToRead(Class, work)),
      operation("text", `equal ${title}`, count, count, waysToCompare(Class, work)),
    ];
  });
}

/** Returns what there is to read and to compare: each text in `count` records. */
export function textWorks(count: number): TextWork[] {
  return [
    ["ASCII", "structured"],
    ["others", "größer €"],
  ].flatMap(([label = "", words = ""]) => {
    const bytes = new Uint8Array(count * size);
    const strings = fields.map(([, , length]) => textOf(words, length));
    const [short = "", middle = "", long = ""] = strings;
    for (let i = 0; i < count; i += 1) {
      for (const [at, [, offset]] of fields.entries()) {
        bytes.set(Buffer.from(strings[at] ?? ""), i * size + offset);
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

function waysToRead(Class: RecordClass<Texts>, work: TextWork): Way[] {
  const { bytes, name, offset, length } = work;
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const array = Class.array(bytes);
  const end = bytes.length;
  return [
    [
      "hand",
      "TextDecoder",
      () => {
        let sum = 0;
        for (let o = offset; o < end; o += size) {
          sum += decoder.decode(bytes.subarray(o, o + length)).length;
        }
        return sum;
      },
    ],
    [
      "hand",
      "loop",
      () => {
        let sum = 0;
        for (let o = offset; o < end; o += size) sum += decodeByHand(bytes, o, o + length).length;
        return sum;
      },
    ],
    [
      "structview",
      "cursor next",
      () => {
        let sum = 0;
        const cursor = array.cursor();
        while (cursor.next()) sum += cursor.record[name].toString().length;
        return sum;
      },
    ],
  ];
}

function waysToCompare(Class: RecordClass<Texts>, work: TextWork): Way[] {
  const { bytes, name, offset, length, wanted } = work;
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const encoded = new TextEncoder().encode(wanted);
  const array = Class.array(bytes);
  const end = bytes.length;
  return [
    [
      "hand",
      "loop over encoded",
      () => {
        let sum = 0;
        for (let o = offset; o < end; o += size) sum += isSame(bytes, o, encoded) ? 1 : 0;
        return sum;
      },
    ],
    [
      "hand",
      "TextDecoder",
      () => {
        let sum = 0;
        for (let o = offset; o < end; o += size) {
          sum += decoder.decode(bytes.subarray(o, o + length)) === wanted ? 1 : 0;
        }
        return sum;
      },
    ],
    [
      "structview",
      "equals(string)",
      () => {
        let sum = 0;
        const cursor = array.cursor();
        while (cursor.next()) sum += cursor.record[name].equals(wanted) ? 1 : 0;
        return sum;
      },
    ],
    [
      "structview",
      "equals(text)",
      () => {
        let sum = 0;
        const first = array.at(0)[name];
        const cursor = array.cursor();
        while (cursor.next()) sum += cursor.record[name].equals(first) ? 1 : 0;
        return sum;
      },
    ],
  ];
}

function isSame(bytes: Uint8Array, o: number, encoded: Uint8Array): boolean {
  for (let i = 0; i < encoded.length; i += 1) if (bytes[o + i] !== encoded[i]) return false;
  return true;
}

/** Decodes UTF-8 that is well-formed. */
function decodeByHand(bytes: Uint8Array, start: number, end: number): string {
  let string = "";
  for (let o = start; o < end;) {
    const lead = bytes[o++] ?? 0;
    if (lead < 0x80) string += String.fromCharCode(lead);
    else if (lead < 0xe0)
      string += String.fromCharCode(((lead & 31) << 6) | ((bytes[o++] ?? 0) & 63));
    else {
      const second = (bytes[o++] ?? 0) & 63;
      string += String.fromCharCode(((lead & 15) << 12) | (second << 6) | ((bytes[o++] ?? 0) & 63));
    }
  }
  return string;
}
