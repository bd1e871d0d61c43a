/** What `structview import c` is asked for. It is light: the command line needs it before the importer. */
import type { ImportOutput } from "../commands/import.js";

/** Who expands the macros of C. */
export const preprocessors = ["auto", "none", "gcc", "clang"] as const;

/** The options of `structview import c`. */
export interface ImportCOptions extends ImportOutput {
  readonly struct?: readonly string[];
  readonly target: string;
  readonly define?: readonly string[];
  readonly include?: readonly string[];
  readonly preprocessor: (typeof preprocessors)[number];
}
