/** Text of the integer that lies before a part of dynamic length and says how long it is. */
import { unitSizeOf } from "../document.js";
import type { FieldType, LengthLayout, PrefixedLengthLayout } from "../layout-types.js";
import { integerRange } from "../scalars.js";
import { openedRecord, writeText } from "./access.js";
import type { Imports } from "./imports.js";

/** Returns the prefix of a part, if it has one. */
export function prefixOf(type: FieldType): PrefixedLengthLayout | undefined {
  const hasLength =
    type.kind === "bytes" ||
    type.kind === "text" ||
    type.kind === "array" ||
    type.kind === "sequence";
  return hasLength && type.length.kind === "prefixed" ? type.length : undefined;
}

/** Returns a prefix as the expression that says a length, and what errors call it. */
export function prefixExpression(
  name: string,
  { prefix, position }: PrefixedLengthLayout,
): LengthLayout & { readonly kind: "expression" } {
  const expression = {
    kind: "field",
    path: [name],
    position,
    type: prefix,
    absent: 0,
    isLiteral: false,
    computedBy: undefined,
  } as const;
  return { kind: "expression", text: `the ${prefix.scalar.name} before it`, expression };
}

/** Returns the statement that checks that a length of a plain object fits its prefix. */
export function checkPrefix(
  { prefix }: PrefixedLengthLayout,
  owner: string,
  length: string,
  imports: Imports,
): string {
  const { maximum } = integerRange("unsigned", prefix.scalar.size * 8);
  // No string and no array is as long as a wider one could say.
  if (maximum > BigInt(Number.MAX_SAFE_INTEGER)) return "";
  return `${imports.runtime("checkPrefix")}(${owner}, ${length}, ${maximum});`;
}

/** Returns the statements that write the prefix of a part of `size` bytes and `length` elements. */
export function writePrefix(
  { prefix, position }: PrefixedLengthLayout,
  type: FieldType,
  size: string,
  length: string,
  imports: Imports,
): string {
  const countsElements =
    (type.kind === "array" || type.kind === "sequence") && type.measure === "elements";
  const count = countsElements ? length : size;
  const number = prefix.scalar.typeName === "bigint" ? `BigInt(${count})` : count;
  return `{
      const number = ${number};
      ${writeText(prefix, position, "number", openedRecord, imports)}
    }`;
}

/** Returns the least size in bytes of a part of dynamic length that is no struct. */
export function leastSizeOf(type: FieldType): number {
  return type.kind === "text" && type.length.kind === "zeroTerminated"
    ? unitSizeOf(type.encoding)
    : 0;
}
