/** Documents that are not random: together they have every kind of field, whatever the seed. */
import type { DocumentData, FieldData, StructData, TypeData } from "./document.js";
import { Model } from "./model.js";
import type { RandomSchema } from "./random-schema.js";
import { integers, scalars } from "./random-schema.js";

const field = (name: string, type: FieldData["type"]): FieldData => ({ name, type });
const when = (condition: string, type: FieldData["type"]): FieldData["type"] => ({
  kind: "conditional",
  condition,
  type,
});
const struct = (
  name: string,
  fields: readonly FieldData[],
  options: Partial<StructData> = {},
): StructData => ({ kind: "struct", name, ...options, fields });

/** Returns the documents. */
export function fixedSchemas(): readonly RandomSchema[] {
  return [
    ofScalars(),
    ofStreams(),
    ofDepths(),
    ofPlaces(),
    ofTexts(),
    ofUnions(),
    ofParts(),
    ofTold(),
  ];
}

function schemaOf(types: DocumentData["types"], sources: readonly string[] = []): RandomSchema {
  const document = { types };
  return { document, model: new Model(document), lengthSources: new Set(sources) };
}

/** Every scalar by itself, in an array, checked, not zero and optional, in every byte order. */
function ofScalars(): RandomSchema {
  const orders = ["big", "little", "native", "runtime"] as const;
  const wide = integers.filter((name) => /56|64|128/.test(name));
  const types: TypeData[] = [
    ...scalars,
    ...wide.map((name) => `${name}.number`),
    ...integers.flatMap((base): TypeData[] => [
      { kind: "nonzero", base },
      { kind: "nonzero", base, isOptional: true },
    ]),
    { kind: "constant", base: "u16", value: 7 },
    "Open",
    "Closed",
  ];
  return schemaOf([
    { kind: "enumeration", name: "Open", base: "u16", open: true, members: [m("a", 1)] },
    { kind: "enumeration", name: "Closed", base: "u24", members: [m("b", 2), m("c", 3)] },
    ...orders.flatMap((byteOrder) => [
      struct(
        `Plain${byteOrder}`,
        types.map((type, index) => field(`f${index}`, type)),
        { byteOrder },
      ),
      struct(
        `Arrays${byteOrder}`,
        types.map((element, index) => field(`f${index}`, { kind: "array", element, length: 2 })),
        { byteOrder },
      ),
    ]),
  ]);
}

function m(name: string, value: number): { readonly name: string; readonly value: number } {
  return { name, value };
}

/** Bits of every width, with a sign and without, from each end. */
function ofStreams(): RandomSchema {
  const orders = ["most-significant-first", "least-significant-first"] as const;
  const streams = (["unsigned", "signed"] as const).flatMap((interpretation) =>
    orders.map((bitOrder) =>
      struct(
        `${interpretation === "signed" ? "Signed" : "Unsigned"}${bitOrder === orders[0] ? "Most" : "Least"}`,
        Array.from({ length: 64 }, (_, index) =>
          field(`w${index + 1}`, { kind: "bits", width: index + 1, interpretation }),
        ),
        { bitOrder },
      ),
    ),
  );
  const flag = { kind: "bits", width: 1, interpretation: "boolean" } as const;
  const seven = { kind: "bits", width: 7 } as const;
  return schemaOf([
    ...streams,
    struct("Flags", [field("flag", flag), field("others", { kind: "nonzero", base: seven })]),
  ]);
}

/** Structs in structs, five deep, of fixed and of dynamic size. */
function ofDepths(): RandomSchema {
  const depths = [1, 2, 3, 4];
  return schemaOf(
    [
      struct("Fixed0", [field("x", "u16"), field("y", { kind: "bytes", length: 3 })]),
      struct("Dynamic0", [field("n", "u8"), field("data", { kind: "bytes", length: "n" })]),
      ...depths.flatMap((depth) => [
        struct(`Fixed${depth}`, [
          field("within", `Fixed${depth - 1}`),
          field("both", { kind: "array", element: `Fixed${depth - 1}`, length: 2 }),
        ]),
        struct(`Dynamic${depth}`, [field("within", `Dynamic${depth - 1}`), field("x", "u16")]),
      ]),
      struct("Counted", [
        field("n", "u8"),
        field("each", { kind: "array", element: "Fixed0", length: "n" }),
        field("words", { kind: "array", element: "u16", length: "n" }),
      ]),
      struct("Rest", [field("n", "u8"), field("all", { kind: "bytes", length: { kind: "rest" } })]),
    ],
    ["Dynamic0.n", "Counted.n"],
  );
}

