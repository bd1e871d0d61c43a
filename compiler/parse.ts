/**
 * Stage 2: unknown data becomes the typed schema document, or diagnostics. The only stage that uses
 * zod and that casts; nothing behind it sees unknown data.
 */
import { z } from "zod";
import { cModels, cTargetNames } from "./c-targets.js";
import { codecModule, codecName, dateUnits } from "./codec.js";
import type { Codec } from "./codec.js";
import type { Diagnostic, StageResult } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type {
  BitFieldExpression,
  BitsExpression,
  CheckDefinition,
  ComputedExpression,
  ConditionExpression,
  Definition,
  FieldDefinition,
  LengthExpression,
  LengthMeasure,
  NumberDefinition,
  ReferenceExpression,
  ScalarExpression,
  SchemaDocument,
  Shape,
  StructDefinition,
  TextLengthExpression,
  TypeExpression,
  UnitExpression,
  WrittenExpression,
} from "./document.js";
import { parseExpression } from "./expression.js";
import type { Expression } from "./expression.js";
import type { DataPath, LoadedSchema } from "./load.js";
import { isScalarName, scalarNames, scalars } from "./scalars.js";
import { nearest } from "./suggest.js";

/** A number, infinite ones and NaN too: the rules for them are those of `check`. */
const anyNumber = z.custom<number>((value) => typeof value === "number", "expected a number");
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

const nameText = (): z.ZodString => z.string().min(1).max(200);
const name = nameText();
/** `"u16"`, `"u16.be"`, `"u64.number"` or the name of a type. */
const typeName = nameText();
const base = z.union([typeName, scalarObject, bitsObject]);
/** Components of a vector, columns or rows of a matrix. */
const dimension = z.int().min(2).max(4);

const restObject = z.strictObject({ kind: z.literal("rest") });
const prefixedObject = z.strictObject({ kind: z.literal("prefixed"), base });
const zeroTerminatedObject = z.strictObject({
  kind: z.literal("zeroTerminated"),
  maximum: bytesCount.optional(),
});
const length = z.union([
  anyNumber,
  text,
  z.discriminatedUnion("kind", [restObject, prefixedObject]),
]);
const textLength = z.union([
  anyNumber,
  text,
  z.discriminatedUnion("kind", [restObject, prefixedObject, zeroTerminatedObject]),
]);

const bytesObject = z.strictObject({
  kind: z.literal("bytes"),
  length,
  alignment: bytesCount.optional(),
});
const magicObject = z.strictObject({
  kind: z.literal("magic"),
  content: z.union([
    // oxlint-disable-next-line no-control-regex
    z
      .string()
      .min(1)
      .max(1000)
      .regex(/^[\0-\x7f]*$/, "not ASCII"),
    z.array(z.int().min(0).max(255)).min(1).max(1000),
  ]),
});
const textObject = z.strictObject({
  kind: z.literal("text"),
  encoding: z.enum(["utf8", "ascii", "latin1", "utf16"]),
  byteOrder: byteOrder.optional(),
  length: textLength,
  pad: z.int().optional(),
  zeroTerminated: z.boolean().optional(),
});
const referenceObject = z.strictObject({
  kind: z.literal("reference"),
  name,
  from: z.string().optional(),
});
const constantObject = z.strictObject({
  kind: z.literal("constant"),
  base: z.union([typeName, scalarObject, bitsObject, referenceObject]),
  // A text is digits, or the name of a member of an enumeration.
  value: z.union([anyNumber, z.boolean(), integer, typeName]),
});
/** The address of a struct or a union. */
const pointerObject = z.strictObject({
  kind: z.literal("pointer"),
  base,
  type: z.union([typeName, referenceObject]),
});
const arrayObject = z.strictObject({
  kind: z.literal("array"),
  get element() {
    return type;
  },
  length,
  measure: z.enum(["elements", "bytes"]).optional(),
  stride: bytesCount.optional(),
});
const vectorObject = z.strictObject({
  kind: z.literal("vector"),
  base,
  size: dimension,
});
const matrixObject = z.strictObject({
  kind: z.literal("matrix"),
  base,
  columns: dimension,
  rows: dimension,
  order: z.enum(["column", "row"]).optional(),
});
const selectObject = z.strictObject({
  kind: z.literal("select"),
  on: text,
  cases: z.array(z.strictObject({ value: integer, type: z.union([typeName, referenceObject]) })),
  otherwise: z.union([typeName, referenceObject, bytesObject]).optional(),
  isFixed: z.boolean().optional(),
});
const nonZeroObject = z.strictObject({
  kind: z.literal("nonzero"),
  base,
  isOptional: z.boolean().optional(),
});
const codec = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("date"),
    unit: z.enum(dateUnits).optional(),
    epoch: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?Z)?$/, "not a date in UTC")
      .refine((date) => !Number.isNaN(Date.parse(date)), "no such date")
      .optional(),
  }),
  z.strictObject({
    kind: z.literal("scaled"),
    factor: z.number().refine((factor) => factor !== 0, "a factor is not zero"),
    offset: z.number().optional(),
  }),
  z.strictObject({ kind: z.literal("fixedPoint"), fractionBits: z.int().min(1).max(64) }),
  z.strictObject({ kind: z.enum(["uuid", "ipv4Address", "ipv6Address", "macAddress"]) }),
  z.strictObject({
    kind: z.literal("module"),
    from: z.string().max(500).regex(codecModule, "neither a relative path nor a package"),
    name: z.string().max(200).regex(codecName, "not an identifier"),
  }),
]);
const wrappedObject = z.strictObject({
  kind: z.literal("wrapped"),
  get base() {
    return type;
  },
  codec,
});
type TypeData =
  | string
  | z.infer<typeof scalarObject>
  | z.infer<typeof bitsObject>
  | z.infer<typeof bytesObject>
  | z.infer<typeof magicObject>
  | z.infer<typeof textObject>
  | z.infer<typeof constantObject>
  | z.infer<typeof referenceObject>
  | z.infer<typeof nonZeroObject>
  | z.infer<typeof selectObject>
  | z.infer<typeof vectorObject>
  | z.infer<typeof matrixObject>
  | z.infer<typeof pointerObject>
  | {
      readonly kind: "wrapped";
      readonly base: TypeData;
      readonly codec: z.infer<typeof codec>;
    }
  | {
      readonly kind: "array";
      readonly element: TypeData;
      readonly length: z.infer<typeof length>;
      readonly measure?: LengthMeasure | undefined;
      readonly stride?: number | undefined;
    };
