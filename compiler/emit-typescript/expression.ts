import type { ExpressionLayout } from "../layout-types.js";

/** Returns text that evaluates an expression; `field` returns that for a field. */
export function expressionText(
  expression: ExpressionLayout,
  field: (field: ExpressionLayout & { readonly kind: "field" }) => string,
): string {
  switch (expression.kind) {
    case "number":
      return String(expression.value);
    case "field":
      return `(${field(expression)})`;
    case "negation":
      return `(-${expressionText(expression.operand, field)})`;
    case "conditional": {
      const { test, consequent, alternate } = expression;
      return `(${expressionText(test, field)} !== 0 ? ${expressionText(consequent, field)} : ${expressionText(alternate, field)})`;
    }
    case "binary": {
      const left = expressionText(expression.left, field);
      const right = expressionText(expression.right, field);
      switch (expression.operator) {
        case "+":
        case "-":
        case "*":
        case "%":
          return `(${left} ${expression.operator} ${right})`;
        case "/":
          return `Math.trunc(${left} / ${right})`;
        case "<<":
          return `(${left} * 2 ** ${right})`;
        case ">>":
          return `Math.floor(${left} / 2 ** ${right})`;
        case "&":
        case "|":
        case "^":
          return `((${left} ${expression.operator} ${right}) >>> 0)`;
        case "==":
        case "!=":
          return `(${left} ${expression.operator}= ${right} ? 1 : 0)`;
        case "<":
        case "<=":
        case ">":
        case ">=":
          return `(${left} ${expression.operator} ${right} ? 1 : 0)`;
      }
    }
  }
}
