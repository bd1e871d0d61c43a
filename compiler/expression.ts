/**
 * The expression language of schemas: integers, fields that come earlier, and operators. It is total
 * and has no side effects.
 *
 * Arithmetic is that of whole numbers within ±2^53; division and remainder truncate towards zero.
 * `&`, `|`, `^` work on the low 32 bits and give 0 to 2^32 - 1; `<<` and `>>` multiply and divide by
 * a power of two. A result that is no whole number from 0 up is refused where it is used as a length.
 */
import numbers from "@jsep-plugin/numbers";
import jsep from "jsep";

// Hexadecimal, octal and binary numbers.
jsep.plugins.register(numbers);

/** A parsed expression. */
export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "field"; readonly path: readonly string[] }
  | { readonly kind: "negation"; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "conditional";
      readonly test: Expression;
      readonly consequent: Expression;
      readonly alternate: Expression;
    };

const binaryOperators = [
  "+",
  "-",
  "*",
  "/",
  "%",
  "<<",
  ">>",
  "&",
  "|",
  "^",
  "==",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
] as const;

/** Operators between two operands. Comparisons give 1 or 0. */
export type BinaryOperator = (typeof binaryOperators)[number];

/** An expression, or what is wrong with its text. */
export type ExpressionResult = { readonly expression: Expression } | { readonly problem: string };

/** Longest text that is parsed; the parser and all behind it recurse. */
const maximumLength = 1000;

/** Parses the text of an expression such as `ihl * 4 - 20`. */
export function parseExpression(text: string): ExpressionResult {
  if (text.length > maximumLength) {
    return { problem: `it is longer than ${maximumLength} characters` };
  }
  if (text.trim() === "") return { problem: "it is empty" };
  try {
    return { expression: convert(jsep(text)) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function convert(node: jsep.Expression): Expression {
  switch (node.type) {
    case "Literal": {
      const { value, raw } = node as jsep.Literal;
      if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)) {
        throw new Error(`${raw} is greater than 2^53 - 1`);
      }
      if (typeof value !== "number" || !Number.isSafeInteger(value)) {
        throw new Error(`${raw} is not a whole number`);
      }
      return { kind: "number", value };
    }
    case "Identifier":
    case "MemberExpression":
      return { kind: "field", path: pathOf(node) };
    case "UnaryExpression": {
      const { operator, argument } = node as jsep.UnaryExpression;
      if (operator === "+") return convert(argument);
      if (operator !== "-") throw new Error(`the operator ${operator} is not supported`);
      return { kind: "negation", operand: convert(argument) };
    }
    case "BinaryExpression": {
      const { operator, left, right } = node as jsep.BinaryExpression;
      if (!isBinaryOperator(operator)) {
        throw new Error(`the operator ${operator} is not supported`);
      }
      return { kind: "binary", operator, left: convert(left), right: convert(right) };
    }
    case "ConditionalExpression": {
      const { test, consequent, alternate } = node as jsep.ConditionalExpression;
      return {
        kind: "conditional",
        test: convert(test),
        consequent: convert(consequent),
        alternate: convert(alternate),
      };
    }
    case "Compound":
      throw new Error("it is more than one expression");
    case "CallExpression":
      throw new Error("calls are not supported");
    case "ThisExpression":
      throw new Error("this is not supported; a field is named by itself");
    case "ArrayExpression":
      throw new Error("lists are not supported");
    default:
      throw new Error(`${node.type} is not supported`);
  }
}

function isBinaryOperator(operator: string): operator is BinaryOperator {
  return (binaryOperators as readonly string[]).includes(operator);
}

function pathOf(node: jsep.Expression): readonly string[] {
  if (node.type === "Identifier") return [(node as jsep.Identifier).name];
  const { object, property, computed } = node as jsep.MemberExpression;
  if (node.type !== "MemberExpression" || computed) {
    throw new Error("a field is named by its path, as in header.length");
  }
  return [...pathOf(object), (property as jsep.Identifier).name];
}
