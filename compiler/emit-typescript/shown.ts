/** Text of what shows records to others: as JSON, in a console, as a schema of the Standard Schema kind. */
import { isToldOrder } from "../layout-order.js";
import type { RecordLayout } from "../layout-types.js";
import type { Imports } from "./imports.js";
import { methodText } from "./method.js";

/** Returns the static property that gives records the method that Node shows them with. */
export function emitInspectable(imports: Imports): string {
  return `
  /** Records are shown with their fields by \`console.log\`. */
  static readonly $isInspectable = /* @__PURE__ */ ${imports.runtime("inspectable")}(this) as true;
`;
}

/** Returns the text of `toJSON`. */
export function emitJson(imports: Imports): string {
  return `
  /** Returns the fields as \`JSON.stringify\` takes them. Throws \`ValidityError\` if one is not valid. */
  toJSON(): { readonly [name: string]: ${imports.runtimeType("Json")} } {
    return ${imports.runtime("recordToJson")}(this);
  }
`;
}

/** Returns the text of the Standard Schema. Where the byte order is chosen at run time there is none. */
export function emitStandardSchema(record: RecordLayout, imports: Imports): string {
  if (isToldOrder(record)) return "";
  const { name } = record;
  const { start, end } = methodText(record);
  return `
  /** A validator of bytes for all that knows Standard Schema, version 1 (https://standardschema.dev). */
  ${start}get "~standard"(): ${imports.runtimeType("StandardProperties")}<${imports.runtimeType("Bytes")}, ${name}> {
    return ${imports.runtime("standardProperties")}(${name}.safeParse);
  }${end}
`;
}
