/** Text of what finds the byte order of a record that its fields tell. */
import type { SelfOrderedStruct } from "../layout-order.js";
import { firstByteOf } from "../layout-size.js";
import type { ExpressionLayout, Position } from "../layout-types.js";
import { offsetText, openedRecord, readText } from "./access.js";
import type { RecordText } from "./access.js";
import { recordLeaves } from "./computed.js";
import { conditionText } from "./expression.js";
import type { Imports } from "./imports.js";
import { sum } from "./text.js";
import type { OwnerText } from "./value-text.js";

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
 * the place: path, offset, what is expected, and what is there. The record lies at `position` of `record`;
 * `owner` says where in what the error names, with an empty `path` for that itself.
 */
export function orderErrorText(
  { foundOrder }: SelfOrderedStruct,
  record: RecordText,
  position: Position,
  owner: Pick<OwnerText, "path" | "offset">,
  imports: Imports,
): string {
  const { field, expected } = foundOrder;
  const at = { ...position, bytes: position.bytes + field.position.bytes };
  const { bytes } = firstByteOf(field.type, field.position);
  const offset = sum(owner.offset, String(bytes));
  const path = pathWithin(owner.path, field.path.join("."));
  return `${path}, ${offset}, ${JSON.stringify(expected)}, ${readText(field.type, at, record, imports)}`;
}

/** Returns the text of a path: `owner` is a string in quotes, or a template. */
function pathWithin(owner: string, path: string): string {
  return owner === `""` ? `"${path}"` : `${owner.slice(0, -1)}.${path}${owner.slice(-1)}`;
}

/** Returns the statements that find `littleEndian` for the record at `position` of `record`, or throw. */
export function findOrderText(
  struct: SelfOrderedStruct,
  record: RecordText,
  position: Position,
  owner: OwnerText,
  imports: Imports,
): string {
  const name = imports.heldOf(imports.from(struct.file, struct.name), struct.file);
  const error = orderErrorText(struct, record, position, owner, imports);
  return `const littleEndian = ${name}.$orderAt(${record.view}, ${offsetText(record, position)});
    if (littleEndian === undefined) ${imports.held("throwValidity")}(${owner.struct}, ${error});`;
}

/** Returns the statements that find `littleEndian` in the opener of a struct. */
export function openOrderText(struct: SelfOrderedStruct, imports: Imports): string {
  const start = { after: undefined, bytes: 0 };
  const owner = { struct: JSON.stringify(struct.name), path: `""`, offset: "0" };
  return findOrderText(struct, openedRecord, start, owner, imports);
}
