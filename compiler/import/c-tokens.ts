/** The tokens of C, each with its place, and the comments between them. */

/** A file of C, or the text that a compiler made of one. */
export interface CFile {
  /** As it is shown to users. */
  readonly path: string;
  /** Whether it was named by the user, and not included by another file. */
  readonly isAsked: boolean;
}

/** Where a token stands. Lines and columns count from 1. */
export interface CPlace {
  readonly file: CFile;
  readonly line: number;
  readonly column: number;
}

/** What a token is. `pragma` is the text of a directive, `end` what stands behind the last token. */
export type CTokenKind =
  "identifier" | "number" | "character" | "string" | "punctuator" | "pragma" | "other" | "end";

/** A token of C. */
export interface CToken extends CPlace {
  readonly kind: CTokenKind;
  readonly text: string;
  /** Whether it is the first one of its line, where a backslash joins lines. */
  readonly isFirst: boolean;
  /** Whether there is white space, or a comment, before it. */
  readonly isApart: boolean;
  /** Macros that are not expanded in it any more. */
  readonly hidden: ReadonlySet<string> | undefined;
}

/** A comment. */
export interface CComment {
  readonly text: string;
  readonly line: number;
  readonly endLine: number;
  /** Whether nothing but white space stands before it in its line. */
  readonly isFirst: boolean;
}

/** What a file of C consists of. */
export interface CTokens {
  readonly tokens: readonly CToken[];
  readonly comments: readonly CComment[];
}

/** A mistake in C, at a place. */
export class CError extends Error {
  override readonly name: string = "CError";
  /** Where it is. */
  readonly place: CPlace;

  constructor(message: string, place: CPlace) {
    super(message);
    this.place = place;
  }
}

/** More than there is room for: nothing behind it is read. */
export class CLimit extends CError {
  override readonly name = "CLimit";
}

/** Something that may be right, and that cannot be imported: the rest can. */
export class CUnknown extends CError {
  override readonly name = "CUnknown";
}

const blank = /[ \t\f\v\r]+/y;
const identifier = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/y;
const number = /\.?\d(?:[eEpP][+-]|'(?=\w)|[\w.])*/y;
const quote = /(?:u8|[uUL])?["']/y;
const punctuator =
  /\.\.\.|<<=|>>=|%:%:|->|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|##|<:|:>|<%|%>|%:|[-+*/%&|^~!<>=?:;,.(){}[\]#]/y;

/** Other spellings of punctuators. */
const digraphs: Readonly<Record<string, string>> = {
  "<:": "[",
  ":>": "]",
  "<%": "{",
  "%>": "}",
  "%:": "#",
  "%:%:": "##",
};

const noSet = undefined;

/** Returns the tokens and comments of a text of C. */
export function tokenise(text: string, file: CFile): CTokens {
  const { spliced, joints } = splice(text);
  const tokens: CToken[] = [];
  const comments: CComment[] = [];
  let line = 1;
  let lineStart = 0;
  let nextJoint = 0;
  let isFirst = true;
  let isApart = false;
  let position = 0;

  const passJoints = (): void => {
    for (; nextJoint < joints.length; nextJoint++) {
      const joint = joints[nextJoint] ?? 0;
      if (joint > position) return;
      line++;
      lineStart = joint;
    }
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position;
    return pattern.exec(spliced)?.[0];
  };
  const passLines = (end: number): void => {
    for (;;) {
      const found = spliced.indexOf("\n", position);
      if (found < 0 || found >= end) break;
      position = found + 1;
      passJoints();
      line++;
      lineStart = position;
    }
    position = end;
    passJoints();
  };
  const add = (kind: CTokenKind, content: string, length: number): void => {
    const column = position - lineStart + 1;
    tokens.push({ kind, text: content, file, line, column, isFirst, isApart, hidden: noSet });
    isFirst = false;
    isApart = false;
    position += length;
  };

  while (position < spliced.length) {
    passJoints();
    const space = match(blank);
    if (space !== undefined) {
      position += space.length;
      isApart = true;
      continue;
    }
    const character = spliced.charAt(position);
    if (character === "\n") {
      position++;
      line++;
      lineStart = position;
      isFirst = true;
      isApart = false;
      continue;
    }
    if (spliced.startsWith("//", position) || spliced.startsWith("/*", position)) {
      const isLine = spliced.charAt(position + 1) === "/";
      const found = spliced.indexOf(isLine ? "\n" : "*/", position + 2);
      if (found < 0 && !isLine) {
        const column = position - lineStart + 1;
        throw new CError("this comment has no end", { file, line, column });
      }
      const end = found < 0 ? spliced.length : isLine ? found : found + 2;
      const start = line;
      const content = spliced.slice(position, end);
      passLines(end);
      comments.push({ text: content, line: start, endLine: line, isFirst });
      isApart = true;
      continue;
    }
    const opening = match(quote);
    if (opening !== undefined) {
      const length = literalLength(spliced, position, opening);
      const kind = opening.endsWith('"') ? "string" : "character";
      if (length === undefined) add("other", opening, opening.length);
      else add(kind, spliced.slice(position, position + length), length);
      continue;
    }
    const name = match(identifier);
    if (name !== undefined) {
      add("identifier", name, name.length);
      continue;
    }
    const digits = match(number);
    if (digits !== undefined) {
      add("number", digits, digits.length);
      continue;
    }
    const sign = match(punctuator);
    if (sign !== undefined) add("punctuator", digraphs[sign] ?? sign, sign.length);
    else add("other", character, 1);
  }
  return { tokens, comments };
}

/** Returns the token that stands behind all others. */
export function endToken(place: CPlace): CToken {
  const { file, line, column } = place;
  return { kind: "end", text: "", file, line, column, isFirst: true, isApart: true, hidden: noSet };
}

/** Removes backslashes at the ends of lines. `joints` are the places where lines were joined. */
function splice(text: string): { readonly spliced: string; readonly joints: readonly number[] } {
  const plain = text.replace(/^\uFEFF/, "");
  if (!/\\\r?\n/.test(plain)) return { spliced: plain, joints: [] };
  const parts = plain.split(/\\\r?\n/);
  const joints: number[] = [];
  let length = 0;
  for (const part of parts.slice(0, -1)) {
    length += part.length;
    joints.push(length);
  }
  return { spliced: parts.join(""), joints };
}

/** Returns the length of a string or character with its quotes, if it ends in its line. */
function literalLength(text: string, start: number, opening: string): number | undefined {
  const end = opening.at(-1);
  for (let at = start + opening.length; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === end) return at + 1 - start;
    if (character === "\n") return undefined;
    if (character === "\\") at++;
  }
  return undefined;
}
