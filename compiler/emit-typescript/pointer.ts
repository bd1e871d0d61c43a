/** Text of the getters for the records that addresses lead to. */
import type { FieldLayout, StructLayout } from "../layout-types.js";
import { numericOf } from "../layout-size.js";
import { relativeText, thisRecord } from "./access.js";
import type { Imports } from "./imports.js";

/** Returns the text of the getter of what a field leads to, if it is an address. */
export function emitPointer(field: FieldLayout, struct: StructLayout, imports: Imports): string {
  const target = field.pointsTo?.();
  const numeric = numericOf(field.type);
  if (target === undefined || numeric?.kind !== "scalar") return "";
  const { name, position } = field;
  const owner = [struct.name, name].map((each) => JSON.stringify(each)).join(", ");
  const opened = imports.classOf(target.name, target.file);
  const place = imports.runtime("placeOfTarget");
  return `
  /**
   * The record that \`${name}\` leads to, counted from the start of the buffer that this record lies in;
   * \`undefined\` if it is 0. Throws \`SizeError\` if it leads out of the buffer.
   */
  get ${targetName(name)}(): ${target.name} | undefined {
    const place = ${place}(this.$view, this.${name}, ${target.minimumSize}, ${owner}, ${relativeText(thisRecord, position)});
    return place < 0 ? undefined : ${opened}.viewAt(${imports.runtime("memoryOf")}(this.$view), place);
  }
`;
}

/** Name of the getter of what the field `name` leads to. */
function targetName(name: string): string {
  return `$${name}Target`;
}
