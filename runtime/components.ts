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
 * Sets all components in `target` to `values`. Throws `ValidityError`, and writes nothing, unless there are as
 * many; `struct`, `path` and `offset` are for it.
 */
export function setComponents<T>(
  target: ComponentsInPlace<T>,
  values: Components<T>,
  struct: string,
  path: string,
  offset: number,
): void {
  const { length } = target;
  if (values.length !== length) {
    throwValidity(struct, `${path}.length`, offset, length, values.length);
  }
  // What is set to its own components in another order reads none that is written already.
  const list = Array.from(values);
  if ("setAt" in target) {
    for (const [index, value] of list.entries()) target.setAt(index, value);
  } else {
    target.set(list);
  }
}

/**
 * The same for a matrix whose columns, or rows, have padding behind their `across` components: each takes the place
 * of `lanes` of them. `values` need not have the padding, which then is zero.
 */
export function setMatrix(
  target: ComponentsInPlace<number>,
  values: Components<number>,
  struct: string,
  path: string,
  offset: number,
  lanes: number,
  across: number,
): void {
  const { length } = target;
  const bare = (length / lanes) * across;
  if (values.length !== bare) {
    if (values.length !== length) {
      throwValidity(struct, `${path}.length`, offset, `${bare} or ${length}`, values.length);
    }
    setComponents(target, values, struct, path, offset);
    return;
  }
  const list = Array.from(values);
  const padded = Array.from({ length }, (_, index) => {
    const lane = index % lanes;
    return lane < across ? (list[((index - lane) / lanes) * across + lane] ?? 0) : 0;
  });
  setComponents(target, padded, struct, path, offset);
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
