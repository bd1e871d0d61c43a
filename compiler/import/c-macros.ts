/** Macros of C and their expansion. */
import { CError, CLimit, tokenise } from "./c-tokens.js";
import type { CPlace, CToken } from "./c-tokens.js";

/** A macro. */
export interface CMacro {
  readonly name: string;
  /** Names of its parameters, if it takes arguments. The last one of a variadic macro takes the rest. */
  readonly parameters: readonly string[] | undefined;
  readonly isVariadic: boolean;
  readonly body: readonly CToken[];
  readonly place: CPlace;
}

/** Macros by name, as they are at one place of a file. */
export type CMacros = Map<string, CMacro>;

/** Tokens after expansion, and those at the end that may begin a call that goes on later. */
export interface Expanded {
  readonly tokens: readonly CToken[];
  readonly rest: readonly CToken[];
}

/** Most tokens that macros may make: a few lines can ask for more than there is memory. */
const maximumTokens = 2_000_000;

/** How deep calls of macros may stand within each other's arguments. */
const maximumDepth = 200;

/** Returns the macro that a `#define` makes, from the tokens behind that word. */
export function parseDefinition(tokens: readonly CToken[], place: CPlace): CMacro {
  const [name, opening] = tokens;
  if (name?.kind !== "identifier") throw new CError("a macro needs a name", name ?? place);
  if (opening?.text !== "(" || opening.isApart) {
    const body = tokens.slice(1);
    return { name: name.text, parameters: undefined, isVariadic: false, body, place: name };
  }
  const parameters: string[] = [];
  let isVariadic = false;
  let at = 2;
  for (; tokens[at] !== undefined && tokens[at]?.text !== ")"; at++) {
    const token = tokens[at];
    if (token === undefined || token.text === ",") continue;
    if (token.text === "...") {
      isVariadic = true;
      if (tokens[at - 1]?.kind !== "identifier") parameters.push("__VA_ARGS__");
    } else if (token.kind === "identifier") parameters.push(token.text);
    else throw new CError(`${token.text} is no parameter of a macro`, token);
  }
  if (tokens[at] === undefined) throw new CError("the parameters have no end", opening);
  return { name: name.text, parameters, isVariadic, body: tokens.slice(at + 1), place: name };
}

/** Expands macros. One serves for everything that a file and its includes hold. */
export class CExpander {
  readonly #macros: CMacros;
  #count = 0;
  #depth = 0;

  constructor(macros: CMacros) {
    this.#macros = macros;
  }

  /** Expands tokens. Unless they are the last ones, a call that has no end yet is left over. */
  expand(tokens: readonly CToken[], isLast = true): Expanded {
    const work = [...tokens].reverse();
    const done: CToken[] = [];
    for (let token = work.pop(); token !== undefined; token = work.pop()) {
      const macro = token.kind === "identifier" ? this.#macros.get(token.text) : undefined;
      if (macro === undefined || token.hidden?.has(token.text) === true) {
        done.push(token);
        continue;
      }
      if (macro.parameters === undefined) {
        const hidden = withName(token.hidden, macro.name);
        this.#push(work, this.#substitute(macro, [], token), token, hidden);
        continue;
      }
      if (work.length === 0 && !isLast) return { tokens: done, rest: [token] };
      if (work.at(-1)?.text !== "(") {
        done.push(token);
        continue;
      }
      const call = takeCall(work);
      if (call === undefined) {
        if (!isLast) return { tokens: done, rest: [token, ...work.reverse()] };
        throw new CError(`the arguments of ${macro.name} have no end`, token);
      }
      const args = this.#argumentsOf(macro, call.parts, token);
      const hidden = withName(common(token.hidden, call.closing.hidden), macro.name);
      this.#push(work, this.#substitute(macro, args, token), token, hidden);
    }
    return { tokens: done, rest: [] };
  }

