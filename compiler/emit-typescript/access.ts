/**
 * Text of reads and writes of one number in the bytes. Wider than 32 bits, what is put together from
 * parts is put together with arithmetic, as bit operators see 32 bits; from 54 bits on it is a `bigint`.
 */
import type { BitPart, BitParts } from "../bit-parts.js";
import type { NumericLayout, Position, ScalarLayout, StructLayout } from "../layout-types.js";
import type { RecordByteOrder } from "../resolve.js";
import { widestNumber } from "../scalars.js";
import type { Imports } from "./imports.js";
import { sum } from "./text.js";

/** How the text around an access names the record. */
export interface RecordText {
  /** An expression for the `DataView`. */
  readonly view: string;
  /** An expression for the offset of the record in the view. */
  readonly offset: string;
  /** Returns an expression for the offset of an anchor, from the record's start. */
  readonly anchor: (name: string) => string;
  /** An expression for whether a record whose byte order is chosen at run time is little-endian. */
  readonly littleEndian: string;
}

/** A record as its own methods see it. */
export const thisRecord: RecordText = {
  view: "this.$view",
  offset: "this.$offset",
  anchor: (name) => `this.$${name}`,
  littleEndian: "this.$littleEndian",
};

/** A record as its static methods see it, before there is one. */
export const openedRecord: RecordText = {
  view: "view",
  offset: "offset",
  anchor: (name) => name,
  littleEndian: "littleEndian",
};

/** Returns an expression for a place in the view, `plus` bytes behind `position`. */
export function offsetText(record: RecordText, position: Position, plus = 0): string {
  const after = position.after === undefined ? "0" : record.anchor(position.after);
  return sum(record.offset, after, String(position.bytes + plus));
}

/** Returns an expression for a place in the record, from its start. */
export function relativeText(record: RecordText, position: Position): string {
  return offsetText({ ...record, offset: "0" }, position);
}

/** Returns an expression for the size of a record in bytes, with its padding. */
export function sizeText(struct: StructLayout, record: RecordText): string {
  if (struct.size !== undefined) return String(struct.size);
  const end = relativeText(record, struct.end);
  return struct.isEndPadded ? alignedText(end, struct.alignment) : end;
}

/** Returns an expression for the least multiple of `alignment` from an offset on. */
export function alignedText(offset: string, alignment: number): string {
  return `Math.ceil(${offset.includes(" ") ? `(${offset})` : offset} / ${alignment}) * ${alignment}`;
}

/** Returns an expression for whether values of a byte order are little-endian. */
export function littleEndianText(
  byteOrder: RecordByteOrder,
  record: RecordText,
  imports: Imports,
): string {
  return byteOrder === "runtime" ? record.littleEndian : imports.byteOrder(byteOrder);
}

/** Returns an expression for a byte order as openers take it. */
export function byteOrderText(
  byteOrder: RecordByteOrder,
  record: RecordText,
  imports: Imports,
): string {
  return byteOrder === "big" || byteOrder === "little"
    ? JSON.stringify(byteOrder)
    : `${littleEndianText(byteOrder, record, imports)} ? "little" : "big"`;
}

/** Returns an expression that reads a number: a `bigint` from 54 bits on, else a `number`. */
export function readText(
  type: NumericLayout,
  position: Position,
  record: RecordText,
  imports: Imports,
): string {
  if (type.kind === "bits") {
    const { interpretation, parts, width } = type;
    return readInOrder(parts, width, interpretation === "signed");
  }
  const { scalar, byteOrder, parts } = type;
  const at = offsetText(record, position);
  if (scalar.accessor !== undefined) {
    const order = scalar.size === 1 ? "" : `, ${littleEndianText(byteOrder, record, imports)}`;
    return `${record.view}.get${scalar.accessor}(${at}${order})`;
  }
  if (parts === undefined) {
    const read = imports.held(readers[scalar.name as keyof typeof readers]);
    return `${read}(${record.view}, ${at}, ${littleEndianText(byteOrder, record, imports)})`;
  }
  return readInOrder(parts, scalar.size * 8, scalar.kind === "signed");

  function readInOrder({ big, little }: BitParts, width: number, signed: boolean): string {
    if (type.byteOrder === "big" || big === little) {
      return readParts(big, width, signed, type.byteOrder);
    }
    const text = readParts(little, width, signed, "little");
    if (type.byteOrder === "little") return text;
    const isLittle = littleEndianText(type.byteOrder, record, imports);
    return `(${isLittle} ? ${text} : ${readParts(big, width, signed, "big")})`;
  }

  function readParts(
    bitParts: readonly BitPart[],
    width: number,
    signed: boolean,
    order: RecordByteOrder,
  ): string {
    const texts = bitParts.map((part, index) =>
      readPart(
        part,
        signed && width > 32 && width <= widestNumber && index === bitParts.length - 1,
        order,
      ),
    );
    const [lowest = "0", ...others] = texts;
    let below = bitParts[0]?.width ?? 0;
    let text = width > widestNumber ? `BigInt(${lowest})` : lowest;
    for (const [index, part] of others.entries()) {
      if (width <= 32) text = `((${part}) << ${below}) | (${text})`;
      else if (width <= widestNumber) text = `(${part}) * ${hex(2 ** below)} + (${text})`;
      else text = `(BigInt(${part}) << ${below}n) | ${text}`;
      below += bitParts[index + 1]?.width ?? 0;
    }
    // V8 keeps what is cut to 64 bits in a register.
    if (width > widestNumber) {
      return signed ? `BigInt.asIntN(${width}, ${text})` : `BigInt.asUintN(64, ${text})`;
    }
    if (width > 32) return text;
    if (signed && width === 32) return texts.length === 1 ? `${text} | 0` : text;
    if (signed) return `((${text}) << ${32 - width}) >> ${32 - width}`;
    return width === 32 && texts.length > 1 ? `(${text}) >>> 0` : text;
  }

  function readPart(part: BitPart, isSigned: boolean, order: RecordByteOrder): string {
    const unitBits = part.size * 8;
    const unit = `${record.view}.getUint${unitBits}(${partArguments(part, position, order, record, imports)})`;
    if (isSigned) {
      const left = 32 - part.width - part.shift;
      const right = 32 - part.width;
      const moved = left === 0 ? unit : `(${unit} << ${left})`;
      return right === 0 ? `${moved} | 0` : `${moved} >> ${right}`;
    }
    const shifted = part.shift === 0 ? unit : `${unit} >>> ${part.shift}`;
    if (part.shift + part.width === unitBits) return shifted;
    const mask = hex(2 ** part.width - 1);
    return part.shift === 0 ? `${unit} & ${mask}` : `(${shifted}) & ${mask}`;
  }
}

