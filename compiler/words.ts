/** Words of sentences, in messages and in the text of generated code. */

/** Returns items in words: `a, b and c`. */
export function listOf(items: readonly string[], conjunction: "and" | "or"): string {
  return items.length < 2
    ? items.join("")
    : `${items.slice(0, -1).join(", ")} ${conjunction} ${items.at(-1) ?? ""}`;
}
