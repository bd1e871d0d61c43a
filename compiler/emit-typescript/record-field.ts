/**
 * Text of the accessors of fields that are records: structs, and what is one of several.
 *
 * A record is made by each read. V8 leaves records out of a loop up to 600 bytes of objects, each of 40, and
 * counts them twice, as it peels loops: three paths of three records each take three times as long on
 * Node 22 and 24 as one, and four paths eight times.
 */
import { findsOrder } from "../layout-order.js";
import type { FieldLayout, FieldType, StructLayout } from "../layout-types.js";
import { littleEndianText, offsetText, relativeText, thisRecord } from "./access.js";
import { hasShorterCase, returnCase } from "./cases.js";
import { fieldDoc } from "./doc.js";
import { holdsRecord, lengthText, recordProperty } from "./field.js";
import type { AbsenceText } from "./field.js";
import { findOrderText } from "./found-order.js";
import type { Imports } from "./imports.js";
import { orderArgument } from "./open.js";
import { readExpression } from "./read-expression.js";
import { selectName, selectOrderText, selectSetterType } from "./select-type.js";
import type { SelectLayout } from "./select-type.js";
import { accessorType } from "./types.js";

/** Returns the text of the accessors of a nested struct. */
export function emitStruct(
  field: FieldLayout,
  type: FieldType & { readonly kind: "struct" },
  struct: StructLayout,
  absence: AbsenceText,
  imports: Imports,
): string {
  const { name, position } = field;
  const typeName = accessorType(type, imports);
  const { size } = type.struct;
  if (size === undefined) return emitHeld(field, typeName, absence);
  const start = offsetText(thisRecord, position);
  const isFound = findsOrder(type.struct);
  const owner = {
    struct: JSON.stringify(struct.name),
    path: JSON.stringify(name),
    offset: relativeText(thisRecord, position),
  };
  const find = isFound
    ? `${findOrderText(type.struct, thisRecord, position, owner, imports)}\n`
    : "";
  const order = isFound
    ? ", littleEndian"
    : type.struct.byteOrder === "runtime"
      ? `, ${littleEndianText(type.byteOrder, thisRecord, imports)}`
      : "";
  const opened = imports.heldOf(typeName, type.struct.file);
  const get = `${find}return new ${opened}(this.$view, ${start}${order});`;
  const set = copyText(field, struct, size, "setBytes", imports);
  return emitRecordField(field, typeName, typeName, get, set, absence);
}

/** Returns the text of the accessors of a variant. */
export function emitVariant(
  field: FieldLayout,
  type: FieldType & { readonly kind: "variant" },
  struct: StructLayout,
  absence: AbsenceText,
  imports: Imports,
): string {
  const typeName = accessorType(type, imports);
  const { variant } = type;
  const { size } = variant;
  if (size === undefined) return emitHeld(field, typeName, absence);
  const order = orderArgument(variant, type.byteOrder, thisRecord, imports);
  const opened = imports.heldOf(typeName, variant.file);
  const open = `${opened}.viewAt(this.$view, ${offsetText(thisRecord, field.position)}${order})`;
  const get = returnCase(variant, open, ownerText(field, struct), imports);
  const copy = hasShorterCase(variant, size) ? "setPadded" : "setBytes";
  const set = copyText(field, struct, size, copy, imports);
  return emitRecordField(field, typeName, typeName, get, set, absence);
}

/**
 * Returns the text of the accessors of a field that is one of several structs. What is assigned is of the
 * struct that there is: the tag says, and is not changed by its neighbour.
 */
export function emitSelect(
  field: FieldLayout,
  type: SelectLayout,
  struct: StructLayout,
  absence: AbsenceText,
  imports: Imports,
): string {
  const { name, position } = field;
  const offset = offsetText(thisRecord, position);
  const relative = relativeText(thisRecord, position);
  const tag = readExpression(type.on.expression, struct, thisRecord, imports);
  const opened = holdsRecord(field)
    ? `this.${recordProperty(name)}`
    : `${selectName(struct, name)}.viewAt(${tag}, this.$view, ${offset}${selectOrderText(type, thisRecord)}, ${relative})`;
  // Where cases are fixed a run of bytes may be shorter than they are.
  const length =
    type.otherwise?.kind === "bytes" && type.otherwise.length.kind === "fixed"
      ? String(type.otherwise.length.value)
      : lengthText(name, position);
  const bytes =
    type.otherwise?.kind === "bytes"
      ? ` ?? ${imports.held("bytesOf")}(this.$view, ${offset}, ${length})`
      : "";
  const getAbsent = holdsRecord(field) && bytes === "" ? "" : absence.get;
  const typeName = accessorType(type, imports);
  const setterType = selectSetterType(type, imports);
  const get = `return ${opened}${bytes};`;
  const current = absence.type === "" ? `this.${name}` : `this.${name}!`;
  const set =
    setterType && `${imports.held("setCase")}(${current}, value, ${ownerText(field, struct)});`;
  const text = { ...absence, get: getAbsent };
  return emitRecordField(field, typeName, setterType, get, set, text);
}

/** Returns the text of the getter of a record of dynamic size, which the record around it holds. */
function emitHeld(field: FieldLayout, typeName: string, absence: AbsenceText): string {
  const get = `return this.${recordProperty(field.name)};`;
  return emitRecordField(field, typeName, undefined, get, undefined, { ...absence, get: "" });
}

/** Returns the accessors of a record. Without a `setterType` there is no setter. */
function emitRecordField(
  { name, doc }: FieldLayout,
  typeName: string,
  setterType: string | undefined,
  get: string,
  set: string | undefined,
  absence: AbsenceText,
): string {
  const getter = `
  ${fieldDoc(doc, `${absence.doc}Shares memory with the record.`)}get ${name}(): ${typeName}${absence.type} {
    ${absence.get}${get}
  }
`;
  if (setterType === undefined || set === undefined) return getter;
  return `${getter}
  set ${name}(value: ${setterType}) {
    ${absence.set()}${set}
  }
`;
}

/** Returns the statement that copies the bytes of a record over those of a field. */
function copyText(
  field: FieldLayout,
  struct: StructLayout,
  size: number,
  copy: "setBytes" | "setPadded",
  imports: Imports,
): string {
  const start = offsetText(thisRecord, field.position);
  return `${imports.held(copy)}(this.$view, ${start}, ${size}, value.$bytes, ${ownerText(field, struct)});`;
}

/** Returns the arguments for the place of a field in errors. */
function ownerText({ name, position }: FieldLayout, struct: StructLayout): string {
  return `${JSON.stringify(struct.name)}, ${JSON.stringify(name)}, ${relativeText(thisRecord, position)}`;
}