const typeObjects = [
  scalarObject,
  bitsObject,
  bytesObject,
  magicObject,
  textObject,
  constantObject,
  referenceObject,
  nonZeroObject,
  wrappedObject,
  selectObject,
  arrayObject,
  vectorObject,
  matrixObject,
  pointerObject,
] as const;
const type: z.ZodType<TypeData> = z.union([typeName, z.discriminatedUnion("kind", typeObjects)]);

/** So many bytes, or bits. */
const room = z.union([bytesCount, bitsObject]);
const paddingObject = z.strictObject({ kind: z.literal("padding"), length: room });
const reservedObject = z.strictObject({ kind: z.literal("reserved"), length: room });
const fieldName = z.string().min(1).max(200);
const checksumObject = z.strictObject({
  kind: z.literal("checksum"),
  algorithm: z.union([
    z.enum(["inet", "crc32", "crc32c", "adler32", "fletcher16", "sum8", "xor8"]),
    z.strictObject({
      from: z
        .string()
        .max(1000)
        .regex(/^[\w@.][\w@.+/-]*$/, "not the path of a module"),
      name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,200}$/, "not an identifier"),
    }),
  ]),
  from: fieldName.optional(),
  to: fieldName.optional(),
});
const computedObject = z.strictObject({
  kind: z.literal("computed"),
  base,
  value: z.union([text, checksumObject]),
});
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
  assertedOffset: z.int().optional(),
  size: bytesCount.optional(),
});
/** A type that is there only where a condition holds. */
const conditionalObject = z.strictObject({
  kind: z.literal("conditional"),
  condition: text,
  get type() {
    return fieldType;
  },
});
const packedObject = z.strictObject({
  kind: z.literal("packed"),
  get type() {
    return fieldType;
  },
});
const bitFieldBase = z.union([typeName, scalarObject, referenceObject]);
const bitFieldObject = z.strictObject({
  kind: z.literal("bitField"),
  base: bitFieldBase,
  width: z.int(),
});
const unnamedBitsObject = z.strictObject({
  kind: z.literal("unnamedBits"),
  base: bitFieldBase,
  width: z.int(),
});
/** A struct or a union whose members are reached as if they were its neighbours. */
const anonymousObject = z.strictObject({
  kind: z.literal("anonymous"),
  type: z.union([typeName, referenceObject]),
});
type FieldTypeData =
  | TypeData
  | z.infer<typeof paddingObject>
  | z.infer<typeof reservedObject>
  | z.infer<typeof computedObject>
  | z.infer<typeof bitFieldObject>
  | z.infer<typeof unnamedBitsObject>
  | z.infer<typeof anonymousObject>
  | { readonly kind: "packed"; readonly type: FieldTypeData }
  | {
      readonly kind: "placed";
      readonly type: FieldTypeData;
      readonly alignment?: number | undefined;
      readonly offset?: number | undefined;
      readonly assertedOffset?: number | undefined;
      readonly size?: number | undefined;
    }
  | { readonly kind: "conditional"; readonly condition: string; readonly type: FieldTypeData };
const fieldObjects = [
  ...typeObjects,
  paddingObject,
  reservedObject,
  computedObject,
  placedObject,
  packedObject,
  bitFieldObject,
  unnamedBitsObject,
  anonymousObject,
  conditionalObject,
] as const;
const fieldType: z.ZodType<FieldTypeData> = z.union([
  typeName,
  z.discriminatedUnion("kind", fieldObjects),
]);

