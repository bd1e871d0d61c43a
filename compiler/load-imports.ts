/** Part of stage 1: the files that a module imports, as its evaluation would find them. */
import { parse } from "@babel/parser";
import { createJiti } from "jiti";
import { realpathSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Returns the absolute paths of the files that a module in TypeScript or JavaScript imports. A file
 * that is not there yet is among them; what packages hold is not.
 */
export function importsOfModule(file: string, text: string): readonly string[] {
  return specifiersIn(text).flatMap((specifier) => resolveImport(specifier, file));
}

/** Returns what a module imports, types too: they are erased, and cost a reader nothing. */
function specifiersIn(text: string): readonly string[] {
  const found: string[] = [];
  let tokens: readonly Token[];
  try {
    const file = parse(text, {
      sourceType: "module",
      plugins: ["typescript"],
      tokens: true,
      errorRecovery: true,
    });
    tokens = (file.tokens ?? []) as readonly Token[];
  } catch {
    // It is no TypeScript at the moment, and what it imports may be what is mended.
    return [...text.matchAll(/\b(?:from|import|require)\s*\(?\s*(["'])([^"'\n]+)\1/g)].map(
      ([, , specifier = ""]) => specifier,
    );
  }
  for (const [index, { type, value }] of tokens.entries()) {
    if (type.label !== "string" || typeof value !== "string") continue;
    const before = tokens.slice(Math.max(0, index - 2), index).map((each) => each.value);
    const isCalled = tokens[index - 1]?.type.label === "(";
    const word = isCalled ? before[0] : before.at(-1);
    if (word === "from" || word === "import" || word === "require") found.push(value);
  }
  return found;
}

/** What the parser says of a token, and has no type for. */
interface Token {
  readonly type: { readonly label: string };
  readonly value: unknown;
}

function resolveImport(specifier: string, file: string): readonly string[] {
  if (isBuiltin(specifier) || /^structview(\/|$)/.test(specifier)) return [];
  if (/^\.\.?(\/|$)/.test(specifier)) return [resolveRelative(specifier, file)];
  // What is asked for is looked for from where the resolver was made, too: each file has its own.
  const found = createJiti(file).esmResolve(specifier, { try: true });
  if (found?.startsWith("file:") !== true) return [];
  const target = fileURLToPath(found);
  return target.split(path.sep).includes("node_modules") ? [] : [target];
}

/** Extensions that an import can leave out, and the names of modules in folders. */
const endings = [".ts", ".mts", ".js", ".mjs", ".json", "/index.ts", "/index.js"];

/** Returns the file that a path leads to, or the one that it would lead to if it were there. */
function resolveRelative(specifier: string, file: string): string {
  const target = path.resolve(path.dirname(file), specifier);
  const inTypeScript = target.replace(/\.(m?)js$/, ".$1ts");
  const candidates = [target, inTypeScript, ...endings.map((ending) => target + ending)];
  const found = candidates.find((each) => statSync(each, { throwIfNoEntry: false })?.isFile());
  // The evaluation knows a file by its real path.
  if (found !== undefined) return realpathSync(found);
  return path.extname(target) === "" ? `${target}.ts` : inTypeScript;
}