  #push(work: CToken[], made: readonly CToken[], call: CToken, hidden: ReadonlySet<string>): void {
    this.#charge(made.length, call);
    const { file, line, column } = call;
    for (let at = made.length - 1; at >= 0; at--) {
      const token = made[at];
      if (token === undefined) continue;
      const isFirst = at === 0 && call.isFirst;
      const isApart = at === 0 ? call.isApart : token.isApart;
      const both = token.hidden === undefined ? hidden : union(token.hidden, hidden);
      work.push({ ...token, file, line, column, isFirst, isApart, hidden: both });
    }
  }

  #charge(count: number, call: CToken): void {
    this.#count += count;
    if (this.#count > maximumTokens) {
      throw new CLimit(`${call.text} and others expand to more than ${maximumTokens} tokens`, call);
    }
  }

  #argumentsOf(
    { name, parameters = [], isVariadic }: CMacro,
    parts: readonly (readonly CToken[])[],
    call: CToken,
  ): readonly (readonly CToken[])[] {
    const isNone = parts.length === 1 && parts[0]?.length === 0;
    if (parameters.length === 0 && isNone) return [];
    const fixed = isVariadic ? parameters.length - 1 : parameters.length;
    if (isVariadic ? parts.length < fixed : parts.length !== fixed) {
      throw new CError(`${name} takes ${fixed} arguments, and has ${parts.length}`, call);
    }
    if (!isVariadic) return parts;
    const comma: CToken = { ...call, kind: "punctuator", text: ",", isFirst: false };
    const others = parts.slice(fixed).flatMap((part, at) => (at === 0 ? part : [comma, ...part]));
    return [...parts.slice(0, fixed), others];
  }

  #substitute(
    macro: CMacro,
    args: readonly (readonly CToken[])[],
    call: CToken,
  ): readonly CToken[] {
    const { body, parameters = [] } = macro;
    const expanded = new Map<number, readonly CToken[]>();
    const expandedArgument = (index: number): readonly CToken[] => {
      const known = expanded.get(index);
      if (known !== undefined) return known;
      if (++this.#depth > maximumDepth) throw new CLimit("macros nest too deeply", call);
      // What stands within calls within calls is gone through again and again.
      this.#charge(args[index]?.length ?? 0, call);
      const made = this.expand(args[index] ?? []).tokens;
      this.#depth--;
      expanded.set(index, made);
      return made;
    };
    const made: CToken[] = [];
    // What stands between two `##`, or alone: empty arguments leave nothing to paste to.
    let group: readonly CToken[] = [];
    let isPasting = false;
    const add = (tokens: readonly CToken[]): void => {
      if (isPasting) group = paste(group, tokens, call);
      else {
        made.push(...group);
        group = tokens;
      }
      isPasting = false;
    };
    for (let at = 0; at < body.length; at++) {
      const token = body[at];
      if (token === undefined) continue;
      const next = body[at + 1];
      if (token.text === "##" && token.kind === "punctuator" && at > 0) {
        isPasting = true;
        continue;
      }
      const named = isHash(macro, token) ? parameters.indexOf(next?.text ?? "") : -1;
      if (named >= 0) {
        add([{ ...token, kind: "string", text: stringOf(args[named] ?? []) }]);
        at++;
        continue;
      }
      if (token.text === "__VA_OPT__" && macro.isVariadic && next?.text === "(") {
        const end = closingOf(body, at + 1);
        const hasRest = (args.at(-1) ?? []).length > 0;
        const inner = { ...macro, body: hasRest ? body.slice(at + 2, end) : [] };
        add(this.#substitute(inner, args, call));
        at = end;
        continue;
      }
      const index = token.kind === "identifier" ? parameters.indexOf(token.text) : -1;
      if (index < 0) {
        add([token]);
        continue;
      }
      const argument = args[index] ?? [];
      const isRest = macro.isVariadic && index === parameters.length - 1;
      if (isPasting && isRest && group.length === 1 && group[0]?.text === ",") {
        // As gcc has it: the comma goes where there is nothing behind it.
        group = argument.length === 0 ? [] : [...group, ...expandedArgument(index)];
        isPasting = false;
        continue;
      }
      const isPasted = isPasting || next?.text === "##";
      const [first, ...others] = isPasted ? argument : expandedArgument(index);
      add(first === undefined ? [] : [{ ...first, isApart: token.isApart }, ...others]);
    }
    return [...made, ...group];
  }
}

/** Takes the arguments of a call from the end of `work`, which is in reverse. */
function takeCall(
  work: CToken[],
): { readonly parts: readonly (readonly CToken[])[]; readonly closing: CToken } | undefined {
  const parts: CToken[][] = [[]];
  let depth = 0;
  let at = work.length - 2;
  for (; at >= 0; at--) {
    const token = work[at];
    if (token === undefined) return undefined;
    if (token.text === ")" && depth === 0) {
      work.length = at;
      return { parts, closing: token };
    }
    if (token.text === "," && depth === 0) {
      parts.push([]);
      continue;
    }
    if (token.text === "(") depth++;
    if (token.text === ")") depth--;
    parts.at(-1)?.push(token.isFirst ? { ...token, isFirst: false, isApart: true } : token);
  }
  return undefined;
}

/** Whether a token makes a string of the parameter behind it. */
function isHash({ parameters }: CMacro, { text, kind }: CToken): boolean {
  return parameters !== undefined && text === "#" && kind === "punctuator";
}

/** Makes one token of the last one on the left and the first one on the right. */
function paste(left: readonly CToken[], right: readonly CToken[], call: CToken): readonly CToken[] {
  const last = left.at(-1);
  const [first, ...others] = right;
  if (last === undefined || first === undefined) return [...left, ...right];
  const { tokens } = tokenise(last.text + first.text, call.file);
  const [token] = tokens;
  if (tokens.length !== 1 || token === undefined) {
    throw new CError(`## makes no token of ${last.text} and ${first.text}`, call);
  }
  const made = { ...last, kind: token.kind, text: token.text, hidden: undefined };
  return [...left.slice(0, -1), made, ...others];
}

function stringOf(tokens: readonly CToken[]): string {
  const text = tokens
    .map(({ kind, text, isApart }, index) => {
      const isLiteral = kind === "string" || kind === "character";
      const escaped = isLiteral ? text.replace(/["\\]/g, "\\$&") : text;
      return index > 0 && isApart ? ` ${escaped}` : escaped;
    })
    .join("");
  return `"${text}"`;
}

/** Returns where the parenthesis that opens at a token is closed. */
export function closingOf(tokens: readonly CToken[], opening: number): number {
  let depth = 0;
  for (let at = opening; at < tokens.length; at++) {
    if (tokens[at]?.text === "(") depth++;
    if (tokens[at]?.text === ")" && --depth === 0) return at;
  }
  return tokens.length;
}

/** Sets are few, and tokens many: one that is known already is not made again. */
const setsWithName = new WeakMap<ReadonlySet<string>, Map<string, ReadonlySet<string>>>();
const none: ReadonlySet<string> = new Set();

function withName(names: ReadonlySet<string> | undefined, name: string): ReadonlySet<string> {
  const from = names ?? none;
  let known = setsWithName.get(from);
  if (known === undefined) {
    known = new Map();
    setsWithName.set(from, known);
  }
  let made = known.get(name);
  if (made === undefined) {
    made = new Set([...from, name]);
    known.set(name, made);
  }
  return made;
}

function union(one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> {
  return one === other ? one : new Set([...one, ...other]);
}

function common(
  one: ReadonlySet<string> | undefined,
  other: ReadonlySet<string> | undefined,
): ReadonlySet<string> | undefined {
  if (one === undefined || other === undefined) return undefined;
  return new Set([...one].filter((each) => other.has(each)));
}
