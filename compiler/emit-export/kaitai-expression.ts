/** Expressions over earlier fields in the words of Kaitai Struct, which tells integers from booleans. */
import type {
  ExpressionLayout,
  FieldLayout,
  FieldType,
  ScalarLayout,
  StructLayout,
} from "../layout-types.js";
import type { BinaryOperator } from "../expression.js";
import { isInChosenOrder, numericOf } from "../layout-size.js";
import { RefusalError } from "./model.js";

/** Returns how a field is named, from the struct that it is in. */
export type NameField = (struct: StructLayout, field: string) => string;

/** How an operator is written, and whether its result is a boolean. */
const operators: {
  readonly [Operator in BinaryOperator]?: { readonly word: string; readonly isTruth?: true };
} = {
  "+": { word: "+" },
  "-": { word: "-" },
  "*": { word: "*" },
  "/": { word: "/" },
  "%": { word: "%" },
  "&": { word: "&" },
  "|": { word: "|" },
  "^": { word: "^" },
  "<<": { word: "<<" },
  ">>": { word: ">>" },
  "==": { word: "==", isTruth: true },
  "!=": { word: "!=", isTruth: true },
  "<": { word: "<", isTruth: true },
  "<=": { word: "<=", isTruth: true },
  ">": { word: ">", isTruth: true },
  ">=": { word: ">=", isTruth: true },
};

/** Returns an integer. Throws {@link RefusalError}. */
export function integerText(
  expression: ExpressionLayout,
  struct: StructLayout,
  nameOf: NameField,
): string {
  const integer = (each: ExpressionLayout): string => integerText(each, struct, nameOf);
  const truth = (each: ExpressionLayout): string => truthText(each, struct, nameOf);
  switch (expression.kind) {
    case "number":
      return String(expression.value);
    case "field":
      return fieldText(expression.path, struct, nameOf);
    case "measure":
      throw new RefusalError("an expression measures a part, which Kaitai Struct cannot");
    case "negation":
      return `(0 - ${integer(expression.operand)})`;
    case "complement":
      return `(~${integer(expression.operand)})`;
    case "not":
      return `(${truth(expression.operand)} ? 0 : 1)`;
    case "conditional":
      return `(${truth(expression.test)} ? ${integer(expression.consequent)} : ${integer(expression.alternate)})`;
    case "binary": {
      const { operator, left, right } = expression;
      if (operator === "min" || operator === "max") {
        const [first, second] = [integer(left), integer(right)];
        return `(${first} ${operator === "min" ? "<" : ">"} ${second} ? ${first} : ${second})`;
      }
      const known = operators[operator];
      if (known === undefined || known.isTruth === true) return `(${truth(expression)} ? 1 : 0)`;
      return `(${integer(left)} ${known.word} ${integer(right)})`;
    }
  }
}

/** Returns a boolean: whether an expression is not zero. Throws {@link RefusalError}. */
export function truthText(
  expression: ExpressionLayout,
  struct: StructLayout,
  nameOf: NameField,
): string {
  const truth = (each: ExpressionLayout): string => truthText(each, struct, nameOf);
  if (expression.kind === "not") return `(not ${truth(expression.operand)})`;
  if (expression.kind === "binary") {
    const { operator, left, right } = expression;
    if (operator === "&&") return `(${truth(left)} and ${truth(right)})`;
    if (operator === "||") return `(${truth(left)} or ${truth(right)})`;
    const known = operators[operator];
    if (known?.isTruth === true) {
      return `(${integerText(left, struct, nameOf)} ${known.word} ${integerText(right, struct, nameOf)})`;
    }
  }
  return `(${integerText(expression, struct, nameOf)} != 0)`;
}

function fieldText(path: readonly string[], struct: StructLayout, nameOf: NameField): string {
  const names: string[] = [];
  let within: StructLayout | undefined = struct;
  let type: FieldType | undefined;
  for (const name of path) {
    const owner: StructLayout | undefined = within;
    const field: FieldLayout | undefined = owner?.fields.find((each) => each.name === name);
    if (owner === undefined || field === undefined) {
      throw new Error(`${struct.name} has no ${path.join(".")}`);
    }
    names.push(nameOf(owner, name));
    type = field.type;
    within = field.type.kind === "struct" ? field.type.struct : undefined;
  }
  const text = names.join(".");
  const numeric = type && numericOf(type);
  if (numeric?.kind === "scalar" && !isKaitaiNumber(numeric)) {
    throw new RefusalError(
      `${path.join(".")}, which an expression uses, is no number in Kaitai Struct`,
    );
  }
  const isEnumeration = type?.kind === "enumeration";
  const isTruth = numeric?.kind === "bits" && numeric.width === 1 && !isEnumeration;
  if (numeric?.kind === "bits" && numeric.interpretation === "signed") {
    // Those have no names.
    const value = numeric.width === 1 ? `${text}.to_i` : text;
    // Operators on bits would make signed numbers of 32 bits in JavaScript.
    return `(${value} < ${2 ** (numeric.width - 1)} ? ${value} : ${value} - ${2 ** numeric.width})`;
  }
  return isTruth || isEnumeration ? `${text}.to_i` : text;
}

/** Whether Kaitai Struct has such numbers: of 1, 2, 4 or 8 bytes, in an order that is known. */
export function isKaitaiNumber(layout: ScalarLayout): boolean {
  const { kind, size } = layout.scalar;
  const least = kind === "float" ? 4 : 1;
  return [1, 2, 4, 8].includes(size) && size >= least && !isInChosenOrder(layout);
}
