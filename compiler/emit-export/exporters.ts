/** The languages that declarations are exported in. */
import { exportC } from "./c.js";
import type { Exported, ExportModel } from "./model.js";
import { exportRust } from "./rust.js";

/** Languages that structs are declared in. */
export const declarationLanguages = ["c", "rust"] as const;

/** A language that structs are declared in. */
export type DeclarationLanguage = (typeof declarationLanguages)[number];

/** Prints a model in a language. */
export const exporters: {
  readonly [Language in DeclarationLanguage]: (model: ExportModel) => Exported;
} = { c: exportC, rust: exportRust };
