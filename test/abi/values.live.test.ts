/**
 * Values that compiled C writes and generated classes read, and back: in a process of its own, and in the memory
 * of a WebAssembly module. `STRUCTVIEW_SEED` chooses the structs and the values; it is printed.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { compile } from "structview";
import type { CTargetName } from "structview/schema";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importTexts } from "../oracle/modules.js";
import type { AnyClass } from "../oracle/modules.js";
import { Random } from "../oracle/random.js";
import { randomDeclarations } from "./declarations.js";
import { declarationText } from "./print-c.js";
import { documentOf, widthsOf } from "./print-schema.js";
import { compareAll, exchangesOf, exchangeText, setAll } from "./shared-values.js";
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
  return { exchanges, classOf, text: exchangeText(declarations, exchanges) };
}

/** Compiles a program that fills structs, or checks those that are given, for the machine or 32 bits of it. */
function compileProgram(text: string, exchanges: readonly Exchange[], option: string): string {
  const program = path.join(folder, `program${option}`);
  const names = exchanges.map(({ declaration }) => declaration.name);
  const cases = exchanges.map(
    ({ declaration: { name, isUnion } }) =>
      `{ fill_${name}, check_${name}, sizeof(${isUnion ? "union" : "struct"} ${name}) }`,
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
  for (unsigned i = 0; i < ${names.length}; i++) {
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
  const flags = option === "" ? [] : [option];
  execFileSync("gcc", [
    ...flags,
    "-w",
    "-Wno-packed-bitfield-compat",
    "-o",
    program,
    `${program}.c`,
  ]);
  return program;
}

describe("a process", () => {
  test.for([
    ["x86_64-linux", ""],
    ["i386-linux", "-m32"],
  ] as const)("of %s and we read what the other wrote", async ([target, option]) => {
    const { exchanges, classOf, text } = await share(target);
    expect(exchanges.length).toBeGreaterThan(count / 2);
    const program = compileProgram(text, exchanges, option);
    const written = execFileSync(program, { encoding: "utf8" }).trimEnd().split("\n");
    expect(written).toHaveLength(exchanges.length);
    const ours = exchanges.map((exchange, index) => {
      const bytes = Uint8Array.from(Buffer.from(written[index] ?? "", "hex"));
      const { got, want } = compareAll(classOf(exchange).view(bytes), exchange.fromC);
      expect(got, declarationText(exchange.declaration)).toEqual(want);
      const record = classOf(exchange).create();
      setAll(record, exchange.toC);
      return Buffer.from(record.$bytes).toString("hex");
    });
    const options = { encoding: "utf8", input: ours.join("\n"), maxBuffer: 2 ** 26 } as const;
    const wrong = execFileSync(program, ["check"], options).trimEnd().split("\n");
    expect(wrong).toEqual(exchanges.map(() => "0"));
  });
});

describe("the memory of a WebAssembly module", () => {
  test("is read and written by C and by us", async () => {
    const { exchanges, classOf, text } = await share("wasm32-wasi");
    expect(exchanges.length).toBeGreaterThan(count / 2);
    const [source, module] = [path.join(folder, "shared.c"), path.join(folder, "shared.wasm")];
    writeFileSync(source, `${text}\n_Alignas(64) unsigned char place[1 << 16];\n`);
    const link = ["-nostdlib", "-Wl,--no-entry", "-Wl,--export-all"];
    execFileSync("clang-14", ["--target=wasm32", "-w", ...link, "-o", module, source]);
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
});
