/**
 * Stage 7: the text of a module is laid out in lines. Where a configuration of prettier applies to the
 * output, prettier does so; otherwise `oxfmt`, which lays lines out alike thirty times faster.
 */
import path from "node:path";
import { configurationsOf } from "./format-configuration.js";
import { UsageError } from "./usage-error.js";

/** Formats the text of a module for the path that it is written to. */
export async function format(text: string, absolutePath: string): Promise<string> {
  const isConfigured = configurationsOf(path.dirname(absolutePath)).length > 0;
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
  // It may be another one since the last time, while schemas are watched.
  await prettier.clearConfigCache();
  try {
    const options = await prettier.resolveConfig(absolutePath, { editorconfig: true });
    const parser = "typescript";
    // Without the path prettier guesses whether the text is JSX, in time quadratic to its length.
    return await prettier.format(text, { ...options, filepath: absolutePath, parser });
  } catch (error) {
    // A generated module that is none is a mistake of ours.
    if (!(error instanceof Error) || "codeFrame" in error) throw error;
    const [first = "", second = ""] = error.message.split(/\n\s*/);
    const reason = first.endsWith(":") ? `${first} ${second.replace(/:$/, "")}` : first;
    throw new UsageError(`the configuration of prettier cannot be used: ${reason}`);
  }
}
