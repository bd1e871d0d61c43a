/**
 * The answers of Rust's zerocopy 0.8.56, recorded with the real crate: sizes, offsets, what its derives
 * accept, every verdict on bytes, every trailing slice. Ours have to be the same.
 */
import { readFileSync } from "node:fs";
import { compile } from "structview";
import type { StructLayout } from "structview";
import { isAligned } from "@structview/runtime";
import type { ParseResult } from "@structview/runtime";
import { beforeAll, describe, expect, test } from "vitest";
import { importDocument } from "../oracle/modules.js";
import type { AnyModule, AnyRecord } from "../oracle/modules.js";

interface RustType {
  readonly repr: string;
  readonly fields: readonly string[];
  readonly accepts: Readonly<Record<Derive, boolean>>;
  readonly size: number;
  readonly align: number;
  readonly offsets: readonly number[];
}
type Derive = "TryFromBytes" | "FromBytes" | "FromZeros" | "IntoBytes" | "Unaligned";

/** `[offset in an aligned buffer, bytes in hex, verdict]` */
type TryCase = readonly [offset: number, hex: string, verdict: string];

/** Elements, size of the record, bytes left over; or what is wrong. */
type SliceAnswer = readonly [elements: number, size: number, rest: number] | string;
type SliceCase = readonly [
  offset: number,
  length: number,
  whole: number | string,
  prefix: SliceAnswer,
  suffix: SliceAnswer,
  prefixOfTwo: SliceAnswer,
];

const layouts = read<Readonly<Record<string, RustType>>>("layout-and-derives.json");
const answers = read<{
  readonly try: Readonly<
    Record<
      string,
      { readonly size: number; readonly align: number; readonly cases: readonly TryCase[] }
    >
  >;
  readonly dst: Readonly<Record<string, { readonly cases: readonly SliceCase[] }>>;
}>("validity-and-slices.json");

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8")) as T;
}

/** A Rust type as one of ours. Byte order types have the alignment 1. */
function typeOf(rust: string): unknown {
  const array = /^\[(.+); (\d+)\]$/.exec(rust);
  if (array !== null)
    return { kind: "array", element: typeOf(array[1] ?? ""), length: Number(array[2]) };
  const ordered = /^([UI]\d+)<([BL])E>$/.exec(rust);
  if (ordered !== null) {
    const type = `${ordered[1]?.toLowerCase()}.${ordered[2]?.toLowerCase()}e`;
    return { kind: "packed", type };
  }
  const nonZero = /^(Option<)?NonZero([UI]\d+)>?$/.exec(rust);
  if (nonZero !== null) {
    const base = nonZero[2]?.toLowerCase();
    return { kind: "nonzero", base, isOptional: nonZero[1] !== undefined };
  }
  return rust;
}

function optionsOf(repr: string): Readonly<Record<string, unknown>> {
  const packed = /packed(?:\((\d+)\))?/.exec(repr);
  const align = /align\((\d+)\)/.exec(repr);
  return {
    rules: "c",
    ...(packed === null ? {} : { pack: Number(packed[1] ?? 1) }),
    ...(align === null ? {} : { align: Number(align[1]) }),
  };
}

/** `()` occupies nothing, and we have no type for it: the fields around it are what is compared. */
function isUnit(field: string): boolean {
  return field === "()";
}

const document = {
  types: [
    enumeration("E8", "u8", [1, 2]),
    enumeration("E16", "u16", [1, 2]),
    ...Object.entries(layouts).map(([name, { repr, fields }]) => ({
      kind: "struct",
      name,
      ...optionsOf(repr),
      fields: fields.flatMap((field, index) =>
        isUnit(field) ? [] : [{ name: `f${index}`, type: typeOf(field) }],
      ),
    })),
  ],
};

function enumeration(name: string, base: string, values: readonly number[]): unknown {
  return {
    kind: "enumeration",
    name,
    base,
    members: values.map((value) => ({ name: `v${value}`, value })),
  };
}

