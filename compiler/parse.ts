/**
 * Stage 2: unknown data becomes the typed schema document, or diagnostics. The only stage that uses
 * zod and that casts; nothing behind it sees unknown data.
 */
import { z } from "zod";
import type { Diagnostic, StageResult } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type {
  BitsExpression,
  Definition,
  FieldDefinition,
  LengthExpression,
  ScalarExpression,
  SchemaDocument,
  Span,
  TypeExpression,
} from "./document.js";
import { parseExpression } from "./expression.js";
import type { DataPath, LoadedSchema } from "./load.js";
import { scalarNames } from "./scalars.js";
import type { ScalarName } from "./scalars.js";
import { nearest } from "./suggest.js";

const text = z.string().max(10_000);
const byteOrder = z.enum(["big", "little", "native"]);
const bytesCount = z
  .int()
  .min(1)
  .max(2 ** 28);
const bitOrder = z.enum(["most-significant-first", "least-significant-first"]);

/** An integer beyond 2^53 in JSON is a string of digits, decimal or hexadecimal. */
const integer = z.union([
  z.int(),
  z.string().regex(/^-?(0x[0-9a-fA-F]+|[0-9]+)$/, "not an integer"),
  z.strictObject({ kind: z.literal("bigint"), digits: z.string().regex(/^-?[0-9]+$/) }),
]);

const scalarObject = z.strictObject({
  kind: z.literal("scalar"),
  scalar: z.enum(scalarNames),
  byteOrder: byteOrder.optional(),
  isNumber: z.boolean().optional(),
});
const bitsObject = z.strictObject({
  kind: z.literal("bits"),
  width: z.int(),
  interpretation: z.enum(["unsigned", "signed", "boolean"]).optional(),
});

/** `"u16"`, `"u16.be"`, `"u64.number"` or the name of a type. */
const typeName = z.string().min(1).max(200);
const base = z.union([typeName, scalarObject, bitsObject]);

const length = z.union([z.number(), text, z.strictObject({ kind: z.literal("rest") })]);

const bytesObject = z.strictObject({ kind: z.literal("bytes"), length });
const referenceObject = z.strictObject({
  kind: z.literal("reference"),
  name: typeName,
  from: z.string().optional(),
});
const constantObject = z.strictObject({
  kind: z.literal("constant"),
  base,
  value: z.union([z.number(), z.boolean(), integer]),
});
const arrayObject = z.strictObject({
  kind: z.literal("array"),
  get element() {
    return type;
  },
  length,
  stride: bytesCount.optional(),
});
const nonZeroObject = z.strictObject({
  kind: z.literal("nonzero"),
  base,
  isOptional: z.boolean().optional(),
});
type TypeData =
  | string
  | z.infer<typeof scalarObject>
  | z.infer<typeof bitsObject>
  | z.infer<typeof bytesObject>
  | z.infer<typeof constantObject>
  | z.infer<typeof referenceObject>
  | z.infer<typeof nonZeroObject>
  | {
      readonly kind: "array";
      readonly element: TypeData;
      readonly length: z.infer<typeof length>;
      readonly stride?: number | undefined;
    };
const type: z.ZodType<TypeData> = z.union([
  typeName,
  z.discriminatedUnion("kind", [
    scalarObject,
    bitsObject,
    bytesObject,
    constantObject,
    referenceObject,
    nonZeroObject,
    arrayObject,
  ]),
]);

const paddingObject = z.strictObject({ kind: z.literal("padding"), length: bytesCount });
/** A type with an alignment or a place of its own, one in the other. */
const placedObject = z.strictObject({
  kind: z.literal("placed"),
  get type() {
    return fieldType;
  },
  alignment: bytesCount.optional(),
  offset: z
    .int()
    .min(0)
    .max(2 ** 30)
    .optional(),
});
type FieldTypeData =
  | TypeData
  | z.infer<typeof paddingObject>
  | {
      readonly kind: "placed";
      readonly type: FieldTypeData;
      readonly alignment?: number | undefined;
      readonly offset?: number | undefined;
    };
const fieldType: z.ZodType<FieldTypeData> = z.union([type, paddingObject, placedObject]);

