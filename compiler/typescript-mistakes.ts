/**
 * Mistakes in the syntax of a TypeScript schema, in TypeScript's own words. TypeScript takes half a
 * second to load, so it is asked only about a source that is known to have a mistake.
 */
import { ts } from "ts-morph";
import type { Diagnostic } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { SchemaSource } from "./load.js";

/**
 * Returns the mistakes in the syntax of a source, in their order: the first of each statement. The others of
 * a statement follow from that one more often than not, as the parser guesses where it goes on; so do those
 * of a later statement that has none by itself.
 */
export function findSyntaxMistakes({ file, absolutePath, text }: SchemaSource): Diagnostic[] {
  const all = findAll(absolutePath, text);
  const tree = ts.createSourceFile(absolutePath, text, ts.ScriptTarget.ES2022);
  const starts = [...text.matchAll(statementStart)].map(({ index }) => index);
  const mistakes = all.slice(0, 1);
  for (const [index, from] of starts.entries()) {
    const to = starts[index + 1] ?? text.length;
    const isWithin = ({ start = 0 }: ts.Diagnostic): boolean => from <= start && start < to;
    if (mistakes.some(isWithin) || !all.some(isWithin)) continue;
    // The other statements are blanks, so that places stay.
    const alone = text.slice(0, from).replace(/[^\r\n]/g, " ") + text.slice(from, to);
    mistakes.push(...findAll(absolutePath, alone).slice(0, 1));
  }
  return mistakes.map(({ start = 0, length = 0, messageText }) => {
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

/** A word at the start of a line that only a statement of a module begins with. */
const statementStart =
  /^(?:export|import|const|let|var|function|async|class|enum|interface|type|declare)\b/gm;

function findAll(absolutePath: string, text: string): readonly ts.Diagnostic[] {
  const { diagnostics = [] } = ts.transpileModule(text, {
    fileName: absolutePath,
    reportDiagnostics: true,
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  return diagnostics;
}
