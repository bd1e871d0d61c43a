/** What the targets of C are to declarations: sizes of numbers, and what compilers define for them. */
import { cModels, cTargetNames } from "../c-targets.js";
import type { CTargetName } from "../c-targets.js";
import type { IntegerType } from "./c-arithmetic.js";
import type { CScalarName } from "./c-types.js";

/** What `size_t`, `wchar_t` and the like can be. */
export type WordName =
  | "int"
  | "long"
  | "longLong"
  | "unsignedShort"
  | "unsignedInt"
  | "unsignedLong"
  | "unsignedLongLong";

/** A target. */
export interface CTarget {
  readonly name: CTargetName;
  /** Sizes of numbers in bytes. */
  readonly sizes: Readonly<Record<CScalarName, number>>;
  /** Size of a pointer in bytes. */
  readonly pointer: number;
  /** Alignment of `long double` in bytes. */
  readonly longDoubleAlignment: number;
  readonly isCharSigned: boolean;
  readonly isBigEndian: boolean;
  readonly isMicrosoft: boolean;
  /** Whether `struct a;` and `T;` are members without a name: gcc of MinGW has them as MSVC does. */
  readonly hasNamedAnonymous: boolean;
  /** Whether it is gcc that lays out structs. */
  readonly isGcc: boolean;
  readonly hasWideIntegers: boolean;
  /** What `aligned` without a number is, in bytes. */
  readonly greatestAlignment: number;
  readonly wchar: WordName;
  readonly size: WordName;
  readonly ptrdiff: WordName;
  readonly int64: "long" | "longLong";
  /** Programs that compile for it, the best one first, with their arguments. */
  readonly compilers: readonly (readonly string[])[];
  /** Macros that tell the machine and the system. */
  readonly macros: readonly string[];
}

/** Returns the target of a name, or `undefined` where there is none. */
export function findTarget(wanted: string): CTarget | undefined {
  const name = cTargetNames.find((each) => each === wanted);
  return name === undefined ? undefined : targetOf(name);
}

/** Returns the integer that a number is, or `undefined` for floating-point numbers. */
export function integerTypeOf(name: CScalarName, target: CTarget): IntegerType | undefined {
  const size = target.sizes[name];
  switch (name) {
    case "char":
      return { size, isSigned: target.isCharSigned };
    case "signedChar":
    case "short":
    case "int":
    case "long":
    case "longLong":
    case "i128":
      return { size, isSigned: true };
    case "unsignedChar":
    case "unsignedShort":
    case "unsignedInt":
    case "unsignedLong":
    case "unsignedLongLong":
    case "u128":
    case "bool":
      return { size, isSigned: false };
    case "f16":
    case "float":
    case "double":
    case "longDouble":
    case "f128":
      return undefined;
  }
}

function targetOf(name: CTargetName): CTarget {
  const { isCharSigned, long, pointer, wchar, longDouble, byteOrder, rules } = cModels[name];
  const wide = long === 8 ? "long" : "longLong";
  const isWasm = name.startsWith("wasm32");
  const word = pointer === 8 ? wide : isWasm ? "long" : "int";
  return {
    name,
    sizes: {
      char: 1,
      signedChar: 1,
      unsignedChar: 1,
      short: 2,
      unsignedShort: 2,
      int: 4,
      unsignedInt: 4,
      long,
      unsignedLong: long,
      longLong: 8,
      unsignedLongLong: 8,
      i128: 16,
      u128: 16,
      bool: 1,
      f16: 2,
      float: 4,
      double: 8,
      f128: 16,
      longDouble: longDouble?.size ?? 8,
    },
    pointer,
    longDoubleAlignment: longDouble?.alignment ?? 8,
    isCharSigned,
    isBigEndian: byteOrder === "big",
    hasWideIntegers: pointer === 8 || isWasm,
    isGcc: rules.kind === "gcc",
    isMicrosoft: rules.kind === "msvc",
    hasNamedAnonymous: name.includes("windows"),
    greatestAlignment: greatestAlignments[name] ?? 16,
    wchar: ({ u16: "unsignedShort", u32: "unsignedInt", i32: "int" } as const)[wchar],
    size: ({ int: "unsignedInt", long: "unsignedLong", longLong: "unsignedLongLong" } as const)[
      word
    ],
    ptrdiff: word,
    int64: wide,
    compilers: compilers[name],
    macros: machines[name],
  };
}

const greatestAlignments: { readonly [Name in CTargetName]?: number } = {
  "arm-linux": 8,
  "s390x-linux": 8,
  "m68k-linux": 2,
};

const clangFor = (triple: string): readonly string[] => ["clang", `--target=${triple}`];

