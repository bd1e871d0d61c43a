/**
 * Text of reflection: the layout of a struct as plain data beside its class. It is a constant of its
 * own, so that a bundler leaves it out where nothing asks for it. Structs are told by name, as a
 * reference between modules that import each other would be evaluated too early.
 */
import type { Codec, ModuleFile } from "../codec.js";
import type {
  EnumerationLayout,
  FieldLayout,
  FlagsLayout,
  FieldType,
  StructLayout,
  TextLengthLayout,
} from "../layout-types.js";
import { numericOf } from "../layout-size.js";
import { docText } from "./doc.js";
import type { Imports } from "./imports.js";
import { literalText } from "./value-text.js";

/** Data that has a literal. What is `undefined` is left out of an object. */
type Data =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | readonly Data[]
  | { readonly [name: string]: Data };

/** Returns the constant with the layout of a struct. */
export function emitReflection(struct: StructLayout, imports: Imports): string {
  return `
${docText(`The layout of {@link ${struct.name}}.`)}
export const ${struct.name}Layout: ${imports.runtimeType("StructReflection")} = ${dataText(reflect(struct))};
`;
}

function reflect(struct: StructLayout): Data {
  const enumerations = distinct(struct.fields.flatMap(({ type }) => enumerationsIn(type)));
  const flags = distinct(struct.fields.flatMap(({ type }) => flagsIn(type)));
  const { name, doc, size, minimumSize, alignment, byteOrder, foundOrder, facts } = struct;
  const { acceptsAnyBytes, acceptsZero, hasPadding } = facts;
  return {
    name,
    doc,
    isUnion: struct.isUnion ? true : undefined,
    size: size ?? null,
    minimumSize,
    alignment,
    isUnaligned: alignment === 1,
    byteOrder,
    orderTests: foundOrder && { ...foundOrder.texts },
    acceptsAnyBytes: foundOrder === undefined && acceptsAnyBytes,
    acceptsZero: foundOrder === undefined && acceptsZero,
    hasPadding,
    fields: struct.fields.map((field) => reflectField(field, struct)),
    enumerations: enumerations.map(reflectEnumeration),
    flags: flags.length === 0 ? undefined : flags.map(reflectFlags),
  };
}

/** Returns each type once, however many fields name it. */
function distinct<T extends { readonly file: string; readonly name: string }>(
  types: readonly T[],
): readonly T[] {
  return [...new Map(types.map((type) => [`${type.file}:${type.name}`, type])).values()];
}

function reflectField(field: FieldLayout, { anchors }: StructLayout): Data {
  const { name, doc, position, size, condition, pointsTo } = field;
  const isBits = numericOf(field.type)?.kind === "bits";
  const anchor = anchors.find((each) => each.name === position.after);
  const isStart = anchor?.kind === "start";
  return {
    name,
    doc,
    after: anchor?.kind === "end" ? anchor.field.name : anchor?.field,
    isFromStart: isStart ? true : undefined,
    alignment: isStart && anchor.field === name ? anchor.alignment : undefined,
    offset: position.bytes,
    size: isBits || size === undefined ? null : size,
    condition: condition?.text,
    pointsTo: pointsTo?.()?.name,
    type: reflectType(field.type),
  };
}

