/** The sizes that count: of a small class, of the whole runtime, of classes that nobody uses. */
import { compile } from "structview";
import type { MethodGroup } from "structview";
import type { Bundler, Modules } from "./bundle.js";
import { bundlers, gzippedSize } from "./bundle.js";

/** Something that programs are made of. */
export interface Subject {
  readonly name: string;
  /** The bytes, minified and gzipped, that are aimed at. */
  readonly target: number;
  sizeWith(bundler: Bundler): Promise<number>;
}

/** Bytes of each subject from each bundler. */
export type Sizes = Readonly<Record<string, Readonly<Record<string, number>>>>;

const start = { file: "schema.json", line: 1, column: 1, endLine: 1, endColumn: 1 };
const spanAt = (): typeof start => start;

const tag = { kind: "u8", flags: "u8", length: "u16", id: "u32" };
const small = generate({ Tag: tag });
const least = generate({ Tag: tag }, []);
const one = `export { Tag } from "./schema.js";`;

/** What is measured. */
export const subjects: readonly Subject[] = [
  {
    name: "a class of four fields, with what it uses of the runtime",
    target: 700,
    sizeWith: (bundler) => sizeOf(one, small, bundler),
  },
  {
    name: "the same that holds `view`, `parse` and accessors",
    target: 700,
    sizeWith: (bundler) => sizeOf(one, generate({ Tag: tag }, ["validation"]), bundler),
  },
  {
    name: "the same with no `methods`",
    target: 700,
    sizeWith: (bundler) => sizeOf(one, least, bundler),
  },
  {
    name: "the whole runtime",
    target: 4096,
    sizeWith: (bundler) => sizeOf(`export * from "@structview/runtime";`, {}, bundler),
  },
  {
    name: "ten classes beside it that are not used",
    target: 0,
    sizeWith: async (bundler) => {
      const names = Array.from({ length: 10 }, (_, index) => `Other${index}`);
      const others = Object.fromEntries(names.map((name) => [name, { a: "u8", b: "f64" }]));
      const all = await sizeOf(one, generate({ ...others, Tag: tag }), bundler);
      return all - (await sizeOf(one, small, bundler));
    },
  },
];

/** Returns the bytes that a group adds to the class that holds nothing else, from esbuild. */
export async function costOf(group: MethodGroup): Promise<number> {
  const alone = await sizeOf(one, generate({ Tag: tag }, [group]), bundlers.esbuild);
  return alone - (await sizeOf(one, least, bundlers.esbuild));
}

/** Returns the sizes of all subjects from all bundlers. */
export async function measureSizes(): Promise<Sizes> {
  const sizes: Record<string, Record<string, number>> = {};
  for (const { name, sizeWith } of subjects) {
    const row: Record<string, number> = {};
    for (const [by, bundler] of Object.entries(bundlers)) row[by] = await sizeWith(bundler);
    sizes[name] = row;
  }
  return sizes;
}

async function sizeOf(entry: string, modules: Modules, bundler: Bundler): Promise<number> {
  return gzippedSize(await bundler(entry, modules));
}

/** Returns the module that is generated for structs of scalars, as `schema.ts`. */
function generate(
  structs: Readonly<Record<string, Readonly<Record<string, string>>>>,
  methods?: readonly MethodGroup[],
): Modules {
  const types = Object.entries(structs).map(([name, fields]) => ({
    kind: "struct",
    name,
    byteOrder: "little",
    fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
  }));
  const source = { file: "schema.json", data: { types }, spanAt };
  const { outputs, diagnostics } = compile([source], () => "schema.ts", { methods });
  const [problem] = diagnostics;
  if (problem !== undefined) throw new Error(`the schema has a mistake: ${problem.message}`);
  return { "schema.ts": outputs[0]?.text ?? "" };
}
