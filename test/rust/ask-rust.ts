/** Builds and runs the Rust program of declarations. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { RustVersion } from "./declarations.js";
import { programText } from "./print-rust.js";
import type { Written } from "./print-rust.js";

/** What Rust says of a type: size, alignment and offsets; and the bytes of a value of it in hexadecimal digits. */
export interface RustRow {
  readonly layout: string;
  readonly bytes: string;
}

/** A program of Rust. */
export interface RustProgram {
  readonly rows: readonly RustRow[];
  /** Returns the texts of the values whose bytes these are, one of each type. */
  show(bytes: readonly Uint8Array[]): readonly string[];
}

/** Returns what the compiler at hand has. */
export function rustVersion(): RustVersion {
  const text = execFileSync("rustc", ["--version"], { encoding: "utf8" });
  const minor = Number(/^rustc 1\.(\d+)/.exec(text)?.[1]);
  return { isRecent: minor >= 77 };
}

/** Builds a program, hands it to `use`, and removes it. */
export async function withProgram(
  written: readonly Written[],
  use: (program: RustProgram) => void | Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "rust-"));
  try {
    const program = path.join(folder, "program");
    writeFileSync(`${program}.rs`, programText(written));
    const options = ["--edition=2021", "--cap-lints=allow", "-Cdebuginfo=0"];
    execFileSync("rustc", [...options, "-o", program, `${program}.rs`], { stdio: "pipe" });
    const run = (more: readonly string[], input: string): readonly string[] => {
      const output = execFileSync(program, more, { encoding: "utf8", input, maxBuffer: 2 ** 28 });
      return output.split("\n").slice(0, -1);
    };
    const rows = run([], "").map(rowOf);
    await use({ rows, show: (bytes) => run(["show"], bytes.map(lineOf).join("")) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns the row of a line that the program prints. */
export function rowOf(line: string): RustRow {
  const [layout = "", bytes = ""] = line.split(";");
  return { layout, bytes };
}

function lineOf(bytes: Uint8Array): string {
  return `${Buffer.from(bytes).toString("hex")}\n`;
}