function reflectType(type: FieldType): Data {
  const { kind } = type;
  switch (type.kind) {
    case "scalar": {
      const { scalar, byteOrder, isNumber } = type;
      return { kind, name: scalar.name, byteOrder, isNumber: isNumber || undefined };
    }
    case "bits": {
      const { interpretation, bitOffset, width, bitOrder, unit, byteOrder } = type;
      const held = unit === undefined ? {} : { unit: unit.name, byteOrder };
      return { kind, interpretation, bitOffset, width, bitOrder, ...held };
    }
    case "enumeration":
      return { kind, name: type.enumeration.name, base: reflectType(type.base) };
    case "constant":
      return { kind, value: type.value, member: type.member, base: reflectType(type.base) };
    case "nonzero":
      return { kind, isOptional: type.isOptional, base: reflectType(type.base) };
    case "flags":
      return { kind, name: type.flags.name, base: reflectType(type.base) };
    case "wrapped":
      return { kind, codec: reflectCodec(type.codec), base: reflectType(type.base) };
    case "bytes":
      return { kind, length: reflectLength(type.length), content: type.content };
    case "text": {
      const { encoding, byteOrder, pad, isZeroTerminated } = type;
      const length = reflectLength(type.length);
      return { kind, encoding, byteOrder, length, pad, isZeroTerminated };
    }
    case "struct":
      return { kind, name: type.struct.name, byteOrder: type.byteOrder };
    case "variant":
      return { kind, name: type.variant.name, byteOrder: type.byteOrder };
    case "select": {
      const { on, byteOrder, cases, otherwise } = type;
      const other =
        otherwise?.kind === "struct"
          ? { kind: "struct", name: otherwise.struct.name }
          : otherwise && { kind: "bytes", length: reflectLength(otherwise.length) };
      return {
        kind,
        on: on.text,
        byteOrder,
        cases: cases.map(({ value, struct }) => ({ value, name: struct.name })),
        otherwise: other ?? null,
      };
    }
    case "array": {
      const { element, length, measure, stride } = type;
      return {
        kind,
        element: reflectType(element),
        length: reflectLength(length),
        measure,
        stride,
        shape: reflectShape(type),
      };
    }
    case "sequence": {
      const { element, byteOrder, length, measure } = type;
      return { kind, name: element.name, byteOrder, length: reflectLength(length), measure };
    }
  }
}

/** Returns how components lie; `undefined` for other elements. */
function reflectShape({ shape, length, stride }: FieldType & { readonly kind: "array" }): Data {
  if (shape === undefined || length.kind !== "fixed") return undefined;
  if (shape.kind === "vector") return { kind: shape.kind, size: length.value };
  const { kind, columns, rows, order } = shape;
  const along = order === "column" ? columns : rows;
  return { kind, columns, rows, order, stride: (length.value / along) * stride };
}

function reflectLength(length: TextLengthLayout): Data {
  const { kind } = length;
  switch (length.kind) {
    case "fixed":
      return { kind, value: length.value };
    case "expression":
      return { kind, text: length.text };
    case "prefixed":
      return { kind, base: reflectType(length.prefix) };
    case "zeroTerminated":
      return { kind, maximum: length.maximum };
    case "rest":
      return { kind };
  }
}

function reflectEnumeration({ name, doc, isOpen, members }: EnumerationLayout): Data {
  const named = members.map((each) => ({ name: each.name, value: each.value, doc: each.doc }));
  return { name, doc, isOpen, members: named };
}

function reflectFlags({ name, doc, isOpen, members }: FlagsLayout): Data {
  const named = members.map((each) => ({ name: each.name, mask: each.value, doc: each.doc }));
  return { name, doc, isOpen, members: named };
}

/** The module of a codec is left out: its path is that of a project. */
function reflectCodec(codec: Codec<ModuleFile>): Data {
  return codec.kind === "module" ? { kind: codec.kind, name: codec.name } : { ...codec };
}

function flagsIn(type: FieldType): readonly FlagsLayout[] {
  if (type.kind === "flags") return [type.flags];
  return type.kind === "array" ? flagsIn(type.element) : [];
}

function enumerationsIn(type: FieldType): readonly EnumerationLayout[] {
  if (type.kind === "enumeration") return [type.enumeration];
  if (type.kind === "wrapped") return enumerationsIn(type.base);
  return type.kind === "array" ? enumerationsIn(type.element) : [];
}

function dataText(data: Data): string {
  if (data === null || data === undefined) return String(data);
  if (typeof data === "string") return JSON.stringify(data);
  if (typeof data !== "object") return literalText(data);
  if (isList(data)) return `[${data.map(dataText).join(", ")}]`;
  const entries = Object.entries(data).filter(([, value]) => value !== undefined);
  return `{ ${entries.map(([name, value]) => `${name}: ${dataText(value)}`).join(", ")} }`;
}

function isList(data: Data): data is readonly Data[] {
  return Array.isArray(data);
}
