/**
 * Part of stage 1: which files a schema depends on, so that whoever watches knows when to compile it
 * again. They are known for schemas with mistakes too, as a mistake may be mended in another file.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { SchemaSource } from "./load.js";

/** Finds the files that schemas depend on, paths from `root` by schema file. */
export async function findDependencies(
  sources: readonly SchemaSource[],
  root: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const imports = new Map<string, readonly string[]>();
  const texts = new Map(sources.map(({ absolutePath, text }) => [absolutePath, text]));
  const open = sources.map(({ absolutePath }) => absolutePath);
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (imports.has(file)) continue;
    const text = texts.get(file) ?? (await readIfThere(file));
    const found = text === undefined ? [] : await importsOf(file, text);
    imports.set(file, found);
    open.push(...found);
  }
  return new Map(
    sources.map(({ file, absolutePath }) => {
      const reached = [...reachedFrom(absolutePath, imports)];
      const fromRoot = reached.map((each) => path.relative(root, each).split(path.sep).join("/"));
      return [file, fromRoot.sort()];
    }),
  );
}

async function importsOf(file: string, text: string): Promise<readonly string[]> {
  if (file.endsWith(".json")) return referencesOf(file, text);
  const { importsOfModule } = await import("./load-imports.js");
  return importsOfModule(file, text);
}

/** Returns the files that a JSON schema refers to, as absolute paths; none if it is no JSON. */
function referencesOf(file: string, text: string): readonly string[] {
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return [];
  }
  const found: string[] = [];
  // No recursion: nobody has looked yet at how deeply the document is nested.
  const open: unknown[] = [data];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null) continue;
    // What else has a `from` names a module of the generated code.
    const refersTo = "kind" in value && (value.kind === "reference" || value.kind === "instance");
    if (refersTo && "from" in value && typeof value.from === "string") {
      found.push(path.resolve(path.dirname(file), value.from));
    }
    for (const each of Object.values(value)) open.push(each);
  }
  return found;
}

function reachedFrom(
  file: string,
  imports: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [file];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    for (const other of imports.get(each) ?? []) {
      if (other === file || reached.has(other)) continue;
      reached.add(other);
      open.push(other);
    }
  }
  return reached;
}

async function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch(() => undefined);
}
