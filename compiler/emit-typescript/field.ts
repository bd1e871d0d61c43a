/** Text of the accessors of a field. */
import type { FieldLayout, FieldType, Position, StructLayout } from "../layout-types.js";
import { endProperty, littleEndianText, offsetText, relativeText, thisRecord } from "./access.js";
import { fieldDoc } from "./doc.js";
import { arrayText } from "./element-array.js";
import { findsOrder, orderErrorText } from "./found-order.js";
import { emitFlagsAccessors } from "./flags.js";
import type { Imports } from "./imports.js";
import { contentWords, magicText } from "./magic.js";
import { emitText } from "./text-field.js";
import { accessorType } from "./types.js";
import { assignText, isValue, returnText, valueOffsetText, valueText } from "./value-text.js";
import type { ValueLayout } from "./value-text.js";
import { emitWrapped } from "./wrapped.js";

/** Returns the text of the getter and the setter of a field. */
export function emitAccessors(field: FieldLayout, struct: StructLayout, imports: Imports): string {
  const { type } = field;
  if (isValue(type)) return emitValue(field, type, struct, imports);
  switch (type.kind) {
    case "flags":
      return emitFlagsAccessors(field, type, struct, imports);
    case "wrapped":
      return emitWrapped(field, type, struct, imports);
    case "bytes":
      return type.content === undefined
        ? emitBytes(field, struct, imports)
        : emitMagic(field, type.content, struct, imports);
    case "text":
      return emitText(field, type, struct, imports);
    case "struct":
      return emitStruct(field, type, struct, imports);
    case "array":
      return emitArray(field, type, imports);
  }
}

function emitValue(
  { name, doc, position }: FieldLayout,
  type: ValueLayout,
  struct: StructLayout,
  imports: Imports,
): string {
  const text = valueText(type, imports);
  const owner = {
    struct: JSON.stringify(struct.name),
    path: JSON.stringify(name),
    offset: valueOffsetText(type, position, thisRecord),
  };
  const promise =
    type.kind === "constant"
      ? `Always ${text.typeName}; throws \`ValidityError\` otherwise.`
      : text.validity === undefined
        ? ""
        : `Throws \`ValidityError\` unless it is ${JSON.parse(text.validity.expected) as string}.`;
  const getter = `
  ${fieldDoc(doc, promise)}get ${name}(): ${text.typeName} {
    ${returnText(text, position, thisRecord, owner, imports)}
  }
`;
  if (type.kind === "constant") return getter;
  return `${getter}
  set ${name}(value: ${text.typeName}) {
    ${assignText(text, position, "value", thisRecord, imports)}
  }
`;
}

function emitBytes(
  { name, doc, position, size }: FieldLayout,
  struct: StructLayout,
  imports: Imports,
): string {
  const start = offsetText(thisRecord, position);
  const length = size === undefined ? lengthText(name, position) : String(size);
  const owner = `${JSON.stringify(struct.name)}, ${JSON.stringify(name)}`;
  return `
  ${fieldDoc(doc, "Shares memory with the record.")}get ${name}(): Uint8Array {
    return ${imports.runtime("bytesOf")}(this.$view, ${start}, ${length});
  }

  set ${name}(value: Uint8Array) {
    ${imports.runtime("setBytes")}(this.$view, ${start}, ${length}, value, ${owner}, ${relativeText(thisRecord, position)});
  }
`;
}

function emitMagic(
  { name, doc, position }: FieldLayout,
  content: readonly number[],
  struct: StructLayout,
  imports: Imports,
): string {
  const owner = {
    struct: JSON.stringify(struct.name),
    path: JSON.stringify(name),
    offset: relativeText(thisRecord, position),
  };
  const promise = `Always ${contentWords(content)}; throws \`ValidityError\` otherwise.`;
  return `
  ${fieldDoc(doc, promise)}get ${name}(): Uint8Array {
    ${magicText(content, offsetText(thisRecord, position), owner, imports)}
  }
`;
}

/** Returns an expression for the length in bytes of a part of dynamic length. */
export function lengthText(name: string, position: Position): string {
  const end = thisRecord.endOf(name);
  const begin = relativeText(thisRecord, position);
  if (begin === "0") return end;
  return begin.includes("+") ? `${end} - (${begin})` : `${end} - ${begin}`;
}

function emitStruct(
  { name, doc, position, size }: FieldLayout,
  type: FieldType & { readonly kind: "struct" },
  struct: StructLayout,
  imports: Imports,
): string {
  const typeName = accessorType(type, imports);
  const text = fieldDoc(doc, "Shares memory with the record.");
  if (size === undefined) {
    return `
  ${text}get ${name}(): ${typeName} {
    return this.${recordProperty(name)};
  }
`;
  }
  const start = offsetText(thisRecord, position);
  const owner = `${JSON.stringify(struct.name)}, ${JSON.stringify(name)}`;
  const isFound = findsOrder(type.struct);
  const error = isFound
    ? `const littleEndian = ${typeName}.$orderAt(this.$view, ${start});
    if (littleEndian === undefined) ${imports.runtime("throwValidity")}(${JSON.stringify(struct.name)}, ${orderErrorText(type.struct, thisRecord, position, `${name}.`, imports)});
    `
    : "";
  const order = isFound
    ? ", littleEndian"
    : type.struct.byteOrder === "runtime"
      ? `, ${littleEndianText(type.byteOrder, thisRecord, imports)}`
      : "";
  return `
  ${text}get ${name}(): ${typeName} {
    ${error}return new ${typeName}(this.$view, ${start}${order});
  }

  set ${name}(value: ${typeName}) {
    ${imports.runtime("setBytes")}(this.$view, ${start}, ${size}, value.$bytes, ${owner}, ${relativeText(thisRecord, position)});
  }
`;
}

function emitArray(
  { name, doc, position }: FieldLayout,
  type: FieldType & { readonly kind: "array" },
  imports: Imports,
): string {
  const { typeName, make } = arrayText(type, imports);
  const bytes = lengthText(name, position);
  const length =
    type.length.kind === "fixed"
      ? String(type.length.value)
      : type.stride === 1
        ? bytes
        : `${bytes.includes(" ") ? `(${bytes})` : bytes} / ${type.stride}`;
  return `
  ${fieldDoc(doc, "Shares memory with the record.")}get ${name}(): ${typeName} {
    return ${make(thisRecord, offsetText(thisRecord, position), length)};
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
  return struct.fields
    .filter((field) => field.size === undefined)
    .flatMap(({ name, type }) => [
      { name: endProperty(name), parameter: `${name}End`, typeName: "number" },
      ...(type.kind === "struct"
        ? [
            {
              name: recordProperty(name),
              parameter: `${name}Record`,
              typeName: accessorType(type, imports),
            },
          ]
        : []),
    ]);
}
