/**
 * The preprocessor of C: files, with what they include, become one run of tokens without macros. It also
 * reads what a compiler's preprocessor printed, in which nothing is left to expand.
 */
import { CComments } from "./c-comments.js";
import { evaluateCondition } from "./c-condition.js";
import { CExpander, closingOf, parseDefinition } from "./c-macros.js";
import type { CMacros } from "./c-macros.js";
import { CError, CLimit, endToken, tokenise } from "./c-tokens.js";
import type { CFile, CPlace, CToken } from "./c-tokens.js";

/** Where files come from. */
export interface CFiles {
  /** Returns the text of a file, or `undefined` where there is none. */
  readonly read: (path: string) => string | undefined;
  /** Returns the paths where an included file may be, the best first. */
  readonly candidatesOf: (name: string, isQuoted: boolean, from: string) => readonly string[];
  /** Returns the text of a header that is known without a file. */
  readonly known: (name: string) => string | undefined;
}

/** What is preprocessed. */
export interface Preprocessed {
  readonly tokens: readonly CToken[];
  /** The macros at the end. */
  readonly macros: CMacros;
  readonly comments: CComments;
  /** Names of macros that are defined in the files that were asked for, in their order. */
  readonly constants: readonly string[];
}

/** How deep files may include each other. */
const maximumIncludes = 200;

/** Most tokens that come out: what includes itself from several places has no end. */
const maximumTokens = 10_000_000;

/** Preprocesses files as if one included them all. `predefined` is C that is read before. */
export function preprocess(
  paths: readonly string[],
  files: CFiles,
  predefined: string,
): Preprocessed {
  const run = new Preprocessor(files, false);
  run.readText({ path: "<predefined>", isAsked: false }, predefined);
  for (const path of paths) run.readFile(path);
  return run.finish();
}

/**
 * Reads what the preprocessor of a compiler printed for files, with its lines of `#define`. `asked` are the
 * paths of the files as the compiler and as the user names them.
 */
export function readPreprocessed(
  text: string,
  asked: ReadonlyMap<string, string>,
  files: CFiles,
): Preprocessed {
  const run = new Preprocessor(files, true, asked);
  run.readText({ path: "<preprocessed>", isAsked: false }, text);
  return run.finish();
}

interface Condition {
  /** Whether the lines of this branch count. */
  isActive: boolean;
  /** Whether a branch was taken, or those around are skipped. */
  isDone: boolean;
  hasElse: boolean;
  readonly place: CPlace;
}

class Preprocessor {
  readonly #files: CFiles;
  readonly #isExpanded: boolean;
  readonly #asked: ReadonlyMap<string, string>;
  readonly #macros: CMacros = new Map();
  readonly #expander = new CExpander(this.#macros);
  readonly #comments = new CComments();
  readonly #constants = new Set<string>();
  readonly #once = new Set<string>();
  readonly #out: CToken[] = [];
  #pending: CToken[] = [];
  #depth = 0;
  /** Where a compiler's lines come from: what is in line `at` of its output is in line `line` of a file. */
  #marker: { readonly file: CFile; readonly line: number; readonly at: number } | undefined;
  readonly #markedFiles = new Map<string, CFile>();

  constructor(files: CFiles, isExpanded: boolean, asked: ReadonlyMap<string, string> = new Map()) {
    this.#files = files;
    this.#isExpanded = isExpanded;
    this.#asked = asked;
  }

  /** Reads a file that the user named. */
  readFile(path: string): void {
    const file = { path, isAsked: true };
    const text = this.#files.read(path);
    if (text === undefined) {
      throw new CError("there is no such file, or it is no text", { file, line: 0, column: 0 });
    }
    this.readText(file, text);
  }

  /** Reads the text of a file. */
  readText(file: CFile, text: string): void {
    const { tokens, comments } = tokenise(text, file);
    if (!this.#isExpanded && !this.#comments.has(file.path)) {
      this.#comments.add(file.path, comments, new Set(tokens.map(({ line }) => line)));
    }
    const conditions: Condition[] = [];
    for (let start = 0; start < tokens.length;) {
      let end = start + 1;
      while (end < tokens.length && tokens[end]?.isFirst !== true) end++;
      const [first, word] = [tokens[start], tokens[start + 1]];
      if (first?.text === "#" && first.kind === "punctuator") {
        const line = tokens.slice(start + 1, end);
        if (word !== undefined && end > start + 1) this.#directive(word, line, first, conditions);
      } else if (conditions.every(({ isActive }) => isActive)) {
        for (let at = start; at < end; at++) {
          const token = tokens[at];
          if (token !== undefined)
            this.#pending.push(this.#isExpanded ? this.#moved(token) : token);
        }
      }
      start = end;
    }
    const [open] = conditions.slice(-1);
    if (open !== undefined) throw new CError("this condition has no #endif", open.place);
    this.#flush(false);
  }

