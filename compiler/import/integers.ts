import { isScalarName } from "../scalars.js";
import type { ScalarName } from "../scalars.js";

/** Returns the integer of so many bytes, where there is one. */
export function integerScalar(size: number, isSigned: boolean): ScalarName | undefined {
  const name = `${isSigned ? "i" : "u"}${size * 8}`;
  return isScalarName(name) ? name : undefined;
}
