/** Vectors and matrices: what their components are set to, and how. */
import { throwValidity } from "./validity.js";

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
  const list = Array.from(values);
  if ("setAt" in target) {
    for (let index = 0; index < length; index++) target.setAt(index, list[index] as T);
  } else {
    target.set(list);
  }
}
