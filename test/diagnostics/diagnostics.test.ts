/**
 * Every mistake that a schema can have, and what is printed for it. A case is a folder: schema files,
 * outputs that were there before in `generated/`, and `diagnostics.txt`, which `UPDATE=1` records anew.
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { chmod } from "node:fs/promises";
import path from "node:path";
import { diagnosticCodes } from "structview";
import { describe, expect, test } from "vitest";
import { Project, repository } from "../cli/project.js";
import type { Files } from "../cli/project.js";
import { madeFiles } from "./made-files.js";

const folder = path.join(repository, "test/diagnostics");
const cases = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

/** Cases of legal schemas, which are remarked on and compiled. */
const remarks: ReadonlySet<string> = new Set([
  "enumeration-gap",
  "misaligned-fields",
  "runtime-missing",
  "runtime-outdated",
  "schema-empty",
  "unchecked-bool",
]);

/** Whether a file can be made unreadable: not on Windows, and not for an administrator. */
const hasPermissions = process.getuid !== undefined && process.getuid() !== 0;

/** Longest line that is printed. A file in one line, as programs write JSON, must not fill the screen. */
const maximumLineLength = 1_000;

/** What earlier runs and people left in the output folder. */
const earlierFiles: Files = {
  "generated/schema.ts": generated("schemas/schema.ts", "export const old = 1;"),
  "generated/gone.ts": generated("schemas/gone.ts", "export const gone = 1;"),
  "generated/by-hand.ts": "export const own = 1;\r\n",
};

describe.concurrent("a schema with a mistake", () => {
  test.for(cases)("gets the text recorded for it, and no output: %s", async (name, context) => {
    const files = { ...earlierFiles, ...filesOf(name) };
    const hasOwnRuntime = name.startsWith("runtime-");
    const project = await (hasOwnRuntime ? Project.withoutRuntime(files) : Project.of(files));
    const before = await project.contents();
    if (name === "schema-unreadable") {
      context.skip(!hasPermissions, "permissions do not apply to this user");
      await chmod(project.pathOf("schemas/schema.json"), 0);
    }

    // C is imported, not compiled.
    const header = Object.keys(files).find((file) => file.endsWith(".h"));
    const args = header === undefined ? ["generate"] : ["import", "c", header];
    const { exitCode, output, errors } = await project.structview(args);

    const file = path.join(folder, name, "diagnostics.txt");
    if (process.env["UPDATE"] === "1") writeFileSync(file, errors);
    // First, as the difference between texts of a megabyte takes minutes to show.
    context.expect(longestLineOf(errors)).toBeLessThanOrEqual(maximumLineLength);
    context.expect(errors).toBe(readFileSync(file, "utf8"));
    context.expect(output).toBe("");
    if (remarks.has(name)) {
      context.expect(exitCode).toBe(0);
    } else {
      context.expect(exitCode).toBe(1);
      if (name === "schema-unreadable") await chmod(project.pathOf("schemas/schema.json"), 0o600);
      context.expect(await project.contents()).toEqual(before);
    }
  });
});

describe("a recorded text", () => {
  test("exists for every code", () => {
    const recorded = new Set(cases.flatMap((name) => codesIn(textOf(name))));
    expect([...recorded].sort()).toEqual([...diagnosticCodes].sort());
  });

  test.for(cases)("shows nothing of the program or the machine: %s", (name) => {
    const text = textOf(name);
    expect(text).not.toMatch(/^ +at /m);
    expect(text).not.toContain("node_modules");
    expect(text).not.toContain("structview-");
    expect(text).not.toContain("\u001B");
  });

  test.for(cases)("ends with the number of its diagnostics: %s", (name) => {
    const text = textOf(name);
    const counts = /^Found (?:(\d+) errors?)?(?: and )?(?:(\d+) warnings?)?(?: in \d+ files?)?\.$/m;
    const [, errors = "0", warnings = "0"] = counts.exec(text) ?? [];
    const hidden = /^and (\d+) more$/m.exec(text)?.[1] ?? "0";
    expect(codesIn(text)).toHaveLength(Number(errors) + Number(warnings) - Number(hidden));
  });
});

function textOf(name: string): string {
  return readFileSync(path.join(folder, name, "diagnostics.txt"), "utf8");
}

function longestLineOf(text: string): number {
  return Math.max(...text.split("\n").map((line) => line.length));
}

/** Returns the codes of the diagnostics in a text, in order. */
function codesIn(text: string): readonly string[] {
  return [...text.matchAll(/^(?:\S+:\d+:\d+ )?(?:error|warning) ([a-z-]+): /gm)].map(
    ([, code]) => code ?? "",
  );
}

/** Returns the files of a case: its schemas, and in `generated/` what was there before. */
function filesOf(name: string): Files {
  const files: Record<string, string | Uint8Array> = { ...madeFiles[name] };
  const within = path.join(folder, name);
  for (const entry of readdirSync(within, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === "diagnostics.txt") continue;
    const absolutePath = path.join(entry.parentPath, entry.name);
    const file = path.relative(within, absolutePath).split(path.sep).join("/");
    files[file.startsWith("generated/") ? file : `schemas/${file}`] = readFileSync(absolutePath);
  }
  return files;
}

function generated(file: string, text: string): string {
  return `// @generated by structview from ${file}. Do not edit; run \`structview generate\`.\n${text}\n`;
}
