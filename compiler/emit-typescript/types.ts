/** Text of the TypeScript types of fields. */
import type { FieldType, NumericLayout } from "../layout-types.js";
import type { Imports } from "./imports.js";
import { scalarArrayName } from "./scalar-array.js";

/** Returns the type that the accessor of a field has. */
export function accessorType(type: FieldType, imports: Imports): string {
  switch (type.kind) {
    case "scalar":
    case "bits":
      return numericType(type);
    case "enumeration": {
      const { file, name } = type.enumeration;
      return imports.from(file, name, "type");
    }
    case "constant":
      return literalText(type.value);
    case "bytes":
      return "Uint8Array";
    case "struct":
      return imports.from(type.struct.file, type.struct.name);
    case "array":
      if (type.element.kind === "struct") {
        const { file, name } = type.element.struct;
        return imports.from(file, `${name}Array`);
      }
      return nativeArrayOf(type.element) ?? scalarArrayName(type.element, imports);
  }
}

/** Returns the type that a field has in a plain object. */
export function valueType(type: FieldType, imports: Imports): string {
  switch (type.kind) {
    case "scalar":
    case "bits":
    case "enumeration":
    case "constant":
    case "bytes":
      return accessorType(type, imports);
    case "struct":
      return imports.from(type.struct.file, `${type.struct.name}Value`, "type");
    case "array":
      if (type.element.kind === "struct") return `${valueType(type.element, imports)}[]`;
      return nativeArrayOf(type.element) ?? `${numericType(type.element)}[]`;
  }
}

/** Returns the type of a value that is read at once. */
export function numericType(type: NumericLayout): "number" | "bigint" | "boolean" {
  return type.kind === "bits" ? "number" : type.scalar.typeName;
}

/** Returns the typed array that can lie over elements wherever they are: that of single bytes. */
export function nativeArrayOf(element: FieldType): "Uint8Array" | "Int8Array" | undefined {
  if (element.kind !== "scalar") return undefined;
  if (element.scalar.name === "u8") return "Uint8Array";
  return element.scalar.name === "i8" ? "Int8Array" : undefined;
}

/** Returns the literal of a value, which is also its type. */
export function literalText(value: number | bigint | boolean): string {
  return typeof value === "bigint" ? `${value}n` : String(value);
}
