/** Asks gcc about the unions: sizes, alignments, offsets, and the bytes of values. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FieldData, TypeData } from "../oracle/document.js";
import type { Declaration } from "./unions.js";
import { declarations, samples } from "./unions.js";

/** What a C compiler says. */
export interface Answer {
  readonly version: string;
  readonly types: readonly {
    readonly name: string;
    readonly size: number;
    readonly alignment: number;
    readonly offsets: readonly number[];
  }[];
  /** Bytes of each sample, in hexadecimal digits. */
  readonly samples: readonly string[];
}

/** Compiles a program with gcc for this machine, which has to be a 64-bit little-endian Unix, and runs it. */
export function askGcc(): Answer {
  const folder = mkdtempSync(path.join(tmpdir(), "unions-"));
  try {
    const [source, program] = [path.join(folder, "unions.c"), path.join(folder, "unions")];
    writeFileSync(source, programText());
    execFileSync("gcc", ["-std=c11", "-Wall", "-Werror", "-o", program, source]);
    const version = execFileSync("gcc", ["-dumpfullversion"], { encoding: "utf8" }).trim();
    const lines = execFileSync(program, { encoding: "utf8" }).trim().split("\n");
    const types = lines.slice(0, declarations.length).map((line) => {
      const [name = "", ...numbers] = line.split(" ");
      const [size = 0, alignment = 0, ...offsets] = numbers.map(Number);
      return { name, size, alignment, offsets };
    });
    return { version, types, samples: lines.slice(declarations.length) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function programText(): string {
  const facts = declarations.map((each) => {
    const type = `${each.kind} ${each.name}`;
    const offsets = fieldsOf(each).map(({ name }) => `, offsetof(${type}, ${name})`);
    const format = `${each.name}${" %zu".repeat(offsets.length + 2)}\\n`;
    return `printf("${format}", sizeof(${type}), _Alignof(${type})${offsets.join("")});`;
  });
  const dumps = samples.map(({ union, c }) => {
    const statements = c.map((each) => `${each};`).join(" ");
    return `{ union ${union} it; memset(&it, 0, sizeof it); ${statements} dump(&it, sizeof it); }`;
  });
  return `#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
${declarations.map(declarationText).join("\n")}
static void dump(const void *bytes, size_t size) {
  for (size_t i = 0; i < size; i++) printf("%02x", ((const unsigned char *)bytes)[i]);
  printf("\\n");
}
int main(void) {
  ${[...facts, ...dumps].join("\n  ")}
  return 0;
}
`;
}

function declarationText(declaration: Declaration): string {
  const { kind, name, pack, align } = declaration;
  const members = fieldsOf(declaration)
    .map((each) => memberText(each))
    .join(" ");
  const aligned = align === undefined ? "" : ` __attribute__((aligned(${align})))`;
  const text = `${kind} ${name} { ${members} }${aligned};`;
  return pack === undefined ? text : `#pragma pack(push, ${pack})\n${text}\n#pragma pack(pop)`;
}

function fieldsOf(declaration: Declaration): readonly FieldData[] {
  return declaration.kind === "union" ? declaration.members : declaration.fields;
}

function memberText({ name, type }: FieldData): string {
  if (typeof type === "object" && type.kind === "array") {
    return `${typeText(type.element)} ${name}[${String(type.length)}];`;
  }
  if (typeof type !== "string") throw new Error(`no C for ${name}`);
  return `${typeText(type)} ${name};`;
}

function typeText(type: TypeData): string {
  if (typeof type !== "string") throw new Error("no C for a type in place");
  const [, sign, width] = /^([ui])(\d+)$/.exec(type) ?? [];
  if (width === "128") return sign === "u" ? "unsigned __int128" : "__int128";
  if (width !== undefined) return `${sign === "u" ? "u" : ""}int${width}_t`;
  const found = declarations.find(({ name }) => name === type);
  if (found !== undefined) return `${found.kind} ${found.name}`;
  return { f32: "float", f64: "double", bool: "_Bool" }[type] ?? type;
}
