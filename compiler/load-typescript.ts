/**
 * Loads schemas that are written in TypeScript. The module is evaluated, as it is the user's own code;
 * its source is read for doc comments and places, by name: the export, then the field.
 */
import { createJiti } from "jiti";
import { SourceMap } from "node:module";
import path from "node:path";
import { transform } from "sucrase";
import type { TransformResult } from "sucrase";
import type { Diagnostic, StageResult } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { Span } from "./document.js";
import type { DataPath, LoadedSchema, SchemaSource } from "./load.js";
import * as schemaLanguage from "./schema.js";
import type { ClassData, ConstantData } from "./schema-uncompiled.js";
import { guard } from "./load-guard.js";
import { nearest } from "./suggest.js";
import { readSource } from "./typescript-source.js";
import type { DeclaredField, TypeScriptSource } from "./typescript-source.js";

/**
 * Loads all TypeScript schemas of a project, which may import each other, and the files `imported`, which
 * are absolute paths. Each call reads all of them anew.
 */
export async function loadTypeScript(
  sources: readonly SchemaSource[],
  imported: readonly string[],
): Promise<StageResult<readonly LoadedSchema[]>> {
  // All evaluations of the process share one cache of modules: one at a time.
  const previous = running;
  const result = (async () => {
    await previous;
    return loadAll(sources, imported);
  })();
  running = result.catch(() => undefined);
  return result;
}

let running: Promise<unknown> = Promise.resolve();

async function loadAll(
  sources: readonly SchemaSource[],
  imported: readonly string[],
): Promise<StageResult<readonly LoadedSchema[]>> {
  const diagnostics: Diagnostic[] = [];
  const evaluator = new Evaluator();
  const modules: SchemaModule[] = [];
  for (const source of sources) {
    const read = await readSource(source);
    const mistakes = [...read.mistakes, ...unknownImports(read)];
    if (mistakes.length > 0) {
      diagnostics.push(...mistakes);
      continue;
    }
    try {
      modules.push({ source: read, exports: await evaluator.evaluate(source) });
    } catch (error) {
      const thrown = evaluator.describe(error, source);
      // A mistake in an imported schema is reported where that file is loaded itself.
      if (
        thrown.file === source.file ||
        !sources.some((other) => other.absolutePath === thrown.file)
      ) {
        diagnostics.push(
          diagnose("schema-throws", thrown.span ?? read.start, { reason: thrown.reason }),
        );
      }
    }
  }

  evaluator.forget([...sources.map(({ absolutePath }) => absolutePath), ...imported]);

  const owners = ownersOf(modules);
  const value = modules.map((module) => toLoadedSchema(module, modules, owners, diagnostics));
  return { value, diagnostics };
}

/** A schema file: what its source says, and what its module exports. */
interface SchemaModule {
  readonly source: TypeScriptSource;
  readonly exports: ReadonlyMap<string, unknown>;
}

/** The file and the export that give a type its name. */
interface Owner {
  readonly file: string;
  readonly name: string;
}

