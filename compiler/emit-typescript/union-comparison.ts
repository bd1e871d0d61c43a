/**
 * Text of what compares unions. Which member the bytes are meant as nobody can tell, so that all bytes
 * count that a member reaches, as they lie.
 */
import type { StructLayout } from "../layout-types.js";
import type { Imports } from "./imports.js";

/** Returns the text of `equals`, `compare` and `hash` of a union. */
export function emitUnionComparison(union: StructLayout, imports: Imports): string {
  const { name, fields, facts } = union;
  const end = Math.max(0, ...fields.map(({ size = 0 }) => size));
  const bytes = (record: string): string =>
    `${imports.runtime("bytesOf")}(${record}.$view, ${record}.$offset, ${end})`;
  const hash = (state: string): string =>
    `${imports.runtime("hashBytes")}(record, 0, ${end}, ${state})`;
  return `
  /** Whether two records have the same bytes. */
  static equals(record: ${name}, other: ${name}): boolean {
    return ${imports.runtime("equalBytes")}(record, other, 0, ${end});
  }

  /** Returns -1, 0 or 1: the order of the first bytes that differ. For \`sort\`. */
  static compare(record: ${name}, other: ${name}): number {
    return ${imports.runtime("compareBytes")}(${bytes("record")}, ${bytes("other")});
  }

  /** Returns a hash, FNV-1a of 32 bits, which is the same for records that are equal. */
  static hash(record: ${name}): number {
    return ${hash(imports.runtime("hashBasis"))};
  }
${
  facts.hasPadding
    ? `
  /** Returns the state of a hash behind the bytes of a record. */
  static $hash(record: ${name}, state: number): number {
    return ${hash("state")};
  }
`
    : ""
}`;
}

/** Returns the text of `toJSON` of a union. */
export function emitUnionJson(imports: Imports): string {
  return `
  /** Returns the bytes as hexadecimal digits: nobody can tell which member is meant. */
  toJSON(): string {
    return ${imports.runtime("hexOf")}(this.$bytes);
  }
`;
}
