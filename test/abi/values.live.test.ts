/**
 * Values that compiled C writes and generated classes read, and back: in a process of its own, also of other
 * machines, in the memory of a WebAssembly module, and as constants of systems that nothing here runs. `STRUCTVIEW_SEED` chooses the structs and the values; it is printed.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { compile } from "structview";
import type { CTargetName } from "structview/schema";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importTexts } from "../oracle/modules.js";
import type { AnyArray, AnyClass, AnyModule, AnyRecord } from "../oracle/modules.js";
import { Random } from "../oracle/random.js";
import { makeProject } from "../readme/try-program.js";
import { randomDeclarations } from "./declarations.js";
import type { Declaration } from "./declarations.js";
import { declarationText, typeName } from "./print-c.js";
import { documentOf, widthsOf } from "./print-schema.js";
import { compareAll, constantsText, exchangesOf, exchangeText, setAll } from "./shared-values.js";
import type { Exchange } from "./shared-values.js";

const seed = Number(process.env["STRUCTVIEW_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const count = 300;
let folder = "";

beforeAll(() => {
  console.log(`STRUCTVIEW_SEED=${seed}`);
  folder = mkdtempSync(path.join(tmpdir(), "abi-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What this test needs of WebAssembly, which the types of Node do not have. */
const wasm = Reflect.get(globalThis, "WebAssembly") as {
  instantiate(
    bytes: Uint8Array,
  ): Promise<{ readonly instance: { readonly exports: Readonly<Record<string, unknown>> } }>;
};

/** Structs of a target, their classes, and the C that shares them. */
async function share(target: CTargetName): Promise<{
  readonly declarations: readonly Declaration[];
  readonly exchanges: readonly Exchange[];
  readonly classOf: (exchange: Exchange) => AnyClass;
  readonly text: string;
}> {
  const declarations = randomDeclarations(seed, count, widthsOf(target));
  const exchanges = exchangesOf(declarations, target, new Random(seed + 1));
  const span = { file: "abi.json", line: 1, column: 1, endLine: 1, endColumn: 1 };
  const data = documentOf(declarations, target);
  const { outputs } = compile([{ file: "abi.json", data, spanAt: () => span }], () => "abi.ts");
  const [module] = await importTexts(
    outputs.map(({ text }) => text),
    `abi-${target}`,
  );
  const classOf = ({ declaration: { name } }: Exchange): AnyClass => {
    const found = module instanceof Error ? undefined : module?.[name];
    if (found === undefined) throw new Error(`no class ${name}`, { cause: module });
    return found;
  };
  return { declarations, exchanges, classOf, text: exchangeText(declarations, exchanges) };
}

/** Compiles a program that fills structs, or checks those that are given. */
function compileProgram(text: string, exchanges: readonly Exchange[], command: string): string {
  const program = path.join(folder, command.replaceAll(" ", "-"));
  const cases = exchanges.map(
    ({ declaration }) =>
      `{ fill_${declaration.name}, check_${declaration.name}, sizeof(${typeName(declaration)}) }`,
  );
  writeFileSync(
    `${program}.c`,
    `${text}
int printf(const char *, ...);
int scanf(const char *, ...);
struct entry { void (*fill)(void *); int (*check)(const void *); unsigned long size; };
static const struct entry entries[] = { ${cases.join(", ")} };
int main(int count, char **arguments) {
  static _Alignas(64) unsigned char bytes[1 << 20];
  (void)arguments;
  for (unsigned i = 0; i < ${exchanges.length}; i++) {
    if (count > 1) {
      for (unsigned long j = 0; j < entries[i].size; j++) {
        unsigned byte;
        if (scanf("%2x", &byte) != 1) return 1;
        bytes[j] = byte;
      }
      printf("%d\\n", entries[i].check(bytes));
    } else {
      entries[i].fill(bytes);
      for (unsigned long j = 0; j < entries[i].size; j++) printf("%02x", bytes[j]);
      printf("\\n");
    }
  }
}
`,
  );
  const [compiler = "", ...options] = command.split(" ");
  const quiet = ["-w", "-Wno-packed-bitfield-compat"];
  execFileSync(compiler, [...options, ...quiet, "-static", "-o", program, `${program}.c`]);
  return program;
}