/** Unions of every kind of member, in every byte order, in structs, arrays and each other. */
function ofUnions(): RandomSchema {
  const members = [
    ...scalars.map((type, index) => field(`s${index}`, type)),
    field("bits", { kind: "bits", width: 24 }),
    field("constant", { kind: "constant", base: "u16", value: 7 }),
    field("present", { kind: "nonzero", base: "u8" }),
    field("maybe", { kind: "nonzero", base: "u24", isOptional: true }),
    field("closed", "Closed"),
    field("run", { kind: "bytes", length: 5 }),
    field("text", { kind: "text", encoding: "utf8", length: 6 }),
    field("wide", { kind: "text", encoding: "utf16", length: 6, zeroTerminated: true }),
    field("pair", "Pair"),
    field("pairs", { kind: "array", element: "Pair", length: 2 }),
    field("apart", { kind: "array", element: "u16", length: 2, stride: 5 }),
    field("words", { kind: "array", element: "Word", length: 2 }),
    field("word", "Word"),
    field("reserved", { kind: "padding", length: 19 }),
  ];
  const bitOrder = "least-significant-first" as const;
  const orders = ["big", "little", "native", "runtime"] as const;
  return schemaOf([
    { kind: "enumeration", name: "Closed", base: "u8", members: [m("a", 1), m("b", 2)] },
    struct("Pair", [field("a", "u8"), field("b", "u32")], { rules: "c" }),
    { kind: "union", name: "Word", members: [field("number", "u32"), field("half", "u16")] },
    ...orders.map((byteOrder) => ({
      kind: "union" as const,
      name: `Any${byteOrder}`,
      byteOrder,
      bitOrder,
      members,
    })),
    ...orders.map((byteOrder) =>
      struct(
        `Holds${byteOrder}`,
        [
          field("tag", "u8"),
          field("any", "Anyruntime"),
          field("each", { kind: "array", element: "Anybig", length: 2 }),
          field("apart", { kind: "array", element: "Word", length: 2, stride: 7 }),
          field("grid", {
            kind: "array",
            element: { kind: "array", element: "Word", length: 2 },
            length: 2,
          }),
        ],
        { byteOrder, rules: "c" },
      ),
    ),
  ]);
}

/** Structs with the rules of C, alignments and offsets, and arrays at their end. */
function ofPlaces(): RandomSchema {
  const rest = { kind: "rest" } as const;
  return schemaOf([
    struct("C", [field("a", "u8"), field("b", "f64"), field("c", "u16")], { rules: "c" }),
    struct(
      "Packed2",
      [field("a", "u8"), field("b", "C"), field("c", { kind: "array", element: "u32", length: 2 })],
      { rules: "c", pack: 2 },
    ),
    struct("Aligned", [field("a", "u8"), field("b", "u24")], { align: 16, size: 16 }),
    struct("Placed", [
      field("a", "u8"),
      field("b", { kind: "placed", type: "u16", offset: 5 }),
      field("gap", { kind: "padding", length: 3 }),
      field("c", { kind: "placed", type: "u8", alignment: 4 }),
      field("d", { kind: "array", element: "u16", length: 3, stride: 5 }),
      field("e", { kind: "array", element: { kind: "bytes", length: 2 }, length: 3 }),
      field("f", {
        kind: "array",
        element: { kind: "array", element: "i16", length: 2 },
        length: 3,
      }),
    ]),
    struct(
      "Slice",
      [field("a", "u32"), field("b", { kind: "array", element: "u16", length: rest })],
      {
        rules: "c",
      },
    ),
  ]);
}

type TextData = Extract<TypeData, { readonly kind: "text" }>;

