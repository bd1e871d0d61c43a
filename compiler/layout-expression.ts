/** Part of stage 5: expressions over fields, with the places of all that they name. */
import type { Diagnostic } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { Expression } from "./expression.js";
import { fold } from "./layout-fold.js";
import { layOutConstant, layOutMeasure } from "./layout-measure.js";
import type { Place } from "./layout-measure.js";
import { isBoolean, isInteger, plainNumberOf } from "./layout-size.js";
import type { ExpressionLayout, FieldLayout, Position, StructLayout } from "./layout-types.js";
import { wordsFor } from "./layout-words.js";
import type { RecordByteOrder } from "./resolve.js";
import { nearest } from "./suggest.js";

/** Lays out an expression; what is known of it is worked out. */
export function layOutExpression(
  expression: Expression,
  place: Place,
  diagnostics: Diagnostic[],
): ExpressionLayout {
  return fold(layOutOperation(expression, place, diagnostics));
}

function layOutOperation(
  expression: Expression,
  place: Place,
  diagnostics: Diagnostic[],
): ExpressionLayout {
  const layOut = (operand: Expression): ExpressionLayout => {
    return layOutExpression(operand, place, diagnostics);
  };
  switch (expression.kind) {
    case "number":
      return expression;
    case "constant":
      return layOutConstant(expression, place, diagnostics);
    case "measure":
      return layOutMeasure(expression, place, diagnostics) ?? { kind: "number", value: 0 };
    case "field":
      return layOutFieldPath(expression.path, place, diagnostics) ?? { kind: "number", value: 0 };
    case "negation":
    case "not":
    case "complement":
      return {
        kind: expression.kind,
        operand: layOut(expression.operand),
      };
    case "binary":
      return {
        kind: "binary",
        operator: expression.operator,
        left: layOut(expression.left),
        right: layOut(expression.right),
      };
    case "conditional":
      return {
        kind: "conditional",
        test: layOut(expression.test),
        consequent: layOut(expression.consequent),
        alternate: layOut(expression.alternate),
      };
  }
}

/** Finds the field that an expression names, through nested structs. */
function layOutFieldPath(
  path: readonly string[],
  place: Place,
  diagnostics: Diagnostic[],
): ExpressionLayout | undefined {
  const { subject, span, struct } = place;
  const name = path.join(".");
  let fields: readonly FieldLayout[] = place.fields;
  let outer: StructLayout | undefined;
  let position: Position = { after: undefined, bytes: 0 };
  // What "runtime" means for a struct that is told its byte order by the one around it.
  let told: RecordByteOrder = "runtime";
  let isFound = false;
  for (const [depth, key] of path.entries()) {
    const field = fields.find((each) => each.name === key);
    if (field === undefined) {
      const isLater =
        depth === 0 && place.whole === undefined && struct.fields.some((each) => each.name === key);
      const candidates = fields.map((each) => each.name);
      const suggestion = nearest(key, candidates);
      diagnostics.push(
        isLater
          ? diagnose("later-field", span, { subject, name })
          : diagnose("unknown-field", span, { subject, name, suggestion }),
      );
      return undefined;
    }
    const isBehindPart =
      field.condition !== undefined || (depth > 0 && field.position.after !== undefined);
    position =
      depth === 0 ? field.position : { ...position, bytes: position.bytes + field.position.bytes };
    const numeric = plainNumberOf(field.type);
    const isLast = depth === path.length - 1;
    const computation = outer?.computed.find((each) => each.field.name === key);
    const isChecksum =
      computation?.kind === "checksum" ||
      (depth === 0 &&
        struct.fields.find((each) => each.name === key)?.computed?.kind === "checksum");
    if (isChecksum) {
      diagnostics.push(diagnose("checksum-in-expression", span, { subject, name }));
      return undefined;
    }
    const isOpen = isFound && numeric?.byteOrder === "runtime";
    if (isLast && numeric !== undefined && isInteger(numeric) && !isBehindPart && !isOpen) {
      const type = numeric.byteOrder === "runtime" ? { ...numeric, byteOrder: told } : numeric;
      const absent = field.type.kind === "constant" ? Number(field.type.value) : 0;
      const isLiteral =
        field.type.kind === "constant" || field.type.kind === "enumeration" || isBoolean(numeric);
      const computedBy = computation === undefined ? undefined : outer;
      return { kind: "field", path, position, type, absent, isLiteral, computedBy };
    }
    // A plain object may give another member, or nothing but bytes.
    const isInUnion = field.type.kind === "struct" && field.type.struct.isUnion && !isLast;
    if (isLast || field.type.kind !== "struct" || isBehindPart || isInUnion) {
      const within = isInUnion ? "in " : "";
      const type =
        field.condition !== undefined
          ? "not always there"
          : isBehindPart
            ? "behind a part of dynamic length"
            : isOpen
              ? "in a byte order that other fields tell"
              : `${within}${wordsFor(field.type)}`;
      diagnostics.push(diagnose("field-not-integer", span, { subject, name, type }));
      return undefined;
    }
    isFound ||= field.type.struct.foundOrder !== undefined;
    if (field.type.byteOrder !== "runtime") told = field.type.byteOrder;
    outer = field.type.struct;
    fields = outer.fields;
  }
  return undefined;
}
