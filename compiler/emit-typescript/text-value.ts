/** Text of what copies strings of plain objects into texts: their sizes, and the checks before. */
import { unitSizeOf } from "../document.js";
import type { FieldLayout, StructLayout, TextLayout } from "../layout-types.js";
import { openedRecord, relativeText } from "./access.js";
import type { Imports } from "./imports.js";
import { checkPrefix, leastSizeOf, prefixOf } from "./prefix.js";
import { checkTextContent, textClass } from "./text-field.js";
import { lines, sum } from "./text.js";

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

/** A text in a value that is checked: its name, and expressions. */
export interface GivenText {
  readonly name: string;
  /** The string. */
  readonly given: string;
  /** The first arguments of checks. */
  readonly owner: string;
  /** Where it starts, from the start of the record. */
  readonly start: string;
  /** The statement that finds where it ends; empty if nobody asks. */
  readonly end: string;
  /** The length that other fields say, if they do. */
  readonly expected: string;
}

/** Returns the statements that check a text in a value. */
export function checkTextField(type: TextLayout, text: GivenText, imports: Imports): string {
  const { length } = type;
  const { name, given, owner, start, end, expected } = text;
  switch (length.kind) {
    case "fixed":
      return `${checkTextContent(type, owner, given, String(length.value), imports)};`;
    case "expression": {
      const count = `${imports.runtime("checkCount")}(${owner}, ${expected}, ${JSON.stringify(length.text)});`;
      const check = `${checkTextContent(type, owner, given, expected, imports)};`;
      return lines([count, check, end]);
    }
    case "prefixed":
    case "rest":
    case "zeroTerminated": {
      const maximum = (length.kind === "zeroTerminated" ? length.maximum : undefined) ?? "Infinity";
      const content = checkTextContent(type, owner, given, String(maximum), imports);
      const prefix = prefixOf(type);
      if (end === "") {
        const check = prefix === undefined ? "" : checkPrefix(prefix, owner, content, imports);
        return check === "" ? `${content};` : check;
      }
      // The size is known from the check: the text is not looked at once more.
      const size = `${name}Size`;
      return lines([
        `const ${size} = ${content};`,
        prefix === undefined ? "" : checkPrefix(prefix, owner, size, imports),
        `const ${name}End = ${sum(start, size, String(leastSizeOf(type)))};`,
      ]);
    }
  }
}
