/** Finds the numbers, and the texts, in bytes that a record refuses. */
import type { Node } from "./bits.js";
import { invalidityOf, textContentOf } from "./bits.js";
import { firstInvalidIn, unitSizeOf } from "./texts.js";

/** A number that is not valid, as `safeParse` tells of it. */
export interface FoundMistake {
  readonly path: string;
  readonly offset: number;
  readonly expected: unknown;
  readonly got: unknown;
}

/** Returns all numbers that are not valid, in the order of the fields. */
export function invalidNumbersIn(
  node: Node,
  bytes: Uint8Array,
  path = "",
): readonly FoundMistake[] {
  switch (node.kind) {
    case "number": {
      const found = invalidityOf(node, bytes);
      return found === undefined ? [] : [{ path, offset: node.offset, ...found }];
    }
    case "bytes":
    case "absent":
      return [];
    case "text": {
      const content = textContentOf(node, bytes);
      const at = firstInvalidIn(content, node);
      if (at < 0) return [];
      const unitSize = unitSizeOf(node.encoding);
      const found = Array.from(content.subarray(at, at + unitSize), (byte) =>
        byte.toString(16).padStart(2, "0"),
      );
      const words = { utf8: "UTF-8", ascii: "ASCII", latin1: "ISO 8859-1", utf16: "UTF-16" };
      const expected = `valid ${words[node.encoding]}`;
      return [{ path, offset: node.offset + at, expected, got: found.join(" ") }];
    }
    case "array":
      return node.elements.flatMap((element, index) =>
        invalidNumbersIn(element, bytes, `${path}[${index}]`),
      );
    case "struct": {
      // Any member may be the right one.
      if (node.isUnion) return [];
      const prefix = path === "" ? "" : `${path}.`;
      return node.fields.flatMap((field) =>
        invalidNumbersIn(field.node, bytes, `${prefix}${field.name}`),
      );
    }
  }
}
