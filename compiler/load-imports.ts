/** Part of stage 1: the files that a module imports, as its evaluation would find them. */
import { createJiti } from "jiti";
import { isBuiltin } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { ts } from "ts-morph";

const jiti = createJiti(import.meta.url);

/**
 * Returns the absolute paths of the files that a module in TypeScript or JavaScript imports. A file
 * that is not there yet is among them; what packages hold is not.
 */
export function importsOfModule(file: string, text: string): readonly string[] {
  // Imports of types too: they are erased, and cost a reader nothing.
  const { importedFiles } = ts.preProcessFile(text, true, true);
  return importedFiles.flatMap(({ fileName }) => resolveImport(fileName, file));
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
