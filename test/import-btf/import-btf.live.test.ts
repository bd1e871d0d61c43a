/** What is imported from BTF is what `pahole` says: of the kernel that runs, of a program, of a module. */
import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { Project, repository, run } from "../cli/project.js";
import { compareWithPahole } from "../import-dwarf/compare.js";
import type { Layout } from "../import-dwarf/compare.js";
import { readPahole } from "../import-dwarf/pahole.js";
import { bitsInObject, compareWithProbes, must, source } from "../import-dwarf/probes.js";

/** The types of the kernel that runs, where it has them. */
const kernel = "/sys/kernel/btf/vmlinux";
const structview = path.join(repository, "compiler/bin/structview.js");
/** What a run may take, in milliseconds: it compiles ten thousand structs. */
const timeout = 300_000;

describe("all structs", () => {
  test.skipIf(!existsSync(kernel))("of the kernel are as pahole says", async () => {
    const project = await Project.of({});
    const wanted = readPahole(await must("pahole", [kernel], project.root));
    const { structs, members, differences } = compareWithPahole(
      wanted,
      await importedFrom(project, [kernel]),
    );
    expect(differences).toEqual([]);
    expect(structs).toBeGreaterThan(1000);
    expect(members).toBeGreaterThan(10_000);
  });

  test("of a program are as its bytes are", async () => {
    const project = await Project.of({});
    await must("gcc", ["-g", "-w", "-c", source, "-o", "probes.o"], project.root);
    await must("pahole", ["-J", "probes.o"], project.root);
    const bits = await bitsInObject(project.root, "probes.o", "little", false);
    expect(compareWithProbes(await importedFrom(project, ["probes.o"]), bits)).toEqual([]);
  });
});

describe("a module", () => {
  test("has its own structs, made of those of the kernel", async () => {
    const project = await Project.of({
      "module.c": `struct inner { int a; short b; };
struct own { struct inner inner; long c; };
struct own object;
`,
      "kernel.c": `struct inner { int a; short b; };
struct other { long c; };
struct inner first;
struct other second;
`,
    });
    const { root } = project;
    for (const name of ["kernel", "module"]) {
      await must("gcc", ["-g", "-c", `${name}.c`, "-o", `${name}.o`], root);
    }
    await must("pahole", ["-J", "kernel.o"], root);
    await must("llvm-objcopy", ["--dump-section=.BTF=kernel.btf", "kernel.o", "copy.o"], root);
    await must("pahole", ["--btf_base", "kernel.btf", "-J", "module.o"], root);
    const layouts = await importedFrom(project, ["module.o", "--base", "kernel.btf"]);
    expect(layouts.map(({ name, size }) => [name, size])).toEqual([
      ["inner", 8],
      ["own", 16],
    ]);
    const { exitCode, errors } = await project.structview(["import", "btf", "module.o"]);
    expect(exitCode).toBe(2);
    expect(errors).toContain("module.o cannot be imported:");
  });
});

/** Imports all structs of a file, and returns what the compiler makes of the schema. */
async function importedFrom(project: Project, args: readonly string[]): Promise<readonly Layout[]> {
  const imported = await project.structview(["import", "btf", ...args, "-o", "schema.ts"]);
  expect(imported).toEqual({ exitCode: 0, output: "", errors: "wrote schema.ts\n" });
  const layout = await run(
    process.execPath,
    [structview, "layout", "-s", "schema.ts", "--format", "json"],
    { cwd: project.root, timeout },
  );
  expect({ exitCode: layout.exitCode, errors: layout.errors }).toEqual({ exitCode: 0, errors: "" });
  return (JSON.parse(layout.output) as { readonly layouts: readonly Layout[] }).layouts;
}
