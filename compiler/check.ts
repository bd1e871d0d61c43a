/**
 * Stage 3: rules on one document by itself: names, widths, values. What depends on other types comes
 * in `resolve`.
 */
import type { Diagnostic } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type {
  BitsExpression,
  EnumerationDefinition,
  FieldDefinition,
  FlagsDefinition,
  LengthExpression,
  ScalarExpression,
  SchemaDocument,
  SelectExpression,
  Span,
  StructDefinition,
  TextExpression,
  TypeExpression,
} from "./document.js";
import { unitSizeOf } from "./document.js";
import { isIdentifier, reservationOf } from "./names.js";
import type { NameUse } from "./names.js";
import type { ScalarKind } from "./scalars.js";
import { integerRange, scalars } from "./scalars.js";

/** Widest bit field. */
export const maximumBitWidth = 64;

/** Checks a document by itself. */
export function check(document: SchemaDocument): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  if (document.definitions.length === 0) {
    const span = { file: document.file, line: 1, column: 1, endLine: 1, endColumn: 1 };
    diagnostics.push(diagnose("schema-empty", span, { file: document.file }));
  }
  diagnostics.push(...checkNames("type", document.definitions, ""));
  for (const definition of document.definitions) {
    switch (definition.kind) {
      case "struct":
        diagnostics.push(...checkStruct(definition));
        break;
      case "variant":
        if (definition.cases.length === 0) {
          const { name, span } = definition;
          diagnostics.push(diagnose("no-cases", span, { subject: name }));
        }
        break;
      case "enumeration":
        diagnostics.push(...checkEnumeration(definition));
        break;
      case "flags":
        diagnostics.push(...checkFlags(definition));
        break;
      case "alias":
        diagnostics.push(...checkType(definition.target, definition.name, definition.span));
        break;
      case "number":
        break;
    }
  }
  return diagnostics;
}

function checkStruct(struct: StructDefinition): readonly Diagnostic[] {
  // C has structs without bytes, and arrays without elements; to all else they are mistakes.
  const isOfC = struct.rules === "c";
  if (struct.fields.length === 0 && (struct.isUnion || !isOfC)) {
    return [diagnose("empty-struct", struct.span, { struct: struct.name })];
  }
  return [
    ...checkNames("field", struct.fields, `${struct.name}.`, struct.isUnion ? "member" : "field"),
    ...checkAlignment(struct.alignment, struct.name, struct.span),
    ...checkAlignment(struct.typedefAlignment, `the typedef of ${struct.name}`, struct.span),
    ...checkAlignment(struct.pack, `the packing of ${struct.name}`, struct.span),
    ...struct.fields.flatMap((field) => {
      const subject = `${struct.name}.${field.name}`;
      return [
        ...checkAlignment(field.alignment, subject, field.span),
        ...(field.bitField === undefined && !(isOfC && isWithoutBytes(field.type))
          ? checkType(field.type, subject, field.span)
          : []),
        ...checkComputed(field, subject),
        ...checkUnit(field, struct.isUnion, subject),
      ];
    }),
  ];
}

/** Whether a type is an array of no elements, or has such an array as its elements. */
function isWithoutBytes(type: TypeExpression): boolean {
  if (type.kind !== "array" && type.kind !== "bytes") return false;
  return (
    (type.length.kind === "fixed" && type.length.value === 0) ||
    (type.kind === "array" && isWithoutBytes(type.element))
  );
}

/** A unit is an unsigned integer, and a union has none: its members do not follow each other. */
function checkUnit(
  { unit, span }: FieldDefinition,
  isInUnion: boolean,
  subject: string,
): readonly Diagnostic[] {
  if (unit === undefined) return [];
  if (isInUnion) {
    const reason =
      "but the members of a union do not lie beside each other; put the unit in a struct";
    return [diagnose("unit-member", span, { subject, reason })];
  }
  const { scalar, isNumber } = unit.base;
  if (scalars[scalar].kind === "unsigned" && !isNumber) return [];
  const type = isNumber ? `${scalar}.number` : scalar;
  return [diagnose("unit-not-unsigned", span, { subject, type })];
}

