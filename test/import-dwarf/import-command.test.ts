/** What all commands of `import` have in common: where the schema goes, and what they say. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { Project, repository } from "../cli/project.js";

const binary = path.join(repository, "test/import-dwarf/recorded/x86-64-dwarf-5.o");

test("a schema goes to standard output, or to a file that was imported", async () => {
  const project = await Project.of({ "probes.o": readFileSync(binary), "mine.ts": "// mine\n" });
  const printed = await project.structview(["import", "dwarf", "probes.o", "-s", "word"]);
  expect(printed).toMatchObject({ exitCode: 0, errors: "" });
  expect(printed.output).toContain("export const word = union(");

  const args = ["import", "dwarf", "probes.o", "-s", "word", "-o"];
  const ran = await project.structview([...args, "word.ts"]);
  expect(ran).toEqual({ exitCode: 0, output: "", errors: "wrote word.ts\n" });
  expect(await project.read("word.ts")).toBe(printed.output);
  // Again, over what was imported.
  expect((await project.structview([...args, "word.ts"])).exitCode).toBe(0);

  const refused = await project.structview([...args, "mine.ts"]);
  expect(refused).toEqual({
    exitCode: 2,
    output: "",
    errors:
      "structview: mine.ts exists and was not imported; choose another file, or say --force to overwrite it\n",
  });
  expect(await project.read("mine.ts")).toBe("// mine\n");
  expect((await project.structview([...args, "mine.ts", "--force"])).exitCode).toBe(0);
  expect(await project.read("mine.ts")).toBe(printed.output);
  expect((await project.structview([...args, "no/folder.ts"])).errors).toBe(
    "structview: there is no folder for no/folder.ts\n",
  );
});

test("programs get the schema and the remarks in JSON", async () => {
  const project = await Project.of({ "probes.o": readFileSync(binary) });
  const args = ["import", "dwarf", "probes.o", "--struct", "point", "--json"];
  const { output } = await project.structview(args);
  const { command, exitCode, result } = JSON.parse(output) as Readonly<Record<string, unknown>>;
  expect({ command, exitCode, result }).toEqual({
    command: "import",
    exitCode: 0,
    result: {
      written: null,
      schema: expect.stringContaining("export const point = struct("),
      remarks: [],
    },
  });
  const failed = await project.structview([...args.slice(0, 4), "poin", "--json"]);
  expect(JSON.parse(failed.output)).toMatchObject({
    exitCode: 2,
    error: "probes.o: there is no struct poin in it; did you mean point?",
  });
});

test("a file that cannot be imported is told in a line", async () => {
  const project = await Project.of({ "a.txt": "some text", "folder/b.txt": "" });
  const errorOf = async (...args: readonly string[]): Promise<string> => {
    const { exitCode, errors } = await project.structview(["import", ...args]);
    expect(exitCode).toBe(2);
    return errors;
  };
  expect(await errorOf("dwarf", "missing.o")).toBe("structview: there is no file missing.o\n");
  expect(await errorOf("dwarf", "folder")).toBe("structview: folder is no file\n");
  expect(await errorOf("dwarf", "a.txt")).toBe(
    "structview: a.txt cannot be imported: it is no ELF file, no Mach-O file, no file of Windows and no WebAssembly module\n",
  );
  expect(await errorOf("btf", "a.txt")).toBe(
    "structview: a.txt cannot be imported: it is neither BTF nor an ELF file\n",
  );
  expect(await errorOf("btf", "a.txt", "--base", "missing")).toBe(
    "structview: there is no file missing\n",
  );
});

test("debug information in a folder of macOS is found", async () => {
  const macos = readFileSync(path.join(repository, "test/import-dwarf/recorded/macos.o"));
  const project = await Project.of({ "program.dSYM/Contents/Resources/DWARF/program": macos });
  const { output, errors } = await project.structview(["import", "dwarf", "program.dSYM"]);
  expect(errors).toBe("");
  expect(output).toMatch(/^\/\/ Imported by structview from program\.dSYM\.\n/);
});
