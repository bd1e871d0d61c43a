/**
 * Text of reads and writes of one value. Wider than 32 bits, a bit field is put together with
 * arithmetic, as bit operators see 32 bits; results of 32 bits end in `>>> 0`, as they are signed.
 */
import type { BitPart } from "../bit-parts.js";
import type { ScalarLayout, BitsLayout, NumericLayout, Position } from "../layout-types.js";
import type { Imports } from "./imports.js";
import { sum } from "./text.js";

/** How the text around an access names the record. */
export interface RecordText {
  /** An expression for the `DataView`. */
  readonly view: string;
  /** An expression for the offset of the record in the view. */
  readonly offset: string;
  /** Returns an expression for the end of the field of dynamic length `name`, from the record's start. */
  readonly endOf: (name: string) => string;
  /** An expression for whether a record whose byte order is chosen at run time is little-endian. */
  readonly littleEndian: string;
}

/** A record as its own methods see it. */
export const thisRecord: RecordText = {
  view: "this.$view",
  offset: "this.$offset",
  endOf: (name) => `this.${endProperty(name)}`,
  littleEndian: "this.$littleEndian",
};

/** A record as its static methods see it, before there is one. */
export const openedRecord: RecordText = {
  view: "view",
  offset: "offset",
  endOf: (name) => `${name}End`,
  littleEndian: "littleEndian",
};

/** Name of the property that holds the end of a field of dynamic length. */
export function endProperty(name: string): string {
  return `$${name}End`;
}

/** Returns an expression for a place in the view, `plus` bytes behind `position`. */
export function offsetText(record: RecordText, position: Position, plus = 0): string {
  const bytes = position.bytes + plus;
  const end = position.after === undefined ? "0" : record.endOf(position.after);
  return sum(record.offset, end, String(bytes));
}

/** Returns an expression for a place in the record, from its start. */
export function relativeText(record: RecordText, position: Position): string {
  return offsetText({ ...record, offset: "0" }, position);
}

/** Returns an expression that reads a value. */
export function readText(
  type: NumericLayout,
  position: Position,
  record: RecordText,
  imports: Imports,
): string {
  if (type.kind === "scalar") {
    const text = `${record.view}.get${type.scalar.accessor}(${accessorArguments(type, offsetText(record, position), record, imports)})`;
    return type.scalar.kind === "boolean" ? `${text} !== 0` : text;
  }
  const [only, ...others] = type.parts.map((part) =>
    readPart(part, type, position, record, imports),
  );
  if (only === undefined) throw new Error("a bit field without parts");
  if (others.length === 0) return only;
  let below = type.parts[0]?.width ?? 0;
  let text = only;
  for (const [index, part] of others.entries()) {
    text =
      type.width <= 32
        ? `((${part}) << ${below}) | (${text})`
        : `(${part}) * ${hex(2 ** below)} + (${unsigned(text)})`;
    below += type.parts[index + 1]?.width ?? 0;
  }
  return type.width === 32 ? `(${text}) >>> 0` : text;
}

/** Returns statements that write the value of the expression `value`. */
export function writeText(
  type: NumericLayout,
  position: Position,
  value: string,
  record: RecordText,
  imports: Imports,
): string {
  if (type.kind === "scalar") {
    const shown = type.scalar.kind === "boolean" ? `${value} ? 1 : 0` : value;
    const at = offsetText(record, position);
    return `${record.view}.set${type.scalar.accessor}(${accessorArguments(type, `${at}, ${shown}`, record, imports)});`;
  }
  let below = 0;
  return type.parts
    .map((part, index) => {
      const bits = bitsFrom(value, below, type.width);
      below += part.width;
      return writePart(part, index, bits, type, position, record, imports);
    })
    .join("\n");
}

function readPart(
  part: BitPart,
  type: BitsLayout,
  position: Position,
  record: RecordText,
  imports: Imports,
): string {
  const unitBits = part.unitSize * 8;
  const unit = `${record.view}.getUint${unitBits}(${partArguments(part, type, position, record, imports)})`;
  const shifted = part.shift === 0 ? unit : `${unit} >>> ${part.shift}`;
  if (part.shift + part.width === unitBits) return shifted;
  const mask = hex(2 ** part.width - 1);
  return part.shift === 0 ? `${unit} & ${mask}` : `(${shifted}) & ${mask}`;
}

function writePart(
  part: BitPart,
  index: number,
  bits: string,
  type: BitsLayout,
  position: Position,
  record: RecordText,
  imports: Imports,
): string {
  const unitBits = part.unitSize * 8;
  const at = offsetText(record, position, part.offset);
  const order = orderArgument(part, type, imports);
  if (part.width === unitBits) {
    return `${record.view}.setUint${unitBits}(${at}, ${bits}${order});`;
  }
  const mask = 2 ** part.width - 1;
  const kept = 2 ** unitBits - 1 - mask * 2 ** part.shift;
  const masked = `(${bits} & ${hex(mask)})`;
  const placed = part.shift === 0 ? masked : `(${masked} << ${part.shift})`;
  const unit = type.parts.length === 1 ? "unit" : `unit${index}`;
  return `const ${unit} = ${record.view}.getUint${unitBits}(${at}${order});
    ${record.view}.setUint${unitBits}(${at}, (${unit} & ${hex(kept)}) | ${placed}${order});`;
}

function partArguments(
  part: BitPart,
  type: BitsLayout,
  position: Position,
  record: RecordText,
  imports: Imports,
): string {
  return `${offsetText(record, position, part.offset)}${orderArgument(part, type, imports)}`;
}

function orderArgument(part: BitPart, type: BitsLayout, imports: Imports): string {
  if (part.unitSize === 1) return "";
  const byteOrder = type.bitOrder === "most-significant-first" ? "big" : "little";
  return `, ${imports.byteOrder(byteOrder)}`;
}

function accessorArguments(
  type: ScalarLayout,
  first: string,
  record: RecordText,
  imports: Imports,
): string {
  return type.scalar.size === 1
    ? first
    : `${first}, ${littleEndianText(type.byteOrder, record, imports)}`;
}

/** Returns an expression for whether values of a byte order are little-endian. */
export function littleEndianText(
  byteOrder: ScalarLayout["byteOrder"],
  record: RecordText,
  imports: Imports,
): string {
  return byteOrder === "runtime" ? record.littleEndian : imports.byteOrder(byteOrder);
}

/** Returns an expression for the bits of `value` from bit `below` on. */
function bitsFrom(value: string, below: number, width: number): string {
  if (below === 0) return value;
  return width <= 32 ? `(${value} >>> ${below})` : `Math.floor(${value} / ${hex(2 ** below)})`;
}

function unsigned(text: string): string {
  return text.includes("<<") ? `(${text}) >>> 0` : text;
}

/** Returns a hexadecimal literal with whole bytes. */
export function hex(value: number): string {
  const digits = value.toString(16);
  return `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`;
}
