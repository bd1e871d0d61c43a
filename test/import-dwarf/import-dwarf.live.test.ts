/**
 * Compilers, linkers and tools make binaries of the same structs in all the ways that debug information is
 * stored; what is imported lies where the compiled bytes say.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { Project, repository } from "../cli/project.js";
import { compareWithPahole } from "./compare.js";
import type { Layout } from "./compare.js";
import { readPahole } from "./pahole.js";
import { bitsInModule, bitsInObject, compareWithProbes, must, probes, source } from "./probes.js";

const isBig = (compiler: string): boolean => /^(s390x|m68k|powerpc64)-/.test(compiler);

/** Compilers with their options. */
const compiled: readonly (readonly string[])[] = [
  ...["gcc", "clang"].flatMap((compiler) => [
    ...["-gdwarf-2", "-gdwarf-3", "-gdwarf-4", "-gdwarf-5"].map((option) => [compiler, option]),
    [compiler, "-gdwarf-4", "-gstrict-dwarf"],
    [compiler, "-g", "-gz"],
    [compiler, "-gdwarf-4", "-fdebug-types-section"],
    [compiler, "-gdwarf-5", "-fdebug-types-section"],
    [compiler, "-g", "-m32"],
  ]),
  ["gcc", "-gdwarf-5", "-gdwarf64"],
  ["gcc", "-g", "-gz=zlib-gnu"],
  ...["aarch64-linux-gnu", "arm-linux-gnueabihf", "riscv64-linux-gnu", "powerpc64-linux-gnu"].map(
    (target) => [`${target}-gcc`, "-g"],
  ),
  ["s390x-linux-gnu-gcc", "-gdwarf-4"],
  ["s390x-linux-gnu-gcc", "-gdwarf-2", "-gstrict-dwarf"],
  ["s390x-linux-gnu-gcc", "-gdwarf-5"],
  ["m68k-linux-gnu-gcc", "-g"],
  ["clang", "-g", "-target", "x86_64-apple-macos"],
  ["clang", "-g", "-gdwarf-5", "-target", "arm64-apple-macos"],
];

describe("an object file", () => {
  test.for(compiled.map((command) => command.join(" ")))("of %s", async (command) => {
    const [compiler = "", ...options] = command.split(" ");
    const project = await Project.of({});
    await must(compiler, [...options, "-w", "-c", source, "-o", "probes.o"], project.root);
    const byteOrder = isBig(compiler) ? "big" : "little";
    const isMachO = command.includes("apple");
    const bits = await bitsInObject(project.root, "probes.o", byteOrder, isMachO);
    expect(compareWithProbes(await importedFrom(project, "probes.o"), bits)).toEqual([]);
  });

  test("has probes for many members", () => {
    expect(probes.length).toBeGreaterThan(30);
  });
});

describe("debug information", () => {
  test("that is compressed with zstd", async () => {
    const project = await Project.of({});
    await must("gcc", ["-g", "-w", "-c", source, "-o", "plain.o"], project.root);
    const compression = "--compress-debug-sections=zstd";
    await must("objcopy", [compression, "plain.o", "probes.o"], project.root);
    const bits = await bitsInObject(project.root, "plain.o", "little", false);
    expect(compareWithProbes(await importedFrom(project, "probes.o"), bits)).toEqual([]);
  });

  test("that is in a file of its own, which the object file names", async () => {
    const project = await Project.of({});
    await must("gcc", ["-g", "-gsplit-dwarf", "-w", "-c", source, "-o", "probes.o"], project.root);
    const { exitCode, errors } = await project.structview(["import", "dwarf", "probes.o"]);
    expect(exitCode).toBe(2);
    expect(errors).toContain("probes.dwo (split debug information): import from that file");
    const bits = await bitsInObject(project.root, "probes.o", "little", false);
    expect(compareWithProbes(await importedFrom(project, "probes.dwo"), bits)).toEqual([]);
  });

  test("of a linked program, of what was stripped from it, and what is said where it is gone", async () => {
    const project = await Project.of({ "main.c": "int main(void) { return 0; }\n" });
    const { root } = project;
    await must("gcc", ["-g", "-w", source, "main.c", "-o", "program"], root);
    await must("gcc", ["-g", "-w", "-c", source, "-o", "probes.o"], root);
    const bits = await bitsInObject(root, "probes.o", "little", false);
    expect(compareWithProbes(await importedFrom(project, "program"), bits)).toEqual([]);
    await must("objcopy", ["--only-keep-debug", "program", "program.debug"], root);
    await must("objcopy", ["-g", "--add-gnu-debuglink=program.debug", "program"], root);
    expect(compareWithProbes(await importedFrom(project, "program.debug"), bits)).toEqual([]);
    const { exitCode, errors } = await project.structview(["import", "dwarf", "program"]);
    expect(exitCode).toBe(2);
    expect(errors).toContain(".gnu_debuglink");
  });

  test("of WebAssembly, linked and not", async () => {
    const project = await Project.of({});
    const { root } = project;
    const options = ["-target", "wasm32", "-g", "-w", "-nostdlib"];
    await must("clang", [...options, "-c", source, "-o", "probes.o"], root);
    await must("wasm-ld", ["--no-entry", "--export-all", "probes.o", "-o", "probes.wasm"], root);
    const bits = await bitsInModule(path.join(root, "probes.wasm"));
    expect(compareWithProbes(await importedFrom(project, "probes.o"), bits)).toEqual([]);
    expect(compareWithProbes(await importedFrom(project, "probes.wasm"), bits)).toEqual([]);
  });

  test("of structs, all of which are as pahole says", async () => {
    const project = await Project.of({});
    await must("gcc", ["-g", "-w", "-c", source, "-o", "probes.o"], project.root);
    const wanted = readPahole(await must("pahole", ["probes.o"], project.root));
    const { structs, members, differences } = compareWithPahole(
      wanted,
      await importedFrom(project, "probes.o"),
    );
    expect(differences).toEqual([]);
    expect(structs).toBeGreaterThan(4);
    expect(members).toBeGreaterThan(30);
  });
});

test("the page about importing shows what is imported", async () => {
  const page = readFileSync(path.join(repository, "compiler/import/README.md"), "utf8");
  const shown = (name: string): string =>
    new RegExp(`^// ${name}\\n([^]*?)^\`\`\``, "m").exec(page)?.[1] ?? "";
  const project = await Project.of({ "sensor.c": shown("sensor.c") });
  for (const [, line = ""] of page.matchAll(/^\$ (gcc .*)$/gm)) {
    const [command = "", ...args] = line.split(" ");
    await must(command, args, project.root);
  }
  const [, line = ""] = /^\$ structview (import dwarf sensor\.o .*)$/m.exec(page) ?? [];
  await project.structview(line.split(" "));
  expect(await project.read("reading.ts")).toBe(shown("reading.ts"));
});

/** Imports all structs of a file, and returns what the compiler makes of the schema. */
async function importedFrom(project: Project, file: string): Promise<readonly Layout[]> {
  const imported = await project.structview(["import", "dwarf", file, "-o", "schema.ts", "-f"]);
  expect(imported).toEqual({ exitCode: 0, output: "", errors: "wrote schema.ts\n" });
  const layout = await project.structview(["layout", "-s", "schema.ts", "--format", "json"]);
  expect(layout.errors).toBe("");
  return (JSON.parse(layout.output) as { readonly layouts: readonly Layout[] }).layouts;
}
