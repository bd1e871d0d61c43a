/**
 * Text of indices into arrays.
 *
 * What is no index becomes an offset before all bytes, and a byte that is read there throws. A branch that
 * throws, or that calls what it has never called, is an exit of the loop into which V8 inlines the method: it
 * takes no first round out of such a loop then, and so loads all that does not change in each round. A scan
 * with `at` or `seek` takes up to twice as long, one of a column more. The offset is found before the view is
 * loaded: V8 forgets what it knows of the view, and calls its method, where a choice between offsets lies between.
 *
 * `index >>> 0 === index` is the shortest text for an integer that is not below zero, which V8's budget for inlining
 * counts: six vectors may then be read in a loop. Greater indices are left to the slow methods of `arrayMembers`.
 */
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

/**
 * Returns the statements that find the `offset` of an element; `isIndex` says what an `index` is, other than below
 * the length. Where there is none, `otherwise` returns; it is given an expression for the error of the view, if it
 * asks for one.
 */
export function elementOffsetText(
  { view, start, length, step, isEmpty }: Indexed,
  isInteger: string,
  otherwise: string,
): string {
  const isIndex = `${isInteger} && index < ${length}`;
  if (isEmpty) {
    return `if (!(${isIndex})) ${otherwise.replace("error", "undefined")}
    const offset = ${start} + ${step};`;
  }
  return `const offset = ${isIndex} ? ${start} + ${step} : -1;
    try {
      ${view}.getUint8(offset);
    } catch${/\berror\b/.test(otherwise) ? " (error)" : ""} {
      ${otherwise}
    }`;
}

/**
 * Returns the statements that find the `offset` of the element of `this` at `index`, and `call` a slow method for
 * an index that is counted from the end, or is none.
 */
export function indexText(call: string, step: string, isEmpty: boolean): string {
  const array = { view: "this.$view", start: "this.$offset", length: "this.length", step, isEmpty };
  return elementOffsetText(array, "index >>> 0 === index", `return this.${call};`);
}

/** Returns the text of a product. */
export function timesText(factor: string, stride: number): string {
  return stride === 1 ? factor : `${factor} * ${stride}`;
}
