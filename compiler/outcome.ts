/**
 * How a command ends, and how that is printed: what it is asked for on standard output, all else on
 * standard error; with `--json` one line on standard output that holds everything.
 */
import type { Diagnostic } from "./diagnostics.js";
import { reportDiagnostics } from "./report.js";

/** Exit code of a program: 0 done; 1 the schemas have errors, or the output is stale; 2 wrong usage. */
export type ExitCode = 0 | 1 | 2;

/** What a command found and did. */
export interface Outcome {
  readonly exitCode: ExitCode;
  /** Absolute path of the folder that the paths of diagnostics and results start from. */
  readonly root?: string | undefined;
  readonly diagnostics?: readonly Diagnostic[];
  /** What the command is asked for: text for standard output. */
  readonly output?: string;
  /** What it could not do, a line each: also for who is to see errors only. */
  readonly complaints?: readonly string[];
  /** What it did, a line each. */
  readonly remarks?: readonly string[];
  /** What programs are told with `--json`. */
  readonly result?: object;
}

/** How outcomes are printed. */
export interface OutputOptions {
  /** One line of JSON instead of text. */
  readonly json?: boolean;
  /** Errors only, and what the command is asked for. */
  readonly quiet?: boolean;
}

/** What `--json` prints: one such object in one line, whatever the command and however it ends. */
export interface JsonOutcome {
  /** Version of this shape: it grows by keys under one version. */
  readonly version: 1;
  readonly command: string;
  readonly exitCode: ExitCode;
  /** A mistake in the call or the configuration. */
  readonly error: string | null;
  /** Absolute path of the folder that paths start from. */
  readonly root: string | null;
  readonly diagnostics: readonly JsonDiagnostic[];
  /** What the command found or did, if it got that far. */
  readonly result: object | null;
}

/** A diagnostic with its place. Lines and columns count from 1, the end is behind the last character. */
export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly endLine: number | null;
  readonly endColumn: number | null;
}

/** Prints the outcome of a command. */
export function printOutcome(command: string, outcome: Outcome, options: OutputOptions): void {
  if (options.json === true) {
    printJson({ ...toJson(command, outcome), error: null });
    return;
  }
  const { diagnostics = [], output = "", remarks = [], root = process.cwd() } = outcome;
  const { complaints = [] } = outcome;
  const isQuiet = options.quiet === true;
  const shown = isQuiet ? diagnostics.filter(({ severity }) => severity === "error") : diagnostics;
  if (shown.length > 0) process.stderr.write(`${reportDiagnostics(shown, root)}\n`);
  process.stderr.write(complaints.map((complaint) => `structview: ${complaint}\n`).join(""));
  if (output !== "") process.stdout.write(output);
  if (!isQuiet) process.stderr.write(remarks.map((remark) => `${remark}\n`).join(""));
}

/** Prints a mistake in the call or the configuration. */
export function printUsageError(command: string, error: string, options: OutputOptions): void {
  if (options.json === true) printJson({ ...toJson(command, { exitCode: 2 }), error });
  else process.stderr.write(`structview: ${error}\n`);
}

function printJson(outcome: JsonOutcome): void {
  process.stdout.write(`${JSON.stringify(outcome, withoutBigints)}\n`);
}

function toJson(command: string, outcome: Outcome): Omit<JsonOutcome, "error"> {
  const { exitCode, diagnostics = [], root = null, result = null } = outcome;
  return {
    version: 1,
    command,
    exitCode,
    root,
    diagnostics: diagnostics.map(({ code, severity, message, span }) => ({
      code,
      severity,
      message,
      file: span?.file ?? null,
      line: span?.line ?? null,
      column: span?.column ?? null,
      endLine: span?.endLine ?? null,
      endColumn: span?.endColumn ?? null,
    })),
    result,
  };
}

/** JSON has no integers beyond 2^53: they are strings of digits. */
function withoutBigints(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
