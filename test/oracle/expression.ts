/** An evaluator of the expressions of lengths, with whole numbers of any size. */

/**
 * Evaluates the text of a length with whole numbers of any size: `undefined` where there is no whole
 * result. Division and remainder truncate; `&`, `|` and `^` see the low 32 bits; shifts multiply and
 * divide by powers of two.
 */
export function evaluate(
  text: string,
  fieldAt: (path: readonly string[]) => bigint,
): bigint | undefined {
  const tokens = text.match(/0x[0-9a-fA-F]+|\d+|[A-Za-z_][\w.]*|<<|>>|[=!<>]=|[-+*/%&|^<>()?:]/g);
  if (tokens === null) throw new Error(`empty expression ${text}`);
  let index = 0;
  const levels = [
    ["|"],
    ["^"],
    ["&"],
    ["==", "!="],
    ["<", "<=", ">", ">="],
    ["<<", ">>"],
    ["+", "-"],
    ["*", "/", "%"],
  ];
  const expect = (token: string): void => {
    if (tokens[index++] !== token) throw new Error(`expected ${token} in ${text}`);
  };
  const conditional = (): bigint | undefined => {
    const test = binary(0);
    if (tokens[index] !== "?") return test;
    index++;
    const consequent = conditional();
    expect(":");
    const alternate = conditional();
    return test === undefined ? undefined : test === 0n ? alternate : consequent;
  };
  const binary = (level: number): bigint | undefined => {
    const operators = levels[level];
    if (operators === undefined) return unary();
    let left = binary(level + 1);
    for (;;) {
      const operator = tokens[index] ?? "";
      if (!operators.includes(operator)) return left;
      index++;
      left = applyOperator(operator, left, binary(level + 1));
    }
  };
  const unary = (): bigint | undefined => {
    const token = tokens[index++] ?? "";
    if (token === "-") {
      const operand = unary();
      return operand === undefined ? undefined : -operand;
    }
    if (token === "+") return unary();
    if (token === "(") {
      const inner = conditional();
      expect(")");
      return inner;
    }
    return /^\d/.test(token) ? BigInt(token) : fieldAt(token.split("."));
  };
  const value = conditional();
  if (index !== tokens.length) throw new Error(`more than one expression in ${text}`);
  return value;
}

function applyOperator(
  operator: string,
  left: bigint | undefined,
  right: bigint | undefined,
): bigint | undefined {
  if (left === undefined || right === undefined) return undefined;
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0n ? undefined : left / right;
    case "%":
      return right === 0n ? undefined : left % right;
    case "<<":
      return right < 0n ? left >> -right : left * 2n ** right;
    case ">>":
      return left >> right;
    case "&":
      return low(left) & low(right);
    case "|":
      return low(left) | low(right);
    case "^":
      return low(left) ^ low(right);
    case "==":
      return left === right ? 1n : 0n;
    case "!=":
      return left === right ? 0n : 1n;
    case "<":
      return left < right ? 1n : 0n;
    case "<=":
      return left <= right ? 1n : 0n;
    case ">":
      return left > right ? 1n : 0n;
    case ">=":
      return left >= right ? 1n : 0n;
    default:
      throw new Error(`unknown operator ${operator}`);
  }
}

function low(value: bigint): bigint {
  return BigInt.asUintN(32, value);
}