/** Texts of every form in every encoding, prefixes of every width, in every byte order. */
function ofTexts(): RandomSchema {
  const encodings = ["utf8", "ascii", "latin1", "utf16"] as const;
  const orders = ["big", "little", "native", "runtime"] as const;
  const zeroTerminated = { kind: "zeroTerminated" } as const;
  const prefixes = integers.filter((name) => name.startsWith("u"));
  return schemaOf(
    orders.flatMap((byteOrder) => [
      ...encodings.map((encoding) => {
        const length = encoding === "utf16" ? "n * 2" : "n";
        const text = (type: Omit<TextData, "kind" | "encoding">): TextData => ({
          kind: "text",
          encoding,
          ...type,
        });
        return struct(
          `${encoding}${byteOrder}`,
          [
            field("n", "u8"),
            field("full", text({ length: 6 })),
            field("filled", text({ length: 6, pad: 0x20 })),
            field("zero", text({ length: 6, zeroTerminated: true })),
            field("each", { kind: "array", element: text({ length: 4, pad: 0 }), length: 3 }),
            field("fullN", text({ length })),
            field("filledN", text({ length, pad: 0 })),
            field("zeroN", text({ length, zeroTerminated: true })),
            field("ended", text({ length: zeroTerminated })),
            field("limited", text({ length: { ...zeroTerminated, maximum: 8 } })),
            field("prefixed", text({ length: { kind: "prefixed", base: "u16" } })),
            field("rest", text({ length: { kind: "rest" } })),
          ],
          { byteOrder },
        );
      }),
      struct(
        `Prefixes${byteOrder}`,
        prefixes.flatMap((base) => {
          const length = { kind: "prefixed", base } as const;
          return [
            field(`bytes_${base}`, { kind: "bytes", length }),
            field(`text_${base}`, { kind: "text", encoding: "utf8", length }),
            field(`array_${base}`, { kind: "array", element: "u24", length }),
          ];
        }),
        { byteOrder },
      ),
    ]),
    orders.flatMap((byteOrder) => encodings.map((encoding) => `${encoding}${byteOrder}.n`)),
  );
}

/** Sequences in sequences, parts with conditions, and what is aligned behind them. */
function ofParts(): RandomSchema {
  const fields = [
    field("n", "u8"),
    field("text", { kind: "bytes", length: "n" }),
    field("word", "u32"),
    field("maybe", when("n & 1", "u16")),
  ];
  return schemaOf(
    [
      struct("Text", fields),
      struct("Aligned", fields, { rules: "c" }),
      ...["Text", "Aligned"].flatMap((element) => [
        struct(
          `List${element}`,
          [
            field("n", "u8"),
            field("size", "u16"),
            field("counted", { kind: "array", element, length: "n & 3" }),
            field("told", { kind: "array", element, length: "size", measure: "bytes" }),
            field("maybe", when("n > 2", element)),
          ],
          { byteOrder: "runtime" },
        ),
        struct(
          `Lists${element}`,
          [
            field("n", "u8"),
            field("two", { kind: "array", element: `List${element}`, length: 2 }),
            field("end", { kind: "placed", type: "u16", alignment: 2 }),
          ],
          { byteOrder: "big" },
        ),
        struct(`All${element}`, [
          field("n", "u8"),
          field("all", { kind: "array", element: `List${element}`, length: { kind: "rest" } }),
        ]),
      ]),
    ],
    ["Text.n", "Aligned.n", "ListText.n", "ListAligned.n"].concat([
      "ListText.size",
      "ListAligned.size",
    ]),
  );
}

/** Structs whose first field tells the byte order, as elements and as fields, and what is reserved. */
function ofTold(): RandomSchema {
  const byteOrder = { kind: "byField", little: "order == 1", big: "order == 2" } as const;
  const options = { byteOrder, bitOrder: "most-significant-first" } as const;
  return schemaOf(
    [
      struct(
        "Told",
        [
          field("order", "u8"),
          field("n", "u8"),
          field("word", "u16"),
          field("text", { kind: "bytes", length: "n" }),
        ],
        { byteOrder },
      ),
      struct(
        "Fixed",
        [
          field("order", "u16.be"),
          field("bits", { kind: "bits", width: 5 }),
          field("within", { kind: "reserved", length: { kind: "bits", width: 7 } }),
          field("more", { kind: "bits", width: 12 }),
          field("behind", { kind: "reserved", length: 2 }),
          field("wide", "u32"),
          field("list", { kind: "array", element: "u16", length: 2 }),
        ],
        { ...options, rules: "packed", align: 4 },
      ),
      struct(
        "ToldLists",
        [
          field("n", "u8"),
          field("size", "u16"),
          field("one", "Fixed"),
          field("apart", { kind: "array", element: "Fixed", length: 2, stride: 20 }),
          field("counted", { kind: "array", element: "Told", length: "n & 3" }),
          field("filling", { kind: "array", element: "Told", length: "size", measure: "bytes" }),
          field("close", { kind: "array", element: "Fixed", length: { kind: "rest" } }),
        ],
        { byteOrder: "runtime" },
      ),
    ],
    ["Told.n", "ToldLists.n", "ToldLists.size"],
  );
}
