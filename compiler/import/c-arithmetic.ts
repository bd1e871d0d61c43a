/** Arithmetic of constant expressions in C: integers of a type, which wrap, and floating-point numbers. */

/** An integer type as arithmetic sees it. */
export interface IntegerType {
  /** In bytes. */
  readonly size: number;
  readonly isSigned: boolean;
}

/** A number of C. */
export type CNumber =
  | { readonly kind: "integer"; readonly value: bigint; readonly type: IntegerType }
  | { readonly kind: "float"; readonly value: number };

/** `int`, on all targets. */
export const intType: IntegerType = { size: 4, isSigned: true };

/** Returns an integer of a type: what does not fit wraps. */
export function integerOf(value: bigint, type: IntegerType): CNumber {
  const bits = type.size * 8;
  const wrapped = type.isSigned ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
  return { kind: "integer", value: wrapped, type };
}

/** Returns 1 or 0. */
export function truthOf(holds: boolean): CNumber {
  return integerOf(holds ? 1n : 0n, intType);
}

/** Whether a number is not zero. */
export function isTrue(number: CNumber): boolean {
  return number.kind === "float" ? number.value !== 0 : number.value !== 0n;
}

/** Returns an integer at least as wide as `int`. */
export function promote(number: CNumber): CNumber {
  if (number.kind === "float" || number.type.size >= intType.size) return number;
  return integerOf(number.value, intType);
}

/** Applies `-`, `+`, `~` or `!`. `undefined` where C does not allow it. */
export function applyUnary(operator: string, operand: CNumber): CNumber | undefined {
  if (operator === "!") return truthOf(!isTrue(operand));
  const number = promote(operand);
  if (number.kind === "float") {
    if (operator === "~") return undefined;
    return { kind: "float", value: operator === "-" ? -number.value : number.value };
  }
  if (operator === "-") return integerOf(-number.value, number.type);
  return operator === "~" ? integerOf(~number.value, number.type) : number;
}

/** Applies an operator between two numbers. `undefined` where there is no result. */
export function applyBinary(operator: string, one: CNumber, other: CNumber): CNumber | undefined {
  if (one.kind === "float" || other.kind === "float") {
    return applyToFloats(operator, Number(one.value), Number(other.value));
  }
  const [left, right] = [promote(one), promote(other)];
  if (left.kind === "float" || right.kind === "float") return undefined;
  if (operator === "<<" || operator === ">>") {
    const bits = BigInt(left.type.size * 8);
    if (right.value < 0n || right.value >= bits) return undefined;
    const isLeft = operator === "<<";
    return integerOf(isLeft ? left.value << right.value : left.value >> right.value, left.type);
  }
  const type = commonType(left.type, right.type);
  const a = integerOf(left.value, type).value;
  const b = integerOf(right.value, type).value;
  return applyToIntegers(operator, BigInt(a), BigInt(b), type);
}

/** Returns the type of the result of arithmetic. */
export function commonType(one: IntegerType, other: IntegerType): IntegerType {
  const [wide, narrow] = one.size >= other.size ? [one, other] : [other, one];
  if (wide.size > narrow.size) return wide;
  return { size: wide.size, isSigned: wide.isSigned && narrow.isSigned };
}

function applyToIntegers(
  operator: string,
  a: bigint,
  b: bigint,
  type: IntegerType,
): CNumber | undefined {
  switch (operator) {
    case "+":
      return integerOf(a + b, type);
    case "-":
      return integerOf(a - b, type);
    case "*":
      return integerOf(a * b, type);
    case "/":
      return b === 0n ? undefined : integerOf(a / b, type);
    case "%":
      return b === 0n ? undefined : integerOf(a % b, type);
    case "&":
      return integerOf(a & b, type);
    case "|":
      return integerOf(a | b, type);
    case "^":
      return integerOf(a ^ b, type);
    default:
      return compare(operator, a, b);
  }
}

function applyToFloats(operator: string, a: number, b: number): CNumber | undefined {
  switch (operator) {
    case "+":
      return { kind: "float", value: a + b };
    case "-":
      return { kind: "float", value: a - b };
    case "*":
      return { kind: "float", value: a * b };
    case "/":
      return { kind: "float", value: a / b };
    default:
      return compare(operator, a, b);
  }
}

function compare<T extends bigint | number>(operator: string, a: T, b: T): CNumber | undefined {
  switch (operator) {
    case "==":
      return truthOf(a === b);
    case "!=":
      return truthOf(a !== b);
    case "<":
      return truthOf(a < b);
    case "<=":
      return truthOf(a <= b);
    case ">":
      return truthOf(a > b);
    case ">=":
      return truthOf(a >= b);
    default:
      return undefined;
  }
}
