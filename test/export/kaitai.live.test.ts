/**
 * What is exported for Kaitai Struct, compiled by its compiler, reads bytes that our generated code reads,
 * and finds the same values in them.
 */
import { createRequire } from "node:module";
import { beforeAll, describe, expect, test } from "vitest";
import { exportKaitai } from "../../compiler/dist/emit-export/kaitai.js";
import type { StructLayout } from "structview";
import type { DocumentData } from "../oracle/document.js";
import { writtenDocument } from "../oracle/document.js";
import type { AnyClass, AnyModule } from "../oracle/modules.js";
import { emit, importTexts } from "../oracle/modules.js";
import { Random } from "../oracle/random.js";
import { randomSchema } from "../oracle/random-schema.js";
import { randomValue } from "../oracle/random-value.js";
import { installCompilers } from "./compilers.js";
import { hostileDocument, layoutsOf, repositoryLayouts, seed } from "./documents.js";

interface Compiler {
  compile(language: string, specification: unknown): Promise<Readonly<Record<string, string>>>;
}

/** Reads bytes as the root type of a specification. */
type Read = (bytes: Uint8Array) => Readonly<Record<string, unknown>>;

let compiler: Compiler;
let yaml: { parse(text: string): unknown };
let require: NodeJS.Require;

beforeAll(() => {
  installCompilers();
  require = createRequire(new URL("compilers/package.json", import.meta.url));
  compiler = require("kaitai-struct-compiler") as Compiler;
  yaml = require("yaml") as typeof yaml;
}, 300_000);

/** Compiles a specification, and returns what reads its root. */
async function compileKaitai(text: string): Promise<Read> {
  const files = await compiler.compile("javascript", yaml.parse(text));
  const [[file = "", code = ""] = []] = Object.entries(files);
  const name = file.replace(/\.js$/, "");
  const stream = require("kaitai-struct/KaitaiStream") as new (bytes: ArrayBuffer) => unknown;
  const module: { exports: unknown } = { exports: {} };
  // Its modules are of the kind that Node loads with `require`.
  const load = new Function("exports", "module", "require", "define", code);
  load(module.exports, module, () => stream, undefined);
  const Root = (module.exports as Record<string, new (io: unknown) => Record<string, unknown>>)[
    name
  ];
  if (Root === undefined) throw new Error(`no ${name} in ${Object.keys(module.exports as object)}`);
  return (bytes) => new Root(new stream(Uint8Array.from(bytes).buffer));
}

/** The runtime for JavaScript has bit fields of 32 bits at most; those for other languages have 64. */
function readIfPossible(
  read: Read,
  bytes: Uint8Array,
  context: string,
): ReturnType<Read> | undefined {
  try {
    return read(bytes);
  } catch (error) {
    const text = String(error);
    if (text.includes("the maximum supported bit length is 32")) return undefined;
    // Their reader of s8 is off by 2^32 where numbers are below zero, so that a constant differs.
    const [, wanted = "", got = ""] = /expected \[(-\d+)\], but got \[(-\d+)\]/.exec(text) ?? [];
    if (Math.abs(Number(got) - Number(wanted) - 2 ** 32) < 2 ** 12) return undefined;
    throw new Error(`${String(error)}: ${context}`, { cause: error });
  }
}

/** Returns a name as the compiler of Kaitai Struct makes it for JavaScript. */
function camel(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
}

function snakeOf(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
}

