/** A place in a run of tokens, from which they are taken one after the other. */
import { CError, CLimit, endToken } from "./c-tokens.js";
import type { CToken } from "./c-tokens.js";

/** How deep parentheses, types and expressions may stand within each other. */
export const maximumDepth = 200;

/** Takes tokens. */
export class CCursor {
  readonly tokens: readonly CToken[];
  /** Index of the next token. */
  at = 0;
  #depth = 0;
  readonly #end: CToken;

  constructor(tokens: readonly CToken[]) {
    this.tokens = tokens;
    const last = tokens.at(-1) ?? { file: { path: "", isAsked: false }, line: 1, column: 1 };
    this.#end = endToken(last);
  }

  /** The next token, or one behind it. */
  peek(behind = 0): CToken {
    return this.tokens[this.at + behind] ?? this.#end;
  }

  /** The token before the next one. */
  get previous(): CToken {
    return this.tokens[this.at - 1] ?? this.#end;
  }

  /** Takes the next token. */
  take(): CToken {
    const token = this.peek();
    this.at++;
    return token;
  }

  /** Whether the next token is a punctuator, or a word, with this text. */
  is(text: string): boolean {
    const { kind, text: found } = this.peek();
    return found === text && (kind === "punctuator" || kind === "identifier");
  }

  /** Takes the next token if it has this text, and tells whether it has. */
  skip(text: string): boolean {
    if (!this.is(text)) return false;
    this.at++;
    return true;
  }

  /** Takes the next token, which has to have this text. */
  expect(text: string, what: string): CToken {
    const token = this.peek();
    if (!this.is(text)) throw new CError(`expected ${text} ${what}, got ${shown(token)}`, token);
    return this.take();
  }

  /** Takes everything up to the end of the parentheses, brackets or braces that begin here. */
  skipBalanced(): void {
    const opening = this.peek();
    let depth = 0;
    do {
      const token = this.take();
      if (token.kind === "end") throw new CError(`this ${opening.text} has no end`, opening);
      if (token.kind !== "punctuator") continue;
      if ("([{".includes(token.text)) depth++;
      if (")]}".includes(token.text)) depth--;
    } while (depth > 0);
  }

  /** Runs `parse` one level deeper. */
  nest<T>(parse: () => T): T {
    if (this.#depth >= maximumDepth) {
      throw new CLimit(`this nests more than ${maximumDepth} levels deep`, this.peek());
    }
    this.#depth++;
    try {
      return parse();
    } finally {
      this.#depth--;
    }
  }
}

/** Returns a token as a message shows it. */
export function shown({ kind, text }: CToken): string {
  if (kind === "end") return "the end of the file";
  if (kind === "pragma") return `#pragma ${text}`;
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
