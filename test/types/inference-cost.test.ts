/** What TypeScript does for inferred types grows with the number of fields, and no faster. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../cli/project.js";
import { cache } from "../pipeline/strict-project.js";
import { compilerOptions, ownCompiler } from "./inferred-project.js";

const folder = path.join(cache, `inference-cost-${process.pid}`);

const kinds = [
  "u8",
  "u32.be",
  "u64",
  "f64",
  "bits(8)",
  "Kind",
  "Bits",
  "bytes(4)",
  "utf8(8)",
  "array(u16, 4)",
  "Point",
  "constant(u8, 1)",
  "array(Point, 2)",
  "date(u32)",
  "optional(nonZero(u16))",
  'select("first", { 1: Point }, { fixed: true })',
];

const names =
  "array bits bytes constant date enumeration f64 flags nonZero optional select struct u16 u32 u64 u8 utf8";

const head = `import { ${names.split(" ").join(", ")} } from "structview/schema";
import type { ValueOf } from "structview/schema";
export const Kind = enumeration(u8, { a: 1, b: 2 });
export const Bits = flags(u8, { low: 1 });
export const Point = struct({ x: u16, y: u16 });
export { ${names.split(" ").join(", ")} };
`;

/** A struct of so many fields, each of which is read and is in an object. */
function wide(count: number): string {
  const indices = Array.from({ length: count }, (_, index) => index);
  const fields = indices.map((index) => `  f${index}: ${kinds[index % kinds.length]},\n`);
  return `${head}
export const Wide = struct({
  first: u8,
${fields.join("")}});
const wide = Wide.view(new Uint8Array(8));
${indices.map((index) => `void wide.f${index};\n`).join("")}
Wide.write(new Uint8Array(8), Wide.toObject(wide));
Wide.array(new Uint8Array(8)).sort("first");
export const value: ValueOf<typeof Wide> = Wide.toObject(wide);
`;
}

/** Structs nested in each other so many levels deep, and a field of the innermost. */
function deep(count: number): string {
  const levels = Array.from(
    { length: count },
    (_, index) =>
      `export const Level${index + 1} = struct({ a: Level${index}, b: array(Level${index}, 2), c: u8 });\n`,
  );
  return `${head}
export const Level0 = struct({ a: u8, b: Point, c: u8 });
${levels.join("")}
export const x: number = Level${count}.view(new Uint8Array(8))${".a".repeat(count)}.b.x;
export const y: number = Level${count}.view(new Uint8Array(8)).b.at(0).b.at(1)${".a".repeat(count - 2)}.b.y;
`;
}

/** Returns how many types TypeScript instantiates for a module. */
async function instantiations(name: string, text: string): Promise<number> {
  await writeFile(path.join(folder, `${name}.ts`), text);
  const config = path.join(folder, `${name}.json`);
  const options = { ...compilerOptions, noEmit: true, declaration: false };
  await writeFile(config, JSON.stringify({ compilerOptions: options, files: [`${name}.ts`] }));
  const { output } = await run(
    process.execPath,
    [ownCompiler, "-p", config, "--pretty", "false", "--extendedDiagnostics"],
    { cwd: folder },
  );
  expect(output).not.toContain("error");
  return Number(/Instantiations:\s+(\d+)/.exec(output)?.[1]);
}

beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
});

afterAll(async () => rm(folder, { recursive: true, force: true }));

describe("the number of types that are instantiated", () => {
  test.each([
    { name: "fields", of: wide, count: 500, most: 200 },
    { name: "levels", of: deep, count: 20, most: 600 },
  ])("grows by as many for each of twice as many $name", async ({ name, of, count, most }) => {
    const none = await instantiations(`${name}0`, of(2));
    const some = (await instantiations(`${name}1`, of(2 + count))) - none;
    const twice = (await instantiations(`${name}2`, of(2 + 2 * count))) - none;
    expect(some).toBeGreaterThan(count);
    expect(twice / some).toBeLessThan(2.2);
    expect(some / count).toBeLessThan(most);
  });
});
