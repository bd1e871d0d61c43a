/** Text that compares, hashes and copies records which are one of several structs. */
import { isPlain } from "../facts.js";
import type { StructLayout } from "../layout-types.js";
import { emitInstances } from "./cases.js";
import type { Imports } from "./imports.js";
import { lines } from "./text.js";

/** Returns the statements that tell whether two records are of one struct and equal. */
export function emitEquals(structs: readonly StructLayout[]): string {
  return lines([
    ...structs.map(
      ({ name }) =>
        `if (record instanceof ${name}) return other instanceof ${name} && ${name}.equals(record, other);`,
    ),
    "return false;",
  ]);
}

/** Returns the statements that return the order of two records; `otherwise` is for those of two structs. */
export function emitCompare(structs: readonly StructLayout[], otherwise: string): string {
  return lines([
    ...structs.map(
      ({ name }) =>
        `if (record instanceof ${name} && other instanceof ${name}) return ${name}.compare(record, other);`,
    ),
    otherwise,
  ]);
}

/** Returns the statements that hash a record; one without padding is nothing but its bytes. */
export function emitHash(
  structs: readonly StructLayout[],
  imports: Imports,
  isLastChecked = false,
): string {
  return emitInstances(
    structs,
    (struct) =>
      isPlain({ kind: "struct", struct, byteOrder: struct.byteOrder })
        ? `return ${imports.runtime("hashBytes")}(record, 0, ${struct.size ?? "record.$size"}, state);`
        : `return ${struct.name}.$hash(record, state);`,
    isLastChecked,
  );
}

/** Returns the statements that return a record with the lengths of `record` at another place. */
export function emitTwins(structs: readonly StructLayout[]): string {
  return emitInstances(
    structs,
    ({ name, size, byteOrder }) =>
      size === undefined
        ? `return ${name}.$twin(record, view, offset);`
        : `return new ${name}(view, offset${byteOrder === "runtime" ? ", record.$littleEndian" : ""});`,
    false,
  );
}