const named = { name: z.string().max(200), doc: text.optional() };
const fieldObject = z.strictObject({
  kind: z.literal("field").optional(),
  ...named,
  type: fieldType,
});
/** Bit fields in an integer, or in several of them one behind the other. */
const unitObject = z.strictObject({
  kind: z.literal("unit"),
  base,
  bitOrder: bitOrder.optional(),
  fields: z.array(fieldObject).min(1, "a unit holds at least one bit field"),
});
const fields = z.array(z.discriminatedUnion("kind", [fieldObject, unitObject]));
const structOptions = {
  byteOrder: z.enum(["big", "little", "native", "runtime"]).optional(),
  bitOrder: bitOrder.optional(),
  rules: z.enum(["packed", "c", "std140", "std430", "wgsl-uniform", "wgsl-storage"]).optional(),
  target: z.enum(cTargetNames).optional(),
  pack: bytesCount.optional(),
  packed: z.boolean().optional(),
  align: bytesCount.optional(),
  typedefAlign: bytesCount.optional(),
  size: bytesCount.optional(),
};
const structObject = z.strictObject({
  kind: z.literal("struct"),
  ...named,
  ...structOptions,
  byteOrder: z
    .union([
      structOptions.byteOrder.unwrap(),
      z.strictObject({ kind: z.literal("byField"), little: text, big: text }),
    ])
    .optional(),
  fields,
  checks: z
    .array(z.strictObject({ expression: text, rule: z.string().max(500).optional() }))
    .optional(),
});
const unionObject = z.strictObject({
  kind: z.literal("union"),
  ...named,
  ...structOptions,
  members: fields,
});
const membersObject = {
  ...named,
  base,
  members: z.array(z.strictObject({ ...named, value: integer })),
  open: z.boolean().optional(),
};
const enumerationObject = z.strictObject({ kind: z.literal("enumeration"), ...membersObject });
const flagsObject = z.strictObject({ kind: z.literal("flags"), ...membersObject });
const variantObject = z.strictObject({
  kind: z.literal("variant"),
  ...named,
  tag: name,
  cases: z.array(z.union([typeName, referenceObject])),
  otherwise: z.union([typeName, referenceObject]).optional(),
  isFixed: z.boolean().optional(),
});
const aliasObject = z.strictObject({ kind: z.literal("alias"), ...named, target: type });
const numberObject = z.strictObject({
  kind: z.literal("number"),
  ...named,
  value: z.union([anyNumber, integer, referenceObject]),
});
/** Instances that are left have no template: `expand` tells that, and here what else is wrong. */
const instanceObject = z.strictObject({
  kind: z.literal("instance"),
  ...named,
  template: name,
  from: z.string().optional(),
  arguments: z.record(z.string(), z.union([anyNumber, type])),
});
/** What a template makes is checked where there is an instance of it. */
const templateObject = z.looseObject({
  kind: z.literal("template"),
  ...named,
  parameters: z.array(z.string().regex(/^[A-Za-z_]\w*$/, "not an identifier")),
  fields: z.array(
    z.discriminatedUnion("kind", [
      fieldObject.extend({ type: z.unknown() }),
      unitObject.extend({ fields: z.array(fieldObject.extend({ type: z.unknown() })) }),
    ]),
  ),
});
const definitionObjects = [
  structObject,
  unionObject,
  variantObject,
  enumerationObject,
  flagsObject,
  aliasObject,
  numberObject,
  templateObject,
  instanceObject,
] as const;
const documentObject = z.strictObject({
  $schema: z.string().optional(),
  types: z.array(z.discriminatedUnion("kind", definitionObjects)),
});

/** Kinds and keys, to suggest one for what is misspelt. */
const knownObjects = [...definitionObjects, ...fieldObjects];
const knownKinds = knownObjects.flatMap(({ shape }) => [...shape.kind.values]);

/** The shapes of documents that have names in the JSON Schema for editors. */
export const shapes: {
  readonly document: z.ZodType;
  readonly typeName: z.ZodType;
  readonly number: z.ZodType;
  readonly definitions: { readonly [name: string]: z.ZodType };
} = {
  document: documentObject,
  typeName,
  number: anyNumber,
  definitions: { Type: type, FieldType: fieldType, Fields: fields, Length: length, Base: base },
};

/** Turns loaded data into a schema document. */
export function parse(schema: LoadedSchema): StageResult<SchemaDocument> {
  const parsed = documentObject.safeParse(schema.data);
  if (parsed.success) return parseDocument(parsed.data, schema);
  return parseOthers(parsed.error.issues, schema);
}

/**
 * Parses the types that have none of the issues. A stand-in has the name and the place of each mistake in the
 * others, so that the stages behind know who needs them.
 */
function parseOthers(
  issues: readonly z.core.$ZodIssue[],
  schema: LoadedSchema,
): StageResult<SchemaDocument> {
  const byType = new Map<number | undefined, z.core.$ZodIssue[]>();
  for (const issue of issues) {
    const [key, at] = issue.path;
    const index = key === "types" && typeof at === "number" ? at : undefined;
    byType.set(index, [...(byType.get(index) ?? []), issue]);
  }
  const nameAt = (index: number): string => String(valueAt(schema.data, ["types", index, "name"]));
  const types = valueAt(schema.data, ["types"]);
  const rest = documentObject.safeParse({
    types: Array.isArray(types)
      ? types.map((each: unknown, index) =>
          byType.has(index) ? { kind: "alias", name: nameAt(index), target: "u8" } : each,
        )
      : undefined,
  });
  // What might be a number could be named by any expression.
  const isKnown = [...byType.keys()].every((index = 0) => {
    const kind = valueAt(schema.data, ["types", index, "kind"]);
    return kind !== "number" && knownKinds.some((each) => each === kind);
  });
  if (byType.has(undefined) || !isKnown || !rest.success) {
    const diagnostics = describeIssues(issues, schema);
    return { value: { file: schema.file, definitions: [] }, diagnostics };
  }
  const { value, diagnostics } = parseDocument(rest.data, schema);
  const broken = [...byType].map(([index = 0, within]) => ({
    name: nameAt(index),
    mistakes: describeIssues(within, schema),
  }));
  const target = { kind: "scalar", scalar: "u8", byteOrder: undefined, isNumber: false } as const;
  const standIns = broken.flatMap(({ name, mistakes }) =>
    mistakes.flatMap(({ span }): readonly Definition[] =>
      span === undefined ? [] : [{ kind: "alias", name, doc: undefined, span, target }],
    ),
  );
  return {
    value: { ...value, definitions: [...value.definitions, ...standIns] },
    diagnostics: [...broken.flatMap(({ mistakes }) => mistakes), ...diagnostics],
  };
}

