/** The targets of the rule set `c`: sizes and alignments of the types of C, and whose rules place fields. */
import type { ScalarName } from "./scalars.js";

/**
 * Names of the targets. Those of Linux are System V, as gcc lays structs out; `arm-linux` is the EABI with
 * hard float. Those of Windows are Microsoft's, as `cl` and as MinGW's gcc lay structs out, which differ where
 * attributes of gcc are used. WebAssembly and macOS are as clang lays structs out.
 */
export const cTargetNames = [
  "x86_64-linux",
  "i386-linux",
  "arm-linux",
  "aarch64-linux",
  "riscv64-linux",
  "powerpc64-linux",
  "powerpc64le-linux",
  "s390x-linux",
  "m68k-linux",
  "x86_64-windows-msvc",
  "i686-windows-msvc",
  "x86_64-windows-gnu",
  "i686-windows-gnu",
  "wasm32-wasi",
  "wasm32-emscripten",
  "x86_64-macos",
  "aarch64-macos",
] as const;

/** Name of a target of the rule set `c`. */
export type CTargetName = (typeof cTargetNames)[number];

/** How a target lays out structs: the scalars of its types, alignments in bytes, and the rules. */
export interface CModel {
  readonly byteOrder: "big" | "little";
  /** Whose rules place fields. */
  readonly rules: CRules;
  /** Whether `char` has a sign. */
  readonly isCharSigned: boolean;
  readonly long: 4 | 8;
  readonly pointer: 4 | 8;
  readonly wchar: Extract<ScalarName, "u16" | "u32" | "i32">;
  /** `long double`, where it is not a `double`: a number that JavaScript does not have. */
  readonly longDouble: { readonly size: number; readonly alignment: number } | undefined;
  /** Greatest alignment of a scalar of up to eight bytes in a struct. */
  readonly alignment: number;
  /** Alignment of integers of 16 bytes; where C has none that of Rust. */
  readonly wideAlignment: number;
}

/** Whose rules place fields, and in what they differ from target to target. */
export type CRules =
  | {
      readonly kind: "gcc";
      /** Whether bit fields are placed as Microsoft's compiler does: `-mms-bitfields`. */
      readonly hasMicrosoftBitFields: boolean;
      /** Whether the declared type of a bit field has it aligned; else only its width does. */
      readonly alignsBitFields: boolean;
      /** Whether a bit field without a name aligns the struct. */
      readonly alignsUnnamed: boolean;
      /** Alignment of the widest integer of the machine in bytes. */
      readonly registerAlignment: number;
    }
  | { readonly kind: "clang" }
  | { readonly kind: "msvc" };

const systemV: CRules = {
  kind: "gcc",
  hasMicrosoftBitFields: false,
  alignsBitFields: true,
  alignsUnnamed: false,
  registerAlignment: 8,
};
const arm: CRules = { ...systemV, alignsUnnamed: true };
const m68k: CRules = { ...systemV, alignsBitFields: false, registerAlignment: 2 };
const minGw: CRules = { ...systemV, hasMicrosoftBitFields: true };
const clang: CRules = { kind: "clang" };
const msvc: CRules = { kind: "msvc" };

const lp64: CModel = {
  byteOrder: "little",
  rules: systemV,
  isCharSigned: true,
  long: 8,
  pointer: 8,
  wchar: "i32",
  longDouble: { size: 16, alignment: 16 },
  alignment: 8,
  wideAlignment: 16,
};
const ilp32: CModel = { ...lp64, long: 4, pointer: 4 };
const i386: CModel = {
  ...ilp32,
  longDouble: { size: 12, alignment: 4 },
  alignment: 4,
};
const powerpc64: CModel = { ...lp64, byteOrder: "big", isCharSigned: false };
const llp64: CModel = { ...lp64, rules: msvc, long: 4, wchar: "u16", longDouble: undefined };
const windows32: CModel = { ...llp64, pointer: 4 };

/** The targets by name. */
export const cModels: { readonly [Name in CTargetName]: CModel } = {
  "x86_64-linux": lp64,
  "i386-linux": i386,
  "arm-linux": {
    ...ilp32,
    rules: arm,
    isCharSigned: false,
    wchar: "u32",
    longDouble: undefined,
    wideAlignment: 8,
  },
  "aarch64-linux": { ...lp64, rules: arm, isCharSigned: false, wchar: "u32" },
  "riscv64-linux": { ...lp64, isCharSigned: false },
  "powerpc64-linux": powerpc64,
  "powerpc64le-linux": { ...powerpc64, byteOrder: "little" },
  "s390x-linux": { ...powerpc64, longDouble: { size: 16, alignment: 8 }, wideAlignment: 8 },
  "m68k-linux": {
    ...ilp32,
    rules: m68k,
    byteOrder: "big",
    longDouble: { size: 12, alignment: 2 },
    alignment: 2,
    wideAlignment: 2,
  },
  "x86_64-windows-msvc": llp64,
  "i686-windows-msvc": windows32,
  "x86_64-windows-gnu": { ...llp64, rules: minGw, longDouble: { size: 16, alignment: 16 } },
  "i686-windows-gnu": { ...windows32, rules: minGw, longDouble: { size: 12, alignment: 4 } },
  "wasm32-wasi": { ...ilp32, rules: clang },
  "wasm32-emscripten": { ...ilp32, rules: clang, longDouble: { size: 16, alignment: 8 } },
  "x86_64-macos": { ...lp64, rules: clang },
  "aarch64-macos": { ...lp64, rules: clang, longDouble: undefined },
};

/** The target of structs that name none. */
export const defaultCTarget: CTargetName = "x86_64-linux";