function structsOf(data: unknown): ReadonlyMap<string, StructLayout> {
  const span = { file: "t.json", line: 1, column: 1, endLine: 1, endColumn: 1 };
  const result = compile([{ file: "t.json", data, spanAt: () => span }], () => "t.ts");
  expect(result.diagnostics).toEqual([]);
  return new Map(result.layouts.flatMap(({ structs }) => structs).map((each) => [each.name, each]));
}

describe("layouts and derives of 80 random types", () => {
  const structs = structsOf(document);

  test.each(Object.entries(layouts))("%s", (name, rust) => {
    const struct = structs.get(name);
    if (struct === undefined) throw new Error(`${name} was not laid out`);
    const isAny = struct.facts.acceptsAnyBytes;
    expect({
      size: struct.size,
      align: struct.alignment,
      offsets: struct.fields.map(({ position }) => position.bytes),
      accepts: {
        // Every one of our types can be validated.
        TryFromBytes: true,
        FromBytes: isAny,
        FromZeros: struct.facts.acceptsZero,
        IntoBytes: !struct.facts.hasPadding,
        Unaligned: struct.alignment === 1,
      },
    }).toEqual({
      size: rust.size,
      align: rust.align,
      offsets: rust.offsets.filter((_, index) => !isUnit(rust.fields[index] ?? "")),
      accepts: rust.accepts,
    });
  });
});

/** The types of the verdicts. A scalar alone is a struct of one field. */
const tried: Readonly<Record<string, unknown>> = {
  bool: struct("Tried", [["value", "bool"]]),
  "enum u8 {{1,3,200}}": struct("Tried", [["value", "Kind"]]),
  "Flags{{Kind,bool,U16BE}}": struct("Tried", [
    ["kind", "Kind"],
    ["flag", "bool"],
    ["value", typeOf("U16<BE>")],
  ]),
  "Ch{{char,U32LE}}": struct("Tried", [
    ["char", "char"],
    ["value", typeOf("U32<LE>")],
  ]),
  NonZeroU16: struct("Tried", [["value", typeOf("NonZeroU16")]]),
  "enum u8 Data{{P(bool)=0,Q(U16BE)=1,R=7}}": {
    kind: "variant",
    name: "Tried",
    tag: "tag",
    cases: ["P", "Q", "R"],
    isFixed: true,
  },
};

/** The cases of the `enum` with data. */
const dataCases = [
  struct("P", [tag(0), ["value", "bool"]]),
  struct("Q", [tag(1), ["value", typeOf("U16<BE>")]]),
  struct("R", [tag(7)]),
];

function tag(value: number): readonly [name: string, type: unknown] {
  return ["tag", { kind: "constant", base: "u8", value }];
}

function struct(
  name: string,
  fields: readonly (readonly [name: string, type: unknown])[],
  options: object = {},
): unknown {
  return {
    kind: "struct",
    name,
    rules: "c",
    ...options,
    fields: fields.map(([field, type]) => ({ name: field, type })),
  };
}

/** A buffer of which `bytes` begin at `offset`. JavaScript's buffers are aligned as the crate's was. */
function window(offset: number, bytes: Uint8Array): Uint8Array {
  const all = new Uint8Array(offset + bytes.length + 5).fill(0xa5);
  all.set(bytes, offset);
  return all.subarray(offset, offset + bytes.length);
}

describe.each(Object.entries(tried))("verdicts on %s", (name, type) => {
  let module: AnyModule;
  beforeAll(async () => {
    const data = { types: [enumeration("Kind", "u8", [1, 3, 200]), ...dataCases, type] };
    module = await importDocument(
      data as never,
      `zerocopy-try-${Object.keys(tried).indexOf(name)}`,
    );
  });

  test("are those of the crate", () => {
    const rust = answers.try[name];
    if (rust === undefined) throw new Error(`no answers for ${name}`);
    const Tried = classOf(module);
    expect([Tried.size, Tried.alignment]).toEqual([rust.size, rust.align]);
    const ours = rust.cases.map(([offset, hex]): TryCase => {
      const bytes = window(offset, Uint8Array.from(Buffer.from(hex, "hex")));
      return [offset, hex, verdictOf(bytes, Tried)];
    });
    expect(ours).toEqual(rust.cases);
    expect(ours.length).toBe(160);
  });
});

