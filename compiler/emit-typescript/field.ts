/** Text of the accessors of a field. */
import type { FieldLayout, FieldType, Position, StructLayout } from "../layout-types.js";
import { sizeOf } from "../layout-size.js";
import { endAnchor } from "../names.js";
import { offsetText, relativeText, thisRecord } from "./access.js";
import type { RecordText } from "./access.js";
import { fieldDoc } from "./doc.js";
import { nearText } from "./far-fields.js";
import { arrayText, componentsType, setComponents } from "./element-array.js";
import { emitFlagsAccessors } from "./flags.js";
import type { Imports } from "./imports.js";
import { contentWords, magicText } from "./magic.js";
import { emitSelect, emitStruct, emitVariant } from "./record-field.js";
import { sequenceText } from "./sequence.js";
import { emitText } from "./text-field.js";
import { accessorType } from "./types.js";
import { assignText, isValue, returnText, valueOffsetText, valueText } from "./value-text.js";
import type { ValueLayout } from "./value-text.js";
import { unionOfRecords } from "./select-type.js";
import { emitWrapped } from "./wrapped.js";

/** Returns the text of the getter and the setter of a field. */
export function emitAccessors(field: FieldLayout, struct: StructLayout, imports: Imports): string {
  const { type } = field;
  const absence = absenceText(field, struct, imports);
  if (isValue(type)) return emitValue(field, type, struct, absence, imports);
  switch (type.kind) {
    case "flags":
      return emitFlagsAccessors(field, type, struct, absence, imports);
    case "wrapped":
      return emitWrapped(field, type, struct, absence, imports);
    case "bytes":
      return type.content === undefined
        ? emitBytes(field, struct, absence, imports)
        : emitMagic(field, type.content, struct, absence, imports);
    case "text":
      return emitText(field, type, struct, absence, imports);
    case "struct":
      return emitStruct(field, type, struct, absence, imports);
    case "variant":
      return emitVariant(field, type, struct, absence, imports);
    case "select":
      return emitSelect(field, type, struct, absence, imports);
    case "array":
      return emitArray(field, type, struct, absence, imports);
    case "sequence":
      return emitSequence(field, type, absence, imports);
  }
}

/** What the accessors of a field say that is not always there; for others all of it is empty. */
export interface AbsenceText {
  /** What the doc comment says, to be followed by more. */
  readonly doc: string;
  /** What the type of the getter has in addition. */
  readonly type: string;
  /** Statements at the start of the getter. */
  readonly get: string;
  /** Returns statements at the start of the setter. */
  readonly set: () => string;
}

function absenceText(
  { name, position, condition }: FieldLayout,
  struct: StructLayout,
  imports: Imports,
): AbsenceText {
  if (condition === undefined) return { doc: "", type: "", get: "", set: () => "" };
  const isAbsent = `!(${isThereText(name, position, thisRecord)})`;
  const owner = [struct.name, name].map((each) => JSON.stringify(each)).join(", ");
  const offset = relativeText(thisRecord, position);
  return {
    doc: `There only where \`${condition.text}\`. `,
    type: " | undefined",
    get: `if (${isAbsent}) return undefined;\n`,
    set: () =>
      `if (${isAbsent}) ${imports.held("throwAbsent")}(${owner}, ${offset}, ${JSON.stringify(condition.text)});\n`,
  };
}

/** Returns an expression for whether a field is there that has a condition: it is never empty. */
export function isThereText(name: string, position: Position, record: RecordText): string {
  return `${record.anchor(endAnchor(name))} > ${relativeText(record, position)}`;
}

function emitValue(
  field: FieldLayout,
  type: ValueLayout,
  struct: StructLayout,
  absence: AbsenceText,
  imports: Imports,
): string {
  const { name, doc } = field;
  const near = nearText(field, struct);
  const text = valueText(type, imports);
  const owner = {
    struct: JSON.stringify(struct.name),
    path: JSON.stringify(name),
    offset: valueOffsetText(type, field.position, thisRecord),
  };
  const promise =
    type.kind === "constant"
      ? `Always ${type.member === undefined ? text.typeName : `\`${type.member}\``}; throws \`ValidityError\` otherwise.`
      : text.validity === undefined
        ? ""
        : `Throws \`ValidityError\` unless it is ${JSON.parse(text.validity.expected) as string}.`;
  const getter = `
  ${fieldDoc(doc, absence.doc + promise)}get ${name}(): ${text.typeName}${absence.type} {
    ${absence.get}${returnText(text, near.position, near.record, owner, imports)}
  }
`;
  if (type.kind === "constant") return getter;
  return `${getter}
  set ${name}(value: ${text.typeName}) {
    ${absence.set()}${assignText(text, near.position, "value", near.record, imports)}
  }
`;
}