const compilers: { readonly [Name in CTargetName]: readonly (readonly string[])[] } = {
  "x86_64-linux": [["x86_64-linux-gnu-gcc"], ["cc"], ["gcc"], clangFor("x86_64-linux-gnu")],
  "i386-linux": [
    ["i686-linux-gnu-gcc"],
    ["x86_64-linux-gnu-gcc", "-m32"],
    ["gcc", "-m32"],
    clangFor("i386-linux-gnu"),
  ],
  "arm-linux": [["arm-linux-gnueabihf-gcc"], clangFor("arm-linux-gnueabihf")],
  "aarch64-linux": [["aarch64-linux-gnu-gcc"], clangFor("aarch64-linux-gnu")],
  "riscv64-linux": [["riscv64-linux-gnu-gcc"], clangFor("riscv64-linux-gnu")],
  "powerpc64-linux": [["powerpc64-linux-gnu-gcc"], clangFor("powerpc64-linux-gnu")],
  "powerpc64le-linux": [["powerpc64le-linux-gnu-gcc"], clangFor("powerpc64le-linux-gnu")],
  "s390x-linux": [["s390x-linux-gnu-gcc"], clangFor("s390x-linux-gnu")],
  "m68k-linux": [["m68k-linux-gnu-gcc"]],
  "x86_64-windows-msvc": [clangFor("x86_64-pc-windows-msvc")],
  "i686-windows-msvc": [clangFor("i686-pc-windows-msvc")],
  "x86_64-windows-gnu": [["x86_64-w64-mingw32-gcc"], clangFor("x86_64-w64-mingw32")],
  "i686-windows-gnu": [["i686-w64-mingw32-gcc"], clangFor("i686-w64-mingw32")],
  "wasm32-wasi": [clangFor("wasm32-wasi")],
  "wasm32-emscripten": [["emcc"], clangFor("wasm32-unknown-emscripten")],
  "x86_64-macos": [clangFor("x86_64-apple-macos")],
  "aarch64-macos": [clangFor("arm64-apple-macos")],
};

const linux = "__linux__ __linux __gnu_linux__ __unix__ __unix __ELF__".split(" ");
const lp64 = "__LP64__ _LP64".split(" ");
const amd64 = "__x86_64__ __x86_64 __amd64__ __amd64".split(" ");
const i386 = "__i386__ __i386".split(" ");
const aarch64 = "__aarch64__ __AARCH64EL__".split(" ");
const powerpc64 = "__powerpc64__ __PPC64__ __powerpc__ __PPC__".split(" ");
const minGw = "_WIN32 __WIN32__ WIN32 __MINGW32__".split(" ");
const apple = "__APPLE__ __MACH__".split(" ");
const wasm = "__wasm__ __wasm __wasm32__ __wasm32".split(" ");

const machines: { readonly [Name in CTargetName]: readonly string[] } = {
  "x86_64-linux": [...amd64, ...lp64, ...linux],
  "i386-linux": [...i386, ...linux],
  "arm-linux": ["__arm__", "__ARMEL__", "__ARM_EABI__", "__ARM_PCS_VFP", ...linux],
  "aarch64-linux": [...aarch64, ...lp64, ...linux],
  "riscv64-linux": ["__riscv", "__riscv_xlen 64", ...lp64, ...linux],
  "powerpc64-linux": [...powerpc64, "__BIG_ENDIAN__", "_BIG_ENDIAN", ...lp64, ...linux],
  "powerpc64le-linux": [...powerpc64, "__LITTLE_ENDIAN__", "_LITTLE_ENDIAN", ...lp64, ...linux],
  "s390x-linux": ["__s390x__", "__s390__", "__zarch__", ...lp64, ...linux],
  "m68k-linux": ["__m68k__", "__mc68000__", ...linux],
  "x86_64-windows-msvc": ["_WIN32", "_WIN64", "_M_X64 100", "_M_AMD64 100", "_MSC_VER 1929"],
  "i686-windows-msvc": ["_WIN32", "_M_IX86 600", "_MSC_VER 1929"],
  "x86_64-windows-gnu": [...amd64, ...minGw, "_WIN64", "__MINGW64__"],
  "i686-windows-gnu": [...i386, ...minGw],
  "wasm32-wasi": [...wasm, "__wasi__", "__clang__"],
  "wasm32-emscripten": [...wasm, "__EMSCRIPTEN__", "__unix__", "__clang__"],
  "x86_64-macos": [...amd64, ...lp64, ...apple, "__clang__"],
  "aarch64-macos": ["__arm64__", "__arm64", ...aarch64, ...lp64, ...apple, "__clang__"],
};
