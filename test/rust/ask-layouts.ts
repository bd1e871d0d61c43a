/**
 * Asks rustc for the layouts of a target whose standard library need not be there: without `core`, by an attribute
 * that only compilers of some versions have. Those of 1.95 do.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { CTargetName } from "structview/schema";
import type { Declaration, RustType } from "./declarations.js";
import { declarationText } from "./print-rust.js";
import { isClass } from "./print-schema.js";
import { scalars } from "./scalars.js";

/** Our targets, by the names that Rust has for them. Its `m68k` is not the C of that target. */
export const triples: { readonly [Name in Exclude<CTargetName, "m68k-linux">]: string } = {
  "x86_64-linux": "x86_64-unknown-linux-gnu",
  "i386-linux": "i686-unknown-linux-gnu",
  "arm-linux": "armv7-unknown-linux-gnueabihf",
  "aarch64-linux": "aarch64-unknown-linux-gnu",
  "riscv64-linux": "riscv64gc-unknown-linux-gnu",
  "powerpc64-linux": "powerpc64-unknown-linux-gnu",
  "powerpc64le-linux": "powerpc64le-unknown-linux-gnu",
  "s390x-linux": "s390x-unknown-linux-gnu",
  "x86_64-windows-msvc": "x86_64-pc-windows-msvc",
  "i686-windows-msvc": "i686-pc-windows-msvc",
  "x86_64-windows-gnu": "x86_64-pc-windows-gnu",
  "i686-windows-gnu": "i686-pc-windows-gnu",
  "wasm32-wasi": "wasm32-wasip1",
  "wasm32-emscripten": "wasm32-unknown-emscripten",
  "x86_64-macos": "x86_64-apple-darwin",
  "aarch64-macos": "aarch64-apple-darwin",
};

/** Returns the declarations without what is in `core`: options. */
export function withoutCore(declarations: readonly Declaration[]): readonly Declaration[] {
  return declarations.filter((each) => !hasType(each, isOfCore));
}

/**
 * Whether a declaration is laid out by C's rules alone on Windows too: it has nothing that is empty, of which
 * Microsoft's compiler makes bytes, and Rust does not. A union has no offsets to compare.
 */
export function isCompared(declaration: Declaration, target: string): boolean {
  if (!isClass(declaration) || declaration.kind === "union") return false;
  const isWhole = !isEmpty({ kind: "named", declaration }) && !hasType(declaration, isEmpty);
  return isWhole || !target.endsWith("-msvc");
}

/** Whether a type has no bytes, or a struct without any in its schema for a case without data. */
function isEmpty(type: RustType): boolean {
  if (type.kind === "scalar") return type.scalar.rust === "()";
  if (type.kind === "array") return type.length === 0;
  const { declaration } = type;
  if (declaration.kind !== "enum") return declaration.fields.length === 0;
  const { isC, hasOtherwise, cases } = declaration;
  return isC && !hasOtherwise && cases.some(({ fields }) => fields.length === 0);
}

/** Whether a type is an option. */
function isOfCore(type: RustType): boolean {
  return type.kind === "scalar" && type.scalar.rust.startsWith("Option");
}

function hasType(declaration: Declaration, is: (type: RustType) => boolean): boolean {
  const types =
    declaration.kind === "enum"
      ? declaration.cases.flatMap(({ fields }) => fields)
      : declaration.fields;
  const has = (type: RustType): boolean =>
    is(type) ||
    (type.kind === "array" && has(type.element)) ||
    (type.kind === "named" && hasType(type.declaration, is));
  return types.some(has);
}

/** Returns for each declaration what the compiler says for a target: size, alignment, offsets. */
export function askLayouts(
  declarations: readonly Declaration[],
  target: keyof typeof triples,
): readonly string[] {
  const folder = mkdtempSync(path.join(tmpdir(), "rust-"));
  try {
    const file = path.join(folder, "layouts.rs");
    writeFileSync(file, layoutsText(declarations));
    const options = ["--target", triples[target], "--cap-lints=allow", "--crate-type=lib", file];
    const env = { ...process.env, RUSTC_BOOTSTRAP: "1" };
    const { stderr } = spawnSync("rustc", options, { encoding: "utf8", env, maxBuffer: 2 ** 30 });
    const answers = stderr.split(/^error: layout_of\(/m).slice(1);
    if (answers.length !== declarations.length) throw new Error(stderr.slice(0, 1000));
    return answers.map(rowOfAnswer);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function layoutsText(declarations: readonly Declaration[]): string {
  const names = scalars.map(({ rust }) => rust).filter((name) => !name.startsWith("Option"));
  const text = declarations.map(declarationText).join("\n");
  return `#![feature(no_core, lang_items, rustc_attrs)]
#![no_core]
#[lang = "pointee_sized"] pub trait PointeeSized {}
#[lang = "meta_sized"] pub trait MetaSized: PointeeSized {}
#[lang = "sized"] pub trait Sized: MetaSized {}
#[lang = "copy"] pub trait Copy {}
impl<T, const N: usize> Copy for [T; N] {}
${[...names, ...declarations.map(({ name }) => name)].map((name) => `impl Copy for ${name} {}\n`).join("")}
${text.replaceAll("#[derive(Clone, Copy)]", "#[rustc_layout(debug)]")}
`;
}

/** Returns the row of what the compiler says of a type: of an enum the offsets are those in its cases. */
function rowOfAnswer(answer: string): string {
  const cases = answer.search(/^ {11}variants: Multiple/m);
  const lists = answer.slice(Math.max(cases, 0)).matchAll(/offsets: \[([^\]]*)\]/g);
  const offsets = [...lists].flatMap(([list]) => [...list.matchAll(/Size\((\d+)/g)]);
  const size = /^ {11}size: Size\((\d+)/m.exec(answer)?.[1];
  const alignment = /^ {15}abi: Align\((\d+)/m.exec(answer)?.[1];
  return [size, alignment, ...offsets.map(([, offset]) => offset)].join(" ");
}
