/** The fields of records, found through their accessors: for what is generic and need not be fast. */

const known = new WeakMap<object, readonly string[]>();

/** Returns the names of the fields of a record, in the order of the schema. */
export function fieldsOf(record: object): readonly string[] {
  const prototype: unknown = Object.getPrototypeOf(record);
  if (typeof prototype !== "object" || prototype === null) return [];
  const found = known.get(prototype);
  if (found !== undefined) return found;
  const names = Object.entries(Object.getOwnPropertyDescriptors(prototype))
    // Names of the library begin with `$`, those of fields never.
    .filter(([name, { get }]) => get !== undefined && !name.startsWith("$"))
    .map(([name]) => name);
  known.set(prototype, names);
  return names;
}

/** Whether something is a record, or an array, in place. */
export function isInPlace(value: object): boolean {
  return "$view" in value && "$offset" in value;
}

/** Returns the bytes as hexadecimal digits. */
export function hexOf(bytes: Uint8Array): string {
  let digits = "";
  for (const byte of bytes) digits += byte.toString(16).padStart(2, "0");
  return digits;
}
