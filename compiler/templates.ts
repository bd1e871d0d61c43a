/**
 * Expands templates of JSON schemas before they are parsed: an instance becomes the struct that its
 * template makes of the arguments. In TypeScript a template is a function, and nothing is left of it.
 *
 * A parameter stands for a type wherever the document names one, and for a number wherever a length, an
 * offset or the like stands, also within an expression. What is no parameter is left as it is; names of types
 * are those of the file of the template. Whether the struct is right is for the stages behind this one.
 */
import type { Diagnostic, StageResult } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { DataPath, LoadedSchema } from "./load.js";
import { pathFrom, relativePath } from "./paths.js";
import { scalarNames } from "./scalars.js";
import { nearest } from "./suggest.js";

/** A template and where it stands. */
interface Template {
  readonly schema: LoadedSchema;
  readonly path: DataPath;
  readonly parameters: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
}

/** An instance: the struct that it becomes, and the path of what each part of that is made of. */
interface Expansion {
  readonly data: unknown;
  readonly template: Template | undefined;
}

/** Keys whose texts name types. */
const typeKeys: ReadonlySet<string> = new Set(["type", "element", "base"]);
/** Keys whose texts are expressions or stand for numbers. */
const numberKeys: ReadonlySet<string> = new Set(
  ["length", "stride", "width", "offset", "alignment", "size", "align", "pack", "value"].concat([
    "typedefAlign",
    "little",
    "big",
    "fractionBits",
    "factor",
  ]),
);

/** Expands the instances of all schemas. Templates stay, to be checked; nothing is made of them. */
export function expandTemplates(
  schemas: readonly LoadedSchema[],
): StageResult<readonly LoadedSchema[]> {
  const templates = new Map<string, ReadonlyMap<string, Template>>();
  for (const schema of schemas) templates.set(schema.file, templatesOf(schema));
  const diagnostics: Diagnostic[] = [];
  const value = schemas.map((schema) => expandSchema(schema, templates, diagnostics));
  return { value, diagnostics };
}

function expandSchema(
  schema: LoadedSchema,
  templates: ReadonlyMap<string, ReadonlyMap<string, Template>>,
  diagnostics: Diagnostic[],
): LoadedSchema {
  const types = typesOf(schema.data);
  if (!types.some((type) => kindOf(type) === "instance")) return schema;
  const expansions = types.map((type, index): Expansion => {
    if (!isInstance(type)) return { data: type, template: undefined };
    const spanAt = (...path: DataPath) => schema.spanAt(["types", index, ...path]);
    const file = type.from === undefined ? schema.file : pathFrom(schema.file, type.from);
    const known = templates.get(file);
    const template = known?.get(type.template);
    if (template === undefined) {
      const name = type.from === undefined ? type.template : `${type.template} of ${file}`;
      const suggestion = nearest(type.template, [...(known?.keys() ?? [])]);
      diagnostics.push(diagnose("unknown-template", spanAt("template"), { name, suggestion }));
      return { data: type, template: undefined };
    }
    const subject = `${type.name}: ${type.template}`;
    for (const name of template.parameters) {
      if (Object.hasOwn(type.arguments, name)) continue;
      diagnostics.push(diagnose("missing-argument", spanAt("arguments"), { subject, name }));
    }
    for (const name of Object.keys(type.arguments)) {
      if (template.parameters.includes(name)) continue;
      const suggestion = nearest(name, template.parameters);
      const parameters = { subject, name, suggestion };
      diagnostics.push(diagnose("unknown-argument", spanAt("arguments", name), parameters));
    }
    const from =
      template.schema.file === schema.file
        ? undefined
        : relativePath(schema.file, template.schema.file);
    const { kind: _kind, name: _name, doc, parameters: _parameters, ...rest } = template.data;
    const given = new Map(Object.entries(type.arguments));
    const made = substitute(rest, "", { given, from });
    const shown = type.doc ?? doc;
    const data = {
      kind: "struct",
      name: type.name,
      ...(shown === undefined ? {} : { doc: shown }),
      ...(isObject(made) ? made : {}),
    };
    return { data, template };
  });
  const data = isObject(schema.data)
    ? { ...schema.data, types: expansions.map((each) => each.data) }
    : schema.data;
  return {
    file: schema.file,
    data,
    spanAt: (path) => {
      const [, index, ...within] = path;
      const template = typeof index === "number" ? expansions[index]?.template : undefined;
      // A mistake in a field lies in the template, the rest in the instance.
      return template === undefined || within.length === 0 || within[0] === "name"
        ? schema.spanAt(path)
        : template.schema.spanAt([...template.path, ...within]);
    },
  };
}