/** Evaluates modules, with one cache, so that a type that two schemas import is one object. */
class Evaluator {
  readonly #outputs = new Map<string, TransformResult>();
  readonly #jiti = createJiti(import.meta.url, {
    fsCache: false,
    interopDefault: false,
    virtualModules: { "structview/schema": schemaLanguage },
    transform: ({ source, filename = "" }) => {
      const output = transform(escapeApostrophes(source), {
        transforms: ["typescript", "imports"],
        disableESTransforms: true,
        filePath: filename,
        sourceMapOptions: { compiledFilename: filename },
      });
      this.#outputs.set(filename, output);
      return { code: output.code };
    },
  });

  /** Returns the exports of a module, by name. */
  async evaluate(source: SchemaSource): Promise<ReadonlyMap<string, unknown>> {
    const evaluate = async (): Promise<object> => this.#jiti.import<object>(source.absolutePath);
    const exports = await guard(evaluate, () => this.#outputs.keys());
    return new Map(Object.entries(exports));
  }

  /** Lets the next evaluation read these files anew: the cache is that of the process. */
  forget(files: readonly string[]): void {
    for (const file of files) delete this.#jiti.cache[file];
  }

  /** Returns what an error of a module says, and the place in its source that the stack names. */
  describe(
    error: unknown,
    source: SchemaSource,
  ): { readonly reason: string; readonly file: string; readonly span: Span | undefined } {
    const [message = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    const unknown =
      /^(\w+) is not defined/.exec(message) ?? /^Cannot find module '(.+)'/.exec(message);
    const name = unknown?.[1] ?? "";
    const isOfLanguage = error instanceof ReferenceError && Object.hasOwn(schemaLanguage, name);
    const reason = isOfLanguage ? `${message}; import it from structview/schema` : message;
    const stack = error instanceof Error ? (error.stack ?? "") : "";
    for (const [absolutePath, output] of this.#outputs) {
      const at = stack.indexOf(`${absolutePath}:`);
      if (at < 0) continue;
      const position = /^:(\d+):(\d+)/.exec(stack.slice(at + absolutePath.length));
      const file = absolutePath === source.absolutePath ? source.file : absolutePath;
      if (position === null || output.sourceMap === undefined) {
        return { reason, file, span: undefined };
      }
      const map = new SourceMap({ ...output.sourceMap, sourcesContent: [], sourceRoot: "" });
      const entry = map.findEntry(Number(position[1]) - 1, Number(position[2]) - 1);
      if (!("originalLine" in entry) || file !== source.file) {
        return { reason, file, span: undefined };
      }
      const line = entry.originalLine + 1;
      // In a line with an import, what is behind that is moved where types are erased.
      const text = source.text.split(/\r?\n/)[line - 1] ?? "";
      const isMoved = /\bimport\b/.test(text);
      const found = name === "" ? 0 : Math.max(text.lastIndexOf(name), 0);
      const column = (isMoved ? found : entry.originalColumn) + 1;
      const span = { file, line, column, endLine: line, endColumn: column + name.length };
      return { reason, file, span };
    }
    return { reason, file: source.file, span: undefined };
  }
}

/** sucrase puts the path of an import between apostrophes as it is, those within it included. */
function escapeApostrophes(source: string): string {
  return source.replace(/\b(?:from|import)\s*\(?\s*"[^"\n]*'[^"\n]*"/g, (specifier) =>
    specifier.replaceAll("'", "\\x27"),
  );
}

/** Names that are imported from the schema language and do not exist in it. */
function unknownImports(source: TypeScriptSource): readonly Diagnostic[] {
  const known = Object.keys(schemaLanguage);
  return source.schemaImports
    .filter(({ name }) => !known.includes(name))
    .map(({ name, span }) =>
      diagnose("unknown-type", span, { name, suggestion: nearest(name, known) }),
    );
}

/** Finds the owner of each type: the file that declares it, before files that pass it on. */
function ownersOf(modules: readonly SchemaModule[]): ReadonlyMap<object, Owner> {
  const owners = new Map<object, Owner>();
  for (const declared of [true, false]) {
    for (const { source, exports } of modules) {
      for (const [name, value] of exports) {
        if (isNamedType(value) && !owners.has(value) && source.declares(name) === declared) {
          owners.set(value, { file: source.file, name });
        }
      }
    }
  }
  return owners;
}

/** Turns the exports of a module into the data of a schema document, and notes the places. */
function toLoadedSchema(
  module: SchemaModule,
  modules: readonly SchemaModule[],
  owners: ReadonlyMap<object, Owner>,
  diagnostics: Diagnostic[],
): LoadedSchema {
  const { source } = module;
  const spans = new Map<string, Span>();
  const types: unknown[] = [];
  const named = [...module.exports]
    .filter(([, value]) => isNamedType(value) || isNumber(value))
    .sort(([a], [b]) => source.orderOf(a) - source.orderOf(b));
  for (const [name, value] of named) {
    if (isNumber(value)) {
      const { span, doc } = source.declarationOf(name, []);
      spans.set(keyOf([types.length]), span);
      types.push({
        kind: "number",
        name,
        ...(doc === undefined ? {} : { doc }),
        value: plain(value),
      });
      continue;
    }
    const owner = owners.get(value as object);
    const declaration = source.declarationOf(name, namesOf(value as NamedType));
    const at = [types.length];
    spans.set(keyOf(at), declaration.span);
    if (owner !== undefined && (owner.file !== source.file || owner.name !== name)) {
      types.push({ kind: "alias", name, target: referenceTo(owner, source.file) });
      continue;
    }

    diagnostics.push(...declaration.mistakes);
    const context: Context = { file: source.file, modules, owners, diagnostics };
    const type = value as NamedType;
    const doc = declaration.doc === undefined ? {} : { doc: declaration.doc };
    if (type.kind === "variant") {
      const place = { ...context, path: name, span: declaration.span };
      const cases = type.cases.map((each) => describe(each, place));
      const otherwise =
        type.otherwise === undefined ? {} : { otherwise: describe(type.otherwise, place) };
      const { tag, isFixed } = type;
      types.push({ kind: "variant", name, ...doc, tag, cases, ...otherwise, isFixed });
      continue;
    }
    if (type.kind === "enumeration" || type.kind === "flags") {
      const members = Object.entries(type.members).map(([member, number]) => {
        const field = declaration.fields.get(member);
        return {
          name: member,
          value: typeof number === "bigint" ? String(number) : number,
          ...docOf(field),
        };
      });
      for (const [index, { name: member }] of members.entries()) {
        spans.set(keyOf([...at, "members", index]), spanOf(declaration, member));
      }
      const base = describe(type.base, { ...context, path: name, span: declaration.span });
      types.push({ kind: type.kind, name, ...doc, base, members, open: type.open });
      continue;
    }
    const key = type.kind === "union" ? "members" : "fields";
    const typed = type.kind === "union" ? type.members : type.fields;
    const fields: unknown[] = [];
    let group: UnitGroup | undefined;
    for (const [fieldName, fieldType] of Object.entries(typed)) {
      const span = spanOf(declaration, fieldName);
      const field = declaration.fields.get(fieldName);
      const place: Place = { ...context, path: `${name}.${fieldName}`, span, field };
      const member = isUnitMember(fieldType) ? fieldType : undefined;
      if (member === undefined) group = undefined;
      else if (group?.unit !== member.unit) {
        const { unit } = member;
        group = { unit, fields: [], path: [...at, key, fields.length, "fields"] };
        spans.set(keyOf(group.path.slice(0, -1)), span);
        const bitOrder = unit.bitOrder === undefined ? {} : { bitOrder: unit.bitOrder };
        const base = describe(unit.base, place);
        fields.push({ kind: "unit", base, ...bitOrder, fields: group.fields });
      }
      const list = group?.fields ?? fields;
      spans.set(keyOf([...(group?.path ?? [...at, key]), list.length]), span);
      const described = describe(member === undefined ? fieldType : member.type, place);
      list.push({ name: fieldName, ...docOf(field), type: described });
    }
    types.push({ kind: type.kind, name, ...doc, ...optionsOf(type.options), [key]: fields });
  }

  const spanAt = (path: DataPath): Span => {
    const within = path[0] === "types" ? path.slice(1) : [];
    for (let length = within.length; length > 0; length--) {
      const span = spans.get(keyOf(within.slice(0, length)));
      if (span !== undefined) return span;
    }
    return source.start;
  };
  return { file: source.file, data: { types }, spanAt };
}

/** Returns the options of a struct as data: those of a target name it. */
function optionsOf({
  rules,
  ...others
}: schemaLanguage.StructOptions | schemaLanguage.UnionOptions): object {
  if (typeof rules !== "object") return rules === undefined ? others : { ...others, rules };
  return { ...others, rules: "c", target: rules.target };
}

type NamedType = ClassData | ConstantData;

/** Fields that lie in one integer, and their path in the document. */
interface UnitGroup {
  readonly unit: schemaLanguage.BitUnit;
  readonly fields: unknown[];
  readonly path: DataPath;
}

interface Context {
  readonly file: string;
  readonly modules: readonly SchemaModule[];
  readonly owners: ReadonlyMap<object, Owner>;
  readonly diagnostics: Diagnostic[];
}

interface Place extends Context {
  readonly path: string;
  readonly span: Span;
  readonly field?: DeclaredField | undefined;
}

/** Turns a type into data: structs, unions, enumerations and flags into references, the rest as it is. */
function describe(type: unknown, place: Place): unknown {
  if (type === undefined) {
    const source = place.field?.source ?? "";
    const hint = hintFor(place);
    place.diagnostics.push(
      diagnose("undefined-type", place.span, { field: place.path, source, hint }),
    );
    return { kind: "failed" };
  }
  if (isNamedType(type)) {
    const owner = place.owners.get(type);
    if (owner === undefined) {
      place.diagnostics.push(
        diagnose("unnamed-type", place.span, {
          what: type.kind,
          path: place.path,
          from: importedFile(place),
        }),
      );
      return { kind: "failed" };
    }
    return referenceTo(owner, place.file);
  }
  if (typeof type !== "object" || type === null) return type;
  if (Object.values(type).some(isUnitMember)) {
    const reason = "a bitUnit is several fields; spread it: ...bitUnit(u16, { ... })";
    place.diagnostics.push(diagnose("invalid-document", place.span, { path: place.path, reason }));
    return { kind: "failed" };
  }
  const isPointer = "kind" in type && type.kind === "pointer";
  const data: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(type)) {
    // A length can be of a type: that of its prefix.
    const isLength = key === "length" && typeof value === "object" && value !== null;
    const isType = key === "element" || key === "base" || key === "type" || isLength;
    if (key === "cases" && Array.isArray(value)) {
      data[key] = value.map((each: unknown) => describe(each, place));
      continue;
    }
    if (key === "otherwise" && value !== undefined) {
      data[key] = describe(value, place);
      continue;
    }
    if (key === "asNumber") continue;
    if (value === undefined && !isType) continue;
    if (isType)
      data[key] = describe(isPointer ? returned(value, place) : value, within(key, place));
    else data[key] = typeof value === "bigint" ? plain(value) : value;
  }
  return data;
}

