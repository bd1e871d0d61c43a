/** Text of what copies strings of plain objects into texts: their sizes, and the checks before. */
import { unitSizeOf } from "../document.js";
import type { FieldLayout, StructLayout, TextLayout } from "../layout-types.js";
import { openedRecord, relativeText } from "./access.js";
import type { Imports } from "./imports.js";
import { checkPrefix, prefixOf } from "./prefix.js";
import { checkTextContent, textClass } from "./text-field.js";
import { lines } from "./text.js";

/**
 * Returns an expression for the size in bytes of a text of dynamic length in a value. `expected` is the
 * length that other fields say, if they do.
 */
export function givenTextSize(
  { name, position }: FieldLayout,
  type: TextLayout,
  expected: string,
  struct: StructLayout,
  imports: Imports,
): string {
  const { length, pad, isZeroTerminated } = type;
  const given = `value.${name}`;
  const owner = `${JSON.stringify(struct.name)}, ${JSON.stringify(name)}, ${relativeText(openedRecord, position)}`;
  const size = (): string =>
    `${imports.runtime("sizeOfText")}(${textClass(type, imports)}, ${given}, ${owner})`;
  switch (length.kind) {
    case "zeroTerminated":
      return `${size()} + ${unitSizeOf(type.encoding)}`;
    case "prefixed":
    case "rest":
      return size();
    case "fixed":
    case "expression": {
      const isFull = pad === undefined && !isZeroTerminated;
      return isFull ? `(${given} === undefined ? ${expected} : ${size()})` : expected;
    }
  }
}

/** A text in a value that is checked, as expressions. */
export interface GivenText {
  /** The string. */
  readonly given: string;
  /** The first arguments of checks. */
  readonly owner: string;
  /** The length that other fields say, if they do. */
  readonly expected: string;
}

/** Returns the statements that check a text in a value. */
export function checkTextField(type: TextLayout, text: GivenText, imports: Imports): string {
  const { length } = type;
  const { given, owner, expected } = text;
  switch (length.kind) {
    case "fixed":
      return `${checkTextContent(type, owner, given, String(length.value), imports)};`;
    case "expression": {
      const count = `${imports.runtime("checkCount")}(${owner}, ${expected}, ${JSON.stringify(length.text)});`;
      return lines([count, `${checkTextContent(type, owner, given, expected, imports)};`]);
    }
    case "prefixed":
    case "rest":
    case "zeroTerminated": {
      const maximum = (length.kind === "zeroTerminated" ? length.maximum : undefined) ?? "Infinity";
      const content = checkTextContent(type, owner, given, String(maximum), imports);
      const prefix = prefixOf(type);
      const check = prefix === undefined ? "" : checkPrefix(prefix, owner, content, imports);
      return check === "" ? `${content};` : check;
    }
  }
}