describe("a process", () => {
  // Of other machines it runs in an emulator.
  test.for([
    ["x86_64-linux", "gcc", ""],
    ["i386-linux", "gcc -m32", ""],
    ["aarch64-linux", "aarch64-linux-gnu-gcc", "qemu-aarch64"],
    ["arm-linux", "arm-linux-gnueabihf-gcc", "qemu-arm"],
    ["riscv64-linux", "riscv64-linux-gnu-gcc", "qemu-riscv64"],
    ["powerpc64-linux", "powerpc64-linux-gnu-gcc", "qemu-ppc64"],
    ["powerpc64le-linux", "powerpc64le-linux-gnu-gcc", "qemu-ppc64le"],
    ["s390x-linux", "s390x-linux-gnu-gcc", "qemu-s390x"],
    ["m68k-linux", "m68k-linux-gnu-gcc", "qemu-m68k"],
  ] as const)("of %s and we read what the other wrote", async ([target, compiler, emulator]) => {
    const { exchanges, classOf, text } = await share(target);
    expect(exchanges.length).toBeGreaterThan(count / 2);
    const program = compileProgram(text, exchanges, compiler);
    const [command = "", ...args] = [emulator, program].filter((each) => each !== "");
    const options = { encoding: "utf8", maxBuffer: 2 ** 26 } as const;
    const written = execFileSync(command, args, options).trimEnd().split("\n");
    expect(written).toHaveLength(exchanges.length);
    const ours = exchanges.map((exchange, index) => {
      const bytes = Uint8Array.from(Buffer.from(written[index] ?? "", "hex"));
      const { got, want } = compareAll(classOf(exchange).view(bytes), exchange.fromC);
      expect(got, declarationText(exchange.declaration)).toEqual(want);
      const record = classOf(exchange).create();
      setAll(record, exchange.toC);
      return Buffer.from(record.$bytes).toString("hex");
    });
    const input = ours.join("\n");
    const wrong = execFileSync(command, [...args, "check"], { ...options, input })
      .trimEnd()
      .split("\n");
    expect(wrong).toHaveLength(exchanges.length);
    const first = exchanges.find((_exchange, index) => wrong[index] !== "0");
    expect(first === undefined ? "" : declarationText(first.declaration)).toBe("");
  });
});

/** Programs that list the symbols of an object file, and that copy a section of it into a file. */
const binutils = (prefix: string): ConstantTools => ({
  list: `${prefix}nm`,
  copy: (object, image) => [`${prefix}objcopy`, "-O", "binary", "-j", ".abi", object, image],
});
const llvm: ConstantTools = {
  list: "llvm-nm",
  copy: (object, image) => ["llvm-objcopy", `--dump-section=__DATA,abi=${image}`, object],
};

interface ConstantTools {
  readonly list: string;
  readonly copy: (object: string, image: string) => readonly string[];
}

describe("constants in an object file", () => {
  // Nothing of these systems runs here: bytes that are the same are read and written in the same way.
  test.for([
    ["x86_64-windows-gnu", "x86_64-w64-mingw32-gcc", ".abi", binutils("x86_64-w64-mingw32-")],
    ["i686-windows-gnu", "i686-w64-mingw32-gcc", ".abi", binutils("i686-w64-mingw32-")],
    [
      "x86_64-windows-msvc",
      "clang-14 --target=x86_64-windows-msvc",
      ".abi",
      binutils("x86_64-w64-mingw32-"),
    ],
    [
      "i686-windows-msvc",
      "clang-14 --target=i686-windows-msvc",
      ".abi",
      binutils("i686-w64-mingw32-"),
    ],
    ["x86_64-macos", "clang-14 --target=x86_64-apple-macos", "__DATA,abi", llvm],
    ["aarch64-macos", "clang-14 --target=arm64-apple-macos", "__DATA,abi", llvm],
  ] as const)("of %s are what we write", async ([target, command, section, tools]) => {
    const { declarations, exchanges, classOf } = await share(target);
    const file = (name: string): string => path.join(folder, `${target}-${name}`);
    const [source, object, image] = [file("constants.c"), file("constants.o"), file("image")];
    writeFileSync(source, constantsText(declarations, exchanges, section));
    const [compiler = "", ...options] = command.split(" ");
    execFileSync(compiler, [...options, "-w", "-c", "-o", object, source]);
    const listed = execFileSync(tools.list, [object], { encoding: "utf8" });
    const [copy = "", ...args] = tools.copy(object, image);
    execFileSync(copy, args);
    const bytes = readFileSync(image);
    const found = [...listed.matchAll(/^([0-9a-f]+) \w _?abi_(\w+)$/gm)];
    const addresses = new Map(found.map(([, at = "", name]) => [name, Number.parseInt(at, 16)]));
    const first = Math.min(...addresses.values());
    expect(addresses.size).toBe(exchanges.length);
    for (const exchange of exchanges) {
      const { declaration, fromC } = exchange;
      const start = (addresses.get(declaration.name) ?? Number.NaN) - first;
      const record = classOf(exchange).create();
      const given = bytes.subarray(start, start + record.$bytes.length);
      const { got, want } = compareAll(classOf(exchange).view(given), fromC);
      expect(got, declarationText(declaration)).toEqual(want);
      setAll(record, fromC);
      expect(Buffer.from(record.$bytes).toString("hex"), declarationText(declaration)).toBe(
        given.toString("hex"),
      );
    }
  });
});

