/**
 * Text that evaluates an expression. Operators are those of JavaScript where all operands are numbers;
 * where one may have no number, as behind a division, functions of the runtime carry that on.
 */
import type { BinaryOperator } from "../expression.js";
import type { ExpressionLayout } from "../layout-types.js";
import type { Imports, RuntimeName } from "./imports.js";

/** What an expression reads. */
export type FieldLeaf = ExpressionLayout & { readonly kind: "field" };
/** What an expression measures. */
export type MeasureLeaf = ExpressionLayout & { readonly kind: "measure" };

/** How the leaves of an expression become text. */
export interface Leaves {
  /** Returns an expression for the number that a field has. */
  readonly field: (field: FieldLeaf) => string;
  /** Returns an expression for a size or a count. */
  readonly measure: (measure: MeasureLeaf) => string;
  /** Whether the text of a field may be `NaN`. */
  readonly mayBeUnknown: (field: FieldLeaf) => boolean;
}

/** Returns text that evaluates an expression. */
export function expressionText(
  expression: ExpressionLayout,
  leaves: Leaves,
  imports: Imports,
): string {
  const text = (inner: ExpressionLayout): string => expressionText(inner, leaves, imports);
  const isUnknown = (inner: ExpressionLayout): boolean => mayBeUnknown(inner, leaves);
  switch (expression.kind) {
    case "number":
      return String(expression.value);
    case "field":
      return `(${leaves.field(expression)})`;
    case "measure":
      return `(${leaves.measure(expression)})`;
    case "negation":
      return `(-${text(expression.operand)})`;
    case "complement": {
      const operand = text(expression.operand);
      if (!isUnknown(expression.operand)) return `(~${operand} >>> 0)`;
      return `${imports.held("bitXor")}(${operand}, 0xffffffff)`;
    }
    case "not": {
      if (isUnknown(expression.operand)) {
        return `${imports.held("equal")}(${text(expression.operand)}, 0)`;
      }
      return `(${conditionText(expression, leaves, imports)} ? 1 : 0)`;
    }
    case "conditional": {
      const { test, consequent, alternate } = expression;
      if (isUnknown(test)) {
        const parts = [test, consequent, alternate].map(text);
        return `${imports.held("choose")}(${parts.join(", ")})`;
      }
      return `(${conditionText(test, leaves, imports)} ? ${text(consequent)} : ${text(alternate)})`;
    }
    case "binary": {
      const { operator } = expression;
      const left = text(expression.left);
      const right = text(expression.right);
      const call = functions[operator];
      if (call !== undefined && (isUnknown(expression.left) || isUnknown(expression.right))) {
        const operands = call.isSwapped ? `${right}, ${left}` : `${left}, ${right}`;
        const called = `${imports.held(call.name)}(${operands})`;
        return call.isNegated ? `(1 - ${called})` : called;
      }
      const arithmetic = arithmeticText(operator, left, right);
      if (arithmetic === undefined) {
        return `(${conditionText(expression, leaves, imports)} ? 1 : 0)`;
      }
      if (operator === "/" && !isDivisor(expression.right)) {
        return `${imports.held("quotient")}(${left}, ${right})`;
      }
      return isGrowing.has(operator) && boundOf(expression) > largest
        ? `${imports.held("finite")}(${arithmetic})`
        : arithmetic;
    }
  }
}

/** Returns text for whether an expression has a number that is not zero. */
export function conditionText(
  expression: ExpressionLayout,
  leaves: Leaves,
  imports: Imports,
): string {
  // `NaN` is no number, and neither greater nor less than zero.
  if (mayBeUnknown(expression, leaves)) {
    return `Math.abs(${expressionText(expression, leaves, imports)}) > 0`;
  }
  // TypeScript refuses comparisons whose result it knows.
  if (expression.kind === "number") return String(expression.value !== 0);
  if (expression.kind === "not") {
    return `${expressionText(expression.operand, leaves, imports)} === 0`;
  }
  if (expression.kind === "binary") {
    const { operator } = expression;
    if (operator === "&&" || operator === "||") {
      const sides = [expression.left, expression.right].map((side) => {
        const text = conditionText(side, leaves, imports);
        const isOther = side.kind === "binary" && side.operator !== operator;
        return isOther && (side.operator === "&&" || side.operator === "||") ? `(${text})` : text;
      });
      return sides.join(` ${operator} `);
    }
    if (comparisons.has(operator)) {
      const left = expressionText(expression.left, leaves, imports);
      const right = expressionText(expression.right, leaves, imports);
      const isEquality = operator === "==" || operator === "!=";
      return `${left} ${operator}${isEquality ? "=" : ""} ${right}`;
    }
  }
  return `${expressionText(expression, leaves, imports)} !== 0`;
}

