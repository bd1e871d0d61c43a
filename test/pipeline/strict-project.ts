/** A user's project: generated modules, compiled with the strictest flags there are. */
import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { DocumentData, FieldTypeData, StructData, TypeData } from "../oracle/document.js";
import { emit, root } from "../oracle/modules.js";
import { randomSchema } from "../oracle/random-schema.js";
import { Random } from "../oracle/random.js";

/** A file of the project. */
export interface ProjectFile {
  readonly name: string;
  readonly text: string;
}

/** Where tests may put projects: what is installed here is found from there. */
export const cache: string = path.join(root, "node_modules", ".cache", "structview-test");

const strictest = {
  strict: true,
  target: "ES2022",
  lib: ["ES2022"],
  types: [],
  skipLibCheck: false,
  declaration: true,
  outDir: "out",
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noPropertyAccessFromIndexSignature: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  forceConsistentCasingInFileNames: true,
};

/** Flags, and the version of TypeScript that brought them. */
const newer: readonly { readonly flag: string; readonly since: number }[] = [
  { flag: "isolatedDeclarations", since: 5.05 },
  { flag: "noUncheckedSideEffectImports", since: 5.06 },
  { flag: "erasableSyntaxOnly", since: 5.08 },
];

/** Ways in which a project finds modules. */
export type Resolution = "nodenext" | "bundler";

/**
 * Compiles files with the compiler at `tsc`, of `version` such as 5.04 for 5.4, and returns what it
 * writes: nothing if all is well.
 */
export async function compileStrictly(
  files: readonly ProjectFile[],
  folderName: string,
  {
    tsc = path.join(root, "node_modules/typescript/bin/tsc"),
    version = 7,
    resolution = "nodenext" as Resolution,
  } = {},
): Promise<string> {
  const folder = path.join(cache, `${folderName}-${process.pid}`);
  await mkdir(folder, { recursive: true });
  try {
    const known = newer.filter(({ since }) => version >= since).map(({ flag }) => [flag, true]);
    const compilerOptions = {
      ...strictest,
      ...Object.fromEntries(known),
      module: resolution === "nodenext" ? "nodenext" : "esnext",
      moduleResolution: resolution,
      rootDir: ".",
    };
    const tsconfig = JSON.stringify({ compilerOptions, include: ["*.ts"] });
    await writeFile(path.join(folder, "tsconfig.json"), tsconfig);
    await writeFile(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
    for (const { name, text } of files) await writeFile(path.join(folder, name), text);
    const output = await new Promise<string>((resolve) => {
      execFile(
        process.execPath,
        [tsc, "-p", folder, "--pretty", "false"],
        { cwd: folder, maxBuffer: 2 ** 26 },
        (error, stdout, stderr) => {
          resolve(error === null ? "" : `${stdout}${stderr}` || error.message);
        },
      );
    });
    const emitted = output === "" ? await readdir(path.join(folder, "out")) : [];
    const missing = files.filter(
      ({ name }) => output === "" && !emitted.includes(name.replace(/\.ts$/, ".d.ts")),
    );
    return missing.length === 0
      ? output
      : `no output for ${missing.map(({ name }) => name).join()}`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The committed output, a document with every kind of field, and random ones. */
export async function manyModules(seed: number): Promise<readonly ProjectFile[]> {
  const folder = path.join(root, "generated");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".ts"));
  const generated = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(path.join(folder, name), "utf8") })),
  );
  const random = new Random(seed);
  const others = Array.from({ length: 60 }, (_, index) => ({
    name: `random-${index}.ts`,
    text: emit(randomSchema(random).document),
  }));
  return [
    ...generated,
    { name: "every-kind.ts", text: emit(everyKind) },
    { name: "few-kinds.ts", text: emit(fewKinds) },
    { name: "use.ts", text: use },
    ...others,
  ];
}

function when(condition: string, type: TypeData): FieldTypeData {
  return { kind: "conditional", condition, type };
}

