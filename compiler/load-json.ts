import { findNodeAtLocation, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Node, ParseError } from "jsonc-parser";
import type { StageResult } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { Span } from "./document.js";
import type { DataPath, LoadedSchema, SchemaSource } from "./load.js";

/** Deepest nesting of a document. The parsers behind this recurse, and their stack is finite. */
const maximumDepth = 64;

/** Loads a schema that is written in JSON. */
export function loadJson(file: SchemaSource): StageResult<readonly LoadedSchema[]> {
  const source = { ...file, text: file.text.replace(/^\uFEFF/, "") };
  const span = spansOf(source);
  const tooDeep = offsetOfDepth(source.text, maximumDepth);
  if (tooDeep !== undefined) {
    const reason = `nested deeper than ${maximumDepth} levels`;
    return fail(diagnose("schema-syntax", span(tooDeep, 1), { reason }));
  }

  const errors: ParseError[] = [];
  const tree = parseTree(source.text, errors, { disallowComments: true });
  const [first] = errors;
  if (tree === undefined || first !== undefined) {
    const reason =
      first === undefined || source.text.trim() === "" ? "the file is empty" : wordsOf(first);
    return fail(
      diagnose("schema-syntax", span(first?.offset ?? 0, first?.length ?? 0), { reason }),
    );
  }

  const twice = repeatedKeyOf(tree);
  if (twice !== undefined) {
    const first = source.text.slice(0, twice.first.offset).split("\n").length;
    const what = "key";
    const parameters = { name: String(twice.second.value), what, first };
    return fail(
      diagnose("duplicate-name", span(twice.second.offset, twice.second.length), parameters),
    );
  }

  const spanAt = (path: DataPath): Span => {
    for (let length = path.length; length >= 0; length--) {
      const node = findNodeAtLocation(tree, path.slice(0, length));
      if (node !== undefined) return span(node.offset, node.length);
    }
    return span(0, 0);
  };
  const data: unknown = JSON.parse(source.text);
  return { value: [{ file: source.file, data, spanAt }], diagnostics: [] };
}

function fail(diagnostic: ReturnType<typeof diagnose>): StageResult<readonly LoadedSchema[]> {
  return { value: [], diagnostics: [diagnostic] };
}

/** Returns the first mistake in a text that is no JSON: what it is, and its place. */
export function findJsonMistake(
  text: string,
): { readonly reason: string; readonly line: number; readonly column: number } | undefined {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true });
  const [first] = errors;
  if (first === undefined) return undefined;
  const { line, column } = spansOf({ file: "", absolutePath: "", text })(first.offset, 0);
  return { reason: text.trim() === "" ? "the file is empty" : wordsOf(first), line, column };
}

/** Returns a function from a range of characters to its place. */
function spansOf(source: SchemaSource): (offset: number, length: number) => Span {
  const starts = [0];
  for (let index = source.text.indexOf("\n"); index >= 0;) {
    starts.push(index + 1);
    index = source.text.indexOf("\n", index + 1);
  }
  const positionOf = (offset: number): readonly [line: number, column: number] => {
    const after = starts.findIndex((start) => start > offset);
    const line = after < 0 ? starts.length : after;
    return [line, offset - (starts[line - 1] ?? 0) + 1];
  };
  return (offset, length) => {
    const [line, column] = positionOf(offset);
    const [endLine, endColumn] = positionOf(offset + length);
    return { file: source.file, line, column, endLine, endColumn };
  };
}

/** `InvalidSymbol` becomes `invalid symbol`. */
function wordsOf(error: ParseError): string {
  return printParseErrorCode(error.error)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
}

/** Returns the offset at which brackets outside strings nest deeper than `depth`. */
function offsetOfDepth(text: string, depth: number): number | undefined {
  let open = 0;
  for (const match of text.matchAll(/"(?:[^"\\\n]|\\.)*"?|[[\]{}]/g)) {
    if (match[0] === "[" || match[0] === "{") open++;
    if (match[0] === "]" || match[0] === "}") open--;
    if (open > depth) return match.index;
  }
  return undefined;
}

/** Returns a key that an object has twice, of which `JSON.parse` would drop one. */
function repeatedKeyOf(node: Node): { readonly first: Node; readonly second: Node } | undefined {
  const keys = new Map<unknown, Node>();
  for (const child of node.children ?? []) {
    const [key] = child.children ?? [];
    if (child.type === "property" && key !== undefined) {
      const first = keys.get(key.value);
      if (first !== undefined) return { first, second: key };
      keys.set(key.value, key);
    }
    const within = repeatedKeyOf(child);
    if (within !== undefined) return within;
  }
  return undefined;
}