const comparisons: ReadonlySet<BinaryOperator> = new Set(["==", "!=", "<", "<=", ">", ">="]);
const isGrowing: ReadonlySet<BinaryOperator> = new Set(["+", "-", "*", "<<", ">>"]);

function arithmeticText(operator: BinaryOperator, left: string, right: string): string | undefined {
  switch (operator) {
    case "+":
    case "-":
    case "*":
    case "%":
      return `(${left} ${operator} ${right})`;
    case "/":
      return `Math.trunc(${left} / ${right})`;
    case "<<":
      return `(${left} * 2 ** ${right})`;
    case ">>":
      return `Math.floor(${left} / 2 ** ${right})`;
    case "&":
    case "|":
    case "^":
      return `((${left} ${operator} ${right}) >>> 0)`;
    case "min":
    case "max":
      return `Math.${operator}(${left}, ${right})`;
    case "==":
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "&&":
    case "||":
      return undefined;
  }
}

interface Call {
  readonly name: RuntimeName;
  readonly isSwapped?: boolean;
  readonly isNegated?: boolean;
}

/** The operators that would make a number of `NaN`, as functions that do not. */
const functions: { readonly [Operator in BinaryOperator]?: Call } = {
  "==": { name: "equal" },
  "!=": { name: "equal", isNegated: true },
  "<": { name: "less" },
  "<=": { name: "atMost" },
  ">": { name: "less", isSwapped: true },
  ">=": { name: "atMost", isSwapped: true },
  "&": { name: "bitAnd" },
  "|": { name: "bitOr" },
  "^": { name: "bitXor" },
  "&&": { name: "both" },
  "||": { name: "either" },
};

/** Whether the text of an expression may be `NaN`. */
function mayBeUnknown(expression: ExpressionLayout, leaves: Leaves): boolean {
  const within = (inner: ExpressionLayout): boolean => mayBeUnknown(inner, leaves);
  switch (expression.kind) {
    case "number":
      return false;
    case "measure":
      // The records of a sequence cannot be counted where one of them is broken.
      return expression.measure === "count" && expression.field?.type.kind === "sequence";
    case "field":
      return leaves.mayBeUnknown(expression);
    case "negation":
    case "not":
    case "complement":
      return within(expression.operand);
    case "conditional":
      return [expression.test, expression.consequent, expression.alternate].some(within);
    case "binary": {
      const { operator, left, right } = expression;
      if (within(left) || within(right)) return true;
      if (operator === "/" || operator === "%") return !isDivisor(right);
      return isGrowing.has(operator) && boundOf(expression) > largest;
    }
  }
}

function isDivisor(expression: ExpressionLayout): boolean {
  return expression.kind === "number" && expression.value !== 0;
}

/** Up to here there is room for the rounding of sums. */
const largest = 1e300;

/** Returns a number that the size of a result is not beyond. */
function boundOf(expression: ExpressionLayout): number {
  switch (expression.kind) {
    case "number":
      return Math.abs(expression.value);
    case "field":
    case "measure":
      return 2 ** 53;
    case "not":
      return 1;
    case "complement":
      return 2 ** 32;
    case "negation":
      return boundOf(expression.operand);
    case "conditional":
      return Math.max(boundOf(expression.consequent), boundOf(expression.alternate));
    case "binary": {
      const left = boundOf(expression.left);
      const right = boundOf(expression.right);
      switch (expression.operator) {
        case "+":
        case "-":
          return left + right;
        case "*":
          return left * right;
        case "<<":
        case ">>":
          return left * 2 ** shiftOf(expression.right);
        case "/":
          return left;
        case "min":
        case "max":
          return Math.max(left, right);
        default:
          return Math.max(2 ** 32, right);
      }
    }
  }
}

/** Returns a number that a shift is not beyond: fields of few bits are no large ones. */
function shiftOf(expression: ExpressionLayout): number {
  if (expression.kind !== "field") return boundOf(expression);
  const { type } = expression;
  const width = type.kind === "bits" ? type.width : type.scalar.size * 8;
  return 2 ** Math.min(width, 53);
}