  /** Returns everything that was read. */
  finish(): Preprocessed {
    this.#flush(true);
    const last = this.#out.at(-1);
    if (last !== undefined) this.#out.push(endToken(last));
    return {
      tokens: this.#out,
      macros: this.#macros,
      comments: this.#comments,
      constants: [...this.#constants].filter((name) => this.#macros.has(name)),
    };
  }

  /** Expands the lines since the last directive. */
  #flush(isLast: boolean): void {
    const expanded = this.#isExpanded
      ? { tokens: this.#pending, rest: [] }
      : this.#expander.expand(this.#pending, isLast);
    for (const token of withPragmas(expanded.tokens)) this.#out.push(token);
    this.#pending = [...expanded.rest];
    const last = this.#out.at(-1);
    if (this.#out.length > maximumTokens && last !== undefined) {
      throw new CLimit(`there are more than ${maximumTokens} tokens`, last);
    }
  }

  #directive(word: CToken, line: readonly CToken[], place: CPlace, conditions: Condition[]): void {
    const rest = line.slice(1);
    if (this.#conditional(word, rest, place, conditions)) return;
    if (!conditions.every(({ isActive }) => isActive)) return;
    this.#flush(false);
    if (word.kind === "number") {
      this.#mark(word, rest, place);
      return;
    }
    switch (word.text) {
      case "define": {
        const moved = this.#isExpanded ? rest.map((token) => this.#moved(token)) : rest;
        const macro = parseDefinition(moved, place);
        this.#macros.set(macro.name, macro);
        if (macro.place.file.isAsked && macro.parameters === undefined) {
          this.#constants.add(macro.name);
        }
        return;
      }
      case "undef":
        this.#macros.delete(rest[0]?.text ?? "");
        return;
      case "include":
      case "include_next":
      case "import":
        this.#include(word.text, rest, place);
        return;
      case "pragma":
        this.#pragma(rest, place);
        return;
      case "error":
        throw new CError(`#error ${textOf(rest)}`, place);
      case "warning":
      case "ident":
      case "sccs":
      case "line":
      case "assert":
      case "unassert":
        return;
      default:
        throw new CError(`#${word.text} is no directive`, place);
    }
  }

  /** Acts upon a directive that begins or ends a condition; tells whether it is one. */
  #conditional(
    word: CToken,
    rest: readonly CToken[],
    place: CPlace,
    conditions: Condition[],
  ): boolean {
    const isWithin = conditions.every(({ isActive }) => isActive);
    const holds = (): boolean => this.#holds(word.text, rest, place);
    switch (word.text) {
      case "if":
      case "ifdef":
      case "ifndef": {
        if (isWithin) this.#flush(false);
        const isActive = isWithin && holds();
        conditions.push({ isActive, isDone: isActive || !isWithin, hasElse: false, place });
        if (conditions.length > 1000) throw new CLimit("conditions nest too deeply", place);
        return true;
      }
      case "elif":
      case "elifdef":
      case "elifndef":
      case "else": {
        const open = conditions.at(-1);
        if (open === undefined || open.hasElse) {
          throw new CError(`#${word.text} without #if`, place);
        }
        if (open.isActive) this.#flush(false);
        const isElse = word.text === "else";
        open.isActive = !open.isDone && (isElse || holds());
        open.isDone ||= open.isActive;
        open.hasElse = isElse;
        return true;
      }
      case "endif":
        if (isWithin) this.#flush(false);
        if (conditions.pop() === undefined) throw new CError("#endif without #if", place);
        return true;
      default:
        return false;
    }
  }

