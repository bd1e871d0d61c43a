/**
 * Text of the checks of getters and setters, which are no branches.
 *
 * A branch that throws, or that calls what it has never called, is an exit of the loop into which V8 inlines
 * the accessor, as `element-index.ts` says of indices: V8 takes no first round out of such a loop, and a record
 * that is made in it may have to exist. So a number that is not valid becomes the place of a byte that is not
 * there, of a view which is a constant, and V8 compares it once with the size that it knows. A scan of an
 * enumeration takes half the time of one with a branch.
 */
import type { EnumerationLayout } from "../layout-types.js";
import type { Imports } from "./imports.js";
import { sum } from "./text.js";

/** Bytes that a table of the members of an enumeration may have. */
const largestTable = 256;

/** Returns an expression that throws unless `isValid` holds. */
export function gateText(isValid: string, imports: Imports): string {
  return `${imports.held("gate")}.getUint8(${isValid} ? 0 : 1)`;
}

/** Returns an expression that throws unless an integer is one of `count` from `first` on. */
export function rangeGateText(
  integer: string,
  first: number,
  count: number,
  imports: Imports,
): string {
  const name = `$gateOf${count}`;
  imports.constant(name, `/* @__PURE__ */ ${imports.runtime("gateOf")}(${count})`);
  return `${name}.getUint8(${sum(integer, String(-first))})`;
}

/** Returns an expression that throws unless an integer is a member of an enumeration. */
export function memberGateText(
  { file, name, members }: EnumerationLayout,
  integer: string,
  imports: Imports,
): string {
  const values = [...new Set(members.map(({ value }) => value))];
  const numbers = values.filter((value) => typeof value === "number");
  const first = Math.min(...numbers);
  const span = Math.max(...numbers) - first + 1;
  if (numbers.length < values.length || span > largestTable) {
    const isMember = imports.heldOf(imports.from(file, `is${name}`), file);
    return gateText(`${isMember}(${integer})`, imports);
  }
  if (span === values.length) return rangeGateText(integer, first, span, imports);
  const table = `$gateAmong${name}`;
  const offsets = numbers.map((value) => value - first).sort((a, b) => a - b);
  imports.constant(
    table,
    `/* @__PURE__ */ ${imports.runtime("gateAmong")}([${offsets.join(", ")}])`,
  );
  return `${imports.held("gate")}.getUint8(${table}.getUint8(${sum(integer, String(-first))}))`;
}
