/** Static assertions: each is checked with our own layouts, and sizes become part of the schema. */
import type { CCursor } from "./c-cursor.js";
import type { CReader } from "./c-reader.js";
import { CError, CLimit, CUnknown } from "./c-tokens.js";
import { plainOf } from "./c-types.js";

/** Whether a static assertion begins at the next token. */
export function beginsAssertion(cursor: CCursor): boolean {
  const at = cursor.is("__extension__") ? 1 : 0;
  const { text } = cursor.peek(at);
  return /^(_S|s)tatic_assert$/.test(text) && cursor.peek(at + 1).text === "(";
}

/** Takes a static assertion; one that does not hold, or has no value, is a problem. */
export function takeAssertion(reader: CReader): void {
  const { cursor } = reader;
  cursor.skip("__extension__");
  const place = cursor.take();
  const start = cursor.at;
  cursor.take();
  let problem: CError | undefined;
  try {
    const holds = reader.takeConstant() !== 0n;
    if (holds) noteSize(reader, start);
    else {
      const said = cursor.is(",") ? `: ${cursor.peek(1).text}` : "";
      problem = new CError(`this assertion does not hold for ${reader.target.name}${said}`, place);
    }
  } catch (error) {
    if (!(error instanceof CError) || error instanceof CLimit) throw error;
    problem =
      error instanceof CUnknown
        ? new CUnknown(`this assertion is not checked: ${error.message}`, place)
        : error;
  }
  if (problem !== undefined) reader.problems.push(problem);
  cursor.at = start;
  cursor.skipBalanced();
  cursor.skip(";");
}

/** Keeps the size of `sizeof(struct x) == n`. */
function noteSize(reader: CReader, start: number): void {
  const { cursor } = reader;
  const end = cursor.at;
  cursor.at = start + 1;
  if (cursor.skip("sizeof") && cursor.skip("(")) {
    const type = reader.expressions.takeTypeName(cursor);
    const plain = type === undefined ? undefined : plainOf(type);
    if (cursor.skip(")") && cursor.skip("==") && plain?.kind === "record") {
      const value = reader.takeConstant();
      // Something behind the number would make another condition of it.
      if (cursor.at === end) plain.record.assertedSize = Number(value);
    }
  }
  cursor.at = end;
}