  #holds(word: string, rest: readonly CToken[], place: CPlace): boolean {
    const [name] = rest;
    if (word.endsWith("def")) {
      if (name === undefined) throw new CError(`#${word} needs a name`, place);
      return this.#isDefined(name.text) !== word.endsWith("ndef");
    }
    return evaluateCondition(rest, place, {
      isDefined: (each) => this.#isDefined(each),
      expand: (tokens) => this.#expander.expand(tokens).tokens,
      hasInclude: (name, isQuoted, from) => this.#find(name, isQuoted, from) !== undefined,
    });
  }

  #isDefined(name: string): boolean {
    return this.#macros.has(name) || name === "__has_include";
  }

  #include(word: string, rest: readonly CToken[], place: CPlace): void {
    const isDirect = rest[0]?.kind === "string" || rest[0]?.text === "<";
    const tokens = isDirect ? rest : this.#expander.expand(rest).tokens;
    const { name, isQuoted } = headerOf(tokens, place);
    const found = this.#find(name, isQuoted, place.file.path, word === "include_next");
    if (found === undefined) {
      const shown = isQuoted ? `"${name}"` : `<${name}>`;
      const remedy = "give its folder with -I, or let a compiler read it: --preprocessor gcc";
      throw new CError(`${shown} is not found; ${remedy}`, place);
    }
    if (this.#once.has(found.path)) return;
    if (word === "import") this.#once.add(found.path);
    if (++this.#depth > maximumIncludes) throw new CLimit("files include each other", place);
    this.readText({ path: found.path, isAsked: false }, found.text);
    this.#depth--;
  }

  #find(
    name: string,
    isQuoted: boolean,
    from: string,
    isNext = false,
  ): { readonly path: string; readonly text: string } | undefined {
    const all = this.#files.candidatesOf(name, isQuoted, from);
    const candidates = isNext ? all.slice(all.indexOf(from) + 1) : all;
    for (const path of candidates) {
      const text = this.#files.read(path);
      if (text !== undefined) return { path, text };
    }
    const known = this.#files.known(name);
    return known === undefined ? undefined : { path: `<${name}>`, text: known };
  }

  #pragma(rest: readonly CToken[], place: CPlace): void {
    if (rest[0]?.text === "once") {
      this.#once.add(place.file.path);
      return;
    }
    // The arguments of `pack` may be macros; a compiler has put them in already.
    const tokens = this.#isExpanded ? rest : this.#expander.expand(rest).tokens;
    const { file, line, column } = this.#isExpanded ? this.#movedPlace(place) : place;
    const text = textOf(tokens);
    const isFirst = true;
    this.#out.push({
      kind: "pragma",
      text,
      file,
      line,
      column,
      isFirst,
      isApart: true,
      hidden: undefined,
    });
  }

  /** Notes where the following lines of a compiler's output come from. */
  #mark(line: CToken, rest: readonly CToken[], place: CPlace): void {
    const [name] = rest;
    if (name?.kind !== "string") throw new CError(`#${line.text} is no directive`, place);
    const marked = unescape(name.text);
    let file = this.#markedFiles.get(marked);
    if (file === undefined) {
      const path = this.#asked.get(marked) ?? marked;
      file = { path, isAsked: this.#asked.has(marked) };
      this.#markedFiles.set(marked, file);
      this.#readComments(path);
    }
    this.#marker = { file, line: Number(line.text), at: place.line + 1 };
  }

  /** Comments are not in what a compiler prints. */
  #readComments(path: string): void {
    if (this.#comments.has(path)) return;
    const text = path.startsWith("<") ? undefined : this.#files.read(path);
    if (text === undefined) return;
    try {
      const { tokens, comments } = tokenise(text, { path, isAsked: false });
      this.#comments.add(path, comments, new Set(tokens.map((token) => token.line)));
    } catch (error) {
      // The compiler has read the file: what the comments are is not worth an error.
      if (!(error instanceof CError)) throw error;
    }
  }

  #moved(token: CToken): CToken {
    return { ...token, ...this.#movedPlace(token) };
  }

  #movedPlace({ file, line, column }: CPlace): CPlace {
    if (this.#marker === undefined) return { file, line, column };
    const { file: from, line: first, at } = this.#marker;
    return { file: from, line: first + line - at, column };
  }
}

/** Turns `_Pragma("pack(1)")` and Microsoft's `__pragma(pack(1))` into what a directive would be. */
function* withPragmas(tokens: readonly CToken[]): Generator<CToken> {
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) continue;
    const isPragma = token.text === "_Pragma" || token.text === "__pragma";
    const end = isPragma && tokens[at + 1]?.text === "(" ? closingOf(tokens, at + 1) : at;
    if (end === at) {
      yield token;
      continue;
    }
    const inner = tokens.slice(at + 2, end);
    const [first] = inner;
    const isText = token.text === "_Pragma" && first?.kind === "string";
    const text = isText ? unescape(first.text.replace(/^L/, "")) : textOf(inner);
    yield { ...token, kind: "pragma", text, isFirst: true };
    at = end;
  }
}

function headerOf(
  tokens: readonly CToken[],
  place: CPlace,
): { readonly name: string; readonly isQuoted: boolean } {
  const [first] = tokens;
  if (first?.kind === "string") return { name: first.text.slice(1, -1), isQuoted: true };
  const end = tokens.findIndex(({ text }) => text === ">");
  if (first?.text !== "<" || end < 0) throw new CError("#include needs a file", place);
  return { name: textOf(tokens.slice(1, end)).trim(), isQuoted: false };
}

function textOf(tokens: readonly CToken[]): string {
  return tokens
    .map(({ text, isApart }, index) => (index > 0 && isApart ? ` ${text}` : text))
    .join("");
}

function unescape(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)/g, "$1");
}
