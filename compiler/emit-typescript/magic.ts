/** Text of bytes that are always the same. */
import { hex } from "./access.js";
import type { Imports } from "./imports.js";
import type { OwnerText } from "./value-text.js";

/** Returns statements that return the bytes at `offset` of the view; they throw if they are others. */
export function magicText(
  content: readonly number[],
  offset: string,
  { struct, path, offset: place }: OwnerText,
  imports: Imports,
): string {
  const owner = `${struct}, ${path}, ${place}`;
  return `const value = ${imports.held("bytesOf")}(this.$view, ${offset}, ${content.length});
    if (!${imports.held("hasContent")}(value, ${contentText(content)})) {
      ${imports.held("throwValidity")}(${owner}, ${JSON.stringify(contentWords(content))}, new ${imports.heldOf(imports.runtime("Hex"))}(value));
    }
    return value;`;
}

/** Returns the literal of the bytes that a field always has. */
export function contentText(content: readonly number[]): string {
  return `[${content.map(hex).join(", ")}]`;
}

/** Returns how messages name the bytes that a field always has. */
export function contentWords(content: readonly number[]): string {
  const digits = content.slice(0, 16).map((byte) => byte.toString(16).padStart(2, "0"));
  return `the bytes ${digits.join(" ")}${content.length > 16 ? " ..." : ""}`;
}