const named = { name: z.string().max(200), doc: text.optional() };
const structObject = z.strictObject({
  kind: z.literal("struct"),
  ...named,
  byteOrder: z.enum(["big", "little", "native", "runtime"]).optional(),
  bitOrder: bitOrder.optional(),
  rules: z.enum(["packed", "c"]).optional(),
  pack: bytesCount.optional(),
  align: bytesCount.optional(),
  size: bytesCount.optional(),
  fields: z.array(z.strictObject({ ...named, type: fieldType })),
});
const enumerationObject = z.strictObject({
  kind: z.literal("enumeration"),
  ...named,
  base,
  members: z.array(z.strictObject({ ...named, value: integer })),
  open: z.boolean().optional(),
});
const aliasObject = z.strictObject({ kind: z.literal("alias"), ...named, target: type });
const documentObject = z.strictObject({
  $schema: z.string().optional(),
  types: z.array(z.discriminatedUnion("kind", [structObject, enumerationObject, aliasObject])),
});

/** Turns loaded data into a schema document. */
export function parse(schema: LoadedSchema): StageResult<SchemaDocument> {
  const parsed = documentObject.safeParse(schema.data);
  if (!parsed.success) {
    const diagnostics = parsed.error.issues.map((issue) => describeIssue(issue, schema));
    return { value: { file: schema.file, definitions: [] }, diagnostics };
  }
  const diagnostics: Diagnostic[] = [];
  const definitions = parsed.data.types.map((each, index): Definition => {
    const at = ["types", index];
    const parser: Parser = { schema, diagnostics };
    const common = { name: each.name, doc: each.doc, span: schema.spanAt(at) };
    switch (each.kind) {
      case "struct":
        return {
          ...common,
          kind: "struct",
          byteOrder: each.byteOrder,
          bitOrder: each.bitOrder,
          rules: each.rules ?? "packed",
          pack: each.pack,
          alignment: each.align,
          assertedSize: each.size,
          fields: each.fields.map((field, fieldIndex) => {
            const path = [...at, "fields", fieldIndex];
            return {
              name: field.name,
              doc: field.doc,
              span: schema.spanAt(path),
              ...parseFieldType(field.type, [...path, "type"], parser),
            };
          }),
        };
      case "enumeration":
        return {
          ...common,
          kind: "enumeration",
          base: parseBase(each.base, [...at, "base"], parser),
          open: each.open ?? false,
          members: each.members.map((member, memberIndex) => ({
            name: member.name,
            doc: member.doc,
            value: parseInteger(member.value),
            span: schema.spanAt([...at, "members", memberIndex]),
          })),
        };
      case "alias":
        return {
          ...common,
          kind: "alias",
          target: parseType(each.target, [...at, "target"], parser),
        };
    }
  });
  return { value: { file: schema.file, definitions }, diagnostics };
}

interface Parser {
  readonly schema: LoadedSchema;
  readonly diagnostics: Diagnostic[];
}

/** Parses the type of a field: what places it becomes part of the field. */
function parseFieldType(
  data: FieldTypeData,
  path: DataPath,
  parser: Parser,
): Pick<FieldDefinition, "type" | "alignment" | "offset" | "isPadding"> {
  if (typeof data === "object" && data.kind === "placed") {
    const inner = parseFieldType(data.type, [...path, "type"], parser);
    return {
      ...inner,
      alignment: data.alignment ?? inner.alignment,
      offset: data.offset ?? inner.offset,
    };
  }
  const plain = { alignment: undefined, offset: undefined };
  if (typeof data === "object" && data.kind === "padding") {
    const type: TypeExpression = {
      kind: "bytes",
      length: { kind: "fixed", value: data.length },
    };
    return { ...plain, type, isPadding: true };
  }
  return { ...plain, type: parseType(data, path, parser), isPadding: false };
}

function parseType(data: TypeData, path: DataPath, parser: Parser): TypeExpression {
  if (typeof data === "string") {
    return parseScalarName(data) ?? { kind: "reference", name: data, from: undefined };
  }
  switch (data.kind) {
    case "scalar":
    case "bits":
      return parseBase(data, path, parser);
    case "nonzero":
      return {
        kind: "nonzero",
        base: parseBase(data.base, [...path, "base"], parser),
        isOptional: data.isOptional ?? false,
      };
    case "bytes":
      return { kind: "bytes", length: parseLength(data.length, path, parser) };
    case "array":
      return {
        kind: "array",
        element: parseType(data.element, [...path, "element"], parser),
        length: parseLength(data.length, path, parser),
        stride: data.stride,
      };
    case "constant": {
      const { value } = data;
      return {
        kind: "constant",
        base: parseBase(data.base, [...path, "base"], parser),
        value:
          typeof value === "number" || typeof value === "boolean" ? value : parseInteger(value),
      };
    }
    case "reference":
      return { kind: "reference", name: data.name, from: data.from };
  }
}

