/** Text of what finds the byte order of a record that its fields tell. */
import type { SelfOrderedStruct } from "../layout-order.js";
import type { ExpressionLayout, Position } from "../layout-types.js";
import { openedRecord, readText, relativeText } from "./access.js";
import type { RecordText } from "./access.js";
import { recordLeaves } from "./computed.js";
import { conditionText } from "./expression.js";
import type { Imports } from "./imports.js";

/** Returns the text of the static method that finds the byte order. */
export function emitOrderFinder(struct: SelfOrderedStruct, imports: Imports): string {
  const { foundOrder } = struct;
  const leaves = recordLeaves(struct, openedRecord, imports);
  const test = (expression: ExpressionLayout): string => conditionText(expression, leaves, imports);
  return `
  /** Whether fields say that the record at \`offset\` of \`view\` is little-endian; \`undefined\` if neither. */
  static $orderAt(view: DataView, offset: number): boolean | undefined {
    if (${test(foundOrder.little)}) return true;
    return ${test(foundOrder.big)} ? false : undefined;
  }
`;
}

/**
 * Returns the arguments of an error for a record whose fields say neither, behind those for the struct or
 * the place: path, offset, what is expected, and what is there. `prefix` leads to the record.
 */
export function orderErrorText(
  { foundOrder }: SelfOrderedStruct,
  record: RecordText,
  position: Position,
  prefix: string,
  imports: Imports,
): string {
  const { field, expected } = foundOrder;
  const at = { ...position, bytes: position.bytes + field.position.bytes };
  const bits = field.type.kind === "bits" ? Math.floor(field.type.bitOffset / 8) : 0;
  const offset = relativeText(record, { ...at, bytes: at.bytes + bits });
  const path = JSON.stringify(prefix + field.path.join("."));
  return `${path}, ${offset}, ${JSON.stringify(expected)}, ${readText(field.type, at, record, imports)}`;
}

/** Returns the statements that find \`littleEndian\` in the opener of a struct. */
export function openOrderText(struct: SelfOrderedStruct, imports: Imports): string {
  const start = { after: undefined, bytes: 0 };
  const error = orderErrorText(struct, openedRecord, start, "", imports);
  return `const littleEndian = ${struct.name}.$orderAt(view, offset);
    if (littleEndian === undefined) ${imports.runtime("throwValidity")}(${JSON.stringify(struct.name)}, ${error});`;
}
