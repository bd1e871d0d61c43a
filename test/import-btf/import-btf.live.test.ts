/** What is imported from BTF is what `pahole` says: of a kernel, of a module, of a program. */
import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { Project, repository, run } from "../cli/project.js";
import { compareWithPahole } from "../import-dwarf/compare.js";
import type { Comparison, Layout } from "../import-dwarf/compare.js";
import { readPahole } from "../import-dwarf/pahole.js";
import { bitsInObject, compareWithProbes, must, source } from "../import-dwarf/probes.js";
import { unpackKernel } from "./debian-kernel.js";

/** The types of the kernel that runs: not every one has them. */
const running = "/sys/kernel/btf/vmlinux";
const structview = path.join(repository, "compiler/bin/structview.js");
/** What a run may take, in milliseconds: it compiles ten thousand structs. */
const timeout = 300_000;

describe("all structs", () => {
  test("of a kernel, and of a module of it, are as pahole says", async () => {
    const project = await Project.of({});
    const { root } = project;
    const kernel = await unpackKernel(root);
    const wanted = readPahole(await must("pahole", [kernel], root));
    expectAll(compareWithPahole(wanted, await importedFrom(project, [kernel])), 5000);
    const found = await must("find", ["lib", "-name", "xfs.ko"], root);
    const module = found.trim();
    await must("llvm-objcopy", ["--dump-section=.BTF=kernel.btf", kernel, "copy"], root);
    // With a base pahole prints what is in that, too.
    const known = new Set(wanted.map((each) => JSON.stringify(each)));
    const both = readPahole(await must("pahole", ["--btf_base", "kernel.btf", module], root));
    const own = both.filter((each) => !known.has(JSON.stringify(each)));
    const layouts = await importedFrom(project, [module, "--base", "kernel.btf"]);
    expectAll(compareWithPahole(own, layouts), 300);
  });

  test.runIf(existsSync(running))("of the kernel that runs are as pahole says", async () => {
    const project = await Project.of({});
    const wanted = readPahole(await must("pahole", [running], project.root));
    expectAll(compareWithPahole(wanted, await importedFrom(project, [running])), 1000);
  });

  test("of a program are as its bytes are", async () => {
    const project = await Project.of({});
    await must("gcc", ["-g", "-w", "-c", source, "-o", "probes.o"], project.root);
    await must("pahole", ["-J", "probes.o"], project.root);
    const bits = await bitsInObject(project.root, "probes.o", "little", "ELF");
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

/** Expects that more than `least` structs were compared, and that they are as they should be. */
function expectAll({ structs, members, differences }: Comparison, least: number): void {
  expect(differences).toEqual([]);
  expect(structs).toBeGreaterThan(least);
  expect(members).toBeGreaterThan(least * 4);
}

/** Imports all structs of a file, and returns what the compiler makes of the schema. */
async function importedFrom(project: Project, args: readonly string[]): Promise<readonly Layout[]> {
  const imported = await project.structview(["import", "btf", ...args, "-o", "schema.ts", "-f"]);
  expect(imported).toEqual({ exitCode: 0, output: "", errors: "wrote schema.ts\n" });
  const layout = await run(
    process.execPath,
    [structview, "layout", "-s", "schema.ts", "--format", "json"],
    { cwd: project.root, timeout },
  );
  expect({ exitCode: layout.exitCode, errors: layout.errors }).toEqual({ exitCode: 0, errors: "" });
  return (JSON.parse(layout.output) as { readonly layouts: readonly Layout[] }).layouts;
}
