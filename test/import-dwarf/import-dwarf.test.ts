/** Recorded binaries become schemas whose fields lie as the recorded bytes say; broken ones become errors. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { importDwarf } from "../../compiler/dist/import/import-dwarf.js";
import { printSchema, schemaText } from "../../compiler/dist/import/print-schema.js";
import { BrokenFileError, MemorySource } from "../../compiler/dist/import/source.js";
import { UsageError } from "../../compiler/dist/usage-error.js";
import { Project } from "../cli/project.js";
import type { Layout } from "./compare.js";
import { compareWithProbes } from "./probes.js";
import { expectErrorsForUsers } from "./hostile.js";
import type { Bits } from "./probes.js";

const folder = fileURLToPath(new URL("recorded", import.meta.url));
const files = readdirSync(folder).filter((file) => /\.(o|wasm)$/.test(file));
const answers = JSON.parse(readFileSync(path.join(folder, "answers.json"), "utf8")) as Readonly<
  Record<string, Readonly<Record<string, readonly [number, number]>>>
>;
const probed = Object.keys(answers);

let layouts: readonly (Layout & { readonly file: string })[];
let project: Project;

beforeAll(async () => {
  project = await Project.of({});
  for (const file of probed) {
    const imported = await importDwarf(sourceOf(file), { origin: file, structs: [] });
    const { value, remarks } = await printSchema(imported.value, project.pathOf(`${file}.ts`));
    expect([...imported.remarks, ...remarks], file).toEqual([]);
    await project.write({ [`${file}.ts`]: value });
  }
  const schemas = probed.flatMap((file) => ["-s", `${file}.ts`]);
  const { output, errors } = await project.structview(["layout", ...schemas, "--format", "json"]);
  expect(errors).toBe("");
  layouts = (JSON.parse(output) as { readonly layouts: typeof layouts }).layouts;
});

describe("members lie where the compiler puts them", () => {
  test.for(probed)("in %s", (file) => {
    const own = layouts.filter((layout) => layout.file === `${file}.ts`);
    const bits = new Map(
      Object.entries(answers[file] ?? {}).map(([symbol, [bitOffset, width]]): [string, Bits] => [
        symbol,
        { bitOffset, width },
      ]),
    );
    expect(bits.size).toBeGreaterThan(30);
    expect(compareWithProbes(own, bits)).toEqual([]);
  });

  test("and one that lies elsewhere is found", () => {
    const [file = ""] = probed;
    const moved = layouts
      .filter((layout) => layout.file === `${file}.ts`)
      .map((layout) => ({
        ...layout,
        rows: layout.rows.map((row) =>
          layout.name === "node" && row.name === "wide" ? { ...row, offset: row.offset + 1 } : row,
        ),
      }));
    const bits = new Map(
      Object.entries(answers[file] ?? {}).map(([symbol, [bitOffset, width]]): [string, Bits] => [
        symbol,
        { bitOffset, width },
      ]),
    );
    expect(compareWithProbes(moved, bits)).toEqual([expect.stringContaining("node.wide")]);
  });
});

describe("a schema", () => {
  test("says what C says, and has the names that C has", async () => {
    const text = await schemaOf("x86-64-dwarf-5.o", ["struct node"]);
    expect(text).toMatch(/^\/\/ Imported by structview from x86-64-dwarf-5\.o\.\n/);
    expect(text).toContain("/** `enum color`. */\nexport const color = enumeration(\n  u32,");
    expect(text).toContain("/** A value of `color`. */\n    color: bits(4),");
    expect(text).toContain("/** `const char *`. */\n    name: at(16, u64),");
    expect(text).toContain("text: at(32, bytes(16)),");
    expect(text).toContain('{ byteOrder: "little", size: 152 },');
    expect(text).not.toContain("export const whole");
  });

  test("has a struct with a flexible array, and the same without it for where it lies in others", async () => {
    const text = await schemaOf("i386-dwarf-4-zlib.o", ["tail"]);
    expect(text).toContain("items: at(6, array(u16, rest)),");
    expect(text).not.toContain("tail_head");
  });

  test("is asked for by names, and a wrong one is an error with the right one", async () => {
    await expect(schemaOf("x86-64-dwarf-5.o", ["nod"])).rejects.toThrow(
      new UsageError("there is no struct nod in it; did you mean node?"),
    );
  });
});

