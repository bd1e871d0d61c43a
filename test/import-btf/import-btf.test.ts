/** Recorded BTF becomes schemas whose fields lie as the recorded bytes say; what is broken becomes an error. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { importBtf, openBtf } from "../../compiler/dist/import/import-btf.js";
import { schemaText } from "../../compiler/dist/import/print-schema.js";
import { BrokenFileError, MemorySource } from "../../compiler/dist/import/source.js";
import { Project } from "../cli/project.js";
import type { Layout } from "../import-dwarf/compare.js";
import { expectErrorsForUsers } from "../import-dwarf/hostile.js";
import { compareWithProbes } from "../import-dwarf/probes.js";

const folder = fileURLToPath(new URL("recorded", import.meta.url));
const files = readdirSync(folder).filter((file) => /\.(o|btf)$/.test(file));
const answers = JSON.parse(readFileSync(path.join(folder, "answers.json"), "utf8")) as Readonly<
  Record<string, Readonly<Record<string, readonly [number, number]>>>
>;

let layouts: readonly (Layout & { readonly file: string })[];
let project: Project;

beforeAll(async () => {
  project = await Project.of({});
  for (const file of files) {
    await project.write({ [file]: readFileSync(path.join(folder, file)) });
    const out = `${file}.ts`;
    const imported = await project.structview(["import", "btf", file, "-o", out]);
    expect(imported).toEqual({ exitCode: 0, output: "", errors: `wrote ${out}\n` });
  }
  const schemas = files.flatMap((file) => ["-s", `${file}.ts`]);
  const { output, errors } = await project.structview(["layout", ...schemas, "--format", "json"]);
  expect(errors).toBe("");
  layouts = (JSON.parse(output) as { readonly layouts: typeof layouts }).layouts;
});

test.for(files)("members lie where the compiler puts them in %s", (file) => {
  const own = layouts.filter((layout) => layout.file === `${file}.ts`);
  const bits = new Map(
    Object.entries(answers[file] ?? {}).map(([symbol, [bitOffset, width]]) => [
      symbol,
      { bitOffset, width },
    ]),
  );
  expect(bits.size).toBeGreaterThan(30);
  expect(compareWithProbes(own, bits)).toEqual([]);
});

describe("a schema", () => {
  test("says what BTF says", async () => {
    const text = await project.read("x86-64.btf.ts");
    expect(text).toMatch(/^\/\/ Imported by structview from x86-64\.btf\.\n/);
    expect(text).toContain("/** `enum level`. */\nexport const level = enumeration(\n  i32,");
    expect(text).toContain("/** A value of `color`. */\n    color: bits(4),");
    expect(text).toContain("items: at(6, array(u16, rest)),");
    expect(text).toContain("export const point = struct(");
  });

  test("has what was asked for, and what that is made of", async () => {
    const { output } = await project.structview(["import", "btf", "bpfel.o", "-s", "whole"]);
    const names = [...output.matchAll(/^export const (\w+)/gm)].map(([, name]) => name);
    expect(names).toEqual(["tight", "registers", "word", "whole"]);
  });
});

const open = (text: string): Promise<unknown> =>
  openBtf(new MemorySource([new TextEncoder().encode(text)]));

describe("a file that is not what it should be", () => {
  test("is told, with what to do", async () => {
    await expect(open("short")).rejects.toThrow(
      new BrokenFileError("it has 5 bytes, too few for any format"),
    );
    await expect(open("some text")).rejects.toThrow(
      new BrokenFileError("it is neither BTF nor an ELF file"),
    );
  });

  test("as the types of a module without those of the kernel", async () => {
    const source = new MemorySource([readFileSync(path.join(folder, "x86-64.btf"))]);
    const base = await openBtf(source);
    const both = await openBtf(source, base);
    // Its own numbers are those of the base: what they lead to comes from there.
    const { value } = importBtf(both, { origin: "x", structs: ["word"], base });
    expect(value.types.map(({ name }) => name)).toContain("word");
    expect(both.entries.length).toBe(base.entries.length * 2 - 1);
  });

  test.for(files)("as %s is cut off, or bytes of it are others", async (file) => {
    const bytes = readFileSync(path.join(folder, file));
    await expectErrorsForUsers(bytes, async (source) => {
      const btf = await openBtf(source);
      return schemaText(importBtf(btf, { origin: "x", structs: [] }).value).value;
    });
  });
});