describe("a specification for Kaitai Struct", () => {
  test("of the schemas of the repository compiles, as one", async () => {
    const modules = await repositoryLayouts();
    const records = modules.flatMap(({ structs, variants }) => [...structs, ...variants]);
    const { text, refused } = exportKaitai({ records, modules }, "little");
    expect(text).toContain("ipv4_header");
    // Words whose byte order is told when they are opened, and a length of up to eight bytes as a number.
    const names = ["BtfType", "BtfInteger", "BtfBitMember", "DwarfUnitHeader"];
    expect(refused.map(({ name }) => name)).toEqual(names);
    await compileKaitai(text);
  });

  test("compiles where names mean something elsewhere", async () => {
    const modules = layoutsOf(hostileDocument);
    const records = modules.flatMap(({ structs }) => structs);
    const { text, refused } = exportKaitai({ records, modules }, "little");
    expect(refused).toEqual([]);
    await compileKaitai(text);
  });

  test("reads an IPv4 header with options as it is", async () => {
    const modules = await repositoryLayouts();
    const header = modules
      .flatMap(({ structs }) => structs)
      .find(({ name }) => name === "Ipv4Header") as StructLayout;
    const { text } = exportKaitai({ records: [header], modules: [] }, "little");
    const read = await compileKaitai(text);
    const bytes = Buffer.from("46c0001c123440000111beef0a000001e00000160494040000", "hex");
    const found = read(bytes);
    expect(found).toMatchObject({
      version: 4,
      ihl: 6,
      dscp: 48,
      ecn: 0,
      totalLength: 28,
      identification: 0x1234,
      dontFragment: true,
      fragmentOffset: 0,
      ttl: 1,
      protocol: 17,
      headerChecksum: 0xbeef,
    });
    expect([...(found["options"] as Uint8Array)]).toEqual([4, 0x94, 4, 0]);
  });

  test(`of random structs reads the numbers and bytes that we have written (STRUCTVIEW_SEED=${seed})`, async () => {
    const documents: DocumentData[] = [];
    const made = Array.from({ length: 40 }, (_, index) => {
      const schema = randomSchema(new Random(seed + index));
      documents.push(schema.document);
      return schema;
    });
    const modules = await importTexts(
      documents.map((document) => emit(document)),
      `export-kaitai-${process.pid}`,
    );
    let compared = 0;
    for (const [index, schema] of made.entries()) {
      const module = modules[index];
      if (module === undefined || module instanceof Error) throw module ?? new Error("no module");
      const layouts = layoutsOf(schema.document);
      for (const struct of layouts.flatMap(({ structs }) => structs)) {
        const isDeclared = schema.document.types.some(({ name }) => name === struct.name);
        if (struct.byteOrder === "runtime" || struct.isUnion || !isDeclared) continue;
        const { text, refused } = exportKaitai({ records: [struct], modules: [] }, "little");
        if (refused.length > 0) continue;
        const Class = (module as AnyModule)[struct.name] as AnyClass;
        const random = new Random(seed + index * 1000);
        const read = await compileKaitai(text).catch((error: unknown) => {
          throw new Error(`seed ${seed + index}, ${struct.name}: ${String(error)}\n${text}`);
        });
        const value = randomValue(schema, struct.name, random);
        if (value === undefined) continue;
        const size = Class.sizeOf === undefined ? (Class.size ?? 0) : Class.sizeOf(value);
        const bytes = new Uint8Array(size);
        const record = Class.write(bytes, value);
        const context = `seed ${seed + index}, ${struct.name}\n${text}\n${Buffer.from(bytes).toString("hex")}\n${JSON.stringify(writtenDocument(schema.document))}`;
        const found = readIfPossible(read, bytes, context);
        if (found === undefined) continue;
        for (const { name, type, condition } of struct.fields) {
          if (condition !== undefined) continue;
          const ours = record[name];
          const theirs = found[camel(snakeOf(name))];
          if (theirs === undefined) continue;
          if (type.kind === "scalar" && (typeof ours === "number" || typeof ours === "boolean")) {
            if (typeof theirs !== "number" || Number.isNaN(ours)) continue;
            // Their reader of s8 in JavaScript is off by 2^32 where numbers are below zero.
            if (type.scalar.size === 8 && type.scalar.kind === "signed" && Number(ours) < 0)
              continue;
            expect(theirs, `${name}: ${context}`).toBe(Number(ours));
            compared += 1;
          }
          if (type.kind === "bits" && type.interpretation !== "signed" && type.width <= 32) {
            expect(Number(theirs), `${name}: ${context}`).toBe(Number(ours));
            compared += 1;
          }
          if (type.kind === "bytes" && ours instanceof Uint8Array) {
            expect([...(theirs as Uint8Array)], `${name}: ${context}`).toEqual([...ours]);
            compared += 1;
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(100);
  });
});