describe("the memory of a WebAssembly module", () => {
  test.for([
    ["wasm32-wasi", "wasm32"],
    ["wasm32-emscripten", "wasm32-unknown-emscripten"],
  ] as const)("of %s is read and written by C and by us", async ([target, triple]) => {
    const { exchanges, classOf, text } = await share(target);
    expect(exchanges.length).toBeGreaterThan(count / 2);
    const [source, module] = [path.join(folder, "shared.c"), path.join(folder, "shared.wasm")];
    writeFileSync(source, `${text}\n_Alignas(64) unsigned char place[1 << 16];\n`);
    const link = ["-nostdlib", "-Wl,--no-entry", "-Wl,--export-all"];
    execFileSync("clang-14", [`--target=${triple}`, "-w", ...link, "-o", module, source]);
    const { instance } = await wasm.instantiate(readFileSync(module));
    const { exports } = instance;
    const memory = exports["memory"] as { readonly buffer: ArrayBuffer };
    const place = (exports["place"] as { readonly value: number }).value;
    const call = (name: string): unknown => (exports[name] as (address: number) => unknown)(place);
    for (const exchange of exchanges) {
      const { name } = exchange.declaration;
      call(`fill_${name}`);
      const record = classOf(exchange).viewAt(new DataView(memory.buffer), place);
      const { got, want } = compareAll(record, exchange.fromC);
      expect(got, declarationText(exchange.declaration)).toEqual(want);
      setAll(record, exchange.toC);
      expect(call(`check_${name}`), declarationText(exchange.declaration)).toBe(0);
    }
  });

  test("leads from address to address, also in arrays, by a schema that is imported from the C", async () => {
    const header = `struct node {
  short value;
  struct node *next, *children[3], *grid[2][2];
  void *nothing[2];
};
`;
    const project = await makeProject({ "node.h": header });
    const imported = ["import", "c", "node.h", "-t", "wasm32-wasi", "-p", "none"];
    const { output: schema } = await project.structview(imported);
    expect(schema).toContain('children: array(c.pointerTo("node"), 3)');
    expect(schema).toContain('grid: array(array(c.pointerTo("node"), 2), 2)');
    expect(schema).toContain("nothing: array(c.pointer, 2)");
    await project.write({ "schemas/node.ts": schema });
    expect((await project.structview(["generate"])).exitCode).toBe(0);
    const [module] = await importTexts([await project.read("generated/node.ts")], "abi-pointers");
    const Node = (module as AnyModule)["node"];

    const [source, program] = [path.join(folder, "tree.c"), path.join(folder, "tree.wasm")];
    writeFileSync(
      source,
      `${header}static struct node nodes[9];
struct node *plant(void) {
  for (int i = 0; i < 9; i++) nodes[i].value = i * i;
  struct node *root = nodes + 8;
  root->next = nodes;
  for (int i = 0; i < 3; i++) root->children[i] = i == 1 ? 0 : nodes + 1 + i;
  for (int i = 0; i < 4; i++) root->grid[i / 2][i % 2] = nodes + 4 + i;
  return root;
}
int sum(const struct node *of) {
  int all = of->next->value;
  for (int i = 0; i < 3; i++) if (of->children[i]) all = all * 100 + of->children[i]->value;
  return all;
}
`,
    );
    const link = ["-nostdlib", "-Wl,--no-entry", "-Wl,--export=plant", "-Wl,--export=sum"];
    execFileSync("clang-14", ["--target=wasm32", ...link, "-o", program, source]);
    const { exports } = (await wasm.instantiate(readFileSync(program))).instance;
    const memory = exports["memory"] as { readonly buffer: ArrayBuffer };
    const { plant, sum } = exports as Readonly<Record<string, (address?: number) => number>>;
    const place = plant?.() ?? 0;
    const root = Node?.viewAt(new DataView(memory.buffer), place) as AnyRecord;
    const follow = (name: string, ...indexes: number[]): AnyRecord | undefined => {
      const method = root[`$${name}Target`] as (...indexes: number[]) => AnyRecord;
      return method.apply(root, indexes);
    };
    const values = [0, 1, 2].map((index) => follow("children", index)?.["value"]);
    expect([(root["$nextTarget"] as AnyRecord)["value"], ...values]).toEqual([0, 1, undefined, 9]);
    const grid = [0, 1].map((i) => [0, 1].map((j) => follow("grid", i, j)?.["value"]));
    expect(grid).toEqual([
      [16, 25],
      [36, 49],
    ]);
    expect(root).not.toHaveProperty("$nothingTarget");
    const leaf = follow("grid", 1, 1) as AnyRecord;
    (root["children"] as AnyArray).setAt(1, leaf.$offset);
    Reflect.set(root, "next", place);
    expect(sum?.(place)).toBe(64_01_49_09);
  });
});
