/**
 * Names of a schema reach source code. They are checked against one list here, so that nothing but an
 * identifier does, and so that no generated file declares a name twice.
 */
/** Words that are no identifiers in a module, and those that TypeScript refuses as names of types. */
const reservedWords = new Set(
  (
    "arguments as asserts await break case catch class const continue debugger declare default " +
    "delete do else enum eval export extends false finally for function if implements import in " +
    "infer instanceof interface is keyof let module namespace new null package private protected " +
    "public readonly return satisfies static super switch this throw true try type typeof unique " +
    "var void while with yield " +
    "any bigint boolean never number object string symbol undefined unknown"
  ).split(" "),
);

/** Globals that generated code uses. */
const usedGlobals = new Set(
  (
    "Array ArrayBuffer ArrayBufferLike ArrayLike BigInt BigInt64Array BigUint64Array Boolean " +
    "DataView Float32Array Float64Array Infinity Int16Array Int32Array Int8Array Iterable " +
    "IterableIterator Iterator IteratorResult Math NaN Number Object Partial Readonly String Symbol " +
    "Uint16Array Uint32Array Uint8Array globalThis"
  ).split(" "),
);

/**
 * Variables and parameters of generated code; with a digit behind them they are those of inner loops.
 * What it imports from the runtime it calls otherwise where a type has that name.
 */
const usedNames = new Set(
  (
    "array at byteOrder bytes count each elements end expected given index init isThere items iterator length limit next " +
    "error flag littleEndian mask number offset order other place raw record rest report room size start state tag unit " +
    "value values view within"
  ).split(" "),
);

/** Members that every object has: an accessor of that name breaks what relies on them. */
const objectMembers = new Set([...Object.getOwnPropertyNames(Object.prototype), "prototype"]);

/** Methods of records: an accessor of that name breaks what calls them. */
const recordMethods = new Set(["toJSON"]);

/** What a name is given to. */
export type NameUse = "type" | "constant" | "field" | "member";

/** Whether `name` is an identifier of letters, digits and `_`. `$` is the library's own. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

/** Returns why `name` cannot be used although it is an identifier. */
export function reservationOf(name: string, use: NameUse): string | undefined {
  if (use === "type" || use === "constant") {
    if (reservedWords.has(name)) return "it is a word of the language";
    if (usedGlobals.has(name)) return "generated code uses it";
  }
  if (use === "type") {
    // Within a method these would hide a type; constants are not named there.
    if (usedNames.has(name.replace(/\d+$/, "")) || usedNames.has(name)) {
      return "generated code uses it";
    }
  }
  if (use === "field" && recordMethods.has(name)) return "every record has a method of that name";
  // In an object literal, and for an accessor, these have a meaning of their own.
  return objectMembers.has(name) ? "every object has a member of that name" : undefined;
}

/** Names that a generated module declares for a struct beside its class. */
export function namesBesideStruct(name: string): readonly string[] {
  return ["Value", "Array", "Cursor", "Columns", "Layout", "Sequence"].map((word) => name + word);
}

/** Names of variables within the class of a struct, for its field `field`. */
export function namesWithinStruct(field: string): readonly string[] {
  return [
    endAnchor(field),
    startAnchor(field),
    prefixAnchor(field),
    `${field}Record`,
    `${field}Count`,
    `${field}Size`,
  ];
}

/** Name of the end of a part of dynamic length. */
export function endAnchor(field: string): string {
  return `${field}End`;
}

/** Name of the start of the integer that says how long a field is, where that is aligned likewise. */
export function prefixAnchor(field: string): string {
  return `${field}Prefix`;
}

/** Name of the start of a field that is aligned behind a part of dynamic length. */
export function startAnchor(field: string): string {
  return `${field}Start`;
}

/** Names that a generated module declares for an enumeration beside its constant and its type. */
export function namesBesideEnumeration(name: string): readonly string[] {
  return [`is${name}`, `nameOf${name}`];
}

/** Names that a generated module declares for flags beside their constant and their type. */
export function namesBesideFlags(name: string): readonly string[] {
  return [`maskOf${name}`];
}
