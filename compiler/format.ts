/**
 * Stage 7: the text of a module is laid out in lines. Where a configuration of prettier applies to the
 * output, prettier does so; otherwise `oxfmt`, which lays lines out alike thirty times faster.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** Formats the text of a module for the path that it is written to. */
export async function format(text: string, absolutePath: string): Promise<string> {
  const isConfigured = hasConfiguration(path.dirname(absolutePath));
  // Some platforms have no oxfmt.
  const oxfmt = isConfigured ? undefined : await import("oxfmt").catch(() => undefined);
  if (oxfmt === undefined) return prettify(text, absolutePath);
  const { code, errors } = await oxfmt.format(absolutePath, text, { printWidth: 80 });
  const [error] = errors;
  if (error !== undefined) throw new Error(`${absolutePath}: ${error.message}`);
  return code;
}

async function prettify(text: string, absolutePath: string): Promise<string> {
  const prettier = await import("prettier");
  const options = await prettier.resolveConfig(absolutePath, { editorconfig: true });
  // Without the path prettier guesses whether the text is JSX, in time quadratic to its length.
  return prettier.format(text, { ...options, filepath: absolutePath, parser: "typescript" });
}

/** Files that hold a configuration of prettier, or may do so. */
const configurationFiles = [
  ".editorconfig",
  ".prettierrc",
  ...["json", "json5", "yaml", "yml", "toml", "ts", "mts", "cts", "js", "mjs", "cjs"].map(
    (extension) => `.prettierrc.${extension}`,
  ),
  ...["ts", "mts", "cts", "js", "mjs", "cjs"].map((extension) => `prettier.config.${extension}`),
  "package.yaml",
];

/** Whether there may be a configuration for what lies in a folder. */
function hasConfiguration(folder: string): boolean {
  if (configurationFiles.some((file) => existsSync(path.join(folder, file)))) return true;
  if (isConfiguredIn(path.join(folder, "package.json"))) return true;
  const parent = path.dirname(folder);
  return parent !== folder && hasConfiguration(parent);
}

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