function emitBytes(
  { name, doc, position, size }: FieldLayout,
  struct: StructLayout,
  absence: AbsenceText,
  imports: Imports,
): string {
  const start = offsetText(thisRecord, position);
  const length = size === undefined ? lengthText(name, position) : String(size);
  const owner = `${JSON.stringify(struct.name)}, ${JSON.stringify(name)}`;
  return `
  ${fieldDoc(doc, `${absence.doc}Shares memory with the record.`)}get ${name}(): Uint8Array${absence.type} {
    ${absence.get}return ${imports.held("bytesOf")}(this.$view, ${start}, ${length});
  }

  set ${name}(value: Uint8Array) {
    ${absence.set()}${imports.held("setBytes")}(this.$view, ${start}, ${length}, value, ${owner}, ${relativeText(thisRecord, position)});
  }
`;
}

function emitMagic(
  { name, doc, position }: FieldLayout,
  content: readonly number[],
  struct: StructLayout,
  absence: AbsenceText,
  imports: Imports,
): string {
  const owner = {
    struct: JSON.stringify(struct.name),
    path: JSON.stringify(name),
    offset: relativeText(thisRecord, position),
  };
  const promise = `Always ${contentWords(content)}; throws \`ValidityError\` otherwise.`;
  return `
  ${fieldDoc(doc, absence.doc + promise)}get ${name}(): Uint8Array${absence.type} {
    ${absence.get}${magicText(content, offsetText(thisRecord, position), owner, imports)}
  }
`;
}

/** Returns an expression for the length in bytes of a part of dynamic length. */
export function lengthText(name: string, position: Position): string {
  const end = thisRecord.anchor(endAnchor(name));
  const begin = relativeText(thisRecord, position);
  if (begin === "0") return end;
  return begin.includes("+") ? `${end} - (${begin})` : `${end} - ${begin}`;
}

function emitArray(
  { name, doc, position }: FieldLayout,
  type: FieldType & { readonly kind: "array" },
  struct: StructLayout,
  absence: AbsenceText,
  imports: Imports,
): string {
  const { typeName, make } = arrayText(type, imports);
  const bytes = lengthText(name, position);
  const length =
    type.length.kind === "fixed"
      ? String(type.length.value)
      : type.stride <= 1
        ? bytes
        : `${bytes.includes(" ") ? `(${bytes})` : bytes} / ${type.stride}`;
  const made = make(thisRecord, offsetText(thisRecord, position), length);
  const getter = `
  ${fieldDoc(doc, `${absence.doc}Shares memory with the record.`)}get ${name}(): ${typeName}${absence.type} {
    ${absence.get}return ${made};
  }
`;
  if (type.shape === undefined) return getter;
  const owner = `${JSON.stringify(struct.name)}, ${JSON.stringify(name)}, ${relativeText(thisRecord, position)}`;
  return `${getter}
  set ${name}(value: ${componentsType(type, imports)}) {
    ${absence.set()}${setComponents(type, made, "value", owner, imports)}
  }
`;
}

function emitSequence(
  { name, doc, position }: FieldLayout,
  type: FieldType & { readonly kind: "sequence" },
  absence: AbsenceText,
  imports: Imports,
): string {
  const typeName = accessorType(type, imports);
  const made = sequenceText(type, thisRecord, position, lengthText(name, position), imports);
  return `
  ${fieldDoc(doc, `${absence.doc}Shares memory with the record.`)}get ${name}(): ${typeName}${absence.type} {
    ${absence.get}return ${made};
  }
`;
}

/** Name of the property that holds a nested record of dynamic size. */
export function recordProperty(name: string): string {
  return `$${name}Record`;
}

/** Names of the properties that a record of dynamic size has, and their types. */
export function dynamicProperties(
  struct: StructLayout,
  imports: Imports,
): readonly { readonly name: string; readonly parameter: string; readonly typeName: string }[] {
  return struct.anchors.flatMap((anchor) => {
    const place = { name: `$${anchor.name}`, parameter: anchor.name, typeName: "number" };
    if (anchor.kind === "start" || !holdsRecord(anchor.field)) return [place];
    const { name } = anchor.field;
    const typeName = heldType(anchor.field, imports);
    return [place, { name: recordProperty(name), parameter: `${name}Record`, typeName }];
  });
}

/** Whether a record holds the nested record of a field, as that has a dynamic size. */
export function holdsRecord({ type }: FieldLayout): boolean {
  const isRecord = type.kind === "struct" || type.kind === "variant" || type.kind === "select";
  return isRecord && sizeOf(type) === undefined;
}

/** Returns the type of the nested record that a record holds for a field; it may not be there. */
export function heldType(field: FieldLayout, imports: Imports): string {
  const { type } = field;
  const held = type.kind === "select" ? unionOfRecords(type, imports) : accessorType(type, imports);
  return mayBeAbsent(field) ? `${held} | undefined` : held;
}

/** Whether there can be no nested record where a record holds one. */
export function mayBeAbsent({ type, condition }: FieldLayout): boolean {
  return condition !== undefined || (type.kind === "select" && type.otherwise?.kind === "bytes");
}