/** What is computed is an integer. */
function checkComputed(
  { type, computed, span }: FieldDefinition,
  subject: string,
): readonly Diagnostic[] {
  if (computed === undefined || (type.kind !== "scalar" && type.kind !== "bits")) return [];
  const kind = kindOf(type);
  if (kind === "unsigned" || kind === "signed") return [];
  return [diagnose("base-not-integer", span, { subject, type: nameOf(type) })];
}

/**
 * Warns of a closed enumeration in which values are missing between the others: few beside those that
 * have names, and not because each name is a bit.
 */
function checkGap({ name, members, open, span }: EnumerationDefinition): readonly Diagnostic[] {
  const named = new Set(members.map(({ value }) => value));
  const values = [...named].sort((a, b) => (a < b ? -1 : 1));
  const [first = 0n] = values;
  const count = Number((values.at(-1) ?? 0n) - first) + 1 - values.length;
  const areBits = values.every((value) => value >= 0n && (value & (value - 1n)) === 0n);
  if (open || values.length < 3 || count === 0 || count > values.length / 3 || areBits) return [];
  const missing: bigint[] = [];
  for (let value = first; missing.length < count; value++) {
    if (!named.has(value)) missing.push(value);
  }
  const shown = missing.slice(0, 5).join(", ");
  const parameters = { enumeration: name, missing: count > 5 ? `${shown}, ...` : shown };
  return [diagnose("enumeration-gap", span, parameters)];
}

function checkEnumeration(enumeration: EnumerationDefinition): readonly Diagnostic[] {
  const { name, base, members, span } = enumeration;
  if (members.length === 0) return [diagnose("enumeration-empty", span, { enumeration: name })];
  const problems = [
    ...checkNames("member", members, `${name}.`),
    ...checkBase(base, name, span),
    ...members.flatMap((member) =>
      checkInteger(member.value, base, `${name}.${member.name}`, member.span),
    ),
  ];
  return problems.length > 0 ? problems : checkGap(enumeration);
}

/** Masks are not zero, and no two names have a bit in common: so each name is there or not. */
function checkFlags(flags: FlagsDefinition): readonly Diagnostic[] {
  const { name, base, members, span } = flags;
  if (members.length === 0) return [diagnose("enumeration-empty", span, { enumeration: name })];
  if (kindOf(base) === "signed") {
    return [diagnose("flags-need-unsigned", span, { flags: name, type: nameOf(base) })];
  }
  const problems = [...checkNames("member", members, `${name}.`), ...checkBase(base, name, span)];
  for (const [index, member] of members.entries()) {
    const subject = `${name}.${member.name}`;
    problems.push(...checkInteger(member.value, base, subject, member.span));
    if (member.value === 0n) problems.push(diagnose("flag-without-bits", member.span, { subject }));
    const other = members
      .slice(0, index)
      .find(({ value }) => value > 0n && member.value > 0n && (value & member.value) > 0n);
    if (other !== undefined) {
      const parameters = { subject, other: other.name };
      problems.push(diagnose("flags-overlap", member.span, parameters));
    }
  }
  return problems;
}

function checkType(type: TypeExpression, subject: string, span: Span): readonly Diagnostic[] {
  switch (type.kind) {
    case "reference":
      return [];
    case "scalar":
      return type.isNumber && scalars[type.scalar].typeName !== "bigint"
        ? [diagnose("base-not-integer", span, { subject, type: type.scalar })]
        : [];
    case "bits":
      return checkBase(type, subject, span, { integersOnly: false });
    case "nonzero":
      return checkBase(type.base, subject, span, { integersOnly: true });
    case "wrapped":
      return checkType(type.base, subject, span);
    case "bytes":
      return checkLengthOf(type.length, subject, span);
    case "text":
      return checkText(type, subject, span);
    case "array":
      return [
        ...checkLengthOf(type.length, subject, span),
        ...checkType(type.element, `an element of ${subject}`, span),
      ];
    case "constant":
      return checkConstant(type, subject, span);
    case "member":
      return [];
    case "select":
      return checkSelect(type, subject, span);
  }
}

