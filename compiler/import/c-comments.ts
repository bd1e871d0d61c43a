/** The comments of files of C, as doc comments of what they stand beside. */
import type { CComment, CPlace } from "./c-tokens.js";

/** The comments of all files, by path. */
export class CComments {
  readonly #files = new Map<string, FileComments>();

  /** Remembers the comments of a file. `codeLines` are the lines that have tokens. */
  add(path: string, comments: readonly CComment[], codeLines: ReadonlySet<number>): void {
    this.#files.set(path, { comments, codeLines });
  }

  /** Whether the comments of a file are known. */
  has(path: string): boolean {
    return this.#files.has(path);
  }

  /**
   * Returns the text of the comments of a declaration that begins and ends at these places: those
   * right above it, and those behind it in its last line and the lines below.
   */
  docOf(start: CPlace, end: CPlace): string | undefined {
    const found = this.#files.get(start.file.path);
    if (found === undefined) return undefined;
    const above = this.#above(found, start);
    const behind = start.file.path === end.file.path ? this.#behind(found, end) : [];
    const text = [...above, ...behind].map(textOf).filter((each) => each !== "");
    return text.length === 0 ? undefined : shortened(text.join("\n"));
  }

  #above({ comments, codeLines }: FileComments, { line }: CPlace): readonly CComment[] {
    const above: CComment[] = [];
    let next = line;
    for (let at = lastBefore(comments, line); at >= 0; at--) {
      const comment = comments[at];
      if (comment === undefined || comment.endLine !== next - 1) break;
      if (!comment.isFirst || codeLines.has(comment.endLine) || isBehind(comment)) break;
      above.unshift(comment);
      // Of comments in the style of blocks only the nearest one is meant.
      if (comment.text.startsWith("/*")) break;
      next = comment.line;
    }
    return above;
  }

  #behind({ comments, codeLines }: FileComments, { line }: CPlace): readonly CComment[] {
    const behind: CComment[] = [];
    let next = line;
    for (let at = lastBefore(comments, line) + 1; at < comments.length; at++) {
      const comment = comments[at];
      if (comment === undefined) break;
      const goesOn = comment.isFirst && !codeLines.has(comment.line) && isBehind(comment);
      const isSame = comment.line === line && !comment.isFirst;
      const isNext = comment.line === next + 1 && behind.length > 0 && goesOn;
      if (!isSame && !isNext && !(comment.line === line + 1 && goesOn)) break;
      behind.push(comment);
      next = comment.endLine;
    }
    return behind;
  }
}

interface FileComments {
  readonly comments: readonly CComment[];
  readonly codeLines: ReadonlySet<number>;
}

/** Longest comment that is kept, in characters: some are whole manuals, and a schema has no room for them. */
const maximumLength = 5_000;

function shortened(text: string): string {
  if (text.length <= maximumLength) return text;
  const end = text.lastIndexOf("\n", maximumLength);
  return `${text.slice(0, end < 0 ? maximumLength : end)}\n…`;
}

/** Whether a comment says that it belongs to what stands before it. */
function isBehind({ text }: CComment): boolean {
  return /^(\/\*[*!]?|\/\/[/!]?)</.test(text);
}

/** Returns the index of the last comment that begins before a line. */
function lastBefore(comments: readonly CComment[], line: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.line ?? Infinity) < line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function textOf({ text }: CComment): string {
  const inner = text.startsWith("//")
    ? text.replace(/^\/\/[/!]?<?/, "")
    : text.replace(/^\/\*+!?<?/, "").replace(/\*+\/$/, "");
  const lines = inner.split(/\r?\n/).map((line) => line.replace(/^\s*\*+(?=\s|$)\s?/, "").trim());
  while (lines[0] === "") lines.shift();
  while (lines.at(-1) === "") lines.pop();
  // Lines of signs alone are ornaments.
  return lines.filter((line) => !/^[-=*#~+/]{3,}$/.test(line)).join("\n");
}
