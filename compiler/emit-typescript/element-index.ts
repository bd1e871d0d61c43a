/** Text of indices into arrays. */
import type { Imports } from "./imports.js";

/**
 * Returns the statement that calls a method again for an index that is counted from the end, or throws;
 * `#` is the index in the `call`. An `index` that is assigned is no integer to V8 any more, and costs half
 * as much again.
 */
export function indexText(label: string, call: string, imports: Imports): string {
  const fromEnd = `${imports.runtime("indexFromEnd")}(${JSON.stringify(`${label}[]`)}, index, this.length)`;
  return `if (!(${isIndexText("this.length")})) return this.${call.replace("#", fromEnd)};`;
}

/** Returns the text of a product. */
export function timesText(factor: string, stride: number): string {
  return stride === 1 ? factor : `${factor} * ${stride}`;
}

/** Returns an expression for whether `index` is one of so many. */
export function isIndexText(length: string): string {
  return `index >= 0 && index < ${length} && Math.floor(index) === index`;
}
