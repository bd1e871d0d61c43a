/** Which compilers say how each target lays out structs. */
import type { CTargetName } from "structview/schema";

/** A gcc and the programs beside it. */
export interface Gcc {
  readonly kind: "gcc";
  /** `aarch64-linux-gnu-`. */
  readonly prefix: string;
  readonly options: readonly string[];
  readonly isBigEndian: boolean;
}

/** A clang for one target. */
export interface Clang {
  readonly kind: "clang";
  readonly triple: string;
}

/**
 * The compilers: on Linux and of MinGW gcc, of WebAssembly and macOS clang. For Microsoft's own, which is nowhere
 * but on Windows, clang answers, which has to agree with it.
 */
export const compilers: { readonly [Name in CTargetName]: Gcc | Clang } = {
  "x86_64-linux": gcc("x86_64-linux-gnu-"),
  "i386-linux": gcc("x86_64-linux-gnu-", "-m32"),
  "arm-linux": gcc("arm-linux-gnueabihf-"),
  "aarch64-linux": gcc("aarch64-linux-gnu-"),
  "riscv64-linux": gcc("riscv64-linux-gnu-"),
  "powerpc64-linux": gcc("powerpc64-linux-gnu-"),
  "powerpc64le-linux": gcc("powerpc64le-linux-gnu-"),
  "s390x-linux": gcc("s390x-linux-gnu-"),
  "m68k-linux": gcc("m68k-linux-gnu-"),
  "x86_64-windows-msvc": clang("x86_64-windows-msvc"),
  "i686-windows-msvc": clang("i686-windows-msvc"),
  "x86_64-windows-gnu": gcc("x86_64-w64-mingw32-"),
  "i686-windows-gnu": gcc("i686-w64-mingw32-"),
  "wasm32-wasi": clang("wasm32-wasi"),
  "wasm32-emscripten": clang("wasm32-unknown-emscripten"),
  "x86_64-macos": clang("x86_64-apple-macos"),
  "aarch64-macos": clang("arm64-apple-macos"),
};

function gcc(prefix: string, ...options: readonly string[]): Gcc {
  return { kind: "gcc", prefix, options, isBigEndian: /^(powerpc64|s390x|m68k)-/.test(prefix) };
}

function clang(triple: string): Clang {
  return { kind: "clang", triple };
}

/** Returns where the only bits that are 1 begin; there have to be `width` of them in a row. */
export function firstBitOf(bytes: Uint8Array, width: number, isBigEndian: boolean): number {
  const isOne = (bit: number): boolean => {
    const byte = bytes[bit >> 3] ?? 0;
    return ((byte >> (isBigEndian ? 7 - (bit & 7) : bit & 7)) & 1) === 1;
  };
  const bits = Array.from({ length: bytes.length * 8 }, (_, bit) => bit).filter(isOne);
  const [first] = bits;
  if (first === undefined || bits.length !== width || bits.at(-1) !== first + width - 1) {
    throw new Error(`the bits ${bits.join(" ")} are no field of ${width} bits`);
  }
  return first;
}
