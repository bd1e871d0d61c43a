import path from "node:path";
import { diagnose } from "../diagnostics.js";
import type { Diagnostic } from "../diagnostics.js";
import { askCompiler, filesFrom } from "../import/c-files.js";
import type { CompilerChoice } from "../import/c-files.js";
import { predefinedMacros } from "../import/c-headers.js";
import { preprocess, readPreprocessed } from "../import/c-preprocess.js";
import type { Preprocessed } from "../import/c-preprocess.js";
import type { ImportCOptions } from "../import/c-options.js";
import { findTarget } from "../import/c-target.js";
import type { CTarget } from "../import/c-target.js";
import { CError, CLimit } from "../import/c-tokens.js";
import { importC } from "../import/import-c.js";
import type { CImport } from "../import/import-c.js";
import { WantedNames } from "../import/wanted-names.js";
import { cTargetNames } from "../c-targets.js";
import type { Outcome } from "../outcome.js";
import { nearest } from "../suggest.js";
import { UsageError } from "../usage-error.js";
import { finishImport } from "./import.js";

/** `structview import c`: structs out of declarations of C. Throws {@link UsageError}. */
export async function importCCommand(
  cwd: string,
  files: readonly string[],
  options: ImportCOptions,
): Promise<Outcome> {
  const target = findTarget(options.target);
  if (target === undefined) {
    const suggestion = nearest(options.target, cTargetNames) ?? `one of ${cTargetNames.join(", ")}`;
    throw new UsageError(`there is no target ${options.target}; did you mean ${suggestion}?`);
  }
  try {
    const imported = importFiles(cwd, files, target, options);
    if (imported.mistakes.length > 0) return broken(cwd, imported.mistakes);
    if (imported.value.types.length === 0) {
      const [remark] = imported.remarks;
      const reason =
        remark === undefined ? "" : `: ${remark.place} ${remark.subject} ${remark.reason}`;
      throw new UsageError(`there is nothing to import in ${files.join(", ")}${reason}`);
    }
    return await finishImport(cwd, imported, options);
  } catch (error) {
    if (!(error instanceof CError)) throw error;
    if (error.place.line > 0) return broken(cwd, [error]);
    throw new UsageError(`${error.place.file.path}: ${error.message}`);
  }
}

/** Imports files, without a compiler if that serves. */
function importFiles(
  cwd: string,
  files: readonly string[],
  target: CTarget,
  options: ImportCOptions,
): CImport {
  const read = (preprocessed: Preprocessed): CImport => {
    const wanted = new WantedNames(options.struct ?? []);
    const origin = files.map((file) => path.basename(file)).join(", ");
    const isAll = (options.struct ?? []).length === 0;
    const imported = importC(preprocessed, target, { origin, wanted, isAll });
    wanted.check();
    return imported;
  };
  const { preprocessor } = options;
  if (preprocessor === "gcc" || preprocessor === "clang") {
    const text = compilerText(cwd, files, target, preprocessor, options);
    if (text !== undefined) return read(text);
    throw new UsageError(`there is no ${preprocessor} for ${target.name} here`);
  }
  const own = (): CImport => read(preprocessOwn(cwd, files, target, options));
  if (preprocessor === "none") return own();
  const attempt = attemptOf(own);
  if (attempt.value !== undefined && attempt.value.mistakes.length === 0) return attempt.value;
  // A compiler has the headers of its system, and all macros.
  const compiled = attemptOf(() => {
    const text = compilerText(cwd, files, target, "any", options);
    return text === undefined ? undefined : read(text);
  });
  if (compiled.value !== undefined) return compiled.value;
  if (attempt.value !== undefined) return attempt.value;
  throw attempt.error ?? new Error("nothing was attempted");
}

/** Runs something that may not serve: the other way may then. */
function attemptOf(run: () => CImport | undefined): {
  readonly value?: CImport | undefined;
  readonly error?: Error;
} {
  try {
    return { value: run() };
  } catch (error) {
    const isPlain = error instanceof CError && !(error instanceof CLimit) && error.place.line > 0;
    if (isPlain || error instanceof CompilerComplaint) return { error };
    throw error;
  }
}

function preprocessOwn(
  cwd: string,
  files: readonly string[],
  target: CTarget,
  { define = [], include = [] }: ImportCOptions,
): Preprocessed {
  const defined = define.map((each) => {
    const [, name = "", value = "1"] = /^([^=]*)(?:=(.*))?$/s.exec(each) ?? [];
    if (!/^[A-Za-z_]\w*(\([^()]*\))?$/.test(name)) {
      throw new UsageError(`-D takes NAME or NAME=VALUE, not ${each}`);
    }
    return `#define ${name} ${value}\n`;
  });
  const macros = predefinedMacros(target) + defined.join("");
  return preprocess(files, filesFrom(cwd, include, target), macros);
}

function compilerText(
  cwd: string,
  files: readonly string[],
  target: CTarget,
  choice: CompilerChoice,
  { define = [], include = [] }: ImportCOptions,
): Preprocessed | undefined {
  const answer = askCompiler(files, target, choice, { cwd, define, include });
  if (answer === undefined) return undefined;
  if (answer.kind === "complaint") {
    const lines = answer.text.split("\n").slice(0, 20).join("\n");
    throw new CompilerComplaint(`${answer.command} cannot read it:\n${lines}`);
  }
  const asked = new Map(files.map((file) => [path.resolve(cwd, file), file]));
  return readPreprocessed(answer.text, asked, filesFrom(cwd, include, undefined));
}

/** What a compiler said of files that it cannot read. */
class CompilerComplaint extends UsageError {}

function broken(cwd: string, errors: readonly CError[]): Outcome {
  const diagnostics = errors.map(({ message, place }): Diagnostic => {
    const { file, line, column } = place;
    const span = { file: file.path, line, column, endLine: line, endColumn: column + 1 };
    return diagnose("invalid-c", span, { reason: message });
  });
  return { exitCode: 1, root: cwd, diagnostics };
}
