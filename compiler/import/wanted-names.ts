import { nearest } from "../suggest.js";
import { UsageError } from "../usage-error.js";

/** The types that someone asked for by name, or all. */
export class WantedNames {
  readonly #wanted: readonly string[];
  readonly #missing: Set<string>;
  /** Names that were there, for suggestions. */
  readonly #seen = new Set<string>();

  /** No names are all. `struct node` is `node`. */
  constructor(names: readonly string[]) {
    this.#wanted = names.map((name) => name.trim().replace(/^(struct|union|enum|class)\s+/, ""));
    this.#missing = new Set(this.#wanted);
  }

  /** Whether no names were given: then what cannot be imported is left out. */
  get isAll(): boolean {
    return this.#wanted.length === 0;
  }

  /** Whether a type of these names is wanted; `net::Header` is also found as `Header`. */
  has(...names: readonly string[]): boolean {
    if (this.isAll) return true;
    let isWanted = false;
    for (const name of names) {
      if (this.#seen.size < 100_000) this.#seen.add(name);
      for (const each of this.#wanted) {
        if (name !== each && !name.endsWith(`::${each}`)) continue;
        this.#missing.delete(each);
        isWanted = true;
      }
    }
    return isWanted;
  }

  /** Throws {@link UsageError} where a name was not found. */
  check(): void {
    const [missing] = this.#missing;
    if (missing === undefined) return;
    const suggestion = nearest(missing, [...this.#seen]);
    const remedy = suggestion === undefined ? "" : `; did you mean ${suggestion}?`;
    throw new UsageError(`there is no struct ${missing} in it${remedy}`);
  }
}
