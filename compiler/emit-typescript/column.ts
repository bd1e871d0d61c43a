/**
 * Text of columns: one field of all records of an array, in place. A column is an array class at the
 * stride of the record, shared by all fields of one type in the module.
 */
import type { FieldLayout, FieldType, StructLayout, WrappedLayout } from "../layout-types.js";
import { thisRecord } from "./access.js";
import { docText, fieldDoc } from "./doc.js";
import { columnText } from "./element-array.js";
import type { Imports } from "./imports.js";
import { lines, sum } from "./text.js";
import { isValue } from "./value-text.js";

/** Returns the interface that says which column each field has. */
export function emitColumnsInterface(struct: StructLayout, size: number, imports: Imports): string {
  const members = columnsOf(struct).map((field) => {
    const { typeName } = columnText(field, struct, size, imports);
    return `${fieldDoc(field.doc)}readonly ${field.name}: ${typeName};`;
  });
  return `
${docText(`The columns of a {@link ${struct.name}Array}: one field of all its records.`)}
export interface ${struct.name}Columns {
  ${lines(members)}
}
`;
}

/** Returns the fields that have a column: what another field chooses is not the same in all records. */
export function columnsOf({ fields }: StructLayout): readonly FieldLayout[] {
  return fields.filter(({ type }) => type.kind !== "select");
}

/** Returns the method of an array of records that views one field of all of them. */
export function emitColumn(struct: StructLayout, size: number, imports: Imports): string {
  const { name } = struct;
  const cases = columnsOf(struct).map((field) => {
    const { make } = columnText(field, struct, size, imports);
    const offset = sum("this.$offset", String(field.position.bytes));
    return `case ${JSON.stringify(field.name)}: return ${make(thisRecord, offset, "this.length")};`;
  });
  return `
  /** Views the field \`name\` of all records. Throws \`IndexError\` if there is no such field. */
  column<$Name extends keyof ${name}Columns>(name: $Name): ${name}Columns[$Name];
  column(name: keyof ${name}Columns): ${name}Columns[keyof ${name}Columns] {
    switch (name) {
      ${lines(cases)}
      default: return ${imports.runtime("throwColumn")}(${JSON.stringify(`${name}[]`)}, name);
    }
  }
`;
}

/** Returns the type of the names of the fields whose values have an order. */
export function orderedNames({ fields }: StructLayout): string {
  const names = fields.filter(isOrdered).map(({ name }) => JSON.stringify(name));
  return names.length === 0 ? "never" : names.join(" | ");
}

/** Whether the values of a field come before or behind each other, and differ. */
function isOrdered({ type }: FieldLayout): boolean {
  if (type.kind === "wrapped") return orderedCodecs.has(type.codec.kind);
  return isValue(type) && type.kind !== "constant" && !isOptional(type);
}

/** Addresses are not in the order of their texts, and what a module makes has one that its user knows. */
const orderedCodecs: ReadonlySet<WrappedLayout["codec"]["kind"]> = new Set([
  "date",
  "scaled",
  "uuid",
  "macAddress",
]);

function isOptional(type: FieldType): boolean {
  return type.kind === "nonzero" && type.isOptional;
}
