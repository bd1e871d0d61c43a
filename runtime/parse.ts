import { LayoutError } from "./errors.js";

/** What `safeParse` returns: a record, or every mistake in its bytes. */
export type ParseResult<T> =
  | { readonly success: true; readonly value: T }
  | { readonly success: false; readonly errors: readonly LayoutError[] };

/** Is told of each mistake. */
export type Report = (error: LayoutError) => void;

/** Throws the first mistake that is reported. */
export function throwError(error: LayoutError): never {
  throw error;
}

/** Opens a record and validates it. An error of another kind is a mistake in the program, and thrown. */
export function parseSafely<T>(
  open: () => T,
  validate?: (record: T, report: Report) => void,
): ParseResult<T> {
  const errors: LayoutError[] = [];
  let value: T;
  try {
    value = open();
  } catch (error) {
    if (!(error instanceof LayoutError)) throw error;
    return { success: false, errors: [error] };
  }
  validate?.(value, (error) => errors.push(error));
  return errors.length === 0 ? { success: true, value } : { success: false, errors };
}
