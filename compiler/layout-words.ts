/** Part of stage 5: types in words, for messages. */
import type { FieldType, StructLayout, VariantLayout } from "./layout-types.js";

export function wordsFor(type: FieldType): string {
  switch (type.kind) {
    case "bytes":
      return "a run of bytes";
    case "text":
      return "a text";
    case "struct":
      return `the ${type.struct.isUnion ? "union" : "struct"} ${type.struct.name}`;
    case "variant":
      return `the variant ${type.variant.name}`;
    case "select":
      return "one of several structs";
    case "array":
    case "sequence":
      return "an array";
    case "flags":
      return `the flags ${type.flags.name}`;
    case "wrapped":
      return `a value that ${type.codec.kind === "module" ? type.codec.name : type.codec.kind} makes`;
    case "scalar":
      return type.scalar.name;
    case "bits":
    case "enumeration":
    case "constant":
    case "nonzero":
      return `not an integer`;
  }
}

/** Says why records are no elements of an array. */
export function wordsForSequence(
  record: StructLayout | VariantLayout,
  stride: number | undefined,
): string {
  if (stride !== undefined) return `${record.name} at a stride, whose size is dynamic`;
  const reason = record.takesRest ? "takes all bytes that are left" : "can be empty";
  return `${record.name}, which ${reason}`;
}
