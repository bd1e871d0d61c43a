import { fieldsOf, hexOf, isInPlace } from "./members.js";

/** A value that `JSON.stringify` takes as it is. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * Returns the fields of a record as JSON has them: bigints as decimal digits, runs of bytes as
 * hexadecimal ones, nested records as objects, arrays as arrays. A field that is not there is left out.
 * Throws what their getters throw.
 */
export function recordToJson(record: object): { readonly [name: string]: Json } {
  return Object.fromEntries(
    fieldsOf(record).flatMap((name) => {
      const value: unknown = Reflect.get(record, name);
      return value === undefined ? [] : [[name, jsonOf(value)]];
    }),
  );
}

function jsonOf(value: unknown): Json {
  switch (typeof value) {
    case "string":
    case "number":
    case "boolean":
      return value;
    case "bigint":
      return String(value);
    case "object":
      if (value === null) return null;
      if (value instanceof Uint8Array) return hexOf(value);
      if ("toJSON" in value && typeof value.toJSON === "function") return jsonOf(value.toJSON());
      if (isIterable(value)) return Array.from(value, jsonOf);
      if (isInPlace(value)) return recordToJson(value);
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, jsonOf(each)]));
    default:
      return null;
  }
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}
