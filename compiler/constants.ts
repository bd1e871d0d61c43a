/** Part of stage 4: the named numbers of a schema, and where expressions name them. */
import type { NumberDefinition } from "./document.js";
import type { Expression } from "./expression.js";
import type { Scope } from "./scope.js";

/** Returns the value of a named number that stands in `file`, also by way of other files. */
export function valueOfNumber(
  { value }: NumberDefinition,
  file: string,
  scope: Scope,
): number | bigint {
  if (typeof value !== "object") return value;
  const target = scope.find(file, value.name, value.from);
  if (target?.definition.kind !== "number") throw new Error(`unresolved number ${value.name}`);
  return valueOfNumber(target.definition, target.file, scope);
}

/** Returns an expression that stands in `file` with the named numbers of that file put in. */
export function withConstants(expression: Expression, file: string, scope: Scope): Expression {
  const within = (inner: Expression): Expression => withConstants(inner, file, scope);
  switch (expression.kind) {
    case "number":
    case "constant":
    case "measure":
      return expression;
    case "field": {
      const [name, ...others] = expression.path;
      const target = name === undefined ? undefined : scope.find(file, name, undefined);
      if (target?.definition.kind !== "number" || others.length > 0) return expression;
      const { definition } = target;
      const value = valueOfNumber(definition, target.file, scope);
      return { kind: "constant", name: definition.name, value };
    }
    case "negation":
    case "not":
    case "complement":
      return { ...expression, operand: within(expression.operand) };
    case "binary":
      return { ...expression, left: within(expression.left), right: within(expression.right) };
    case "conditional":
      return {
        kind: "conditional",
        test: within(expression.test),
        consequent: within(expression.consequent),
        alternate: within(expression.alternate),
      };
  }
}