function verdictOf(bytes: Uint8Array, Tried: SliceClass): string {
  if (!isAligned(bytes, Tried.alignment)) return "alignment";
  const result = Tried.safeParse(bytes);
  if (result.success) return "ok";
  return result.errors[0]?.name === "SizeError" ? "size" : "validity";
}

const slices: Readonly<Record<string, { readonly type: unknown; readonly items: string }>> = {
  "C{{u32,u16,[u8]}}": { items: "items", type: slice(["u32", "u16"], "u8") },
  "C{{u64,u8,[u16]}}": { items: "items", type: slice(["u64", "u8"], "u16") },
  "C{{u8,[[u8;3]]}}": {
    items: "items",
    type: slice(["u8"], { kind: "array", element: "u8", length: 3 }),
  },
  "packed{{u32,u8,[U32BE]}}": { items: "items", type: slice(["u32", "u8"], "u32.be", { pack: 1 }) },
  "C align8{{u16,[u8]}}": { items: "items", type: slice(["u16"], "u8", { align: 8 }) },
};

function slice(fields: readonly string[], element: unknown, options: object = {}): unknown {
  return struct(
    "Tried",
    [
      ...fields.map((type, index) => [`f${index}`, type] as const),
      ["items", { kind: "array", element, length: { kind: "rest" } }],
    ],
    options,
  );
}

describe.each(Object.entries(slices))("trailing slices of %s", (name, { type }) => {
  let module: AnyModule;
  beforeAll(async () => {
    const index = Object.keys(slices).indexOf(name);
    module = await importDocument({ types: [type] } as never, `zerocopy-slice-${index}`);
  });

  test("are those of the crate", () => {
    const rust = answers.dst[name];
    if (rust === undefined) throw new Error(`no answers for ${name}`);
    const Tried = classOf(module);
    const ours = rust.cases.map(([offset, length]): SliceCase => {
      const bytes = window(offset, new Uint8Array(length));
      const whole = answer(bytes, () => [Tried.view(bytes), new Uint8Array(0)]);
      return [
        offset,
        length,
        typeof whole === "string" ? whole : whole[0],
        answer(bytes, () => Tried.viewPrefix(bytes)),
        // A record's size is a multiple of its alignment, so the end of the bytes decides.
        answer(bytes.subarray(bytes.length), () => {
          const [rest, record] = Tried.viewSuffix(bytes);
          return [record, rest];
        }),
        answer(bytes, () => Tried.viewPrefix(bytes, 2)),
      ];
    });
    expect(ours).toEqual(rust.cases);
    expect(ours.length).toBe(205);

    function answer(
      aligned: Uint8Array,
      open: () => readonly [AnyRecord, Uint8Array],
    ): SliceAnswer {
      if (!isAligned(aligned, Tried.alignment)) return "alignment";
      try {
        const [record, rest] = open();
        if (!isAligned(record.$bytes, Tried.alignment)) return "alignment";
        const { length: elements } = record["items"] as { readonly length: number };
        return [elements, record.$bytes.length, rest.length];
      } catch (error) {
        if (error instanceof Error && error.name === "SizeError") return "size";
        throw error;
      }
    }
  });
});

/** The class under test. */
interface SliceClass {
  readonly size?: number;
  readonly alignment: number;
  view(bytes: Uint8Array, count?: number): AnyRecord;
  viewPrefix(bytes: Uint8Array, count?: number): [AnyRecord, Uint8Array];
  viewSuffix(bytes: Uint8Array, count?: number): [Uint8Array, AnyRecord];
  safeParse(bytes: Uint8Array): ParseResult<AnyRecord>;
}

function classOf(module: AnyModule): SliceClass {
  const found: unknown = module["Tried"];
  return found as SliceClass;
}
