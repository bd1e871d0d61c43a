/**
 * Text of indices into arrays.
 *
 * What is no index becomes an offset before all bytes, and a byte that is read there throws. A branch that
 * throws, or that calls what it has never called, is an exit of the loop into which V8 inlines the method: it
 * takes no first round out of such a loop then, and so loads all that does not change in each round. A scan
 * with `at` or `seek` takes up to twice as long, one of a column more. The offset is found before the view is
 * loaded: V8 forgets what it knows of the view, and calls its method, where a choice between offsets lies between.
 *
 * Methods are as short as can be, as V8's budget for inlining counts their bytecode: `at` has 82 bytes of 920, with
 * `Math.floor` and an error that is caught and passed on 127, and then one of two vectors in a loop was called.
 * `index >>> 0 === index` is shorter still, and a column takes twice as long with it on Node 22.
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
 * Returns the statements that find the `offset` of an element. Where there is none, `otherwise` returns; if that is
 * a function, it is given an expression for the error of the view.
 */
export function elementOffsetText(
  { view, start, length, step, isEmpty }: Indexed,
  otherwise: string | ((error: string) => string),
): string {
  const [given, fail] =
    typeof otherwise === "string" ? ["", (): string => otherwise] : [" (error)", otherwise];
  const isIndex = `index >= 0 && index < ${length} && index % 1 === 0`;
  if (isEmpty) {
    return `if (!(${isIndex})) ${fail("undefined")}
    const offset = ${start} + ${step};`;
  }
  // A text that gets here stands for an integer, which a sum would append.
  const place = step === "index" ? "index * 1" : step;
  return `const offset = ${isIndex} ? ${start} + ${place} : -1;
    try {
      ${view}.getUint8(offset);
    } catch${given} {
      ${fail("error")}
    }`;
}

/**
 * Returns the statements that find the `offset` of the element of `this` at `index`, and `call` a slow method for
 * an index that is counted from the end, or is none.
 */
export function indexText(call: string, step: string, isEmpty: boolean): string {
  const array = { view: "this.$view", start: "this.$offset", length: "this.length", step, isEmpty };
  return elementOffsetText(array, `return this.${call};`);
}

/** Returns the text of a product. */
export function timesText(factor: string, stride: number): string {
  return stride === 1 ? factor : `${factor} * ${stride}`;
}