function parseDocument(
  data: z.infer<typeof documentObject>,
  schema: LoadedSchema,
): StageResult<SchemaDocument> {
  const diagnostics: Diagnostic[] = [];
  const definitions = data.types.flatMap((each, index): readonly Definition[] => {
    const at = ["types", index];
    const parser: Parser = { schema, diagnostics };
    const common = { name: each.name, doc: each.doc, span: schema.spanAt([...at, "name"]) };
    switch (each.kind) {
      case "struct":
        return [
          {
            ...common,
            ...parseOptions(each),
            ...parseOrder(each.byteOrder ?? byteOrderOf(each.target), [...at, "byteOrder"], parser),
            kind: "struct",
            isUnion: false,
            fields: parseFields(each.fields, [...at, "fields"], parser),
            checks: (each.checks ?? []).flatMap((check, checkIndex) =>
              parseCheck(check, [...at, "checks", checkIndex], parser),
            ),
          },
        ];
      case "union":
        return [
          {
            ...common,
            ...parseOptions(each),
            byteOrder: each.byteOrder ?? byteOrderOf(each.target),
            orderTests: undefined,
            kind: "struct",
            isUnion: true,
            fields: parseFields(each.members, [...at, "members"], parser),
            checks: [],
          },
        ];
      case "variant":
        return [
          {
            ...common,
            kind: "variant",
            tag: each.tag,
            cases: each.cases.map(parseReference),
            otherwise: each.otherwise === undefined ? undefined : parseReference(each.otherwise),
            isFixed: each.isFixed ?? false,
          },
        ];
      case "enumeration":
      case "flags":
        return [
          {
            ...common,
            kind: each.kind,
            base: parseBase(each.base, [...at, "base"], parser),
            open: each.open ?? false,
            members: each.members.map((member, memberIndex) => ({
              name: member.name,
              doc: member.doc,
              value: parseInteger(member.value),
              span: schema.spanAt([...at, "members", memberIndex, "name"]),
            })),
          },
        ];
      case "template":
      case "instance":
        return [];
      case "alias":
        refusePointer(each.target, [...at, "target"], parser);
        return [
          {
            ...common,
            kind: "alias",
            target: parseType(each.target, [...at, "target"], parser),
          },
        ];
      case "number":
        return [{ ...common, kind: "number", value: parseNumber(each.value) }];
    }
  });
  return { value: { file: schema.file, definitions }, diagnostics };
}

interface Parser {
  readonly schema: LoadedSchema;
  readonly diagnostics: Diagnostic[];
}

/** Parses what a struct or a union says beside its fields and its byte order. */
function parseOptions(
  data: z.infer<typeof structObject> | z.infer<typeof unionObject>,
): Pick<
  StructDefinition,
  | "bitOrder"
  | "rules"
  | "target"
  | "pack"
  | "isPacked"
  | "alignment"
  | "typedefAlignment"
  | "assertedSize"
> {
  return {
    bitOrder: data.bitOrder,
    rules: data.rules ?? (data.target === undefined ? "packed" : "c"),
    target: data.target,
    pack: data.pack,
    isPacked: data.packed ?? false,
    alignment: data.align,
    typedefAlignment: data.typedefAlign,
    assertedSize: data.size,
  };
}

/** Returns the byte order of a target, for structs that name it and no other order. */
function byteOrderOf(target: StructDefinition["target"]): "big" | "little" | undefined {
  return target && cModels[target].byteOrder;
}

/** Parses the fields of a struct, or the members of a union, which stand at `path`. */
function parseFields(
  data: z.infer<typeof fields>,
  path: DataPath,
  parser: Parser,
): readonly FieldDefinition[] {
  return data.flatMap((each, index): readonly FieldDefinition[] => {
    const at = [...path, index];
    if (each.kind !== "unit") {
      const { name, doc, type } = each;
      const span = parser.schema.spanAt([...at, "name"]);
      return [{ name, doc, span, ...parseFieldType(type, [...at, "type"], parser) }];
    }
    const unit = parseUnit(each, at, parser);
    const within = parseFields(each.fields, [...at, "fields"], parser);
    return within.map((field) => ({ ...field, unit }));
  });
}

function parseUnit(
  data: z.infer<typeof unitObject>,
  path: DataPath,
  parser: Parser,
): UnitExpression | undefined {
  const base = parseBase(data.base, [...path, "base"], parser);
  if (base.kind === "scalar") return { base, bitOrder: data.bitOrder };
  const subject = data.fields[0]?.name ?? "a bit field";
  const parameters = { subject, type: `bits(${base.width})` };
  const span = parser.schema.spanAt([...path, "base"]);
  parser.diagnostics.push(diagnose("unit-not-unsigned", span, parameters));
  return undefined;
}

