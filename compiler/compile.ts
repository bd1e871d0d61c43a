/**
 * The pipeline. One direction, every stage a pure function from value to value:
 *
 *     load -> expand -> parse -> check -> resolve -> layout -> emit -> format -> write
 *
 * This file is the core, from `expand` to `emit`. It knows no files and imports nothing of Node, so that
 * it runs in a browser too. `load.ts` comes before it, `format.ts` and `write.ts` behind it; all of
 * them are called in `generate.ts`.
 */
import { check } from "./check.js";
import type { Diagnostic } from "./diagnostics.js";
import { sortDiagnostics } from "./diagnostics.js";
import type { SchemaDocument } from "./document.js";
import { emitModule, importedFiles } from "./emit-typescript/module.js";
import { layOut } from "./layout.js";
import type { ModuleLayout } from "./layout-types.js";
import type { LoadedSchema } from "./load.js";
import { groupsOf } from "./methods.js";
import type { MethodGroup } from "./methods.js";
import { parse } from "./parse.js";
import { resolve } from "./resolve.js";
import { expandTemplates } from "./templates.js";
import { withoutBroken, withoutConsequences } from "./unbroken.js";

/** A generated module. */
export interface Output {
  /** Path of the schema from the root of the project. */
  readonly file: string;
  /** Path of the module from the root of the project. */
  readonly path: string;
  readonly text: string;
}

/** What the compiler makes of schemas: outputs, and none if there is an error. */
export interface Compilation {
  readonly outputs: readonly Output[];
  readonly layouts: readonly ModuleLayout[];
  /** What the schemas say, with the places of all names. */
  readonly documents: readonly SchemaDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What the output is to be like. */
export interface CompileOptions {
  /** What generated classes hold beside accessors, `view` and `viewAt`. Default: everything. */
  readonly methods?: readonly MethodGroup[] | undefined;
}

/**
 * Compiles schemas, which may refer to each other. `outputOf` returns the path of the module that is
 * generated for a schema.
 */
export function compile(
  schemas: readonly LoadedSchema[],
  outputOf: (file: string) => string,
  { methods }: CompileOptions = {},
): Compilation {
  const expanded = expandTemplates(schemas);
  if (hasErrors(expanded.diagnostics)) return failed(expanded.diagnostics);

  const parsed = expanded.value.map(parse);
  const documents = parsed.map(({ value }) => value);
  const parseDiagnostics = parsed.flatMap(({ diagnostics }) => diagnostics);
  if (hasErrors(parseDiagnostics)) {
    const rest = withoutBroken(documents, parseDiagnostics);
    const found = [...parseDiagnostics, ...rest.flatMap(check).filter(isError)];
    return failed([...found, ...findOtherErrors(documents, found)]);
  }

  const checkDiagnostics = documents.flatMap(check);
  const resolved = resolve(documents);
  const earlyDiagnostics = [...checkDiagnostics, ...resolved.diagnostics];
  if (hasErrors(earlyDiagnostics)) {
    const errors = earlyDiagnostics.filter(isError);
    return failed([...earlyDiagnostics, ...findOtherErrors(documents, errors)]);
  }

  const laidOut = layOut(resolved.value);
  const diagnostics = [...earlyDiagnostics, ...laidOut.diagnostics];
  if (hasErrors(diagnostics)) return failed(withoutConsequences(documents, diagnostics));

  const layouts = laidOut.value.filter((module) => !isEmpty(module));
  const reaches = reachability(layouts);
  const groups = groupsOf(methods);
  const outputs = layouts.map((module): Output => ({
    file: module.file,
    path: outputOf(module.file),
    text: emitModule(module, outputOf, (file) => reaches(file, module.file), groups),
  }));
  return { outputs, layouts, documents, diagnostics: sortDiagnostics(diagnostics) };
}

/** Returns a function that says whether the module of one schema imports that of another, maybe by way of others. */
function reachability(modules: readonly ModuleLayout[]): (from: string, to: string) => boolean {
  const imports = new Map(modules.map((module) => [module.file, importedFiles(module)]));
  const known = new Map<string, ReadonlySet<string>>();
  return (from, to) => {
    let reached = known.get(from);
    if (reached === undefined) {
      // A set that grows while it is walked over.
      const growing = new Set(imports.get(from));
      for (const file of growing) for (const next of imports.get(file) ?? []) growing.add(next);
      reached = growing;
      known.set(from, reached);
    }
    return reached.has(to);
  };
}

/** Finds the errors of the later stages in types that have none of those found, nor need one that has. */
function findOtherErrors(
  documents: readonly SchemaDocument[],
  found: readonly Diagnostic[],
): readonly Diagnostic[] {
  const rest = withoutBroken(documents, found);
  if (countOf(rest) === 0 || countOf(rest) === countOf(documents)) return [];
  const resolved = resolve(rest);
  const errors = resolved.diagnostics.filter(isError);
  if (errors.length > 0) return [...errors, ...findOtherErrors(rest, errors)];
  return withoutConsequences(rest, layOut(resolved.value).diagnostics.filter(isError));
}

function countOf(documents: readonly SchemaDocument[]): number {
  return documents.reduce((sum, { definitions }) => sum + definitions.length, 0);
}

/** Whether any of the diagnostics stops the output. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(isError);
}

/** Whether a diagnostic stops the output. */
export function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}

function failed(diagnostics: readonly Diagnostic[]): Compilation {
  return { outputs: [], layouts: [], documents: [], diagnostics: sortDiagnostics(diagnostics) };
}

function isEmpty(module: ModuleLayout): boolean {
  const { structs, variants, enumerations, flags, aliases, constants } = module;
  return [structs, variants, enumerations, flags, aliases, constants].every(
    ({ length }) => length === 0,
  );
}