describe("a file that is not what it should be", () => {
  const table: readonly { name: string; given: Uint8Array; want: string }[] = [
    { name: "is empty", given: new Uint8Array(0), want: "it has 0 bytes, too few for any format" },
    {
      name: "is text",
      given: new TextEncoder().encode("struct node { int x; };"),
      want: "it is no ELF file, no Mach-O file, no file of Windows and no WebAssembly module",
    },
    {
      name: "is an archive",
      given: new TextEncoder().encode("!<arch>\nprobes.o/"),
      want: "it is an archive of object files: take them out of it with `ar x`, and import from one of them",
    },
    {
      name: "is a program of MS-DOS",
      given: Uint8Array.of(0x4d, 0x5a, ...new Uint8Array(126)),
      want: "it is a program of MS-DOS, and none of Windows",
    },
    {
      name: "is an object file of Windows without DWARF",
      given: Uint8Array.of(0x64, 0x86, ...new Uint8Array(18)),
      want: "it has no DWARF: Microsoft's tools keep debug information in a .pdb file, or in sections called .debug$, which are not read; compile with MinGW, or with `clang -gdwarf`",
    },
    {
      name: "has no debug information",
      given: Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0),
      want: "it has no debug information (no section .debug_info among 0); compile with -g, or name the file that the debug information was moved to",
    },
    {
      name: "is a class of Java",
      given: Uint8Array.of(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 65, 0, 0),
      want: "it says that it is for 65 machines: it is no Mach-O file",
    },
  ];

  test.for(table)("$name", async ({ given, want }) => {
    await expect(
      importDwarf(new MemorySource([given]), { origin: "x", structs: [] }),
    ).rejects.toThrow(new BrokenFileError(want));
  });

  test.for(files)("as %s is cut off, or bytes of it are others", async (file) => {
    const bytes = readFileSync(path.join(folder, file));
    await expectErrorsForUsers(bytes, async (source) => {
      const { value } = await importDwarf(source, { origin: "x", structs: [] });
      return schemaText(value).value;
    });
  });
});

describe("a file for several machines", () => {
  const macos = readFileSync(path.join(folder, "macos.o"));
  const fat = fatFile(macos, macos);
  const read = (target?: string): ReturnType<typeof importDwarf> =>
    importDwarf(new MemorySource([fat]), { origin: "x", structs: [], target });

  test("is read for the one that is asked for", async () => {
    const [first, wanted, same] = [await read(), await read("x86_64"), await read("aarch64-macos")];
    expect(first.remarks.map(({ reason }) => reason)).toEqual([
      "is for x86_64 and arm64; what is for arm64 is imported, and --target chooses another one",
    ]);
    expect([wanted.remarks, same.remarks]).toEqual([[], []]);
    expect(wanted.value).toEqual(same.value);
    await expect(read("ppc")).rejects.toThrow(
      new UsageError("it is not for ppc, but for x86_64 and arm64"),
    );
  });

  test("as it is cut off, or bytes of it are others", async () => {
    await expectErrorsForUsers(fat, async (source) => {
      const { value } = await importDwarf(source, { origin: "x", structs: [] });
      return schemaText(value).value;
    });
  });
});

/** Returns a file for x86_64 and arm64 of two Mach-O files, with a header by hand. */
function fatFile(first: Uint8Array, second: Uint8Array): Uint8Array {
  const [start, behind] = [64, 64 + first.length];
  const bytes = new Uint8Array(behind + second.length);
  const numbers = [0xcafebabe, 2, 0x01000007, 3, start, first.length, 3];
  const all = [...numbers, 0x0100000c, 0, behind, second.length, 3];
  for (const [index, number] of all.entries()) {
    new DataView(bytes.buffer).setUint32(index * 4, number);
  }
  bytes.set(first, start);
  bytes.set(second, behind);
  return bytes;
}

async function schemaOf(file: string, structs: readonly string[]): Promise<string> {
  const imported = await importDwarf(sourceOf(file), { origin: file, structs });
  const { value } = await printSchema(imported.value, project.pathOf("schema.ts"));
  return value;
}

function sourceOf(file: string): MemorySource {
  return new MemorySource([readFileSync(path.join(folder, file))]);
}
