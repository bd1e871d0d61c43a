/** Text of diagnostics for a terminal: the place, the message, a code frame. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { codeFrameColumns } from "@babel/code-frame";
import { colorsFor } from "./colors.js";
import type { Colors } from "./colors.js";
import type { Diagnostic } from "./diagnostics.js";
import { placeOf } from "./diagnostics.js";

/** How many diagnostics are shown at most. */
const maximumShown = 50;

/** Longest line that a code frame shows: programs write JSON in one line. */
const maximumLineLength = 200;

/** What a terminal would act upon. */
// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;

/** Returns the text of diagnostics, and a line that counts them. */
export function reportDiagnostics(
  diagnostics: readonly Diagnostic[],
  root: string,
  colors: Colors = colorsFor(process.stderr),
): string {
  const textOf = textsFrom(root);
  const shown = diagnostics.slice(0, maximumShown).map((diagnostic) => {
    const line = lineOf(diagnostic, colors);
    const frame = frameOf(diagnostic, textOf);
    return frame === undefined ? line : `${line}\n\n${frame}\n`;
  });
  const hidden = diagnostics.length - shown.length;
  return [...shown, ...(hidden > 0 ? [`and ${hidden} more`] : []), countOf(diagnostics)].join("\n");
}

/** Returns a diagnostic in one line: the place, the code, the message. */
export function lineOf({ span, severity, code, message }: Diagnostic, colors: Colors): string {
  const place = span === undefined ? "" : `${colors.cyan(placeOf(span))} `;
  const word = severity === "error" ? colors.red(severity) : colors.yellow(severity);
  return `${place}${word} ${code}: ${message}`;
}

/** Returns the lines of the schema around a diagnostic, if they can be shown. */
export function frameOf({ span }: Diagnostic, textOf: TextOf): string | undefined {
  const text = span === undefined ? undefined : textOf(span.file);
  if (span === undefined || text === undefined || text === "") return undefined;
  const shownLines = text.split("\n").slice(Math.max(0, span.line - 2), span.endLine + 1);
  if (shownLines.some((each) => each.length > maximumLineLength)) return undefined;
  return codeFrameColumns(
    text.replace(unprintable, "\uFFFD"),
    {
      start: { line: span.line, column: span.column },
      end: { line: span.endLine, column: span.endColumn },
    },
    { highlightCode: false, linesAbove: 1, linesBelow: 1 },
  );
}

/** Returns the text of a file, or `undefined` if it cannot be read. */
type TextOf = (file: string) => string | undefined;

/** Returns a function that reads files at paths from `root`, each once. */
export function textsFrom(root: string): TextOf {
  const texts = new Map<string, string | undefined>();
  return (file) => {
    if (!texts.has(file)) texts.set(file, readText(path.resolve(root, file)));
    return texts.get(file);
  };
}

function countOf(diagnostics: readonly Diagnostic[]): string {
  const files = new Set(diagnostics.flatMap(({ span }) => (span === undefined ? [] : [span.file])));
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  const counts = [
    ...(errors > 0 ? [plural(errors, "error")] : []),
    ...(warnings > 0 ? [plural(warnings, "warning")] : []),
  ].join(" and ");
  return `Found ${counts}${files.size > 0 ? ` in ${plural(files.size, "file")}` : ""}.`;
}

/** Returns a count with its noun. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
