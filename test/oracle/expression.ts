/** An evaluator of expressions, with whole numbers of any size. */

/**
 * Evaluates the text of an expression with whole numbers of any size: `undefined` where there is no
 * whole result. Division and remainder truncate; `&`, `|`, `^` and `~` see the low 32 bits; shifts
 * multiply and divide by powers of two. `&&` and `||` do without their right side where the left one
 * says all.
 */
export function evaluate(
  text: string,
  fieldAt: (path: readonly string[]) => bigint,
  measure?: (what: string, path: string | undefined) => bigint,
): bigint | undefined {
  const tokens = text.match(
    /0x[0-9a-fA-F]+|\d+|[A-Za-z_][\w.]*|<<|>>|&&|\|\||[=!<>]=|[-+*/%&|^<>()?:~!,]/g,
  );
  if (tokens === null) throw new Error(`empty expression ${text}`);
  let index = 0;
  const levels = [
    ["||"],
    ["&&"],
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
    if (token === "!" || token === "~") {
      const operand = unary();
      if (operand === undefined) return undefined;
      return token === "~" ? low(~operand) : operand === 0n ? 1n : 0n;
    }
    if (token === "+") return unary();
    if (token === "(") {
      const inner = conditional();
      expect(")");
      return inner;
    }
    if (tokens[index] === "(" && /^[a-z]/.test(token)) {
      index++;
      return call(token);
    }
    return /^\d/.test(token) ? BigInt(token) : fieldAt(token.split("."));
  };
  const call = (name: string): bigint | undefined => {
    if (name !== "min" && name !== "max") {
      const path = tokens[index] === ")" ? undefined : tokens[index++];
      expect(")");
      return measure?.(name, path);
    }
    const left = conditional();
    expect(",");
    const right = conditional();
    expect(")");
    if (left === undefined || right === undefined) return undefined;
    return left < right === (name === "min") ? left : right;
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
  if (left === undefined) return undefined;
  if (operator === "&&" && left === 0n) return 0n;
  if (operator === "||" && left !== 0n) return 1n;
  if (right === undefined) return undefined;
  switch (operator) {
    case "&&":
    case "||":
      return right === 0n ? 0n : 1n;
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