/** What uses little of what it names. */
const fewKinds: DocumentData = {
  types: [
    { kind: "flags", name: "Rights", base: "u8", members: [{ name: "read", value: 1 }] },
    {
      kind: "struct",
      name: "Grid",
      fields: [{ name: "rights", type: twice(twice("Rights")) }],
    },
    {
      kind: "struct",
      name: "Chain",
      fields: [
        {
          name: "all",
          type: { kind: "text", encoding: "ascii", length: { kind: "zeroTerminated" } },
        },
      ],
    },
    { kind: "struct", name: "Chains", fields: [{ name: "chains", type: twice("Chain") }] },
  ],
};

function twice(element: TypeData): TypeData {
  return { kind: "array", element, length: 2 };
}

/** A document with every kind of type in it. */
export const everyKind: DocumentData = {
  types: [
    {
      kind: "enumeration",
      name: "Color",
      base: "u8",
      members: [
        { name: "red", value: 1 },
        { name: "green", value: 2 },
      ],
    },
    {
      kind: "enumeration",
      name: "Wide",
      base: "u64",
      open: true,
      members: [{ name: "largest", value: "18446744073709551615" }],
    },
    {
      kind: "enumeration",
      name: "Mode",
      base: { kind: "bits", width: 3 },
      members: [
        { name: "off", value: 0 },
        { name: "on", value: 1 },
      ],
    },
    {
      kind: "struct",
      name: "Point",
      fields: [
        { name: "x", type: "i16" },
        { name: "y", type: "i16" },
      ],
    },
    {
      kind: "struct",
      name: "Every",
      byteOrder: "big",
      bitOrder: "least-significant-first",
      fields: [
        ...["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "f32", "f64", "bool"].flatMap(
          (scalar) => [
            { name: scalar, type: scalar },
            { name: `${scalar}Little`, type: `${scalar}.le` },
            { name: `${scalar}s`, type: { kind: "array", element: scalar, length: 2 } as const },
          ],
        ),
        { name: "color", type: "Color" },
        { name: "wide", type: "Wide" },
        { name: "mode", type: "Mode" },
        { name: "few", type: { kind: "bits", width: 5 } },
        { name: "many", type: { kind: "bits", width: 53 } },
        {
          name: "none",
          type: { kind: "constant", base: { kind: "bits", width: 3 }, value: 0 },
        },
        { name: "magic", type: { kind: "constant", base: "u32", value: 0xcafe } },
        { name: "yes", type: { kind: "constant", base: "bool", value: true } },
        { name: "half", type: { kind: "constant", base: "f32", value: 0.5 } },
        { name: "long", type: { kind: "constant", base: "i64", value: "-9007199254740993" } },
        { name: "fixed", type: { kind: "bytes", length: 3 } },
        { name: "point", type: "Point" },
        { name: "points", type: { kind: "array", element: "Point", length: 2 } },
        { name: "counted", type: { kind: "bytes", length: "u8 & 3" } },
        { name: "rest", type: { kind: "bytes", length: { kind: "rest" } } },
      ],
    },
    {
      kind: "struct",
      name: "ManyFields",
      fields: Array.from({ length: 80 }, (_, index) => ({ name: `f${index}`, type: "u64" })),
    },
    {
      kind: "struct",
      name: "Either",
      byteOrder: "runtime",
      fields: [
        { name: "point", type: "Point" },
        { name: "samples", type: { kind: "array", element: "u16", length: 2 } },
        { name: "name", type: { kind: "bytes", length: "point.x" } },
        { name: "tail", type: "u32" },
      ],
    },
    {
      kind: "union",
      name: "Word",
      members: [
        { name: "asFloat", type: "f32" },
        { name: "asInt", type: "u32" },
        { name: "value", type: "Color" },
        { name: "length", type: { kind: "constant", base: "u16", value: 7 } },
        { name: "point", type: "Point" },
        { name: "apart", type: { kind: "array", element: "u8", length: 2, stride: 3 } },
        { name: "run", type: { kind: "bytes", length: 7 } },
        { name: "maybe", type: { kind: "nonzero", base: "u16", isOptional: true } },
      ],
    },
    {
      kind: "union",
      name: "Reserved",
      members: [{ name: "all", type: { kind: "padding", length: 4 } }],
    },
    {
      kind: "struct",
      name: "Words",
      fields: [
        { name: "word", type: "Word" },
        { name: "reserved", type: "Reserved" },
        { name: "words", type: { kind: "array", element: "Word", length: 2 } },
        { name: "more", type: { kind: "array", element: "Word", length: { kind: "rest" } } },
      ],
    },
    {
      kind: "struct",
      name: "Text",
      byteOrder: "runtime",
      align: 4,
      fields: [
        { name: "length", type: "u16" },
        { name: "text", type: { kind: "bytes", length: "length" } },
      ],
    },
    {
      kind: "struct",
      name: "Message",
      byteOrder: "big",
      fields: [
        { name: "flags", type: "u8" },
        { name: "color", type: when("flags & 1", "Color") },
        { name: "point", type: when("flags & 2", "Point") },
        { name: "text", type: when("flags > 7", "Text") },
        { name: "run", type: when("flags", { kind: "bytes", length: 4 }) },
        { name: "always", type: when("flags", { kind: "constant", base: "u8", value: 7 }) },
        { name: "words", type: when("flags", { kind: "array", element: "u16", length: 2 }) },
        { name: "texts", type: { kind: "array", element: "Text", length: "flags" } },
        { name: "two", type: { kind: "array", element: "Text", length: 2 } },
        { name: "size", type: { kind: "placed", type: "u64", alignment: 8 } },
        {
          name: "list",
          type: { kind: "array", element: "Text", length: "size", measure: "bytes" },
        },
        {
          name: "tail",
          type: {
            kind: "placed",
            alignment: 8,
            type: { kind: "bytes", length: { kind: "rest" } },
          },
        },
      ],
    },
    {
      kind: "struct",
      name: "Texts",
      byteOrder: "runtime",
      fields: [
        { name: "many", type: when("1", "u16") },
        { name: "all", type: { kind: "array", element: "Text", length: { kind: "rest" } } },
      ],
    },
    { kind: "alias", name: "Note", target: "Text" },
    {
      kind: "struct",
      name: "Ping",
      fields: [
        { name: "type", type: { kind: "constant", base: "u8", value: 1 } },
        { name: "id", type: "u16.be" },
      ],
    },
    {
      kind: "struct",
      name: "Named",
      fields: [
        { name: "type", type: { kind: "constant", base: "u8", value: 2 } },
        { name: "size", type: "u8" },
        { name: "text", type: { kind: "bytes", length: "size" } },
      ],
    },
    { kind: "variant", name: "Signal", tag: "type", cases: ["Ping", "Named"] },
    {
      kind: "struct",
      name: "Envelope",
      fields: [
        { name: "signal", type: "Signal" },
        { name: "protocol", type: "u8" },
        {
          name: "body",
          type: {
            kind: "select",
            on: "protocol",
            cases: [
              { value: 1, type: "Ping" },
              { value: 2, type: "Named" },
            ],
            otherwise: { kind: "bytes", length: { kind: "rest" } },
          },
        },
      ],
    },
    {
      kind: "struct",
      name: "Head",
      byteOrder: "runtime",
      fields: [
        { name: "kind", type: { kind: "constant", base: "u16", value: 1 } },
        { name: "number", type: "u32" },
      ],
    },
    {
      kind: "struct",
      name: "Body",
      byteOrder: "runtime",
      fields: [
        { name: "kind", type: { kind: "constant", base: "u16", value: 2 } },
        { name: "length", type: computed("u16", "size(text)") },
        { name: "text", type: { kind: "bytes", length: "length" } },
      ],
    },
    {
      kind: "struct",
      name: "Foot",
      byteOrder: "runtime",
      fields: [
        { name: "kind", type: { kind: "constant", base: "u16", value: 3 } },
        { name: "sum", type: computed("u8", "kind * 2") },
      ],
    },
    { kind: "variant", name: "Part", tag: "kind", cases: ["Head", "Body"] },
    { kind: "variant", name: "Slot", tag: "kind", cases: ["Head", "Foot"], isFixed: true },
    {
      kind: "union",
      name: "Parted",
      byteOrder: "runtime",
      members: [
        { name: "slot", type: "Slot" },
        { name: "slots", type: { kind: "array", element: "Slot", length: 2 } },
      ],
    },
    pagesIn("Pages", "runtime"),
    pagesIn("NativePages", "native"),
    pagesIn("BigPages", "big"),
    { kind: "alias", name: "Spot", target: "Every" },
    { kind: "alias", name: "Cell", target: "Word" },
    { kind: "alias", name: "Paint", target: "Color" },
  ],
};

