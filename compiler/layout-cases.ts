/** Part of stage 5: the cases of variants and selects. */
import type { FieldType, StructLayout } from "./layout-types.js";

/** The cases of a variant or a select. */
export type Cases = Pick<FieldType & { readonly kind: "select" }, "cases" | "otherwise">;

/** Returns all structs that there can be, each once. */
export function structsOf({ cases, otherwise }: Cases): readonly StructLayout[] {
  const structs = cases.map(({ struct }) => struct);
  return [...new Set(otherwise?.kind === "struct" ? [...structs, otherwise.struct] : structs)];
}

/** Whether a struct leaves bytes without a meaning where all cases have `size` bytes. */
export function isShorter(struct: StructLayout, size: number | undefined): boolean {
  return size !== undefined && struct.size !== size;
}