/** Parses the byte order of a struct. That which fields tell is one that is chosen at run time. */
function parseOrder(
  data: z.infer<typeof structObject>["byteOrder"],
  path: DataPath,
  parser: Parser,
): Pick<StructDefinition, "byteOrder" | "orderTests"> {
  if (typeof data !== "object") return { byteOrder: data, orderTests: undefined };
  const parseTest = (key: "little" | "big"): WrittenExpression => {
    const text = data[key];
    const result = parseExpression(text);
    if ("expression" in result) return { text, expression: result.expression };
    const span = parser.schema.spanAt([...path, key]);
    parser.diagnostics.push(diagnose("invalid-expression", span, { text, reason: result.problem }));
    return { text, expression: { kind: "number", value: 0 } };
  };
  return {
    byteOrder: "runtime",
    orderTests: { little: parseTest("little"), big: parseTest("big") },
  };
}

/** Parses the type of a field: what places it becomes part of the field. */
function parseFieldType(
  data: FieldTypeData,
  path: DataPath,
  parser: Parser,
): Omit<FieldDefinition, "name" | "doc" | "span"> {
  if (typeof data === "object" && data.kind === "placed") {
    const inner = parseFieldType(data.type, [...path, "type"], parser);
    return {
      ...inner,
      alignment: data.alignment ?? inner.alignment,
      offset: data.offset ?? inner.offset,
      assertedOffset: data.assertedOffset ?? inner.assertedOffset,
      reservedSize: data.size ?? inner.reservedSize,
    };
  }
  if (typeof data === "object" && data.kind === "packed") {
    return { ...parseFieldType(data.type, [...path, "type"], parser), isPacked: true };
  }
  if (typeof data === "object" && data.kind === "conditional") {
    const inner = parseFieldType(data.type, [...path, "type"], parser);
    const condition = parseCondition(data.condition, [...path, "condition"], parser);
    return { ...inner, condition: bothOf(condition, inner.condition) };
  }
  const plain = {
    condition: undefined,
    alignment: undefined,
    isPacked: false,
    isAnonymous: false,
    offset: undefined,
    reservedSize: undefined,
    isPadding: false,
    isReserved: false,
    assertedOffset: undefined,
    computed: undefined,
    unit: undefined,
    bitField: undefined,
    pointsTo: undefined,
  };
  if (typeof data === "object" && (data.kind === "bitField" || data.kind === "unnamedBits")) {
    const isNamed = data.kind === "bitField";
    return { ...plain, ...parseBitField(data, isNamed), isPadding: !isNamed };
  }
  if (typeof data === "object" && data.kind === "anonymous") {
    return { ...plain, type: parseReference(data.type), isAnonymous: true };
  }
  if (typeof data === "object" && (data.kind === "padding" || data.kind === "reserved")) {
    const type: TypeExpression =
      typeof data.length === "object"
        ? parseBase(data.length, path, parser)
        : {
            kind: "bytes",
            length: { kind: "fixed", value: data.length },
            content: undefined,
          };
    return { ...plain, type, isPadding: true, isReserved: data.kind === "reserved" };
  }
  if (typeof data === "object" && data.kind === "computed") {
    const type = parseBase(data.base, [...path, "base"], parser);
    return { ...plain, type, computed: parseComputed(data.value, [...path, "value"], parser) };
  }
  return { ...plain, type: parseType(data, path, parser), pointsTo: pointedBy(data) };
}

/** Returns what an address leads to, or those in an array. */
function pointedBy(data: TypeData): ReferenceExpression | undefined {
  if (typeof data === "string") return undefined;
  if (data.kind === "array") return pointedBy(data.element);
  return data.kind === "pointer" ? parseReference(data.type) : undefined;
}

/** Addresses are fields and elements of those, which have accessors for what they lead to. */
function refusePointer(data: TypeData, path: DataPath, { schema, diagnostics }: Parser): void {
  if (pointedBy(data) === undefined) return;
  const subject = wordsForPath(path, schema.data);
  const reason = "something, but is no field and no element of one";
  diagnostics.push(diagnose("pointer-target", schema.spanAt(path), { subject, reason }));
}

/** Parses a bit field of C: bits read as what it is declared as, or an enumeration in fewer bits. */
function parseBitField(
  { base: of, width }: z.infer<typeof bitFieldObject> | z.infer<typeof unnamedBitsObject>,
  isNamed: boolean,
): Pick<FieldDefinition, "type" | "bitField"> {
  const scalar =
    typeof of === "string"
      ? parseScalarName(of)
      : of.kind === "scalar"
        ? parseScalar(of)
        : undefined;
  if (scalar === undefined) {
    const reference = parseReference(typeof of === "string" || of.kind === "reference" ? of : "");
    const bitField: BitFieldExpression = { base: reference, width, isNamed };
    return { type: reference, bitField };
  }
  const { kind } = scalars[scalar.scalar];
  const interpretation = kind === "signed" || kind === "boolean" ? kind : "unsigned";
  return {
    type: { kind: "bits", width, interpretation },
    bitField: { base: scalar, width, isNamed },
  };
}