function checkSelect(
  { cases }: SelectExpression,
  subject: string,
  span: Span,
): readonly Diagnostic[] {
  if (cases.length === 0) return [diagnose("no-cases", span, { subject })];
  const values = cases.map(({ value }) => value);
  return values.flatMap((value, index) => {
    const shown = String(value);
    if (!Number.isSafeInteger(Number(value))) {
      return [diagnose("case-out-of-range", span, { subject, value: shown })];
    }
    return values.indexOf(value) < index
      ? [diagnose("duplicate-case", span, { subject, value: shown })]
      : [];
  });
}

function checkConstant(
  type: TypeExpression & { readonly kind: "constant" },
  subject: string,
  span: Span,
): readonly Diagnostic[] {
  const { base, value } = type;
  const kind = kindOf(base);
  const wrong = [
    diagnose("value-of-wrong-type", span, {
      subject,
      value: String(value),
      type: nameOf(base),
    }),
  ];
  const problems = checkBase(base, subject, span, { integersOnly: false });
  if (kind === "boolean") return typeof value === "boolean" ? problems : wrong;
  if (typeof value === "boolean" || kind === "character") return wrong;
  if (kind === "float") {
    const number = Number(value);
    return isExact(number, nameOf(base)) ? problems : wrong;
  }
  if (typeof value === "number" && !Number.isSafeInteger(value)) return wrong;
  return [...problems, ...checkInteger(BigInt(value), base, subject, span)];
}

/** Whether a float type has a number, and not only one near it. */
function isExact(number: number, type: string): boolean {
  if (!Number.isFinite(number)) return false;
  if (type === "f64") return true;
  if (type === "f32") return Math.fround(number) === number;
  const [precision, least, greatest] = type === "f16" ? [11, -14, 15] : [8, -126, 127];
  const size = Math.abs(number);
  if (size === 0) return true;
  let exponent = Math.floor(Math.log2(size));
  // A logarithm near a power of two may be rounded to the wrong side.
  if (2 ** exponent > size) exponent--;
  if (2 ** (exponent + 1) <= size) exponent++;
  if (exponent > greatest) return false;
  return Number.isInteger(size / 2 ** (Math.max(exponent, least) - (precision - 1)));
}

function checkBase(
  base: ScalarExpression | BitsExpression,
  subject: string,
  span: Span,
  { integersOnly = true }: { readonly integersOnly?: boolean } = {},
): readonly Diagnostic[] {
  if (base.kind === "bits") {
    const { width } = base;
    const maximum = base.interpretation === "boolean" ? 1 : maximumBitWidth;
    if (!(width >= 1 && width <= maximum)) {
      return [diagnose("bits-width", span, { subject, width, maximum })];
    }
  }
  if (base.kind === "scalar" && base.isNumber) {
    return [diagnose("base-not-integer", span, { subject, type: `${base.scalar}.number` })];
  }
  const kind = kindOf(base);
  if (!integersOnly || kind === "unsigned" || kind === "signed") return [];
  return [diagnose("base-not-integer", span, { subject, type: nameOf(base) })];
}

function checkInteger(
  value: bigint,
  base: ScalarExpression | BitsExpression,
  subject: string,
  span: Span,
): readonly Diagnostic[] {
  const kind = kindOf(base);
  const width = base.kind === "bits" ? base.width : scalars[base.scalar].size * 8;
  if ((kind !== "unsigned" && kind !== "signed") || width < 1) return [];
  const { minimum, maximum } = integerRange(kind, width);
  if (value >= minimum && value <= maximum) return [];
  return [
    diagnose("value-out-of-range", span, {
      subject,
      value: String(value),
      type: nameOf(base),
      minimum: String(minimum),
      maximum: String(maximum),
    }),
  ];
}

