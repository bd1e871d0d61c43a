/** Text of indices into arrays. */
import type { Imports } from "./imports.js";

/** Returns the statement that makes an index of what is counted from the end, or throws. */
export function indexText(label: string, imports: Imports): string {
  const fromEnd = `${imports.runtime("indexFromEnd")}(${JSON.stringify(`${label}[]`)}, index, this.length)`;
  return `if (!(${isIndexText("this.length")})) index = ${fromEnd};`;
}

/** Returns the text of a product. */
export function timesText(factor: string, stride: number): string {
  return stride === 1 ? factor : `${factor} * ${stride}`;
}

/** Returns an expression for whether `index` is one of so many. */
export function isIndexText(length: string): string {
  return `index >= 0 && index < ${length} && Math.floor(index) === index`;
}
