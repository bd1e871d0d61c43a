/**
 * Compilers, linkers and tools make binaries of the same structs in all the ways that debug information is
 * stored; what is imported lies where the compiled bytes say.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { Project, repository } from "../cli/project.js";
import { compareWithPahole } from "./compare.js";
import type { Layout } from "./compare.js";
import { readPahole } from "./pahole.js";
import { bitsInModule, bitsInObject, compareWithProbes, formatOf, must } from "./probes.js";
import { probes, source } from "./probes.js";

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
  ["x86_64-w64-mingw32-gcc", "-g"],
  ["x86_64-w64-mingw32-gcc", "-g", "-gz", "-Wa,-mbig-obj"],
  ["i686-w64-mingw32-gcc", "-gdwarf-4"],
  ["i686-w64-mingw32-gcc", "-gdwarf-2", "-gstrict-dwarf"],
  ["clang", "-gdwarf", "-target", "x86_64-windows-msvc"],
];

describe("an object file", () => {
  test.for(compiled.map((command) => command.join(" ")))("of %s", async (command) => {
    const [compiler = "", ...options] = command.split(" ");
    const project = await Project.of({});
    await must(compiler, [...options, "-w", "-c", source, "-o", "probes.o"], project.root);
    const byteOrder = isBig(compiler) ? "big" : "little";
    const format = formatOf(command);
    const bits = await bitsInObject(project.root, "probes.o", byteOrder, format);
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
    const bits = await bitsInObject(project.root, "plain.o", "little", "ELF");
    expect(compareWithProbes(await importedFrom(project, "probes.o"), bits)).toEqual([]);
  });

  test.for(["gcc -gdwarf-5", "gcc -gdwarf-4", "clang -gdwarf-5"])(
    "that %s splits off, in files of their own and in a package",
    async (command) => {
      const project = await Project.of({ "main.c": "int main(void) { return 0; }\n" });
      const { root } = project;
      const [compiler = "", ...options] = [...command.split(" "), "-gsplit-dwarf", "-w"];
      await must(compiler, [...options, "-c", source, "-o", "probes.o"], root);
      await must(compiler, [...options, "-c", "main.c", "-o", "main.o"], root);
      await must(compiler, ["probes.o", "main.o", "-o", "program"], root);
      const bits = await bitsInObject(root, "probes.o", "little", "ELF");
      const files = ["program", "probes.dwo"];
      // The tools of the time make no package of what gcc has in DWARF 5.
      if (command !== "gcc -gdwarf-5") {
        await must("llvm-dwp", ["-e", "program", "-o", "program.dwp"], root);
        files.push("program.dwp");
      }
      for (const file of files) {
        expect(compareWithProbes(await importedFrom(project, file), bits), file).toEqual([]);
      }
      await must("rm", ["probes.dwo", "main.dwo"], root);
      if (files.includes("program.dwp")) {
        expect(compareWithProbes(await importedFrom(project, "program"), bits)).toEqual([]);
        await must("rm", ["program.dwp"], root);
      }
      const missing = await project.structview(["import", "dwarf", "program"]);
      expect(missing.exitCode).toBe(2);
      expect(missing.errors).toContain(
        "in probes.dwo (split debug information), which is not there",
      );
      // A number of the unit is made of what is in it.
      await project.write({ "other.c": "struct other { int a; } other;\n" });
      await must(compiler, [...options, "-c", "other.c", "-o", "probes.o"], root);
      const stale = await project.structview(["import", "dwarf", "program"]);
      expect(stale.exitCode).toBe(2);
      expect(stale.errors).toContain(
        "in probes.dwo (split debug information), which is of another build",
      );
    },
  );

  test("of a linked program, of what was stripped from it, and what is said where it is gone", async () => {
    const project = await Project.of({ "main.c": "int main(void) { return 0; }\n" });
    const { root } = project;
    await must("gcc", ["-g", "-w", source, "main.c", "-o", "program"], root);
    await must("gcc", ["-g", "-w", "-c", source, "-o", "probes.o"], root);
    const bits = await bitsInObject(root, "probes.o", "little", "ELF");
    expect(compareWithProbes(await importedFrom(project, "program"), bits)).toEqual([]);
    await must("objcopy", ["--only-keep-debug", "program", "program.debug"], root);
    await must("objcopy", ["-g", "--add-gnu-debuglink=program.debug", "program"], root);
    expect(compareWithProbes(await importedFrom(project, "program.debug"), bits)).toEqual([]);
    const { exitCode, errors } = await project.structview(["import", "dwarf", "program"]);
    expect(exitCode).toBe(2);
    expect(errors).toContain(".gnu_debuglink");
  });

  test.for(["x86_64", "i686"])("of a program and a library of Windows for %s", async (machine) => {
    const project = await Project.of({ "main.c": "int main(void) { return 0; }\n" });
    const { root } = project;
    const compiler = `${machine}-w64-mingw32-gcc`;
    await must(compiler, ["-g", "-w", "-c", source, "-o", "probes.o"], root);
    await must(compiler, ["-g", "probes.o", "main.c", "-o", "program.exe"], root);
    await must(compiler, ["-g", "-shared", "probes.o", "-o", "library.dll"], root);
    const bits = await bitsInObject(root, "probes.o", "little", "PE");
    for (const file of ["program.exe", "library.dll"]) {
      expect(compareWithProbes(await importedFrom(project, file), bits), file).toEqual([]);
    }
    await must(`${machine}-w64-mingw32-strip`, ["--strip-debug", "program.exe"], root);
    const { exitCode, errors } = await project.structview(["import", "dwarf", "program.exe"]);
    expect({ exitCode, errors }).toEqual({
      exitCode: 2,
      errors: expect.stringContaining("it has no DWARF"),
    });
  });

  test.for([32, 64])("of macOS for several machines, with %i-bit offsets", async (width) => {
    const project = await Project.of({});
    const { root } = project;
    for (const machine of ["x86_64", "arm64"]) {
      const target = `${machine}-apple-macos11`;
      await must("clang", ["-target", target, "-g", "-w", "-c", source, "-o", machine], root);
    }
    await must("llvm-lipo-14", ["-create", "x86_64", "arm64", "-output", "both"], root);
    if (width === 64) widenOffsets(project.pathOf("both"));
    for (const machine of ["x86_64", "arm64"]) {
      const bits = await bitsInObject(root, machine, "little", "Mach-O");
      const layouts = await importedFrom(project, "both", "--target", machine);
      expect(compareWithProbes(layouts, bits), machine).toEqual([]);
    }
    const first = await project.structview(["import", "dwarf", "both", "-o", "first.ts"]);
    expect(first.exitCode).toBe(0);
    expect(first.errors).toContain(
      "the file is for x86_64 and arm64; what is for x86_64 is imported, and --target chooses another one",
    );
    const wrong = await project.structview(["import", "dwarf", "both", "-t", "i386"]);
    expect(wrong.errors).toBe("structview: both: it is not for i386, but for x86_64 and arm64\n");
  });

  test("of a library of macOS, which its linker left in the object files", async () => {
    const project = await Project.of({});
    const { root } = project;
    const target = ["-target", "arm64-apple-macos11"];
    await must("clang", [...target, "-g", "-w", "-c", source, "-o", "probes.o"], root);
    const platform = ["-arch", "arm64", "-platform_version", "macos", "11", "11"];
    await must("ld64.lld-14", [...platform, "-dylib", "probes.o", "-o", "library"], root);
    await must("dsymutil", ["library", "-o", "library.dSYM"], root);
    const bits = await bitsInObject(root, "probes.o", "little", "Mach-O");
    expect(compareWithProbes(await importedFrom(project, "library.dSYM"), bits)).toEqual([]);
    const { exitCode, errors } = await project.structview(["import", "dwarf", "library"]);
    expect({ exitCode, errors }).toEqual({ exitCode: 2, errors: expect.stringContaining("dSYM") });
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

  test("of numbers in the other byte order", async () => {
    const order = '__attribute__((scalar_storage_order("big-endian")))';
    const project = await Project.of({
      "order.c": `enum e { A, B = 300 };
struct ${order} other { unsigned short a; enum e e; unsigned x : 3; float f[2]; char c; void *p; };
struct other first = { 0x1234, B, 5, { 1, -2 }, 'c' };
`,
    });
    await must("gcc", ["-g", "-c", "order.c", "-o", "order.o"], project.root);
    const { output, errors } = await project.structview(["import", "dwarf", "order.o"]);
    expect(errors).toContain("other.x has bits in an integer of the other byte order");
    for (const field of ["a: at(0, u16.be)", "e: at(4, u32.be)", "f: at(12, array(f32.be, 2))"]) {
      expect(output).toContain(field);
    }
    expect(output).toContain("c: at(20, i8)");
    expect(output).toContain("p: at(24, u64)");
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

/** Gives a file for several machines the header with offsets of 64 bits (`mach-o/fat.h`), which lipo does not make. */
function widenOffsets(file: string): void {
  const bytes = readFileSync(file);
  const before = Buffer.from(bytes.subarray(0, 8 + 2 * 20));
  bytes.writeUInt32BE(0xcafebabf);
  for (const index of [0, 1]) {
    const [from, to] = [8 + index * 20, 8 + index * 32];
    before.copy(bytes, to, from, from + 8);
    bytes.writeBigUInt64BE(BigInt(before.readUInt32BE(from + 8)), to + 8);
    bytes.writeBigUInt64BE(BigInt(before.readUInt32BE(from + 12)), to + 16);
    bytes.writeUInt32BE(before.readUInt32BE(from + 16), to + 24);
  }
  writeFileSync(file, bytes);
}

/** Imports all structs of a file, and returns what the compiler makes of the schema. */
async function importedFrom(
  project: Project,
  file: string,
  ...options: readonly string[]
): Promise<readonly Layout[]> {
  const args = ["import", "dwarf", file, ...options, "-o", "schema.ts", "-f"];
  const imported = await project.structview(args);
  expect(imported).toEqual({ exitCode: 0, output: "", errors: "wrote schema.ts\n" });
  const layout = await project.structview(["layout", "-s", "schema.ts", "--format", "json"]);
  expect(layout.errors).toBe("");
  return (JSON.parse(layout.output) as { readonly layouts: readonly Layout[] }).layouts;
}
