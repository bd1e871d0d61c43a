/** Text of the TypeScript types of fields. */
import type { FieldType } from "../layout-types.js";
import { arrayText, nativeArrayOf } from "./element-array.js";
import { flagSetText, flagsValueType } from "./flags.js";
import type { Imports } from "./imports.js";
import { textClass } from "./text-field.js";
import { isValue, valueText } from "./value-text.js";
import { selectType, selectValueType } from "./select-type.js";
import { wrappedTypeText } from "./wrapped.js";

/** Returns the type that the accessor of a field has. */
export function accessorType(type: FieldType, imports: Imports): string {
  if (isValue(type)) return valueText(type, imports).typeName;
  switch (type.kind) {
    case "flags":
      return flagSetText(type, imports).typeName;
    case "wrapped":
      return wrappedTypeText(type, imports);
    case "bytes":
      return "Uint8Array";
    case "text":
      return textClass(type, imports);
    case "struct":
      return imports.from(type.struct.file, type.struct.name);
    case "variant":
      return imports.from(type.variant.file, type.variant.name);
    case "select":
      return selectType(type, imports);
    case "array":
      return arrayText(type, imports).typeName;
    case "sequence": {
      const { file, name } = type.element;
      imports.from(file, name);
      return imports.from(file, `${name}Sequence`);
    }
  }
}

/** Returns the type that a field has in a plain object. */
export function valueType(type: FieldType, imports: Imports): string {
  if (isValue(type)) return valueText(type, imports).typeName;
  switch (type.kind) {
    case "flags":
      return flagsValueType(type, imports);
    case "wrapped":
      return wrappedTypeText(type, imports);
    case "bytes":
      return "Uint8Array";
    case "text":
      return "string";
    case "struct":
      return imports.from(type.struct.file, `${type.struct.name}Value`, "type");
    case "variant":
      return imports.from(type.variant.file, `${type.variant.name}Value`, "type");
    case "select":
      return selectValueType(type, imports);
    case "array": {
      const native = nativeArrayOf(type);
      if (native !== undefined) return native;
      const element = valueType(type.element, imports);
      if (type.shape !== undefined) return `${imports.runtimeType("ComponentValues")}<${element}>`;
      return element.includes(" ") ? `(${element})[]` : `${element}[]`;
    }
    case "sequence":
      return `${imports.from(type.element.file, `${type.element.name}Value`, "type")}[]`;
  }
}
