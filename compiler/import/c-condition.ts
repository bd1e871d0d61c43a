/** Conditions of `#if`. */
import { evaluateInteger } from "./c-expression.js";
import { CError, endToken } from "./c-tokens.js";
import type { CPlace, CToken } from "./c-tokens.js";

/** What a condition asks. */
export interface ConditionContext {
  readonly isDefined: (name: string) => boolean;
  readonly expand: (tokens: readonly CToken[]) => readonly CToken[];
  readonly hasInclude: (name: string, isQuoted: boolean, from: string) => boolean;
}

/** Tells whether the condition of an `#if` holds. */
export function evaluateCondition(
  tokens: readonly CToken[],
  place: CPlace,
  context: ConditionContext,
): boolean {
  const asked = answer(tokens, context);
  const expanded = answer(context.expand(asked), context).map(withoutName);
  if (expanded.length === 0) throw new CError("#if needs a condition", place);
  return evaluateInteger([...expanded, endToken(place)]) !== 0n;
}

/** Puts answers where `defined` and `__has_include` ask. */
function answer(tokens: readonly CToken[], context: ConditionContext): readonly CToken[] {
  const made: CToken[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) continue;
    const isCall = tokens[at + 1]?.text === "(";
    if (token.text === "defined") {
      const name = tokens[at + (isCall ? 2 : 1)];
      if (name?.kind !== "identifier") throw new CError("defined needs a name", token);
      made.push(numberToken(token, context.isDefined(name.text)));
      at += isCall ? 3 : 1;
    } else if (token.text === "__has_include" && isCall) {
      const end = tokens.findIndex((each, index) => index > at && each.text === ")");
      const inner = tokens.slice(at + 2, end);
      const isQuoted = inner[0]?.kind === "string";
      const text = inner.map((each) => each.text).join("");
      made.push(
        numberToken(token, context.hasInclude(text.slice(1, -1), isQuoted, token.file.path)),
      );
      at = end < 0 ? tokens.length : end;
    } else {
      made.push(token);
    }
  }
  return made;
}

/** What is no macro is 0. */
function withoutName(token: CToken): CToken {
  if (token.kind !== "identifier") return token;
  return numberToken(token, token.text === "true");
}

function numberToken(token: CToken, holds: boolean): CToken {
  return { ...token, kind: "number", text: holds ? "1" : "0" };
}
