/** The languages that declarations are exported in. */
import { exportC } from "./c.js";
import { exportCsharp } from "./csharp.js";
import { exportGo } from "./go.js";
import type { Exported, ExportModel } from "./model.js";
import { exportRust } from "./rust.js";
import { exportWgsl } from "./wgsl.js";
import { exportZig } from "./zig.js";

/** Languages that structs are declared in. */
export const declarationLanguages = ["c", "rust", "csharp", "zig", "go", "wgsl"] as const;

/** A language that structs are declared in. */
export type DeclarationLanguage = (typeof declarationLanguages)[number];

/** Prints a model in a language. */
export const exporters: {
  readonly [Language in DeclarationLanguage]: (model: ExportModel) => Exported;
} = {
  c: exportC,
  rust: exportRust,
  csharp: exportCsharp,
  zig: exportZig,
  go: exportGo,
  wgsl: exportWgsl,
};