function computed(base: string, value: string): FieldTypeData {
  // The model of the oracle computes nothing, and its documents have no word for it.
  return { kind: "computed", base, value } as never;
}

/** A struct with all that variants and selects can be, whose order they take. */
function pagesIn(name: string, byteOrder: "runtime" | "native" | "big"): StructData {
  return {
    kind: "struct",
    name,
    byteOrder,
    fields: [
      { name: "slot", type: "Slot" },
      { name: "slots", type: { kind: "array", element: "Slot", length: 2, stride: 8 } },
      { name: "part", type: "Part" },
      { name: "count", type: "u16" },
      { name: "parts", type: { kind: "array", element: "Part", length: "count" } },
      { name: "feet", type: when("count", { kind: "array", element: "Foot", length: 1 }) },
      { name: "maybe", type: when("count", "Slot") },
      {
        name: "either",
        type: {
          kind: "select",
          on: "count",
          cases: [{ value: 1, type: "Head" }],
          otherwise: "Foot",
          isFixed: true,
        },
      },
      {
        name: "any",
        type: when("count", {
          kind: "select",
          on: "count",
          cases: [
            { value: 1, type: "Head" },
            { value: 2, type: "Body" },
          ],
          otherwise: { kind: "bytes", length: 4 },
        }),
      },
    ],
  };
}

