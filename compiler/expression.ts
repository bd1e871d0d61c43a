/**
 * The expression language of schemas: integers, constants, fields, sizes and operators. It is total
 * and has no side effects.
 *
 * Arithmetic is that of whole numbers within ±2^53; division and remainder truncate towards zero.
 * `&`, `|`, `^`, `~` work on the low 32 bits and give 0 to 2^32 - 1; `<<` and `>>` multiply and divide
 * by a power of two; comparisons, `&&`, `||` and `!` give 1 or 0. What divides by zero, or grows beyond
 * all numbers, has no result: nothing that it is part of is a length, or passes a check, unless an
 * operator has its answer without it, as `count != 0 && size / count > 4`.
 */
import numbers from "@jsep-plugin/numbers";
import jsep from "jsep";

// Hexadecimal, octal and binary numbers.
jsep.plugins.register(numbers);

/** A parsed expression. */
export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "field"; readonly path: readonly string[] }
  | { readonly kind: "constant"; readonly name: string; readonly value: number | bigint }
  | {
      readonly kind: "measure";
      readonly measure: Measure;
      /** The field that is measured; empty for the whole record. */
      readonly path: readonly string[];
    }
  | { readonly kind: "negation" | "not" | "complement"; readonly operand: Expression }
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
  "&&",
  "||",
] as const;

/** What operators between two operands are called; `min` and `max` are written as functions. */
export type BinaryOperator = (typeof binaryOperators)[number] | "min" | "max";

/** What can be asked of a part: its bytes, or its elements. */
export type Measure = "size" | "count";

const unaryOperators = { "-": "negation", "!": "not", "~": "complement" } as const;

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
      if (!isUnaryOperator(operator)) throw new Error(`the operator ${operator} is not supported`);
      return { kind: unaryOperators[operator], operand: convert(argument) };
    }
    case "LogicalExpression":
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
      return convertCall(node as jsep.CallExpression);
    case "ThisExpression":
      throw new Error("this is not supported; a field is named by itself");
    case "ArrayExpression":
      throw new Error("lists are not supported");
    default:
      throw new Error(`${node.type} is not supported`);
  }
}

function convertCall(node: jsep.CallExpression): Expression {
  const name =
    node.callee.type === "Identifier" ? (node.callee as jsep.Identifier).name : undefined;
  const [first, second] = node.arguments;
  switch (name) {
    case "size":
    case "count":
      if (node.arguments.length > 1 || (first === undefined && name === "count")) {
        const least = name === "size" ? "one field, or nothing" : "one array";
        throw new Error(`${name} takes ${least}`);
      }
      return { kind: "measure", measure: name, path: first === undefined ? [] : pathOf(first) };
    case "min":
    case "max":
      if (first === undefined || second === undefined || node.arguments.length > 2) {
        throw new Error(`${name} takes two numbers`);
      }
      return { kind: "binary", operator: name, left: convert(first), right: convert(second) };
    default:
      throw new Error(
        `there is no function ${name ?? "of that name"}; there are size, count, min and max`,
      );
  }
}

function isUnaryOperator(operator: string): operator is keyof typeof unaryOperators {
  return operator in unaryOperators;
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