/** Returns statements that write the number that the expression `value` has. */
export function writeText(
  type: NumericLayout,
  position: Position,
  value: string,
  record: RecordText,
  imports: Imports,
): string {
  if (type.kind === "bits") return writeInOrder(type.parts, type.width);
  const { scalar, byteOrder, parts } = type;
  const at = offsetText(record, position);
  if (scalar.accessor !== undefined) {
    const order = scalar.size === 1 ? "" : `, ${littleEndianText(byteOrder, record, imports)}`;
    return `${record.view}.set${scalar.accessor}(${at}, ${value}${order});`;
  }
  if (parts === undefined) {
    const write = imports.held(writers[scalar.name as keyof typeof writers]);
    return `${write}(${record.view}, ${at}, ${value}, ${littleEndianText(byteOrder, record, imports)});`;
  }
  return writeInOrder(parts, scalar.size * 8);

  function writeInOrder({ big, little }: BitParts, width: number): string {
    if (type.byteOrder === "big" || big === little) return writeParts(big, width, type.byteOrder);
    const text = writeParts(little, width, "little");
    if (type.byteOrder === "little") return text;
    return `if (${littleEndianText(type.byteOrder, record, imports)}) {
        ${text}
      } else {
        ${writeParts(big, width, "big")}
      }`;
  }

  function writeParts(bitParts: readonly BitPart[], width: number, order: RecordByteOrder): string {
    let below = 0;
    return bitParts
      .map((part, index) => {
        const bits = bitsFrom(value, below, width, part.width, imports);
        below += part.width;
        return writePart(part, bitParts.length === 1 ? "unit" : `unit${index}`, bits, order);
      })
      .join("\n");
  }

  function writePart(part: BitPart, unit: string, bits: string, order: RecordByteOrder): string {
    const unitBits = part.size * 8;
    const place = offsetText(record, position, part.offset);
    const flag = orderFlag(part, order, record, imports);
    if (part.width === unitBits) {
      return `${record.view}.setUint${unitBits}(${place}, ${bits}${flag});`;
    }
    const mask = 2 ** part.width - 1;
    const kept = 2 ** unitBits - 1 - mask * 2 ** part.shift;
    const masked = `(${bits} & ${hex(mask)})`;
    const placed = part.shift === 0 ? masked : `(${masked} << ${part.shift})`;
    return `const ${unit} = ${record.view}.getUint${unitBits}(${place}${flag});
      ${record.view}.setUint${unitBits}(${place}, (${unit} & ${hex(kept)}) | ${placed}${flag});`;
  }
}

/** Functions of the runtime for scalars that `DataView` has no method for on every engine, or no fast one. */
const readers = {
  f16: "getFloat16",
  bf16: "getBfloat16",
  u64: "getBigUint64",
  i64: "getBigInt64",
  u128: "getBigUint128",
  i128: "getBigInt128",
} as const satisfies Partial<Record<ScalarLayout["scalar"]["name"], string>>;

const writers = {
  f16: "setFloat16",
  bf16: "setBfloat16",
  u64: "setBigUint64",
  i64: "setBigUint64",
  u128: "setBigUint128",
  i128: "setBigUint128",
} as const satisfies Partial<Record<ScalarLayout["scalar"]["name"], string>>;

function partArguments(
  part: BitPart,
  position: Position,
  order: RecordByteOrder,
  record: RecordText,
  imports: Imports,
): string {
  return `${offsetText(record, position, part.offset)}${orderFlag(part, order, record, imports)}`;
}

/** Returns the argument for the byte order of a part, with its comma; single bytes have none. */
function orderFlag(
  part: BitPart,
  order: RecordByteOrder,
  record: RecordText,
  imports: Imports,
): string {
  return part.size === 1 ? "" : `, ${littleEndianText(order, record, imports)}`;
}

/** Returns an expression for `count` bits of `value` from bit `below` on, and maybe more above them. */
function bitsFrom(
  value: string,
  below: number,
  width: number,
  count: number,
  imports: Imports,
): string {
  if (width <= 32) return shiftText(value, below);
  if (width <= widestNumber) {
    return below === 0 ? value : `Math.floor(${value} / ${hex(2 ** below)})`;
  }
  const high = `${imports.held("highWord")}(${value})`;
  if (below >= 32) return shiftText(high, below - 32);
  const low = shiftText(`${imports.held("lowWord")}(${value})`, below);
  return below + count <= 32 ? low : `(${low} | (${high} << ${32 - below}))`;
}

function shiftText(value: string, below: number): string {
  return below === 0 ? value : `(${value} >>> ${below})`;
}

/** Returns a hexadecimal literal with whole bytes. */
export function hex(value: number): string {
  const digits = value.toString(16);
  return `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`;
}