/** What a user writes against that document: what compiles, and what must not. */
const use = `import type { StructReflection } from "@structview/runtime";
import { type BigPages, Body, Color, Either, type Envelope, Every, Head, isColor, Message, NoteSequence, type Pages, Part, Point, PointBig, PointLayout, Signal, Slot, Text, Word, Words, type CellValue, type EveryValue, type PointValue, type SignalValue } from "./every-kind.js";

export function sum(bytes: Uint8Array): number {
  let total = 0;
  for (const point of Point.array(bytes)) total += point.x + point.y;
  return total;
}

export function columns(bytes: Uint8Array): number {
  const points = Point.array(bytes);
  // @ts-expect-error no field has that name
  points.column("z");
  // @ts-expect-error no field has that name
  points.sort("z");
  // @ts-expect-error a text is no number
  points.search("x", "1");
  points.sort((a, b) => a.y - b.y).subarray(1, -1).sort("x");
  const y: number = points.column("y").subarray(1).at(-1);
  const layout: StructReflection = PointLayout;
  // @ts-expect-error a layout is read only
  layout.name = "";
  return y + points.search((point) => point.x, 5) + points.search("x", 5);
}

export function paint(every: Every, color: Color): void {
  every.color = color;
  every.u64 = 5n;
  every.point = PointBig.create({ x: 1 });
  // @ts-expect-error a number is no bigint
  every.u64 = 5;
  // @ts-expect-error 7 is no color
  every.color = 7;
  // @ts-expect-error a constant is not written
  every.magic = 0xcafe;
  const reader: Readonly<Every> = every;
  // @ts-expect-error a read-only view has no setters
  reader.u8 = 1;
}

export function look(every: Readonly<Every>): Color | undefined {
  const value: number = every.u8;
  // @ts-expect-error a bigint is no number
  const wide: number = every.u64;
  void wide;
  return isColor(value) ? value : undefined;
}

export function open(bytes: ArrayBuffer | SharedArrayBuffer | DataView): Either {
  // @ts-expect-error the byte order has to be said
  Either.view(bytes);
  // @ts-expect-error a record of dynamic size has no arrays
  void Either.array;
  return Either.view(bytes, "big");
}

export function list(message: Message): number {
  message.color = Color.red;
  // @ts-expect-error what is not there is not written
  message.color = undefined;
  // @ts-expect-error it may not be there
  void message.point.x;
  const notes: NoteSequence = Text.sequence(message.$bytes, "big");
  let total = notes.length + message.texts.at(0).length;
  for (const { text } of message.list) total += text.length;
  Message.write(message.$bytes, { ...Message.toObject(message), point: undefined });
  return total + (message.point?.x ?? 0);
}

export function tell(signal: Signal): number {
  switch (signal.type) {
    case 1:
      return signal.id;
    case 2:
      return signal.text.length;
  }
}

export function tellByName({ body }: Envelope): number {
  if (body instanceof Uint8Array) return body.length;
  switch (body.$struct) {
    case "Ping":
      return body.id;
    case "Named":
      return body.text.length;
  }
}

export function assign(pages: Pages, big: BigPages, bytes: Uint8Array): Pages {
  const head = Head.create("big", { number: 1 });
  pages.either = head;
  pages.any = head;
  pages.any = bytes;
  // @ts-expect-error a case of dynamic size keeps the lengths that it was opened with
  pages.any = Body.create("big");
  // @ts-expect-error no case
  pages.either = Point.create();
  // @ts-expect-error not the byte order of anything
  Slot.view(bytes);
  const [, slot] = Slot.viewSuffix(bytes, "little");
  pages.slot = Slot.clone(slot);
  big.slots.setAt(0, Slot.copyTo(slot, bytes));
  // @ts-expect-error of dynamic size
  void Part.viewSuffix;
  const number: number = slot.kind === 1 ? slot.number : Slot.$finish(slot).kind;
  Part.writePrefix(bytes, { kind: 1, number }, "big");
  // @ts-expect-error a case needs its fields
  Part.writePrefix(bytes, { kind: 1 }, "big");
  return pages.$finish();
}

// @ts-expect-error a case is missing
export function forget(signal: Signal): number {
  switch (signal.type) {
    case 1:
      return signal.id;
  }
}

export function send(bytes: Uint8Array): SignalValue {
  Signal.write(bytes, { type: 1, id: 7 });
  // @ts-expect-error there is no such tag
  Signal.write(bytes, { type: 3, id: 7 });
  // @ts-expect-error the fields are those of another case
  Signal.write(bytes, { type: 2, id: 7 });
  // @ts-expect-error the tag says which case is made
  Signal.create({ id: 7 });
  return Signal.read(bytes);
}

export const point: PointValue = { x: 1, y: 2 };

// @ts-expect-error y is missing
export const half: PointValue = { x: 1 };

export function overlay(bytes: Uint8Array): number {
  const word = Word.create({ asFloat: 1 });
  word.asInt = 5;
  Word.create(Word.toObject(word));
  Words.write(bytes, { word: { asInt: 1 }, reserved: bytes, words: [{ value: 1 }, bytes], more: [] });
  // @ts-expect-error a union has one member at a time
  Word.create({ asFloat: 1, asInt: 2 });
  // @ts-expect-error a union has a member
  Word.create({});
  // @ts-expect-error 7 is no color
  Word.write(bytes, { value: 7 });
  // @ts-expect-error words are missing
  Words.write(bytes, { word: { asInt: 1 } });
  const cell: CellValue = { maybe: null };
  return Word.write(bytes, cell).asFloat;
}

export function write(bytes: Uint8Array, value: EveryValue): void {
  const { magic, yes, ...others } = value;
  void magic;
  void yes;
  // Constants need not be given.
  Every.write(bytes, others);
  // @ts-expect-error u8 is missing
  Every.write(bytes, {});
}
`;
