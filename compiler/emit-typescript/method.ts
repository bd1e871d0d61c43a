/** Text around the methods that open records: those of a class, or of the object that a variant is. */
import type { RecordLayout } from "../layout-types.js";

/** What stands before and behind a method. */
export interface MethodText {
  readonly start: "static " | "";
  readonly end: "," | "";
}

/** Returns what stands around the methods of a struct or a variant. */
export function methodText({ kind }: RecordLayout): MethodText {
  return kind === "struct" ? { start: "static ", end: "" } : { start: "", end: "," };
}