function parseComputed(
  data: z.infer<typeof computedObject>["value"],
  path: DataPath,
  parser: Parser,
): ComputedExpression | undefined {
  if (typeof data === "object") {
    return { kind: "checksum", algorithm: data.algorithm, from: data.from, to: data.to };
  }
  const expression = parseText(data, path, parser);
  return expression && { kind: "expression", text: data, expression };
}

function parseCheck(
  { expression: source, rule }: { readonly expression: string; readonly rule?: string | undefined },
  path: DataPath,
  parser: Parser,
): readonly CheckDefinition[] {
  const at = [...path, "expression"];
  const expression = parseText(source, at, parser);
  if (expression === undefined) return [];
  return [{ text: source, expression, rule, span: parser.schema.spanAt(at) }];
}

function parseNumber(data: z.infer<typeof numberObject>["value"]): NumberDefinition["value"] {
  if (typeof data === "number") return data;
  if (typeof data === "object" && data.kind === "reference") {
    return { kind: "reference", name: data.name, from: data.from };
  }
  const value = parseInteger(data);
  return typeof data === "string" && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function parseType(data: TypeData, path: DataPath, parser: Parser): TypeExpression {
  if (typeof data === "string") {
    return parseScalarName(data) ?? { kind: "reference", name: data, from: undefined };
  }
  switch (data.kind) {
    case "scalar":
    case "bits":
      return parseBase(data, path, parser);
    case "pointer":
      return parseBase(data.base, [...path, "base"], parser);
    case "nonzero":
      return {
        kind: "nonzero",
        base: parseBase(data.base, [...path, "base"], parser),
        isOptional: data.isOptional ?? false,
      };
    case "wrapped":
      refusePointer(data.base, [...path, "base"], parser);
      return {
        kind: "wrapped",
        base: parseType(data.base, [...path, "base"], parser),
        codec: parseCodec(data.codec),
      };
    case "bytes":
      return {
        kind: "bytes",
        length: parseLength(data.length, path, parser),
        content: undefined,
        alignment: data.alignment,
      };
    case "text":
      return {
        kind: "text",
        encoding: data.encoding,
        byteOrder: data.byteOrder,
        length: parseTextLength(data.length, path, parser),
        pad: data.pad,
        isZeroTerminated: data.zeroTerminated ?? false,
      };
    case "magic": {
      const content =
        typeof data.content === "string"
          ? Array.from(data.content, (character) => character.charCodeAt(0))
          : data.content;
      return { kind: "bytes", length: { kind: "fixed", value: content.length }, content };
    }
    case "array":
      return {
        kind: "array",
        element: parseType(data.element, [...path, "element"], parser),
        length: parseLength(data.length, path, parser),
        measure: data.measure ?? "elements",
        stride: data.stride,
        shape: undefined,
      };
    case "vector":
      return parseComponents(data.base, data.size, { kind: "vector" }, path, parser);
    case "matrix": {
      const { base: component, columns, rows, order = "column" } = data;
      const shape = { kind: "matrix", columns, rows, order } as const;
      return parseComponents(component, columns * rows, shape, path, parser);
    }
    case "constant":
      return parseConstant(data, path, parser);
    case "select":
      return parseSelect(data, path, parser);
    case "reference":
      return parseReference(data);
  }
}

/** Parses a vector or a matrix: an array of its components. */
function parseComponents(
  component: z.infer<typeof base>,
  count: number,
  shape: Shape,
  path: DataPath,
  parser: Parser,
): TypeExpression {
  return {
    kind: "array",
    element: parseBase(component, [...path, "base"], parser),
    length: { kind: "fixed", value: count },
    measure: "elements",
    stride: undefined,
    shape,
  };
}

/** Parses a constant. What is of no scalar is of an enumeration, and its value the name of a member. */
function parseConstant(
  { base: of, value }: z.infer<typeof constantObject>,
  path: DataPath,
  parser: Parser,
): TypeExpression {
  const isNumber = typeof value !== "string" || integer.safeParse(value).success;
  const isName = typeof of === "string" && parseScalarName(of) === undefined && !isNumber;
  if (isName || (typeof of === "object" && of.kind === "reference")) {
    const member = typeof value === "object" ? value.digits : String(value);
    return { kind: "member", enumeration: parseReference(of), member };
  }
  if (!isNumber) {
    const at = [...path, "value"];
    const reason = `expected a number, true or false, got ${shownOf(value)}; only enumerations have names for values`;
    const parameters = { path: wordsForPath(at, parser.schema.data), reason };
    parser.diagnostics.push(diagnose("invalid-document", parser.schema.spanAt(at), parameters));
  }
  return {
    kind: "constant",
    base: parseBase(of, [...path, "base"], parser),
    value:
      typeof value === "number" || typeof value === "boolean"
        ? value
        : isNumber
          ? parseInteger(value)
          : 0,
  };
}

function parseCodec(data: z.infer<typeof codec>): Codec {
  switch (data.kind) {
    case "date": {
      const epoch = data.epoch === undefined ? 0 : Date.parse(data.epoch);
      return { kind: "date", unit: data.unit ?? "seconds", epoch };
    }
    case "scaled":
      return { kind: "scaled", factor: data.factor, offset: data.offset ?? 0 };
    case "fixedPoint":
      return { kind: "scaled", factor: 2 ** -data.fractionBits, offset: 0 };
    case "module":
    case "uuid":
    case "ipv4Address":
    case "ipv6Address":
    case "macAddress":
      return data;
  }
}

function parseReference(data: string | z.infer<typeof referenceObject>): ReferenceExpression {
  return typeof data === "string"
    ? { kind: "reference", name: data, from: undefined }
    : { kind: "reference", name: data.name, from: data.from };
}

function parseSelect(
  data: z.infer<typeof selectObject>,
  path: DataPath,
  parser: Parser,
): TypeExpression {
  const { otherwise } = data;
  return {
    kind: "select",
    on: parseCondition(data.on, [...path, "on"], parser) ?? {
      text: data.on,
      expression: { kind: "number", value: 0 },
    },
    cases: data.cases.map(({ value, type: target }) => ({
      value: parseInteger(value),
      type: parseReference(target),
    })),
    otherwise:
      typeof otherwise === "object" && otherwise.kind === "bytes"
        ? {
            kind: "bytes",
            length: parseLength(otherwise.length, [...path, "otherwise"], parser),
            content: undefined,
          }
        : otherwise === undefined
          ? undefined
          : parseReference(otherwise),
    isFixed: data.isFixed ?? false,
  };
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
      : parseScalar(data);
  }
  const scalar = parseScalarName(data);
  if (scalar !== undefined) return scalar;
  const suggestion = nearest(data, scalarNames);
  const span = parser.schema.spanAt(path);
  parser.diagnostics.push(diagnose("unknown-type", span, { name: data, suggestion }));
  return { kind: "scalar", scalar: "u8", byteOrder: undefined, isNumber: false };
}

