/**
 * Text that reads plain objects: the lengths that they give or ask for, and expressions over them. Also
 * the text of what computes the fields that an object does not give.
 */
import { lengthNamesOf } from "../layout-computed.js";
import { sizeOf } from "../layout-size.js";
import type {
  ConditionLayout,
  ExpressionLayout,
  FieldLayout,
  FieldType,
  LengthLayout,
  StructLayout,
} from "../layout-types.js";
import { isBigint } from "../resolve.js";
import { alignedText, openedRecord, relativeText, sizeText } from "./access.js";
import { isWide } from "./computed.js";
import { conditionText, expressionText } from "./expression.js";
import type { FieldLeaf, Leaves } from "./expression.js";
import type { Imports } from "./imports.js";
import { expectedRecords, sizeOfSequence } from "./sequence.js";
import { lines, sum } from "./text.js";
import { givenTextSize } from "./text-value.js";
import { selectName } from "./select-type.js";
import { defaultValue } from "./variant-value.js";

/** Returns the fields whose values are those of expressions, in the order in which they are computed. */
export function computationsOf({ computed }: StructLayout): readonly FieldLayout[] {
  return computed.filter(({ kind }) => kind === "expression").map(({ field }) => field);
}

/** Returns the statement that computes what a value does not give. */
export function completeText(struct: StructLayout): string {
  return computationsOf(struct).length === 0 ? "" : `value = ${struct.name}.$complete(value);`;
}

/** Returns the text of `$complete`. What it is given was not checked yet. */
export function emitComplete(struct: StructLayout, imports: Imports): string {
  const leaves = unsafeLeaves(struct, imports);
  const statements = struct.computed.flatMap((each) => {
    if (each.kind !== "expression") return [];
    const text = expressionText(each.expression, leaves, imports);
    const value = isBigint(each.type) ? `${imports.runtime("bigintFrom")}(${text})` : text;
    return [`value.${each.field.name} ??= ${value};`];
  });
  if (statements.length === 0) return "";
  const typeName = `Partial<${struct.name}Value>`;
  return `
  /** Returns a copy of a value, with the fields computed that it does not give. */
  static $complete(given: ${typeName}): ${typeName} {
    const value: ${typeName} = { ...given };
    ${lines(statements)}
    return value;
  }
`;
}

/**
 * Returns an expression for the size in bytes of a part of dynamic length in a value. What is not given
 * and whose length depends on `open` fields that are not given either is empty.
 */
export function givenSize(
  field: FieldLayout,
  struct: StructLayout,
  imports: Imports,
  open: readonly string[] = [],
): string {
  const size = givenSizeOf(field, struct, imports, open);
  const { condition } = field;
  return condition === undefined ? size : `(${isAskedFor(condition, imports)} ? ${size} : 0)`;
}

function givenSizeOf(
  field: FieldLayout,
  struct: StructLayout,
  imports: Imports,
  open: readonly string[],
): string {
  const { name, type } = field;
  const given = `value.${name}`;
  const fixedSize = sizeOf(type);
  if (fixedSize !== undefined) return String(fixedSize);
  if (type.kind === "struct") return `${type.struct.name}.sizeOf(${given} ?? {})`;
  if (type.kind === "variant") return `${type.variant.name}.sizeOf(${givenVariant(type, given)})`;
  if (type.kind === "select") {
    const bytes = type.otherwise?.kind === "bytes" ? type.otherwise.length : undefined;
    const length = bytes === undefined ? "0" : unlessOpen(expectedLength(bytes, imports), open);
    const tag = valueExpression(type.on.expression, imports);
    return `${selectName(struct, name)}.sizeOf(${tag}, ${given}, ${length})`;
  }
  if (type.kind === "sequence") {
    const expected = (length: LengthLayout): string =>
      unlessOpen(expectedLength(length, imports), open);
    return sizeOfSequence(type, given, expected, imports);
  }
  if (type.kind === "text") {
    const { length } = type;
    const isSaid = length.kind === "fixed" || length.kind === "expression";
    const expected = isSaid ? unlessOpen(expectedLength(length, imports), open) : "0";
    return givenTextSize(field, type, expected, struct, imports);
  }
  const length = givenLength(field, imports, open);
  return type.kind === "array" && type.stride > 1 ? `${length} * ${type.stride}` : length;
}

/** Returns an expression for the value of a variant: where it is not given, its first case. */
export function givenVariant(
  { variant }: FieldType & { readonly kind: "variant" },
  given: string,
): string {
  return `${given} ?? ${defaultValue(variant)}`;
}

/** Returns text that evaluates an expression over the fields of a value. */
export function valueExpression(expression: ExpressionLayout, imports: Imports): string {
  return expressionText(expression, lengthLeaves(imports), imports);
}

/** Returns an expression for whether the other fields of a value ask for a field. */
export function isAskedFor({ expression }: ConditionLayout, imports: Imports): string {
  return conditionText(expression, lengthLeaves(imports), imports);
}

/** Returns an expression that is 0 where one of `open` fields is not given. */
function unlessOpen(length: string, open: readonly string[]): string {
  const tests = open.map((each) => `value.${each} === undefined`);
  return tests.length === 0 ? length : `(${tests.join(" || ")} ? 0 : ${length})`;
}

