import type { ExpressionLayout, StructLayout } from "../layout-types.js";
import { readText, relativeText } from "./access.js";
import type { RecordText } from "./access.js";
import { isWide, operandText, recordLeaves } from "./computed.js";
import { conditionText, expressionText } from "./expression.js";
import type { Leaves } from "./expression.js";
import type { Imports } from "./imports.js";

/** Returns text that evaluates an expression over the fields of a record, read from its bytes. */
export function readExpression(
  expression: ExpressionLayout,
  struct: StructLayout,
  record: RecordText,
  imports: Imports,
): string {
  return expressionText(expression, leavesOf(struct, record, imports), imports);
}

/** Returns text for whether an expression over the fields of a record is not zero. */
export function readTruth(
  expression: ExpressionLayout,
  struct: StructLayout,
  record: RecordText,
  imports: Imports,
): string {
  return conditionText(expression, leavesOf(struct, record, imports), imports);
}

/** Returns how lengths, conditions and tags read the fields of a record. */
function leavesOf(struct: StructLayout, record: RecordText, imports: Imports): Leaves {
  return {
    ...recordLeaves(struct, record, imports),
    field: ({ path, position, type }) => {
      const value = readText(type, position, record, imports);
      // What is read is a bigint also where its accessor makes a checked number of it.
      if (!isWide(type)) return operandText(type, value);
      const name = path.join(".");
      return `${imports.held("safeNumber")}(${value}, ${JSON.stringify(struct.name)}, ${JSON.stringify(name)}, ${relativeText(record, position)})`;
    },
    mayBeUnknown: () => false,
  };
}
