/** Compiles the schemas of the bench and imports what is generated, as a user's program would. */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { compile, load } from "structview";
import { ts } from "ts-morph";
import type { Generated, Particle, RecordClass } from "./generated.js";

const folder = path.dirname(fileURLToPath(import.meta.url));
const build = path.join(folder, ".build");

/** Returns the classes that are generated for `schemas/`. */
export async function compileSchemas(): Promise<Generated> {
  const files = (await readdir(path.join(folder, "schemas"))).map((name) => `schemas/${name}`);
  const loaded = await load(files, folder);
  const { outputs, diagnostics } = compile(loaded.value, (file) => path.posix.basename(file));
  const [problem] = [...loaded.diagnostics, ...diagnostics];
  if (problem !== undefined) throw new Error(`a schema of the bench: ${problem.message}`);
  const classes: Record<string, unknown> = {};
  for (const output of outputs) {
    Object.assign(classes, await importText(output.path.replace(/\.ts$/, ".mjs"), output.text));
  }
  const others = Array.from(
    { length: 16 },
    (_, i) => classes[`Other${i}`] as RecordClass<Particle>,
  );
  return Object.assign(classes, { others }) as unknown as Generated;
}

/** Writes TypeScript as a module without its types, and imports it. */
export async function importText(name: string, text: string): Promise<object> {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const file = path.join(build, name);
  await mkdir(build, { recursive: true });
  // Another process may be importing the same text: only a change is written.
  const current = await readFile(file, "utf8").catch(() => undefined);
  if (current !== outputText) await writeFile(file, outputText);
  return (await import(pathToFileURL(file).href)) as object;
}
