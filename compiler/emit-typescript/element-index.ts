/**
 * Text of indices into arrays.
 *
 * What is no index becomes an offset before all bytes, and a byte that is read there throws. A branch that
 * throws, or that calls what it has never called, is an exit of the loop into which V8 inlines the method: it
 * takes no first round out of such a loop then, and so loads all that does not change in each round. A scan
 * with `at` or `seek` takes up to twice as long, one of a column more.
 */
import type { Imports } from "./imports.js";

/** An array, or a cursor over one, in the text of a method with an `index`. */
interface Indexed {
  readonly view: string;
  /** Where the elements begin. */
  readonly start: string;
  readonly length: string;
  /** Where the element lies behind the start. */
  readonly step: string;
  /** Elements of no bytes have an offset that may lie behind all bytes. */
  readonly isEmpty: boolean;
}

/** Returns the statements that find the `offset` of an element; behind them goes what `otherwise` says. */
export function elementOffsetText(
  { view, start, length, step, isEmpty }: Indexed,
  otherwise: (error: string) => string,
): string {
  const isIndex = `index >= 0 && index < ${length} && Math.floor(index) === index`;
  if (isEmpty) {
    return `if (!(${isIndex})) ${otherwise("undefined")}
    const offset = ${start} + ${step};`;
  }
  return `const offset = ${isIndex} ? ${start} + ${step} : -1;
    try {
      ${view}.getUint8(offset);
    } catch (error) {
      ${otherwise("error")}
    }`;
}

/**
 * Returns the statements that find the `offset` of the element of `this` at `index`. They call a method again
 * for an index that is counted from the end, or throw; `#` is the index in the `call`. An `index` that is
 * assigned is no integer to V8 any more, and costs half as much again.
 */
export function indexText(
  label: string,
  call: string,
  step: string,
  isEmpty: boolean,
  imports: Imports,
): string {
  const array = { view: "this.$view", start: "this.$offset", length: "this.length", step, isEmpty };
  return elementOffsetText(array, (error) => {
    const fromEnd = `${imports.held("indexFromEnd")}(${JSON.stringify(`${label}[]`)}, index, this.length, ${error})`;
    return `return this.${call.replace("#", () => fromEnd)};`;
  });
}

/** Returns the text of a product. */
export function timesText(factor: string, stride: number): string {
  return stride === 1 ? factor : `${factor} * ${stride}`;
}
