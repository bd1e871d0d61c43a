/** The compiler as a library. The schema language is `structview/schema`. */
export { compile } from "./compile.js";
export type { Compilation, CompileOptions, Output } from "./compile.js";
export { defineConfig } from "./config.js";
export type { Config } from "./config.js";
export { diagnosticCodes } from "./diagnostics.js";
export type { Diagnostic, DiagnosticCode, Severity } from "./diagnostics.js";
export type { Span } from "./document.js";
export { generatedHeader } from "./emit-typescript/module.js";
export { load } from "./load.js";
export type { LoadedSchema, LoadResult } from "./load.js";
export type * from "./layout-types.js";
export { methodGroups } from "./methods.js";
export type { MethodGroup } from "./methods.js";
