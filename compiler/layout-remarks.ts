/** Part of stage 5: what is legal in a layout and probably not what is meant. */
import type { Diagnostic } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { FieldLayout, FieldType, StructLayout } from "./layout-types.js";
import { numericOf } from "./layout-size.js";
import type { ResolvedStruct } from "./resolve.js";

/** Returns warnings about a struct. */
export function remarkOn(struct: ResolvedStruct, layout: StructLayout): readonly Diagnostic[] {
  return struct.isUnion ? remarkOnBools(struct, layout) : remarkOnAlignment(struct, layout);
}

/**
 * Bytes in the order of the machine are those of memory that native code shares, and that has padding.
 * Bytes of files and of the network have an order of their own, and are as packed as they are.
 */
function remarkOnAlignment(struct: ResolvedStruct, layout: StructLayout): readonly Diagnostic[] {
  if (struct.byteOrder !== "native" || (struct.placement.rules ?? "packed") !== "packed") return [];
  const misaligned = layout.fields.filter(isMisaligned);
  const [first] = misaligned;
  if (first === undefined) return [];
  const span = struct.fields.find(({ name }) => name === first.name)?.span ?? struct.span;
  return [
    diagnose("misaligned-fields", span, {
      field: `${struct.name}.${first.name}`,
      offset: first.position.bytes,
      alignment: alignmentOf(first.type),
      others: misaligned.length - 1,
    }),
  ];
}

function isMisaligned({ position, type }: FieldLayout): boolean {
  return position.after === undefined && position.bytes % alignmentOf(type) !== 0;
}

function alignmentOf(type: FieldType): number {
  const numeric = numericOf(type.kind === "array" ? type.element : type);
  return numeric?.kind === "scalar" ? numeric.scalar.alignment : 1;
}

/** Members of a union are not validated, as any of them may be meant. */
function remarkOnBools(union: ResolvedStruct, layout: StructLayout): readonly Diagnostic[] {
  return layout.fields.flatMap(({ name, type }) => {
    const path = pathToBool(type);
    if (path === undefined) return [];
    const span = union.fields.find((member) => member.name === name)?.span ?? union.span;
    return [diagnose("unchecked-bool", span, { field: `${union.name}.${name}${path}` })];
  });
}

/** Returns the path from a field to a `bool` in it, unless that is in another union. */
function pathToBool(type: FieldType): string | undefined {
  if (type.kind === "scalar") return type.scalar.name === "bool" ? "" : undefined;
  if (type.kind === "array") {
    const path = pathToBool(type.element);
    return path === undefined ? undefined : `[]${path}`;
  }
  if (type.kind !== "struct" || type.struct.isUnion) return undefined;
  for (const field of type.struct.fields) {
    const path = pathToBool(field.type);
    if (path !== undefined) return `.${field.name}${path}`;
  }
  return undefined;
}
