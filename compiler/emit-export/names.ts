/**
 * Names in other languages: those of the schema as they are, but for words that the language keeps for
 * itself and names that are taken. The same declarations always come to the same names.
 */

/** Names that can be told apart within one scope. */
export class Scope {
  readonly #taken = new Set<string>();
  readonly #isReserved: (name: string) => boolean;
  readonly #keyOf: (name: string) => string;

  /** `keyOf` returns what two names must not have in common. */
  constructor(
    isReserved: (name: string) => boolean,
    keyOf: (name: string) => string = (name) => name,
  ) {
    this.#isReserved = isReserved;
    this.#keyOf = keyOf;
  }

  /**
   * Returns the name for what is called `wanted`: with `_` behind it, then with a number; with `x` before it
   * where the language keeps all names that begin like it.
   */
  claim(wanted: string): string {
    const base = this.#isReserved(wanted) && this.#isReserved(`${wanted}_`) ? `x${wanted}` : wanted;
    let name = base;
    for (let count = 1; this.#isReserved(name) || this.#taken.has(this.#keyOf(name)); count++) {
      name = count === 1 ? `${base}_` : `${base}_${count}`;
    }
    this.#taken.add(this.#keyOf(name));
    return name;
  }
}

/** Returns the words of a list. */
export function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((word) => word !== ""));
}
