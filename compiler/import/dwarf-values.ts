/** Numbers of types in DWARF: where a member lies, how long an array is, how a base type is read. */
import { Cursor } from "./dwarf-cursor.js";
import type { Entry } from "./dwarf-entry.js";
import { integerScalar } from "./integers.js";
import { DwarfAttribute, DwarfEncoding } from "./layouts/dwarf.js";
import type { ImportedUse } from "./model.js";
import { scalars } from "../scalars.js";

/** A base type as a schema says it. */
export interface BaseType {
  readonly use: ImportedUse;
  readonly doc?: string;
  /** Whether an array of it is text, or bytes. */
  readonly isText?: boolean;
}

/** Languages whose arrays begin with element 1 where they do not say it. */
const languagesFromOne: ReadonlySet<number> = new Set([
  0x03, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0d, 0x0e, 0x0f, 0x17, 0x1f, 0x22, 0x23,
]);
/** Number of Rust among the languages. */
export const rust = 0x1c;
/** Operators of expressions that add a constant, and that are one. */
const [plusConstant, unsignedConstant] = [0x23, 0x10];

/**
 * Returns the bits from the start of a record to a member, in memory order; `undefined` where only the
 * program knows. `width` is that of a bit field, `size` the bytes of its type.
 */
export function bitOffsetOf(
  entry: Entry,
  width: number | undefined,
  size: number | undefined,
): number | undefined {
  const direct = entry.number(DwarfAttribute.dataBitOffset);
  if (direct !== undefined) return direct;
  const start = locationOf(entry);
  if (start === undefined || width === undefined) {
    return start === undefined ? undefined : start * 8;
  }
  const fromTop = signedOffsetOf(entry);
  if (fromTop === undefined) return start * 8;
  // Until DWARF 3: bits from the most significant one of an integer, whatever the byte order.
  if (entry.dwarf.byteOrder === "big") return start * 8 + fromTop;
  const unit = entry.number(DwarfAttribute.byteSize) ?? size;
  return unit === undefined ? undefined : start * 8 + unit * 8 - fromTop - width;
}

/** Some compilers store a negative one as if it had no sign. */
function signedOffsetOf(entry: Entry): number | undefined {
  const value = entry.integer(DwarfAttribute.bitOffset);
  if (value === undefined) return undefined;
  const signed = value >= 1n << 63n ? BigInt.asIntN(64, value) : value;
  return Number(signed >= 1n << 31n ? BigInt.asIntN(32, signed) : signed);
}

/** Returns the bytes from the start of a record to a member; `undefined` where only the program knows. */
function locationOf(entry: Entry): number | undefined {
  if (!entry.has(DwarfAttribute.dataMemberLocation)) return 0;
  const block = entry.block(DwarfAttribute.dataMemberLocation);
  if (block === undefined) return entry.number(DwarfAttribute.dataMemberLocation);
  if (block.length === 0) return undefined;
  const cursor = new Cursor(block, true);
  const operator = cursor.u8();
  if (operator !== plusConstant && operator !== unsignedConstant) return undefined;
  const value = cursor.uleb();
  return cursor.position === block.length ? value : undefined;
}

/** Returns the number of elements along one dimension; `undefined` where only the program knows. */
export function lengthOf(entry: Entry): number | "rest" | undefined {
  if (entry.has(DwarfAttribute.count)) {
    const count = entry.integer(DwarfAttribute.count);
    if (count === undefined || isExpression(entry, DwarfAttribute.count)) return undefined;
    return isMinusOne(count) ? "rest" : toLength(count);
  }
  if (!entry.has(DwarfAttribute.upperBound)) return "rest";
  const upper = entry.integer(DwarfAttribute.upperBound);
  if (upper === undefined || isExpression(entry, DwarfAttribute.upperBound)) return undefined;
  const fromOne = languagesFromOne.has(entry.opened.language) ? 1n : 0n;
  const lower = entry.has(DwarfAttribute.lowerBound)
    ? entry.integer(DwarfAttribute.lowerBound)
    : fromOne;
  if (lower === undefined) return undefined;
  return toLength(isMinusOne(upper) ? -lower : upper - lower + 1n);
}

function isExpression(entry: Entry, attribute: number): boolean {
  return entry.block(attribute) !== undefined;
}

/** An array without elements ends at -1, which is also stored as if it had no sign. */
function isMinusOne(value: bigint): boolean {
  return value === -1n || value === 0xffff_ffffn || value === 0xffff_ffff_ffff_ffffn;
}

function toLength(count: bigint): number | undefined {
  if (count <= 0n) return 0;
  return count > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(count);
}

/** Returns what a base type is read as: bytes where a schema has no number of that kind. */
export function readBase(entry: Entry): BaseType | undefined {
  const base = readNative(entry);
  const order = orders[entry.number(DwarfAttribute.endianity) ?? 0];
  const { use } = base ?? {};
  if (base === undefined || use?.kind !== "scalar" || order === undefined) return base;
  const isOther = order !== entry.dwarf.byteOrder && scalars[use.scalar].size > 1;
  return isOther ? { ...base, use: { ...use, byteOrder: order } } : base;
}

/** Byte orders that a type can say itself, by their numbers: `scalar_storage_order` of gcc. */
const orders: readonly ("big" | "little" | undefined)[] = [undefined, "big", "little"];

function readNative(entry: Entry): BaseType | undefined {
  const size = entry.number(DwarfAttribute.byteSize);
  if (size === undefined) return undefined;
  const name = entry.string(DwarfAttribute.name) ?? "";
  const bytes: BaseType = {
    use: { kind: "bytes", length: size },
    ...(name === "" ? {} : { doc: `A \`${name}\`.` }),
  };
  const bits = entry.number(DwarfAttribute.bitSize);
  if (bits !== undefined && bits !== size * 8) return bytes;
  const integer = (isSigned: boolean): BaseType => {
    const scalar = integerScalar(size, isSigned);
    return scalar === undefined ? bytes : { use: { kind: "scalar", scalar } };
  };
  const isText = size === 1 && /^(unsigned )?char(8_t)?$/.test(name);
  switch (Number(entry.integer(DwarfAttribute.encoding) ?? 0n)) {
    case DwarfEncoding.boolean:
      return size === 1 ? { use: { kind: "scalar", scalar: "bool" } } : integer(false);
    case DwarfEncoding.float:
      return floatOf(size, name) ?? bytes;
    case DwarfEncoding.complexFloat: {
      const part = floatOf(size / 2, "");
      return part === undefined
        ? bytes
        : { ...bytes, use: { kind: "array", element: part.use, length: 2 } };
    }
    case DwarfEncoding.signed:
      return integer(true);
    case DwarfEncoding.signedChar:
      return { ...integer(true), isText };
    case DwarfEncoding.unsigned:
    case DwarfEncoding.address:
      return integer(false);
    case DwarfEncoding.unsignedChar:
      return { ...integer(false), isText };
    case DwarfEncoding.utf:
      return size === 4 && entry.opened.language === rust
        ? { use: { kind: "scalar", scalar: "char" } }
        : { ...integer(false), isText };
    default:
      return bytes;
  }
}

function floatOf(size: number, name: string): BaseType | undefined {
  const isBrain = /bf16|bfloat/i.test(name);
  const scalars = { 2: isBrain ? "bf16" : "f16", 4: "f32", 8: "f64" } as const;
  if (size !== 2 && size !== 4 && size !== 8) return undefined;
  return { use: { kind: "scalar", scalar: scalars[size] } };
}