/** Returns what a function returns: it names a type of a module that was not evaluated before. */
function returned(value: unknown, place: Place): unknown {
  if (typeof value !== "function") return value;
  try {
    return value();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    place.diagnostics.push(diagnose("schema-throws", place.span, { reason }));
    return { kind: "failed" };
  }
}

/** A number as data: JSON has no `bigint`. */
function plain(value: number | bigint): unknown {
  return typeof value === "bigint" ? { kind: "bigint", digits: String(value) } : value;
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

/** Says why a type can be undefined, and what to do. */
function hintFor(place: Place): string {
  for (const { name, from, isLater } of place.field?.references ?? []) {
    if (isLater) {
      return `${name} is declared further down; move it up, and break the cycle if there is one`;
    }
    if (from === undefined) continue;
    const other = fileOf(from, place.file);
    const names =
      from === "structview/schema"
        ? Object.keys(schemaLanguage)
        : place.modules.find(({ source }) => source.file === other)?.source.exportedNames;
    if (names === undefined) continue;
    if (!names.includes(name)) {
      const suggestion = nearest(name, names);
      const remedy = suggestion === undefined ? "declare it there" : `did you mean ${suggestion}?`;
      return `${from} exports no ${name}; ${remedy}`;
    }
    if (place.field?.source === name || from !== "structview/schema") {
      return `${place.file} and ${other} import each other; break the cycle`;
    }
  }
  return "declare it before it is used, or import it from structview/schema";
}

/** Returns the path of the first schema that the type of a field is imported from. */
function importedFile({ field, file }: Place): string | undefined {
  const imported = field?.references.find(({ from }) => from?.startsWith(".") === true);
  return imported?.from === undefined ? undefined : fileOf(imported.from, file);
}

/** Returns the path of the schema that a module specifier in `file` names. */
function fileOf(specifier: string, file: string): string {
  return path.posix.join(path.posix.dirname(file), specifier).replace(/\.(m?)js$/, ".$1ts");
}

/** A reference from one file to a type of another one, or of the same one. */
function referenceTo(owner: Owner, file: string): unknown {
  if (owner.file === file) return { kind: "reference", name: owner.name };
  const relative = path.posix.relative(path.posix.dirname(file), owner.file);
  return { kind: "reference", name: owner.name, from: relative };
}

function within(key: string, place: Place): Place {
  return key === "element" ? { ...place, path: `an element of ${place.path}` } : place;
}

function isNamedType(value: unknown): value is NamedType {
  if (typeof value !== "object" || value === null || !("kind" in value)) return false;
  return (
    (value.kind === "struct" && "fields" in value) ||
    (value.kind === "union" && "members" in value) ||
    (value.kind === "variant" && "tag" in value) ||
    ((value.kind === "enumeration" || value.kind === "flags") && "members" in value)
  );
}

function isUnitMember(value: unknown): value is schemaLanguage.UnitMember {
  return (
    typeof value === "object" && value !== null && "kind" in value && value.kind === "unitMember"
  );
}

function namesOf(type: NamedType): readonly string[] {
  switch (type.kind) {
    case "struct":
      return Object.keys(type.fields);
    case "union":
    case "enumeration":
    case "flags":
      return Object.keys(type.members);
    case "variant":
      return [];
  }
}

function spanOf(
  declaration: { readonly fields: ReadonlyMap<string, DeclaredField>; readonly span: Span },
  name: string,
): Span {
  return declaration.fields.get(name)?.span ?? declaration.span;
}

function docOf(field: DeclaredField | undefined): { readonly doc?: string } {
  return field?.doc === undefined ? {} : { doc: field.doc };
}

function keyOf(path: DataPath): string {
  return path.join("/");
}