/** Parses a type that can only be a scalar or bits. */
function parseBase(
  data: z.infer<typeof base>,
  path: DataPath,
  parser: Parser,
): ScalarExpression | BitsExpression {
  if (typeof data !== "string") {
    return data.kind === "bits"
      ? { kind: "bits", width: data.width, interpretation: data.interpretation ?? "unsigned" }
      : {
          kind: "scalar",
          scalar: data.scalar,
          byteOrder: data.byteOrder,
          isNumber: data.isNumber ?? false,
        };
  }
  const scalar = parseScalarName(data);
  if (scalar !== undefined) return scalar;
  const suggestion = nearest(data, scalarNames);
  const span = parser.schema.spanAt(path);
  parser.diagnostics.push(diagnose("unknown-type", span, { name: data, suggestion }));
  return { kind: "scalar", scalar: "u8", byteOrder: undefined, isNumber: false };
}

function parseScalarName(name: string): ScalarExpression | undefined {
  const [scalar, ...suffixes] = name.split(".");
  if (!isScalarName(scalar)) return undefined;
  const isNumber = suffixes.at(-1) === "number";
  const [suffix, ...others] = isNumber ? suffixes.slice(0, -1) : suffixes;
  if (others.length > 0 || (suffix !== undefined && !(suffix in suffixedOrders))) return undefined;
  const byteOrder =
    suffix === undefined ? undefined : suffixedOrders[suffix as keyof typeof suffixedOrders];
  return { kind: "scalar", scalar, byteOrder, isNumber };
}

const suffixedOrders = { be: "big", le: "little", ne: "native" } as const;

function isScalarName(name: string | undefined): name is ScalarName {
  return (scalarNames as readonly (string | undefined)[]).includes(name);
}

function parseLength(
  data: z.infer<typeof length>,
  path: DataPath,
  parser: Parser,
): LengthExpression {
  if (typeof data === "number") return { kind: "fixed", value: data };
  if (typeof data === "object") return { kind: "rest" };
  const result = parseExpression(data);
  if ("expression" in result) {
    return { kind: "expression", text: data, expression: result.expression };
  }
  const span = parser.schema.spanAt([...path, "length"]);
  parser.diagnostics.push(
    diagnose("invalid-expression", span, { text: data, reason: result.problem }),
  );
  return { kind: "rest" };
}

function parseInteger(data: z.infer<typeof integer>): bigint {
  if (typeof data === "object") return BigInt(data.digits);
  if (typeof data === "string" && data.startsWith("-0x")) return -BigInt(data.slice(1));
  return BigInt(data);
}

/** Says what is wrong with data, at the innermost value that is wrong. */
function describeIssue(issue: z.core.$ZodIssue, schema: LoadedSchema): Diagnostic {
  let innermost = issue;
  let path = issue.path;
  while (innermost.code === "invalid_union" && innermost.errors.length > 0) {
    // Of the alternatives the one that got furthest is what was meant.
    const deepest = [...innermost.errors]
      .filter((errors) => errors.length > 0)
      .sort((a, b) => (b[0]?.path.length ?? 0) - (a[0]?.path.length ?? 0))[0]?.[0];
    if (deepest === undefined) break;
    innermost = deepest;
    path = [...path, ...deepest.path];
  }
  const at = path.map((key) => (typeof key === "symbol" ? String(key) : key));
  const span: Span = schema.spanAt(at);
  const shown = at.length === 0 ? "the document" : at.join(".");
  return diagnose("invalid-document", span, { path: shown, reason: reasonOf(innermost) });
}

function reasonOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return `unknown key ${issue.keys.join(", ")}; remove it`;
  if (issue.code === "invalid_union" && "discriminator" in issue) {
    return `"${String(issue.discriminator)}" is not one of the kinds known here`;
  }
  return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
}
