/** Vectors and matrices: what their components are set to, and how. */
import { checkLength, throwValidity, throwValue } from "./validity.js";
import type { Place } from "./validity.js";

/** What the components of a vector or a matrix are set to: a list, a typed array, or those of another one. */
export interface Components<T> extends Iterable<T> {
  readonly length: number;
}

/** The components of a vector or a matrix in a plain object: a list or a typed array. */
export interface ComponentValues<T> extends Components<T> {
  readonly [index: number]: T;
}

/** Components in place. */
type ComponentsInPlace<T> =
  | { readonly length: number; setAt(index: number, value: T): void }
  | { readonly length: number; set(values: readonly T[]): void };

/**
 * Sets all components in `target` to `values`. Of a matrix whose columns, or rows, have padding behind them,
 * `lanes` is how many components each takes, and `across` how many it has: `values` need not have the padding.
 * Throws `ValidityError`, and writes nothing, unless there are as many; `struct`, `path` and `offset` are for it.
 */
export function setComponents<T>(
  target: ComponentsInPlace<T>,
  values: Components<T>,
  struct: string,
  path: string,
  offset: number,
  lanes: number = 1,
  across: number = 1,
): void {
  const { length } = target;
  const list = Array.from(values);
  if (values.length === (length / lanes) * across && lanes !== across && "setAt" in target) {
    for (const [index, value] of list.entries()) {
      target.setAt(Math.floor(index / across) * lanes + (index % across), value);
    }
    return;
  }
  if (values.length !== length) {
    const bare = (length / lanes) * across;
    const expected = bare === length ? length : `${bare} or ${length}`;
    throwValidity(struct, `${path}.length`, offset, expected, values.length);
  }
  if ("setAt" in target) {
    for (let index = 0; index < length; index++) target.setAt(index, list[index] as T);
  } else {
    target.set(list);
  }
}

/** Throws `ValidityError` unless `value` has `length` components, or the `bare` ones that are no padding. */
export function checkComponents(
  place: Place,
  name: string,
  offset: number,
  value: ArrayLike<unknown>,
  length: number,
  bare: number,
): void {
  const given: unknown = value.length;
  if (typeof given === "number" && given !== length && given !== bare) {
    throwValue(place, `${name}.length`, offset, `${bare} or ${length}`, given);
  }
  checkLength(place, name, offset, value, given === bare ? bare : length);
}
