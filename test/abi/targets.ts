/** Which compiler says how each target lays out structs. */
import type { CTargetName } from "structview/schema";
import { askClang } from "./ask-clang.js";
import { askGcc } from "./ask-gcc.js";
import type { Declaration } from "./declarations.js";
import type { Answer } from "./print-schema.js";

/** Asks the compiler of a platform. */
export type Ask = (declarations: readonly Declaration[]) => ReadonlyMap<string, Answer>;

/**
 * The compilers: on Linux and of MinGW gcc, of WebAssembly and macOS clang. For Microsoft's own, which is nowhere
 * but on Windows, clang answers, which has to agree with it.
 */
export const asks: { readonly [Name in CTargetName]: Ask } = {
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

function gcc(prefix: string, ...options: readonly string[]): Ask {
  const isBig = /^(powerpc64|s390x|m68k)-/.test(prefix);
  const byteOrder = isBig ? "big" : "little";
  return (declarations) => askGcc(declarations, { prefix, options, byteOrder });
}

function clang(triple: string): Ask {
  return (declarations) => askClang(declarations, triple);
}