/**
 * Returns an expression for the length of a part of dynamic length in a value: of one that is not
 * given what its expression says, or 0 where that depends on `open` fields that are not given either.
 */
function givenLength(
  { name, type }: FieldLayout,
  imports: Imports,
  open: readonly string[],
): string {
  if (type.kind !== "bytes" && type.kind !== "array") throw new Error(`${name} has a fixed size`);
  return `(value.${name}?.length ?? ${unlessOpen(expectedCount(type, imports), open)})`;
}

/** Returns an expression for the number of elements of an array or a sequence in a value. */
function givenCount(field: FieldLayout, imports: Imports, open: readonly string[]): string {
  const { name, type, condition } = field;
  const expected = (length: LengthLayout): string =>
    unlessOpen(expectedLength(length, imports), open);
  const count =
    type.kind === "sequence"
      ? `(value.${name}?.length ?? ${expectedRecords(type, expected)})`
      : givenLength(field, imports, open);
  return condition === undefined ? count : `(${isAskedFor(condition, imports)} ? ${count} : 0)`;
}

/** Returns an expression for the length of a run or an array that other fields of a value ask for. */
export function expectedCount(
  type: FieldType & { readonly kind: "bytes" | "array" },
  imports: Imports,
): string {
  const expected = expectedLength(type.length, imports);
  const isInBytes = type.kind === "array" && type.measure === "bytes" && type.stride > 1;
  return isInBytes && type.length.kind === "expression" ? `${expected} / ${type.stride}` : expected;
}

/** Returns an expression for the length that the other fields of a value ask for. */
export function expectedLength(length: LengthLayout, imports: Imports): string {
  switch (length.kind) {
    case "fixed":
      return String(length.value);
    case "prefixed":
    case "rest":
      return "0";
    case "expression":
      return expressionText(length.expression, lengthLeaves(imports), imports);
  }
}

/** Returns how lengths read a plain object. */
function lengthLeaves(imports: Imports): Leaves {
  return {
    field: (leaf) => {
      const given = givenText(leaf, imports);
      return isBigint(leaf.type) || leaf.isLiteral ? `Number(${given})` : given;
    },
    measure: ({ measure }) => {
      throw new Error(`a length asks for a ${measure}`);
    },
    mayBeUnknown: () => false,
  };
}

/** Returns how expressions read a plain object that is complete. */
export function valueLeaves(struct: StructLayout, imports: Imports): Leaves {
  const { field } = lengthLeaves(imports);
  return {
    field: (leaf) =>
      isBigint(leaf.type)
        ? `${imports.runtime("exactNumber")}(${givenText(leaf, imports)})`
        : field(leaf),
    measure: ({ measure, field: part }) =>
      part === undefined
        ? givenWhole(struct, (each) => givenSize(each, struct, imports))
        : measure === "count"
          ? givenCount(part, imports, [])
          : givenSize(part, struct, imports),
    mayBeUnknown: ({ type }) => isWide(type),
  };
}

/**
 * Returns how expressions read a plain object that is neither checked nor complete: what is no number
 * becomes `NaN`, and a part that is not given is empty where its length has to be computed itself.
 */
function unsafeLeaves(struct: StructLayout, imports: Imports): Leaves {
  const names = new Set(computationsOf(struct).map(({ name }) => name));
  const openOf = (part: FieldLayout): readonly string[] =>
    lengthNamesOf(part).filter((name) => names.has(name));
  const sizeOfPart = (part: FieldLayout): string => givenSize(part, struct, imports, openOf(part));
  return {
    field: (leaf) => `Number(${givenText(leaf, imports)})`,
    measure: ({ measure, field: part }) =>
      part === undefined
        ? givenWhole(struct, sizeOfPart)
        : measure === "count"
          ? givenCount(part, imports, openOf(part))
          : sizeOfPart(part),
    mayBeUnknown: ({ type }) => isWide(type),
  };
}

/** Returns an expression for what a value has for a field, or a nested value computes. */
function givenText({ path, computedBy, absent }: FieldLeaf, imports: Imports): string {
  if (computedBy === undefined) return `value.${path.join("?.")} ?? ${absent}`;
  const owner = `value.${path.slice(0, -1).join("?.")}`;
  const record = imports.from(computedBy.file, computedBy.name);
  return `${record}.$complete(${owner} ?? {}).${path.at(-1)} ?? ${absent}`;
}

/** Returns an expression for the size of the whole record, of which `sizeOf` tells that of a part. */
function givenWhole(struct: StructLayout, sizeOfPart: (part: FieldLayout) => string): string {
  const anchor = (name: string): string => {
    const found = struct.anchors.find((each) => each.name === name);
    if (found === undefined) throw new Error(`${struct.name} has no anchor ${name}`);
    return found.kind === "end"
      ? sum(relativeText(record, found.field.position), sizeOfPart(found.field))
      : `(${alignedText(relativeText(record, found.from), found.alignment)})`;
  };
  const record = { ...openedRecord, anchor };
  return sizeText(struct, record);
}