function parseScalar(data: z.infer<typeof scalarObject>): ScalarExpression {
  const { scalar, byteOrder, isNumber = false } = data;
  return { kind: "scalar", scalar, byteOrder, isNumber };
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

function parseTextLength(
  data: z.infer<typeof textLength>,
  path: DataPath,
  parser: Parser,
): TextLengthExpression {
  return typeof data === "object" && data.kind === "zeroTerminated"
    ? { kind: "zeroTerminated", maximum: data.maximum }
    : parseLength(data, path, parser);
}

function parseCondition(
  condition: string,
  path: DataPath,
  parser: Parser,
): ConditionExpression | undefined {
  const expression = parseText(condition, path, parser);
  return expression === undefined ? undefined : { text: condition, expression };
}

/** Returns the condition that holds where both do. */
function bothOf(
  outer: ConditionExpression | undefined,
  inner: ConditionExpression | undefined,
): ConditionExpression | undefined {
  if (outer === undefined || inner === undefined) return outer ?? inner;
  return {
    text: `(${outer.text}) && (${inner.text})`,
    expression: {
      kind: "binary",
      operator: "&&",
      left: outer.expression,
      right: inner.expression,
    },
  };
}

function parseLength(
  data: z.infer<typeof length>,
  path: DataPath,
  parser: Parser,
): LengthExpression {
  if (typeof data === "number") return { kind: "fixed", value: data };
  if (typeof data === "object") {
    if (data.kind === "rest") return data;
    const prefix = parseBase(data.base, [...path, "length", "base"], parser);
    if (prefix.kind === "scalar") return { kind: "prefixed", base: prefix };
    const parameters = { type: `bits(${prefix.width})` };
    parser.diagnostics.push(
      diagnose("prefix-not-unsigned", parser.schema.spanAt([...path, "length"]), parameters),
    );
    return { kind: "rest" };
  }
  const expression = parseText(data, [...path, "length"], parser);
  return expression === undefined
    ? { kind: "rest" }
    : { kind: "expression", text: data, expression };
}

function parseText(source: string, path: DataPath, parser: Parser): Expression | undefined {
  const result = parseExpression(source);
  if ("expression" in result) return result.expression;
  const span = parser.schema.spanAt(path);
  const parameters = { text: source, reason: result.problem };
  parser.diagnostics.push(diagnose("invalid-expression", span, parameters));
  return undefined;
}

function parseInteger(data: z.infer<typeof integer>): bigint {
  if (typeof data === "object") return BigInt(data.digits);
  if (typeof data === "string" && data.startsWith("-0x")) return -BigInt(data.slice(1));
  return BigInt(data);
}

/** Says what is wrong with data, at the innermost value that is wrong. */
/** A mistake at a path, of the alternative that was meant. */
interface Mistake {
  readonly issue: z.core.$ZodIssue;
  readonly path: DataPath;
}

/** Describes what is wrong with the data of a schema. A misspelt key is one mistake, and not two. */
function describeIssues(issues: readonly z.core.$ZodIssue[], schema: LoadedSchema): Diagnostic[] {
  const mistakes = issues.flatMap((issue) => mistakesIn(issue, [], schema.data));
  const missing = mistakes.filter(({ path }) => valueAt(schema.data, path) === undefined);
  const misspelt = new Set<Mistake>();
  const unknown = mistakes.flatMap(({ issue, path }) => {
    if (issue.code !== "unrecognized_keys") return [];
    const beside = missing.filter(
      (each) => each.path.length === path.length + 1 && isAt(each, path),
    );
    return issue.keys.map((key) => {
      const names = beside.map((each) => String(each.path.at(-1)));
      const suggestion = nearest(key, names) ?? nearest(key, freeKeysAt(path, schema.data));
      const meant = beside.find((each) => each.path.at(-1) === suggestion);
      if (meant !== undefined) misspelt.add(meant);
      const remedy = suggestion === undefined ? "; remove it" : `; did you mean ${suggestion}?`;
      const parameters = {
        path: wordsForPath(path, schema.data),
        reason: `unknown key ${key}${remedy}`,
      };
      return diagnose("invalid-document", schema.spanAt([...path, key]), parameters);
    });
  });
  const others = mistakes
    .filter((each) => each.issue.code !== "unrecognized_keys" && !misspelt.has(each))
    .map(({ issue, path }) => {
      const value = valueAt(schema.data, path);
      const isType = ["type", "element"].includes(String(path.at(-1))) && value !== undefined;
      const reason =
        isType && issue.code === "invalid_union" && (typeof value !== "object" || value === null)
          ? `expected a type such as u8, got ${shownOf(value)}`
          : reasonOf(issue, value);
      const parameters = { path: wordsForPath(path, schema.data), reason };
      return diagnose("invalid-document", schema.spanAt(path), parameters);
    });
  return [...others, ...unknown];
}

/** Returns the keys that an object of its kind can have, and that it has not. */
function freeKeysAt(path: DataPath, data: unknown): readonly string[] {
  const value = valueAt(data, path);
  if (typeof value !== "object" || value === null) return [];
  const kind = "kind" in value ? value.kind : undefined;
  const object = knownObjects.find(({ shape }) => [...shape.kind.values].includes(kind as never));
  const keys =
    path.length === 0 ? ["types"] : Object.keys(object?.shape ?? { name: 0, doc: 0, type: 0 });
  return keys.filter((key) => Reflect.get(value, key) === undefined);
}

function isAt({ path }: Mistake, parent: DataPath): boolean {
  return parent.every((key, index) => path[index] === key);
}

/** Returns the mistakes that an issue stands for, each at its whole path. */
function mistakesIn(issue: z.core.$ZodIssue, within: DataPath, data: unknown): readonly Mistake[] {
  const path = [...within, ...issue.path.map(keyText)];
  const own = { issue, path };
  if (issue.code !== "invalid_union") return [own];
  // Of the alternatives the one that got furthest is what was meant.
  const alternatives = issue.errors.filter((errors) => errors.length > 0);
  const furthest = [...alternatives].sort((a, b) => depthOf(b) - depthOf(a))[0];
  if (furthest === undefined) return [own];
  if (depthOf(furthest) === 0 && issue.errors.length > 1) {
    const value = valueAt(data, path);
    const listed = alternatives.flat().find(({ code }) => code === "invalid_value");
    // A text is one of a list that is misspelt; an object has a key too many.
    if (typeof value === "string" && listed !== undefined) return [{ issue: listed, path }];
    const strict = alternatives.find((errors) =>
      errors.every(({ code }) => code === "unrecognized_keys"),
    );
    if (strict === undefined) return [own];
    return strict.map((each) => ({ issue: each, path }));
  }
  return furthest.flatMap((each) => mistakesIn(each, path, data));
}

function depthOf(errors: readonly z.core.$ZodIssue[]): number {
  return Math.max(...errors.map(({ path }) => path.length));
}

function suggestionFor(value: unknown): string {
  const suggestion = typeof value === "string" ? nearest(value, knownKinds) : undefined;
  return suggestion === undefined ? "" : `; did you mean ${suggestion}?`;
}

function keyText(key: PropertyKey): string | number {
  return typeof key === "symbol" ? String(key) : key;
}

function valueAt(data: unknown, path: DataPath): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined,
    data,
  );
}

