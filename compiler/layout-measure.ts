/** Part of stage 5: what expressions name besides fields: constants, sizes and counts. */
import type { Diagnostic } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { Span } from "./document.js";
import type { Expression } from "./expression.js";
import type { BitPlace } from "./layout-bits.js";
import type { ExpressionLayout, FieldLayout, PrefixedLengthLayout } from "./layout-types.js";
import type { ResolvedStruct } from "./resolve.js";
import { nearest } from "./suggest.js";

/** What surrounds a type. */
export interface Place {
  readonly subject: string;
  readonly span: Span;
  readonly struct: ResolvedStruct;
  /** The fields before it. */
  readonly fields: readonly FieldLayout[];
  /** The whole record, for what may ask for all of it: not for lengths. */
  readonly whole?: { readonly size: number | undefined };
  /** Where it lies, if it is a bit field. */
  readonly bits?: BitPlace | undefined;
  /** The integer before it that says its length. */
  readonly prefix?: PrefixedLengthLayout | undefined;
}

/** Lays out a named number. */
export function layOutConstant(
  { name, value }: Expression & { readonly kind: "constant" },
  { subject, span, struct }: Place,
  diagnostics: Diagnostic[],
): ExpressionLayout {
  if (struct.fields.some((field) => field.name === name)) {
    diagnostics.push(diagnose("ambiguous-name", span, { subject, name }));
  }
  if (Number.isSafeInteger(Number(value))) return { kind: "number", value: Number(value) };
  const type = `the constant ${value}, no whole number within ±(2^53 - 1)`;
  diagnostics.push(diagnose("field-not-integer", span, { subject, name, type }));
  return { kind: "number", value: 0 };
}

/** Finds what `size` and `count` ask for: a number where it is known. */
export function layOutMeasure(
  { measure, path }: Expression & { readonly kind: "measure" },
  { subject, span, struct, fields: all, whole }: Place,
  diagnostics: Diagnostic[],
): ExpressionLayout | undefined {
  const name = path.join(".");
  const refuse = (problem: string): undefined => {
    const asked = `${measure}(${name})`;
    diagnostics.push(diagnose("wrong-argument", span, { subject, asked, problem }));
    return undefined;
  };
  if (whole === undefined) return refuse("a length cannot ask for it; name a field");
  if (path.length === 0) {
    return whole.size === undefined
      ? { kind: "measure", measure, field: undefined }
      : { kind: "number", value: whole.size };
  }
  let fields = all;
  let found: FieldLayout | undefined;
  for (const key of path) {
    found = fields.find((field) => field.name === key);
    if (found === undefined) {
      const suggestion = nearest(
        key,
        fields.map((field) => field.name),
      );
      diagnostics.push(diagnose("unknown-field", span, { subject, name, suggestion }));
      return undefined;
    }
    fields = found.type.kind === "struct" ? found.type.struct.fields : [];
  }
  if (found === undefined) throw new Error(`${struct.name}: no field ${name}`);
  const { size } = found;
  const count = measure === "count" ? countOf(found) : undefined;
  if (measure === "count" && count === undefined) {
    return refuse(`${name} is no array, and has no elements to count`);
  }
  if (isBits(found)) return refuse(`${name} has no whole bytes`);
  if (typeof count === "number") return { kind: "number", value: count };
  if (size !== undefined) return { kind: "number", value: size };
  return path.length > 1
    ? refuse(`${name} has a dynamic length and lies in a nested struct; compute it there`)
    : { kind: "measure", measure, field: found };
}

/** Returns how many elements an array or a sequence has, if the contents do not say it; `undefined` for others. */
function countOf({ type, condition }: FieldLayout): number | "told" | undefined {
  if (type.kind !== "array" && type.kind !== "sequence") return undefined;
  const { length, measure } = type;
  const isKnown = length.kind === "fixed" && measure === "elements" && condition === undefined;
  return isKnown ? length.value : "told";
}

function isBits({ type }: FieldLayout): boolean {
  return type.kind === "bits" || ("base" in type && type.base.kind === "bits");
}

/** Whether a named number is part of an expression. */
export function namesConstant(expression: Expression): boolean {
  switch (expression.kind) {
    case "constant":
      return true;
    case "number":
    case "field":
    case "measure":
      return false;
    case "negation":
    case "not":
    case "complement":
      return namesConstant(expression.operand);
    case "binary":
      return namesConstant(expression.left) || namesConstant(expression.right);
    case "conditional":
      return [expression.test, expression.consequent, expression.alternate].some(namesConstant);
  }
}
