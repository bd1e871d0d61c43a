/** Text of the names and types of a field that is one of several structs. */
import { structsOf } from "../layout-cases.js";
import { isToldOrder } from "../layout-order.js";
import type { FieldType, StructLayout } from "../layout-types.js";
import type { RecordText } from "./access.js";
import { unionOf } from "./cases.js";
import type { Imports } from "./imports.js";

/** A field that is one of several structs. */
export type SelectLayout = FieldType & { readonly kind: "select" };

/** Name of the object that opens a field which is one of several structs. */
export function selectName(struct: StructLayout, field: string): string {
  return `$${struct.name}$${field}`;
}

/** Whether the object of a select is told a byte order: that of its record, for a case that takes it. */
export function isToldSelect(type: SelectLayout): boolean {
  return type.byteOrder === "runtime" && structsOf(type).some(isToldOrder);
}

/** Returns the argument for the byte order of a select, with its comma. */
export function selectOrderText(type: SelectLayout, { littleEndian }: RecordText): string {
  return isToldSelect(type) ? `, ${littleEndian}` : "";
}

/** Returns the type of the records that a field which is one of several structs can be. */
export function unionOfRecords(type: SelectLayout, imports: Imports): string {
  return unionOf(structsOf(type).map((each) => imports.from(each.file, each.name)));
}

/** Returns the type of a field that is one of several structs. */
export function selectType(type: SelectLayout, imports: Imports): string {
  const records = unionOfRecords(type, imports);
  return type.otherwise?.kind === "bytes" ? `${records} | Uint8Array` : records;
}

/**
 * Returns the type of what a field that is one of several structs can be set to, if there is any: records
 * of fixed size, as others keep the lengths that they were opened with, and a run of bytes.
 */
export function selectSetterType(type: SelectLayout, imports: Imports): string | undefined {
  const records = structsOf(type)
    .filter(({ size }) => size !== undefined)
    .map((each) => imports.from(each.file, each.name));
  const types = type.otherwise?.kind === "bytes" ? [...records, "Uint8Array"] : records;
  return types.length === 0 ? undefined : unionOf(types);
}

/** Returns the type that a field which is one of several structs has in a plain object. */
export function selectValueType(type: SelectLayout, imports: Imports): string {
  const values = structsOf(type).map((each) =>
    imports.from(each.file, `${each.name}Value`, "type"),
  );
  return unionOf(type.otherwise?.kind === "bytes" ? [...values, "Uint8Array"] : values);
}
