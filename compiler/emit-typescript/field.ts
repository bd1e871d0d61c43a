/** Text of the accessors of a field, one function a kind. */
import type { FieldLayout, FieldType, NumericLayout, StructLayout } from "../layout-types.js";
import {
  endProperty,
  littleEndianText,
  offsetText,
  readText,
  relativeText,
  thisRecord,
  writeText,
} from "./access.js";
import { fieldDoc } from "./doc.js";
import type { Imports } from "./imports.js";
import { scalarArrayName } from "./scalar-array.js";
import { accessorType, literalText, nativeArrayOf, numericType } from "./types.js";

/** Returns the text of the getter and the setter of a field. */
export function emitAccessors(field: FieldLayout, struct: StructLayout, imports: Imports): string {
  const { type } = field;
  switch (type.kind) {
    case "scalar":
    case "bits":
      return emitNumeric(field, type, numericType(type), imports);
    case "enumeration":
      return type.enumeration.isOpen
        ? emitNumeric(field, type.base, accessorType(type, imports), imports)
        : emitClosedEnumeration(field, type, struct, imports);
    case "constant":
      return emitConstant(field, type, struct, imports);
    case "bytes":
      return emitBytes(field, struct, imports);
    case "struct":
      return emitStruct(field, type, struct, imports);
    case "array":
      return emitArray(field, type, imports);
  }
}

function emitNumeric(
  { name, doc, position }: FieldLayout,
  type: NumericLayout,
  typeName: string,
  imports: Imports,
): string {
  return `
  ${fieldDoc(doc)}get ${name}(): ${typeName} {
    return ${readText(type, position, thisRecord, imports)};
  }

  set ${name}(value: ${typeName}) {
    ${writeText(type, position, "value", thisRecord, imports)}
  }
`;
}

function emitClosedEnumeration(
  { name, doc, position }: FieldLayout,
  type: FieldType & { readonly kind: "enumeration" },
  struct: StructLayout,
  imports: Imports,
): string {
  const { file, name: enumeration } = type.enumeration;
  const typeName = accessorType(type, imports);
  const isMember = imports.from(file, `is${enumeration}`);
  const fail = throwValidity(
    struct,
    name,
    relativeText(thisRecord, position),
    `a member of ${enumeration}`,
    imports,
  );
  return `
  ${fieldDoc(doc, "Throws `ValidityError` for a value without a name.")}get ${name}(): ${typeName} {
    const value = ${readText(type.base, position, thisRecord, imports)};
    if (!${isMember}(value)) ${fail};
    return value;
  }

  set ${name}(value: ${typeName}) {
    ${writeText(type.base, position, "value", thisRecord, imports)}
  }
`;
}

function emitConstant(
  { name, doc, position }: FieldLayout,
  { base, value }: FieldType & { readonly kind: "constant" },
  struct: StructLayout,
  imports: Imports,
): string {
  const literal = literalText(value);
  const expected = typeof value === "bigint" ? literal : value;
  const fail = throwValidity(struct, name, relativeText(thisRecord, position), expected, imports);
  return `
  ${fieldDoc(doc, `Always ${literal}; throws \`ValidityError\` otherwise.`)}get ${name}(): ${literal} {
    const value = ${readText(base, position, thisRecord, imports)};
    if (value !== ${literal}) ${fail};
    return ${literal};
  }
`;
}

function throwValidity(
  struct: StructLayout,
  path: string,
  offset: string,
  expected: string | number | boolean,
  imports: Imports,
): string {
  const shown =
    typeof expected === "string" && /^-?\d+n$/.test(expected) ? expected : JSON.stringify(expected);
  return `${imports.runtime("throwValidity")}(${JSON.stringify(struct.name)}, ${JSON.stringify(path)}, ${offset}, ${shown}, value)`;
}

function emitBytes(
  { name, doc, position, size }: FieldLayout,
  struct: StructLayout,
  imports: Imports,
): string {
  const start = offsetText(thisRecord, position);
  const end = thisRecord.endOf(name);
  const begin = relativeText(thisRecord, position);
  const length =
    size ??
    (begin === "0"
      ? end
      : position.after === undefined
        ? `${end} - ${begin}`
        : `${end} - (${begin})`);
  const owner = `${JSON.stringify(struct.name)}, ${JSON.stringify(name)}`;
  return `
  ${fieldDoc(doc, "Shares memory with the record.")}get ${name}(): Uint8Array {
    return ${imports.runtime("bytesOf")}(this.$view, ${start}, ${length});
  }

  set ${name}(value: Uint8Array) {
    ${imports.runtime("setBytes")}(this.$view, ${start}, ${length}, value, ${owner});
  }
`;
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
  return `
  ${text}get ${name}(): ${typeName} {
    return new ${typeName}(this.$view, ${start}${orderArgument(type, imports)});
  }

  set ${name}(value: ${typeName}) {
    ${imports.runtime("setBytes")}(this.$view, ${start}, ${size}, value.$bytes, ${owner});
  }
`;
}

/** Returns the argument for the byte order of a nested struct that is told it, with its comma. */
export function orderArgument(
  { struct, byteOrder }: FieldType & { readonly kind: "struct" },
  imports: Imports,
): string {
  if (struct.byteOrder !== "runtime") return "";
  return `, ${littleEndianText(byteOrder, thisRecord, imports)}`;
}

function emitArray(
  { name, doc, position }: FieldLayout,
  type: FieldType & { readonly kind: "array" },
  imports: Imports,
): string {
  const { element, length } = type;
  const start = offsetText(thisRecord, position);
  const typeName = accessorType(type, imports);
  const text = fieldDoc(doc, "Shares memory with the record.");
  const native = nativeArrayOf(element);
  if (native !== undefined) {
    const make = imports.runtime(native === "Uint8Array" ? "bytesOf" : "int8sOf");
    return `
  ${text}get ${name}(): ${native} {
    return ${make}(this.$view, ${start}, ${length});
  }
`;
  }
  const order =
    element.kind === "struct"
      ? orderArgument(element, imports)
      : element.byteOrder === "runtime" && element.scalar.size > 1
        ? `, ${thisRecord.littleEndian}`
        : "";
  const className = element.kind === "struct" ? typeName : scalarArrayName(element, imports);
  return `
  ${text}get ${name}(): ${typeName} {
    return new ${className}(this.$view, ${start}, ${length}${order});
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
