/** Part of stage 1: the files that a module imports, as its evaluation would find them. */
import { parse } from "@babel/parser";
import { createJiti } from "jiti";
import { isBuiltin } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const jiti = createJiti(import.meta.url);

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
  const found = jiti.esmResolve(specifier, { parentURL: pathToFileURL(file).href, try: true });
  if (found?.startsWith("file:") === true) {
    const target = fileURLToPath(found);
    return target.split(path.sep).includes("node_modules") ? [] : [target];
  }
  if (!specifier.startsWith(".")) return [];
  const target = path.resolve(path.dirname(file), specifier).replace(/\.(m?)js$/, ".$1ts");
  return [path.extname(target) === "" ? `${target}.ts` : target];
}