/** `["types", 0, "fields", 2, "type", "width"]` becomes `Header.version.type.width`. */
function wordsForPath(path: DataPath, data: unknown): string {
  if (path.length === 0) return "the document";
  const words: string[] = [];
  let value = data;
  for (const key of path) {
    const isObject = typeof value === "object" && value !== null;
    value = isObject ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
    if (typeof key === "number") {
      words.push(nameIn(value) ?? String(key));
    } else if (key !== "types" && key !== "fields" && key !== "members") words.push(key);
    else if (key === path.at(-1)) words.push(key);
  }
  return words.join(".");
}

function nameIn(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("name" in value)) return undefined;
  return typeof value.name === "string" ? value.name.slice(0, 40) : undefined;
}

function reasonOf(issue: z.core.$ZodIssue, value: unknown): string {
  const got = value === undefined ? "it is missing" : `got ${shownOf(value)}`;
  switch (issue.code) {
    case "invalid_type":
      return `expected ${wordsFor[issue.expected] ?? issue.expected}, ${got}`;
    case "invalid_value":
      return `expected ${issue.values.map((each) => JSON.stringify(each)).join(" or ")}, ${got}`;
    case "invalid_union":
      return "discriminator" in issue && issue.discriminator !== undefined
        ? `${value === undefined ? "it is missing" : `unknown kind ${shownOf(value)}${suggestionFor(value)}`}`
        : value === undefined
          ? got
          : `${got}, which is not allowed here`;
    case "too_big":
      return issue.origin === "string"
        ? `expected at most ${String(issue.maximum)} characters, got ${String(value).length}`
        : `${String(issue.maximum)} is the greatest number of JSON; write a greater one as a text of digits`;
    default:
      return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
  }
}

function shownOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  return typeof value === "function" ? "a function" : String(value);
}

const wordsFor: Readonly<Record<string, string>> = {
  object: "an object",
  array: "a list",
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};
