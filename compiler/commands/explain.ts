import { readFileSync } from "node:fs";
import { diagnosticCodes, isWarning } from "../diagnostics.js";
import type { Severity } from "../diagnostics.js";
import type { Outcome } from "../outcome.js";
import { nearest } from "../suggest.js";
import { UsageError } from "../usage-error.js";

/** What `explain` tells programs. */
export interface ExplainResult {
  readonly code: string;
  readonly severity: Severity;
  /** What the code means, its rule, its remedy and an example, in Markdown. */
  readonly text: string;
}

/** `structview explain`: prints what a diagnostic means. The texts are those of `MESSAGES.md`. */
export function explainCommand(name: string): Outcome {
  const code = diagnosticCodes.find((each) => each === name);
  if (code === undefined) {
    const suggestion = nearest(name, diagnosticCodes) ?? containing(name);
    const remedy =
      suggestion === undefined ? "codes are shown behind `error`" : `did you mean ${suggestion}?`;
    throw new UsageError(`there is no code ${name}; ${remedy}`);
  }
  const text = sectionOf(code);
  const severity = isWarning(code) ? "warning" : "error";
  const result: ExplainResult = { code, severity, text };
  return { exitCode: 0, output: `${severity} ${code}\n\n${text}\n`, result };
}

/** A part of a code is like it, too. */
function containing(name: string): string | undefined {
  return diagnosticCodes.find((code) => name.length > 2 && code.includes(name.toLowerCase()));
}

function sectionOf(code: string): string {
  const pages = readFileSync(
    new URL("MESSAGES.md", import.meta.resolve("structview/package.json")),
    "utf8",
  );
  const start = pages.indexOf(`\n## ${code}\n`) + `\n## ${code}\n`.length;
  const end = pages.indexOf("\n## ", start);
  return pages
    .slice(start, end < 0 ? undefined : end)
    .replace("<!-- example -->\n\n", "")
    .trim();
}