interface Arguments {
  readonly given: ReadonlyMap<string, unknown>;
  /** Path of the file of the template, where that is another one. */
  readonly from: string | undefined;
}

/** Puts arguments in the place of parameters within data that stands under `key`. */
function substitute(data: unknown, key: string, args: Arguments): unknown {
  if (Array.isArray(data)) return data.map((each) => substitute(each, key, args));
  if (isObject(data)) {
    const made = Object.fromEntries(
      Object.entries(data).map(([name, value]) => [name, substitute(value, name, args)]),
    );
    if (made["kind"] !== "reference" || args.from === undefined) return made;
    const from = typeof made["from"] === "string" ? pathFrom(args.from, made["from"]) : args.from;
    return { ...made, from };
  }
  if (typeof data !== "string") return data;
  if (typeKeys.has(key)) return substituteType(data, args);
  return numberKeys.has(key) ? substituteNumber(data, args) : data;
}

/** `T` becomes its argument, and `T.be` that with a byte order. */
function substituteType(name: string, { given, from }: Arguments): unknown {
  const [first = "", ...suffixes] = name.split(".");
  const argument = given.get(first);
  if (suffixes.length === 0 && given.has(first)) return argument;
  if (typeof argument === "string") return [argument, ...suffixes].join(".");
  const isScalar = scalarNames.some((scalar) => scalar === first);
  return from === undefined || isScalar ? name : { kind: "reference", name, from };
}

/** `n` becomes its argument; within an expression it stands in brackets. */
function substituteNumber(text: string, { given }: Arguments): unknown {
  if (given.has(text)) return given.get(text);
  return text.replaceAll(/(?<![\w.])[A-Za-z_]\w*/g, (name) => {
    const argument = given.get(name);
    return typeof argument === "number" || typeof argument === "string" ? `(${argument})` : name;
  });
}

function templatesOf(schema: LoadedSchema): ReadonlyMap<string, Template> {
  const templates = new Map<string, Template>();
  for (const [index, data] of typesOf(schema.data).entries()) {
    if (!isObject(data) || data["kind"] !== "template") continue;
    const { name, parameters } = data;
    if (typeof name !== "string" || !Array.isArray(parameters)) continue;
    const names = parameters.filter((each) => typeof each === "string");
    templates.set(name, { schema, path: ["types", index], parameters: names, data });
  }
  return templates;
}

function typesOf(data: unknown): readonly unknown[] {
  const types = isObject(data) ? data["types"] : undefined;
  return Array.isArray(types) ? types : [];
}

interface Instance {
  readonly name: string;
  readonly doc?: unknown;
  readonly template: string;
  readonly from?: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** Whether data is an instance as far as this stage has to know; `parse` tells what is wrong with others. */
function isInstance(data: unknown): data is Instance {
  return (
    isObject(data) &&
    data["kind"] === "instance" &&
    typeof data["name"] === "string" &&
    typeof data["template"] === "string" &&
    (data["from"] === undefined || typeof data["from"] === "string") &&
    isObject(data["arguments"]) &&
    Object.keys(data).every((key) => instanceKeys.has(key))
  );
}

const instanceKeys: ReadonlySet<string> = new Set([
  "kind",
  "name",
  "doc",
  "template",
  "from",
  "arguments",
]);

function kindOf(data: unknown): unknown {
  return isObject(data) ? data["kind"] : undefined;
}

function isObject(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}
