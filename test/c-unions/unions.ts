/** Unions as C declares them, the same as schema documents, and values for their members. */
import type {
  DocumentData,
  FieldData,
  StructData,
  TypeData,
  UnionData,
} from "../oracle/document.js";

/** One declaration: a union, or a struct that unions have members of. */
export type Declaration = UnionData | StructData;

/** A value of a union, and the statements of C that set it in the variable `it`. */
export interface Sample {
  readonly union: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly c: readonly string[];
}

const m = (name: string, type: TypeData): FieldData => ({ name, type });
const array = (element: TypeData, length: number): TypeData => {
  return { kind: "array", element, length };
};
const union = (
  name: string,
  members: readonly FieldData[],
  options: Partial<UnionData> = {},
): UnionData => ({ kind: "union", name, rules: "c", byteOrder: "little", ...options, members });
const struct = (name: string, fields: readonly FieldData[]): StructData => {
  return { kind: "struct", name, rules: "c", byteOrder: "little", fields };
};

/** The declarations, each after those that it uses. */
export const declarations: readonly Declaration[] = [
  union("Word", [m("asFloat", "f32"), m("asInt", "u32"), m("asBytes", array("u8", 4))]),
  union("Byte", [m("sign", "i8"), m("plain", "u8"), m("truth", "bool")]),
  union("Uneven", [m("wide", "f64"), m("run", array("u8", 13))]),
  union("Halves", [m("run", array("u16", 5)), m("word", "u32")]),
  union("Wide", [m("all", "u128"), m("run", array("u8", 17))]),
  union("Pack1", [m("wide", "u64"), m("run", array("u8", 9))], { pack: 1 }),
  union("Pack2", [m("wide", "f64"), m("run", array("u8", 11))], { pack: 2 }),
  union("Pack4", [m("wide", "i64"), m("narrow", "u16")], { pack: 4 }),
  union("Aligned", [m("byte", "u8"), m("half", "i16")], { align: 16 }),
  struct("Pair", [m("tag", "u8"), m("number", "u32")]),
  struct("Triple", [m("first", "u16"), m("second", "u8")]),
  union("OfStructs", [m("pair", "Pair"), m("triple", "Triple"), m("raw", array("u8", 6))]),
  union("OfUnions", [m("word", "Word"), m("uneven", "Uneven"), m("words", array("Word", 5))]),
  struct("Event", [m("kind", "u8"), m("body", "OfStructs"), m("last", "u16")]),
  union("OfEvents", [m("event", "Event"), m("events", array("Event", 2)), m("wide", "f64")]),
];

/** The same as a schema document. */
export const document: DocumentData = { types: declarations };

/** Values, of which the bytes are compared. */
export const samples: readonly Sample[] = [
  { union: "Word", value: { asFloat: -1.5 }, c: ["it.asFloat = -1.5f"] },
  { union: "Word", value: { asInt: 0x01020304 }, c: ["it.asInt = 0x01020304"] },
  {
    union: "Word",
    value: { asBytes: Uint8Array.of(9, 8, 7, 6) },
    c: ["it.asBytes[0] = 9", "it.asBytes[1] = 8", "it.asBytes[2] = 7", "it.asBytes[3] = 6"],
  },
  { union: "Byte", value: { sign: -2 }, c: ["it.sign = -2"] },
  { union: "Byte", value: { truth: true }, c: ["it.truth = 1"] },
  { union: "Uneven", value: { wide: 0.1 }, c: ["it.wide = 0.1"] },
  {
    union: "Halves",
    value: { run: [1, 2, 3, 4, 0xfffe] },
    c: ["it.run[0] = 1", "it.run[1] = 2", "it.run[2] = 3", "it.run[3] = 4", "it.run[4] = 0xfffe"],
  },
  { union: "Halves", value: { word: 0xdeadbeef }, c: ["it.word = 0xdeadbeef"] },
  {
    union: "Wide",
    value: { all: (7n << 64n) + 5n },
    c: ["it.all = ((unsigned __int128)7 << 64) + 5"],
  },
  { union: "Pack1", value: { wide: 258n }, c: ["it.wide = 258"] },
  { union: "Pack4", value: { narrow: 515 }, c: ["it.narrow = 515"] },
  { union: "Aligned", value: { half: -3 }, c: ["it.half = -3"] },
  {
    union: "OfStructs",
    value: { pair: { tag: 1, number: 0x0a0b0c0d } },
    c: ["it.pair.tag = 1", "it.pair.number = 0x0a0b0c0d"],
  },
  {
    union: "OfStructs",
    value: { triple: { first: 0x1122, second: 3 } },
    c: ["it.triple.first = 0x1122", "it.triple.second = 3"],
  },
  { union: "OfUnions", value: { word: { asInt: 77 } }, c: ["it.word.asInt = 77"] },
  {
    union: "OfUnions",
    value: { uneven: { wide: -2.25 } },
    c: ["it.uneven.wide = -2.25"],
  },
  {
    union: "OfEvents",
    value: { event: { kind: 4, body: { triple: { first: 1, second: 2 } }, last: 9 } },
    c: [
      "it.event.kind = 4",
      "it.event.body.triple.first = 1",
      "it.event.body.triple.second = 2",
      "it.event.last = 9",
    ],
  },
];