function checkText(type: TextExpression, subject: string, span: Span): readonly Diagnostic[] {
  const { encoding, length, pad, isZeroTerminated } = type;
  const unitSize = unitSizeOf(encoding);
  const diagnostics: Diagnostic[] = [];
  const refuse = (option: string, reason: string): void => {
    diagnostics.push(diagnose("text-options", span, { subject, option, reason }));
  };
  if (length.kind === "zeroTerminated") {
    if (length.maximum !== undefined && length.maximum % unitSize !== 0) {
      diagnostics.push(diagnose("text-length-odd", span, { subject, length: length.maximum }));
    }
  } else diagnostics.push(...checkLengthOf(length, subject, span));
  if (length.kind === "fixed" && length.value % unitSize !== 0 && diagnostics.length === 0) {
    diagnostics.push(diagnose("text-length-odd", span, { subject, length: length.value }));
  }
  if (length.kind !== "fixed" && length.kind !== "expression") {
    const reason = "the text says itself where it ends, so nothing is left to fill; remove it";
    if (pad !== undefined) refuse("pad", reason);
    if (isZeroTerminated) refuse("zeroTerminated", reason);
  } else if (pad !== undefined && isZeroTerminated) {
    refuse("pad", "what follows the zero that ends the text is zero; remove one of the two");
  }
  if (type.byteOrder !== undefined && unitSize === 1) {
    refuse("byteOrder", `code units of ${encoding} are single bytes; remove it`);
  }
  const maximum = 2 ** (unitSize * 8) - 1;
  if (pad !== undefined && !(pad >= 0 && pad <= maximum)) {
    diagnostics.push(
      diagnose("value-out-of-range", span, {
        subject: `the pad of ${subject}`,
        value: String(pad),
        type: `a code unit of ${encoding}`,
        minimum: "0",
        maximum: String(maximum),
      }),
    );
  }
  return diagnostics;
}

function checkLengthOf(
  length: LengthExpression,
  subject: string,
  span: Span,
): readonly Diagnostic[] {
  if (length.kind === "fixed") return checkLength(length.value, subject, span);
  if (length.kind !== "prefixed" || scalars[length.base.scalar].kind === "unsigned") return [];
  return [diagnose("prefix-not-unsigned", span, { type: length.base.scalar })];
}

function checkLength(length: number, subject: string, span: Span): readonly Diagnostic[] {
  return Number.isSafeInteger(length) && length >= 1
    ? []
    : [diagnose("length-out-of-range", span, { subject, length })];
}

function checkNames(
  use: NameUse,
  named: readonly { readonly name: string; readonly span: Span; readonly kind?: string }[],
  prefix: string,
  words: string = use,
): readonly Diagnostic[] {
  const first = new Map<string, Span>();
  return named.flatMap(({ name, span, kind }): readonly Diagnostic[] => {
    const what = kind === "number" ? "constant" : words;
    if (!isIdentifier(name)) return [diagnose("invalid-name", span, { name, what })];
    const reason = reservationOf(name, kind === "number" ? "constant" : use);
    if (reason !== undefined) return [diagnose("reserved-name", span, { name, what, reason })];
    const earlier = first.get(name);
    if (earlier === undefined) {
      first.set(name, span);
      return [];
    }
    const parameters = { name: `${prefix}${name}`, what, first: earlier.line };
    return [diagnose("duplicate-name", span, parameters)];
  });
}

function checkAlignment(
  alignment: number | undefined,
  subject: string,
  span: Span,
): readonly Diagnostic[] {
  return alignment === undefined || Number.isInteger(Math.log2(alignment))
    ? []
    : [diagnose("alignment-not-power", span, { subject, alignment })];
}

function kindOf(base: ScalarExpression | BitsExpression): ScalarKind {
  return base.kind === "bits" ? base.interpretation : scalars[base.scalar].kind;
}

function nameOf(base: ScalarExpression | BitsExpression): string {
  return base.kind === "bits" ? `bits(${base.width})` : base.scalar;
}
