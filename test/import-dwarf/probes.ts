/** Where a compiler puts each member of the structs of `probes.c`: found in the bytes that it makes. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { findField } from "./compare.js";
import type { Layout } from "./compare.js";

/** The source of the structs. */
export const source: string = fileURLToPath(new URL("probes.c", import.meta.url));

/** An object in which one member is all ones. */
export interface Probe {
  readonly symbol: string;
  readonly struct: string;
  /** Names from the struct to the member; an index stands behind the name of an array. */
  readonly path: readonly string[];
  readonly isElement: boolean;
}

/** Bits that are ones: where the first is, in memory order, and how many there are. */
export interface Bits {
  readonly bitOffset: number;
  readonly width: number;
}

/** All probes of the source. */
export const probes: readonly Probe[] = [
  ...readFileSync(source, "utf8").matchAll(
    /^(?:ONES|POINTER)\((?:struct|union) (\w+), \.(\S+), (\w+)\)/gm,
  ),
].map(([, struct = "", designator = "", name = ""]) => ({
  symbol: `probe_${name}`,
  struct,
  path: designator.split(".").map((each) => each.replace(/\[\d+\]$/, "")),
  isElement: designator.endsWith("]"),
}));

/** Format of an object file. */
export type ObjectFormat = "ELF" | "Mach-O" | "PE";

/** Returns the format that a compiler with its options makes. */
export function formatOf(command: string): ObjectFormat {
  if (/mingw|windows/.test(command)) return "PE";
  return command.includes("apple") ? "Mach-O" : "ELF";
}

/** Programs and options that copy the section of the probes into `probes.bin`. */
const copies: Readonly<Record<ObjectFormat, readonly [string, ...string[]]>> = {
  ELF: ["llvm-objcopy", "--dump-section=probes=probes.bin"],
  "Mach-O": ["llvm-objcopy", "--dump-section=__DATA,probes=probes.bin"],
  PE: ["x86_64-w64-mingw32-objcopy", "-Obinary", "-jprobes"],
};

/** Returns the bits of each probe in an object file. */
export async function bitsInObject(
  folder: string,
  file: string,
  byteOrder: "big" | "little",
  format: ObjectFormat,
): Promise<ReadonlyMap<string, Bits>> {
  const listed = await must("llvm-nm", ["--numeric-sort", file], folder);
  const symbols = [...listed.matchAll(/^([0-9a-f]+) \w _?(probe_\w+)$/gm)].map(
    ([, address = "", symbol = ""]) => ({ address: Number.parseInt(address, 16), symbol }),
  );
  const [copy, ...options] = copies[format];
  await must(copy, [...options, file, format === "PE" ? "probes.bin" : "copy.o"], folder);
  const bytes = readFileSync(path.join(folder, "probes.bin"));
  const first = symbols[0]?.address ?? 0;
  return new Map(
    symbols.map(({ address, symbol }, index) => {
      const end = (symbols[index + 1]?.address ?? first + bytes.length) - first;
      return [symbol, onesIn(bytes.subarray(address - first, end), byteOrder)];
    }),
  );
}

/** What the types of Node leave out of it. */
const platform = globalThis as unknown as {
  readonly WebAssembly: {
    instantiate(bytes: Uint8Array): Promise<{
      readonly instance: { readonly exports: Readonly<Record<string, unknown>> };
    }>;
  };
};

/** Returns the bits of each probe in the memory of a WebAssembly module. */
export async function bitsInModule(file: string): Promise<ReadonlyMap<string, Bits>> {
  const { instance } = await platform.WebAssembly.instantiate(readFileSync(file));
  const { memory, ...others } = instance.exports;
  const { buffer } = memory as { readonly buffer: ArrayBuffer };
  const symbols = Object.entries(others)
    .filter(([symbol]) => symbol.startsWith("probe_"))
    .map(([symbol, value]) => ({
      symbol,
      address: (value as { readonly value: number }).value,
    }))
    .sort((a, b) => a.address - b.address);
  return new Map(
    symbols.map(({ symbol, address }, index) => {
      const end = symbols[index + 1]?.address ?? address + 256;
      return [symbol, onesIn(new Uint8Array(buffer).slice(address, end), "little")];
    }),
  );
}

/** Says which members lie elsewhere in the compiled schema than in the bytes. */
export function compareWithProbes(
  layouts: readonly Layout[],
  found: ReadonlyMap<string, Bits>,
): readonly string[] {
  return probes.flatMap(({ symbol, struct, path: names, isElement }): readonly string[] => {
    const want = found.get(symbol);
    const got = findField(layouts, struct, names);
    if (want === undefined) return [`the compiler made no ${symbol}`];
    if (got === undefined) return [`${struct}.${names.join(".")} is missing`];
    // Of an array one element is ones.
    const isSame =
      got.bitOffset === want.bitOffset && (isElement || got.width === want.width) && want.width > 0;
    return isSame
      ? []
      : [
          `${struct}.${names.join(".")}: bits ${got.bitOffset} (${got.width}), not ${want.bitOffset} (${want.width})`,
        ];
  });
}

/** Returns the run of ones in bytes. */
function onesIn(bytes: Uint8Array, byteOrder: "big" | "little"): Bits {
  const ones = [...bytes].flatMap((byte, index) =>
    Array.from({ length: 8 }, (_, bit) => ({
      isSet: ((byte >>> (byteOrder === "little" ? bit : 7 - bit)) & 1) === 1,
      place: index * 8 + bit,
    })).filter(({ isSet }) => isSet),
  );
  const bitOffset = ones[0]?.place ?? -1;
  const isOneRun = ones.every(({ place }, index) => place === bitOffset + index);
  if (!isOneRun) throw new Error("the ones of a member do not lie one behind the other");
  return { bitOffset, width: ones.length };
}

/** Runs a program that has to succeed, and returns its output. */
export async function must(
  command: string,
  args: readonly string[],
  folder: string,
): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, {
    cwd: folder,
    maxBuffer: 1 << 28,
  });
  return stdout;
}
