/** Doc comments for other languages. Texts are those of schemas: no text ends its comment. */

/** Returns the lines of a text, with nothing in them that ends a line or turns the direction of reading. */
export function linesOf(text: string): readonly string[] {
  return text
    .split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
    .map((line) => line.replace(/[\p{Cc}\p{Cs}\p{Cf}]/gu, " ").trimEnd())
    .filter((line, index, lines) => line !== "" || (index > 0 && index < lines.length - 1));
}

/** Returns lines of a block comment of C, indented; nothing for no text. */
export function blockComment(texts: readonly (string | undefined)[], indent = ""): string {
  const lines = texts.flatMap((text) => (text === undefined ? [] : linesOf(text)));
  // Two question marks may begin a trigraph.
  const safe = lines.map((line) =>
    line
      .replaceAll("*/", "* /")
      .replaceAll("/*", "/ *")
      .replace(/\?(?=\?)/g, "? "),
  );
  if (safe.length === 0) return "";
  if (safe.length === 1) return `${indent}/* ${safe[0]} */\n`;
  return [
    `${indent}/*`,
    ...safe.map((line) => `${indent} * ${line}`.trimEnd()),
    `${indent} */\n`,
  ].join("\n");
}

/** Returns lines of a comment that each begin with `mark`, indented; nothing for no text. */
export function lineComment(
  texts: readonly (string | undefined)[],
  mark: string,
  indent = "",
): string {
  const lines = texts.flatMap((text) => (text === undefined ? [] : linesOf(text)));
  return lines.map((line) => `${`${indent}${mark} ${line}`.trimEnd()}\n`).join("");
}
