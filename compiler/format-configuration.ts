/** Part of stage 7: where the files are that say how a module is laid out in lines. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** Returns the files that say how what lies in a folder is laid out: absolute paths, outermost last. */
export function configurationsOf(folder: string): readonly string[] {
  const found = configurationNames
    .map((name) => path.join(folder, name))
    .filter((file) =>
      path.basename(file) === "package.json" ? isConfiguredIn(file) : existsSync(file),
    );
  const parent = path.dirname(folder);
  return parent === folder ? found : [...found, ...configurationsOf(parent)];
}

/** Names of the files that hold a configuration of prettier, or may do so. */
export const configurationNames: readonly string[] = [
  ".editorconfig",
  ".prettierrc",
  ...["json", "json5", "yaml", "yml", "toml", "ts", "mts", "cts", "js", "mjs", "cjs"].map(
    (extension) => `.prettierrc.${extension}`,
  ),
  ...["ts", "mts", "cts", "js", "mjs", "cjs"].map((extension) => `prettier.config.${extension}`),
  "package.yaml",
  "package.json",
];

function isConfiguredIn(packageFile: string): boolean {
  if (!existsSync(packageFile)) return false;
  try {
    const content: unknown = JSON.parse(readFileSync(packageFile, "utf8"));
    return typeof content === "object" && content !== null && "prettier" in content;
  } catch {
    // prettier says what is wrong with it.
    return true;
  }
}
