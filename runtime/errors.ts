/**
 * The errors of records. Every one names the struct, the path of the field, the offset in bytes
 * from the start of the record, what was expected and what was found; none holds the payload.
 * `name` is fixed, so that errors of two installed copies of this package are told alike.
 */
export class LayoutError<Details extends LayoutErrorDetails = LayoutErrorDetails> extends Error {
  override readonly name: string = "LayoutError";
  /** Name of the struct. */
  declare readonly struct: string;
  /** Path of the field within the struct, or `""` for the whole record. */
  declare readonly path: string;
  /** Bytes from the start of the record to what is wrong. */
  declare readonly offset: number;
  /** What the layout asks for. */
  declare readonly expected: string | number | bigint | boolean;
  /** What was found. */
  declare readonly got: string | number | bigint | boolean;

  constructor(message: string, details: Details) {
    super(message);
    // Short: it is in every bundle.
    Object.assign(this, details);
  }
}

/** The numbers of a {@link LayoutError}. */
export interface LayoutErrorDetails {
  readonly struct: string;
  readonly path: string;
  readonly offset: number;
  readonly expected: string | number | bigint | boolean;
  readonly got: string | number | bigint | boolean;
}

/**
 * Thrown when there are too few or too many bytes. `needed` is the number of bytes that the record
 * needs as far as it could be read, so that a reader of a stream knows how long to wait.
 */
export class SizeError extends LayoutError<LayoutErrorDetails & { readonly needed: number }> {
  override readonly name = "SizeError";
  /** Bytes that the record needs, as far as it could be read. */
  declare readonly needed: number;
}

/** Thrown when bytes are not aligned as a typed array over them has to be. */
export class AlignmentError extends LayoutError {
  override readonly name = "AlignmentError";
}

/** Thrown when contents break the layout: an unknown enumeration value, a wrong constant, a length below zero. */
export class ValidityError extends LayoutError {
  override readonly name = "ValidityError";
}

/** Thrown when an index lies outside an array. */
export class IndexError extends LayoutError {
  override readonly name = "IndexError";
}

/** Returns how messages name a field. */
export function subjectOf(struct: string, path: string): string {
  return path === "" ? struct : `${struct}.${path}`;
}
