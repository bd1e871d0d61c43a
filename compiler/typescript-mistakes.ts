/**
 * Mistakes in the syntax of a TypeScript schema, in TypeScript's own words. TypeScript takes half a
 * second to load, so it is asked only about a source that is known to have a mistake.
 */
import { ts } from "ts-morph";
import type { Diagnostic } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { SchemaSource } from "./load.js";

/** Returns the mistakes in the syntax of a source, in their order. */
export function findSyntaxMistakes({ file, absolutePath, text }: SchemaSource): Diagnostic[] {
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: absolutePath,
    reportDiagnostics: true,
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  const tree = ts.createSourceFile(absolutePath, text, ts.ScriptTarget.ES2022);
  return diagnostics.map(({ start = 0, length = 0, messageText }) => {
    const from = tree.getLineAndCharacterOfPosition(start);
    const to = tree.getLineAndCharacterOfPosition(start + length);
    const span = {
      file,
      line: from.line + 1,
      column: from.character + 1,
      endLine: to.line + 1,
      endColumn: to.character + 1,
    };
    return diagnose("schema-syntax", span, {
      reason: ts.flattenDiagnosticMessageText(messageText, " "),
    });
  });
}
