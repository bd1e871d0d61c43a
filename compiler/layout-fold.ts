/** Part of stage 5: expressions whose operands are all known are numbers. */
import type { BinaryOperator } from "./expression.js";
import type { ExpressionLayout } from "./layout-types.js";

/** Returns the number that an expression is, where its parts are numbers, else the expression. */
export function fold(expression: ExpressionLayout): ExpressionLayout {
  const value = valueOf(expression);
  // What has no whole result is refused where it is used.
  return value === undefined || !Number.isSafeInteger(value)
    ? expression
    : { kind: "number", value: value + 0 };
}

function valueOf(expression: ExpressionLayout): number | undefined {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "field":
    case "measure":
      return undefined;
    case "negation":
    case "not":
    case "complement": {
      const operand = numberOf(expression.operand);
      if (operand === undefined || expression.kind === "negation") return operand && -operand;
      return expression.kind === "not" ? Number(operand === 0) : ~operand >>> 0;
    }
    case "binary": {
      const left = numberOf(expression.left);
      const right = numberOf(expression.right);
      return left === undefined || right === undefined
        ? undefined
        : apply(expression.operator, left, right);
    }
    case "conditional": {
      const test = numberOf(expression.test);
      if (test === undefined) return undefined;
      return numberOf(test === 0 ? expression.alternate : expression.consequent);
    }
  }
}

function numberOf(expression: ExpressionLayout): number | undefined {
  return expression.kind === "number" ? expression.value : undefined;
}

function apply(operator: BinaryOperator, left: number, right: number): number | undefined {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0 ? undefined : Math.trunc(left / right);
    case "%":
      return right === 0 ? undefined : left % right;
    case "<<":
      return left * 2 ** right;
    case ">>":
      return Math.floor(left / 2 ** right);
    case "&":
      return (left & right) >>> 0;
    case "|":
      return (left | right) >>> 0;
    case "^":
      return (left ^ right) >>> 0;
    case "==":
      return Number(left === right);
    case "!=":
      return Number(left !== right);
    case "<":
      return Number(left < right);
    case "<=":
      return Number(left <= right);
    case ">":
      return Number(left > right);
    case ">=":
      return Number(left >= right);
    case "&&":
      return Number(left !== 0 && right !== 0);
    case "||":
      return Number(left !== 0 || right !== 0);
    case "min":
      return Math.min(left, right);
    case "max":
      return Math.max(left, right);
  }
}
