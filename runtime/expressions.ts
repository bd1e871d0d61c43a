/**
 * Operators of expressions where an operand may have no number: it is `NaN` then, and so is a result
 * that depends on it. A division by zero never passes a check, and never becomes a length.
 */

/** Divides and truncates; `NaN` where `right` is zero. */
export function quotient(left: number, right: number): number {
  return right === 0 ? NaN : Math.trunc(left / right);
}

/** Returns `value`, or `NaN` if it is infinite. */
export function finite(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}

/** Returns a wide integer as a `number`, or `NaN` beyond ±(2^53 - 1). */
export function exactNumber(value: bigint | number): number {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : NaN;
}

/** Returns 1 where two numbers are equal, else 0. */
export function equal(left: number, right: number): number {
  return left === right ? 1 : unless(left, right, 0);
}

/** Returns 1 where `left` is less than `right`, else 0. */
export function less(left: number, right: number): number {
  return left < right ? 1 : unless(left, right, 0);
}

/** Returns 1 where `left` is not greater than `right`, else 0. */
export function atMost(left: number, right: number): number {
  return left <= right ? 1 : unless(left, right, 0);
}

/** Returns the bits that both numbers have. */
export function bitAnd(left: number, right: number): number {
  return unless(left, right, (left & right) >>> 0);
}

/** Returns the bits that one of the numbers has. */
export function bitOr(left: number, right: number): number {
  return unless(left, right, (left | right) >>> 0);
}

/** Returns the bits that exactly one of the numbers has. */
export function bitXor(left: number, right: number): number {
  return unless(left, right, (left ^ right) >>> 0);
}

/** Returns 1 where neither is zero; 0 where `left` is zero, whatever is on the right. */
export function both(left: number, right: number): number {
  return left === 0 ? 0 : unless(left, right, right === 0 ? 0 : 1);
}

/** Returns 1 where one is not zero; 1 where `left` is not zero, whatever is on the right. */
export function either(left: number, right: number): number {
  if (Number.isNaN(left)) return NaN;
  return left === 0 ? unless(left, right, right === 0 ? 0 : 1) : 1;
}

/** Returns `alternate` where `test` is zero, else `consequent`. */
export function choose(test: number, consequent: number, alternate: number): number {
  return Number.isNaN(test) ? NaN : test === 0 ? alternate : consequent;
}

function unless(left: number, right: number, result: number): number {
  return Number.isNaN(left) || Number.isNaN(right) ? NaN : result;
}
