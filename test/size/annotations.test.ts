/** What tells bundlers that a call may be left out is still there when TypeScript has compiled a module. */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { inFolder } from "./bundle.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const tsc = path.join(root, "node_modules/typescript/bin/tsc");

test("in the runtime", async () => {
  const names = (await readdir(path.join(root, "runtime"))).filter((name) => name.endsWith(".ts"));
  const sources = names.map((name) => path.join(root, "runtime", name));
  const compiled = names.map((name) => path.join(root, "runtime/dist", name.replace(/ts$/, "js")));
  await expectSameCount(sources, compiled);
});

test("in generated modules", async () => {
  const folder = path.join(root, "generated");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".ts"));
  const sources = names.map((name) => path.join(folder, name));
  await inFolder({}, async (out) => {
    const options = ["--noCheck", "--target", "es2022", "--module", "nodenext", "--outDir", out];
    await promisify(execFile)(process.execPath, [tsc, "--ignoreConfig", ...options, ...sources]);
    const compiled = names.map((name) => path.join(out, name.replace(/ts$/, "js")));
    await expectSameCount(sources, compiled);
  });
});

async function expectSameCount(
  sources: readonly string[],
  compiled: readonly string[],
): Promise<void> {
  const count = await annotationsIn(sources);
  expect(count).toBeGreaterThan(0);
  expect(await annotationsIn(compiled)).toBe(count);
}

async function annotationsIn(files: readonly string[]): Promise<number> {
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  return texts.join("").split("/* @__PURE__ */").length - 1;
}
