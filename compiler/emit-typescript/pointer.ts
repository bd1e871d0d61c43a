/** Text of the getters and methods for the records that addresses lead to. */
import type { FieldLayout, FieldType, StructLayout } from "../layout-types.js";
import { relativeText, thisRecord } from "./access.js";
import type { Imports } from "./imports.js";

/** Returns the text of the getter of what a field leads to, or of the method of what its elements lead to. */
export function emitPointer(field: FieldLayout, struct: StructLayout, imports: Imports): string {
  const target = field.pointsTo?.();
  if (target === undefined) return "";
  const { name, position, condition, type } = field;
  const typeName = imports.from(target.file, target.name);
  const returned = `place < 0 ? undefined : ${imports.heldOf(typeName, target.file)}.viewAt(${imports.held("memoryOf")}(this.$view), place)`;
  const empty = condition === undefined ? "it is 0" : `it is 0 or \`${name}\` is not there`;
  const owner = JSON.stringify(struct.name);
  const absence = (of: string): string =>
    condition === undefined ? "" : `\n    if (${of} === undefined) return undefined;`;
  if (type.kind !== "array") {
    const place = imports.held("placeOfTarget");
    return `
  /**
   * The record that \`${name}\` leads to, counted from the start of the buffer that this record lies in;
   * \`undefined\` if ${empty}. Throws \`SizeError\` if it leads out of the buffer.
   */
  get ${targetName(name)}(): ${typeName} | undefined {
    const value = this.${name};${absence("value")}
    const place = ${place}(this.$view, value, ${target.minimumSize}, ${owner}, ${JSON.stringify(name)}, ${relativeText(thisRecord, position)});
    return ${returned};
  }
`;
  }
  const { depth, stride } = innermost(type);
  const indexes = depth === 1 ? ["index"] : Array.from({ length: depth }, (_, at) => `index${at}`);
  const outer = indexes.slice(0, -1);
  const last = indexes.at(-1) ?? "";
  const innermostArray = ["array", ...outer.map((index) => `at(${index})`)].join(".");
  const path =
    outer.length === 0
      ? JSON.stringify(name)
      : `\`${name}${outer.map((index) => `[\${${index}}]`).join("")}\``;
  return `
  /**
   * Returns the record that the address at ${depth === 1 ? "an index" : "indexes"} of \`${name}\` leads to, counted from the start of the
   * buffer that this record lies in; \`undefined\` if ${empty}. Throws \`IndexError\` for what is no
   * index, and \`SizeError\` if the address leads out of the buffer.
   */
  ${targetName(name)}(${indexes.map((index) => `${index}: number`).join(", ")}): ${typeName} | undefined {
    const array = this.${name};${absence("array")}
    const place = ${imports.held("placeOfTargetAt")}(${innermostArray}, ${last}, ${stride}, ${target.minimumSize}, ${owner}, ${path}, this.$offset);
    return ${returned};
  }
`;
}

/** Name of the getter or the method of what the field `name` leads to. */
function targetName(name: string): string {
  return `$${name}Target`;
}

/** Returns how many arrays lie in each other, and the bytes from one element of the innermost to the next. */
function innermost(type: FieldType & { readonly kind: "array" }): {
  readonly depth: number;
  readonly stride: number;
} {
  if (type.element.kind !== "array") return { depth: 1, stride: type.stride };
  const { depth, stride } = innermost(type.element);
  return { depth: depth + 1, stride };
}
