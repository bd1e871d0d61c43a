/**
 * Stage 8: what to write, and writing it. Only what differs is written; outputs whose schema is gone
 * are removed; a file without the header of a generated file is never touched.
 */
import { existsSync, statSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Output } from "./compile.js";
import type { Project } from "./config.js";
import type { Diagnostic, StageResult } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import { generatedHeader } from "./emit-typescript/module.js";
import { pathFromRoot } from "./platform-paths.js";
import { reasonOf } from "./system-error.js";
import { UsageError } from "./usage-error.js";

/** What has to change on the disk. Paths are from the root of the project. */
export interface WritePlan {
  readonly write: readonly { readonly output: Output; readonly reason: "missing" | "outdated" }[];
  /** Outputs whose schema is gone. */
  readonly remove: readonly string[];
  /** Outputs that are current. */
  readonly unchanged: readonly string[];
}

/** Compares outputs with the disk. */
export async function planWrites(
  outputs: readonly Output[],
  project: Project,
): Promise<StageResult<WritePlan>> {
  const remove = await findOrphans(outputs, project);
  const diagnostics: Diagnostic[] = [];
  const write: { output: Output; reason: "missing" | "outdated" }[] = [];
  const unchanged: string[] = [];
  for (const output of outputs) {
    const current = await readIfThere(output.path, project);
    if (current === undefined) write.push({ output, reason: "missing" });
    else if (withUnixNewlines(current) === withUnixNewlines(output.text)) {
      unchanged.push(output.path);
    } else if (schemaOf(current) === undefined) {
      diagnostics.push(diagnose("output-not-ours", undefined, { output: output.path }));
    } else write.push({ output, reason: "outdated" });
  }
  return { value: { write, remove, unchanged }, diagnostics };
}

/** Whether nothing has to change. */
export function isCurrent(plan: WritePlan): boolean {
  return plan.write.length === 0 && plan.remove.length === 0;
}

/**
 * Carries out a plan. New texts are written beside their places first and then moved there, so that an
 * error on the way, a full disk say, leaves the outputs as they were. Throws {@link UsageError}.
 */
export async function carryOut(plan: WritePlan, project: Project): Promise<void> {
  const moves = plan.write.map(({ output }) => {
    const to = path.resolve(project.root, output.path);
    return { file: output.path, from: `${to}.${process.pid}.tmp`, to, text: output.text };
  });
  try {
    for (const { file, from, to, text } of moves) {
      await attempt(`${file} cannot be written`, async () => {
        await mkdir(path.dirname(to), { recursive: true });
        await writeFile(from, text);
      });
    }
    for (const { file, from, to } of moves) {
      await attempt(`${file} cannot be written`, async () => rename(from, to));
    }
  } finally {
    // What could not be made is not there to be removed.
    for (const { from } of moves) await rm(from, { force: true }).catch(() => {});
  }
  for (const file of plan.remove) {
    await attempt(`${file} cannot be removed`, async () => rm(path.resolve(project.root, file)));
  }
}

/** Does something with files. Throws {@link UsageError} with what the system says against it. */
async function attempt<T>(mistake: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new UsageError(`${mistake}: ${reasonOf(error)}`);
  }
}

/**
 * Finds generated files in the output folder whose schema is gone. Where all schemas of the project
 * are compiled, that is any schema not among them; where only some are, one that is not on the disk.
 */
async function findOrphans(
  outputs: readonly Output[],
  project: Project,
): Promise<readonly string[]> {
  const folder = path.resolve(project.root, project.out);
  if (!existsSync(folder)) return [];
  if (!statSync(folder).isDirectory()) {
    throw new UsageError(`${project.out} is a file; the outputs go into a folder of that name`);
  }
  const expected = new Set(outputs.map((output) => output.path));
  const orphans: string[] = [];
  const entries = await attempt(`${project.out} cannot be read`, async () =>
    readdir(folder, { recursive: true, withFileTypes: true }),
  );
  for (const entry of entries) {
    if (!entry.isFile() || !entry.name.endsWith(".ts")) continue;
    const absolutePath = path.join(entry.parentPath, entry.name);
    const file = pathFromRoot(project.root, absolutePath);
    if (expected.has(file) || file.includes("node_modules/")) continue;
    const schema = schemaOf(await readOutput(file, absolutePath));
    if (schema === undefined) continue;
    if (project.isWhole || !existsSync(path.resolve(project.root, schema))) orphans.push(file);
  }
  return orphans.sort();
}

/** Returns the path of the schema that a generated file names; `undefined` for any other file. */
function schemaOf(text: string): string | undefined {
  if (!text.startsWith(generatedHeader)) return undefined;
  const end = text.indexOf(". Do not edit; run `structview generate`.");
  return end < 0 ? undefined : text.slice(generatedHeader.length, end);
}

async function readIfThere(file: string, project: Project): Promise<string | undefined> {
  const absolutePath = path.resolve(project.root, file);
  if (!existsSync(absolutePath)) return undefined;
  if (statSync(absolutePath).isDirectory())
    throw new UsageError(`${file} is a folder; an output goes there`);
  return readOutput(file, absolutePath);
}

async function readOutput(file: string, absolutePath: string): Promise<string> {
  return attempt(`${file} cannot be read`, async () => readFile(absolutePath, "utf8"));
}

/** A checkout may have changed the newlines. */
function withUnixNewlines(text: string): string {
  return text.replaceAll("\r\n", "\n");
}
