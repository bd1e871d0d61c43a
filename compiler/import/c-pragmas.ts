/** What `#pragma` says about the layout of the records behind it. */
import { CError } from "./c-tokens.js";
import type { CToken } from "./c-tokens.js";

/** The state that pragmas leave. */
export class CPragmas {
  /** The greatest alignment of members, in bytes. */
  pack: number | undefined;
  /** The pragma that asks for rules other than those of the target. */
  foreign: string | undefined;
  readonly #stack: { readonly label: string; readonly pack: number | undefined }[] = [];

  /** Acts upon a pragma. Those of other things than layout are passed over. */
  read(token: CToken): void {
    const text = token.text.replace(/\s+/g, " ").trim();
    const pack = /^pack ?\((.*)\)/.exec(text);
    if (pack !== null) {
      this.#readPack(
        (pack[1] ?? "").split(",").map((each) => each.trim()),
        token,
      );
    } else if (/^pack\b/.test(text)) {
      throw new CError(`#pragma ${text} needs parentheses`, token);
    } else if (/^(ms_struct|scalar_storage_order|options align|align\b)/.test(text)) {
      const isOff = /( off| default|= ?reset|= ?native)$/.test(text) || text.startsWith("align ");
      this.foreign = isOff ? undefined : text;
    }
  }

  #readPack(words: readonly string[], token: CToken): void {
    const [action = "", ...rest] = words;
    if (action === "show") return;
    if (action !== "push" && action !== "pop") {
      this.pack = packOf(action, token);
      return;
    }
    const numbers = rest.filter((word) => /^\d/.test(word));
    const label = rest.find((word) => !/^\d/.test(word)) ?? "";
    if (action === "push") {
      this.#stack.push({ label, pack: this.pack });
    } else {
      const at = this.#stack.findLastIndex((each) => label === "" || each.label === label);
      // As compilers have it, popping what was not pushed changes nothing.
      if (at >= 0) {
        this.pack = this.#stack[at]?.pack;
        this.#stack.length = at;
      }
    }
    for (const number of numbers) this.pack = packOf(number, token);
  }
}

function packOf(text: string, token: CToken): number | undefined {
  if (text === "") return undefined;
  const pack = /^(0[xX][\da-fA-F]+|\d+)[uUlL]*$/.test(text) ? Number.parseInt(text) : Number.NaN;
  if (pack === 0) return undefined;
  if (![1, 2, 4, 8, 16].includes(pack)) {
    throw new CError(`#pragma pack takes 1, 2, 4, 8 or 16, not ${text}`, token);
  }
  return pack;
}
