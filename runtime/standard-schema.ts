/** Standard Schema, version 1 (https://standardschema.dev): its types, and validators of bytes. */
import type { Bytes } from "./bytes.js";
import type { LayoutError } from "./errors.js";
import type { ParseResult } from "./parse.js";

/** The properties of a validator that takes `Input` and returns `Output`. */
export interface StandardProperties<Input, Output> {
  readonly version: 1;
  readonly vendor: "structview";
  /** Returns the value, or what is wrong with what is given. */
  readonly validate: (value: unknown) => StandardResult<Output>;
  /** Is never there: it tells TypeScript the types. */
  readonly types?: { readonly input: Input; readonly output: Output } | undefined;
}

/** What a validator returns. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/** One thing that is wrong. `path` has names of fields, and indices as numbers. */
export interface StandardIssue {
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/** Returns the properties of a validator of bytes that `parse` parses. */
export function standardProperties<Output>(
  parse: (bytes: Bytes) => ParseResult<Output>,
): StandardProperties<Bytes, Output> {
  return {
    version: 1,
    vendor: "structview",
    validate: (value) => {
      if (!isBytes(value)) {
        const message = "expected bytes: a view, an ArrayBuffer or a SharedArrayBuffer";
        return { issues: [{ message, path: [] }] };
      }
      const result = parse(value);
      return result.success ? { value: result.value } : { issues: result.errors.map(issueOf) };
    },
  };
}

function issueOf({ message, path }: LayoutError): StandardIssue {
  const keys = path.match(/[^.[\]]+/g) ?? [];
  return { message, path: keys.map((key) => (/^\d/.test(key) ? Number(key) : key)) };
}

/** Whether a value holds bytes, which are still there. Buffers of other realms count too. */
function isBytes(value: unknown): value is Bytes {
  try {
    const buffer = ArrayBuffer.isView(value) ? value.buffer : value;
    return new DataView(buffer as ArrayBuffer).byteLength >= 0;
  } catch {
    return false;
  }
}
