/** Values at their places: found, read and written one bit at a time. */
import {
  bitsOfNames,
  decodeNumber,
  decodeText,
  encodeNumber,
  encodeText,
  namesIn,
} from "./codecs.js";
import type { CodecData, EnumerationData, FlagsData, Order, TextCodecData } from "./document.js";
import type { TextForm } from "./texts.js";
import { contentOf, decode, fill } from "./texts.js";

/** A value as a plain object holds it. */
export type Value =
  | number
  | bigint
  | boolean
  | string
  | null
  | Date
  | undefined
  | Uint8Array
  | Int8Array
  | readonly Value[]
  | { readonly [name: string]: Value };

/** How the bits of a number are read. `strict` and `lenient` are booleans. */
export type Format =
  "unsigned" | "signed" | "float" | "bfloat" | "strict" | "lenient" | "character";

/** One number: its bits, the most significant first. Bit 0 is the most significant one of byte 0. */
export interface NumberNode {
  readonly kind: "number";
  readonly bits: readonly number[];
  readonly format: Format;
  /** Whether the value is a `bigint`. */
  readonly isBig: boolean;
  /** Whether the value is a `number` although its bits may hold more than that. */
  readonly isChecked: boolean;
  /** Whether zero is no value, or stands for nothing. */
  readonly nonZero: "required" | "optional" | undefined;
  /** The first byte that any of its bits lie in. */
  readonly offset: number;
  readonly constant: number | bigint | boolean | undefined;
  readonly enumeration: EnumerationData | undefined;
  readonly flags: FlagsData | undefined;
  readonly codec: CodecData | undefined;
  /** Whether it says which struct there is, or what others are, and is kept. */
  readonly isTag?: boolean;
  /** Whether a value need not give it. */
  readonly isComputed?: boolean;
}

/** A run of bytes. */
export interface BytesNode {
  readonly kind: "bytes";
  readonly offset: number;
  readonly size: number;
  readonly isDynamic: boolean;
  readonly isRest: boolean;
  /** What makes a text of them. */
  readonly text?: TextCodecData | undefined;
  readonly choice?: Choice;
}

/** A text, with all that fills up its bytes. */
export interface TextNode extends TextForm {
  readonly kind: "text";
  readonly offset: number;
  readonly size: number;
  readonly isDynamic: boolean;
  /** Whether it is as long as one likes. */
  readonly isRest: boolean;
  /** The greatest size that its content may have, where it is no other number. */
  readonly maximum: number | undefined;
}

/** Says that something is there as one of several. */
export interface Choice {
  /** Whether what says so lies within, or before. */
  readonly kind: "variant" | "select";
  /** Bytes that are taken, if all cases take the same. */
  readonly room: number | undefined;
  /** Whether a value with a tag of its own can be one for all other tags. */
  readonly hasOther: boolean;
}

/** Elements one behind the other. */
export interface ArrayNode {
  readonly kind: "array";
  readonly offset: number;
  readonly size: number;
  readonly stride: number;
  readonly isDynamic: boolean;
  readonly isRest: boolean;
  /** What elements are: values, runs of bytes, structs, arrays. */
  readonly of: "number" | "bytes" | "text" | "struct" | "array";
  /** Name of the scalar, the enumeration or the kind of an element. */
  readonly label: string;
  /** The array is a `Uint8Array` or an `Int8Array`. */
  readonly native: "u8" | "i8" | undefined;
  /** Byte order, and name of the typed array that may lie over it. */
  readonly typed: { readonly name: string; readonly order: Order } | undefined;
  /** Whether it is an array of records, which has a cursor and columns. */
  readonly isOfRecords: boolean;
  /** Whether elements have dynamic sizes. */
  readonly isSequence: boolean;
  /** Whether the length counts bytes. */
  readonly isInBytes: boolean;
  /** Whether what is behind the elements is no whole element. */
  readonly isBroken: boolean;
  readonly elements: readonly Node[];
}

/** A field whose condition does not hold. */
export interface AbsentNode {
  readonly kind: "absent";
  readonly offset: number;
  readonly size: 0;
}

/** A struct with all its fields at their places, or a union with its members. */
export interface StructNode {
  readonly kind: "struct";
  readonly isUnion: boolean;
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  readonly isDynamic: boolean;
  readonly fields: readonly { readonly name: string; readonly node: Node }[];
  /** The numbers that lie before fields and say how long those are. */
  readonly prefixes: readonly { readonly node: NumberNode; readonly count: number }[];
  /** What has to be zero. */
  readonly reserved: readonly { readonly name: string; readonly bits: readonly number[] }[];
  readonly choice?: Choice;
}

/** Something at its place. Offsets are bytes from the start of the outermost record. */
export type Node = NumberNode | BytesNode | TextNode | ArrayNode | StructNode | AbsentNode;

/** Reads an integer bit by bit. */
export function readInteger({ bits, format }: NumberNode, bytes: Uint8Array): bigint {
  let value = 0n;
  for (const bit of bits) value = value * 2n + BigInt(bitAt(bytes, bit));
  const isNegative = format === "signed" && bitAt(bytes, bits[0] ?? 0) === 1;
  return isNegative ? value - 2n ** BigInt(bits.length) : value;
}

/** Reads the number that errors tell: a `bigint` where its bits may hold more than a `number`. */
export function readNumber(node: NumberNode, bytes: Uint8Array): number | bigint {
  const integer = readInteger(node, bytes);
  if (node.format === "float" || node.format === "bfloat") return floatOf(integer, formOf(node));
  return node.bits.length > 53 ? integer : Number(integer);
}

/** What is expected where a number is not valid, and what is there. */
export interface Invalidity {
  readonly expected: unknown;
  readonly got: unknown;
}

/** Returns what is wrong with a number, if it is not valid. */
export function invalidityOf(node: NumberNode, bytes: Uint8Array): Invalidity | undefined {
  const got = readNumber(node, bytes);
  const unless = (isValid: boolean, expected: unknown): Invalidity | undefined =>
    isValid ? undefined : { expected, got };
  const { constant, enumeration, flags, codec } = node;
  if (flags !== undefined) {
    const isKnown = flags.open === true || namesIn(flags, BigInt(got)).rest === 0n;
    return unless(isKnown, `flags of ${flags.name}`);
  }
  if (codec !== undefined) {
    const isValue = decodeNumber(codec, BigInt(got)) !== undefined;
    return unless(isValue, "what its codec decodes (no date is that far from 1970)");
  }
  if (typeof constant === "boolean") {
    const isTrue = node.format === "lenient" ? got !== 0 : got === 1;
    return unless(constant ? isTrue : got === 0, Number(constant));
  }
  if (constant !== undefined) return unless(got === constant, constant);
  if (enumeration !== undefined) {
    const isMember = enumeration.members.some(({ value }) => BigInt(value) === BigInt(got));
    return unless(enumeration.open === true || isMember, `a member of ${enumeration.name}`);
  }
  if (node.nonZero === "required") return unless(Number(got) !== 0, "a number that is not zero");
  if (node.format === "strict" && node.bits.length > 1) return unless(got < 2, "0 or 1");
  if (node.format === "character") return unless(isCodePoint(Number(got)), "a code point");
  const isExact = !node.isChecked || BigInt(Number(got)) === got;
  const isSafe = isExact && (!node.isChecked || Math.abs(Number(got)) < 2 ** 53);
  return unless(isSafe, "an integer within ±(2^53 - 1)");
}

/** Whether a number is a member of an enumeration without others. */
export function isClosed({ enumeration }: NumberNode): boolean {
  return enumeration !== undefined && enumeration.open !== true;
}

/** Whether some bits of a number are not valid. */
export function mayBeInvalid(node: NumberNode): boolean {
  return (
    node.constant !== undefined ||
    isClosed(node) ||
    (node.flags !== undefined && node.flags.open !== true) ||
    node.codec?.kind === "date" ||
    node.nonZero === "required" ||
    (node.format === "strict" && node.bits.length > 1) ||
    node.format === "character" ||
    node.isChecked
  );
}

/** Whether a number is that of a character: one of 17 planes, and no half of a pair. */
export function isCodePoint(number: number): boolean {
  return number < 17 * 0x10000 && !(number >= 0xd800 && number <= 0xdfff);
}

/** Reads a value. Constants and closed enumerations are read as the numbers that they are. */
export function readNode(node: Node, bytes: Uint8Array): Value {
  switch (node.kind) {
    case "number": {
      const number = readNumber(node, bytes);
      // Zero below zero is the constant 0 too.
      if (number === node.constant) return node.constant;
      if (node.flags !== undefined) {
        const { names, rest } = namesIn(node.flags, BigInt(number));
        return rest === 0n ? names : [...names, node.isBig ? rest : Number(rest)];
      }
      if (node.codec !== undefined) return decodeNumber(node.codec, BigInt(number)) ?? null;
      if (node.format === "strict" || node.format === "lenient") return number !== 0;
      if (node.format === "character") return String.fromCodePoint(Number(number));
      if (node.nonZero === "optional" && Number(number) === 0) return null;
      return node.isChecked ? Number(number) : number;
    }
    case "absent":
      return undefined;
    case "bytes": {
      const run = bytes.slice(node.offset, node.offset + node.size);
      return node.text === undefined ? run : decodeText(node.text, run);
    }
    case "text":
      return decode(textContentOf(node, bytes), node) ?? "";
    case "array": {
      const values = node.elements.map((element) => readNode(element, bytes));
      if (node.native === "u8") return Uint8Array.from(values as number[]);
      return node.native === "i8" ? Int8Array.from(values as number[]) : values;
    }
    case "struct":
      if (node.isUnion) return bytes.slice(node.offset, node.offset + node.size);
      return Object.fromEntries(
        node.fields.map((field) => [field.name, readNode(field.node, bytes)]),
      );
  }
}

/** Returns the content of a text in the bytes of its record. */
export function textContentOf(node: TextNode, bytes: Uint8Array): Uint8Array {
  return contentOf(bytes.slice(node.offset, node.offset + node.size), node);
}

/** Writes a value bit by bit. What it leaves out becomes zero, or its constant. */
export function writeNode(node: Node, bytes: Uint8Array, value: Value | undefined): void {
  switch (node.kind) {
    case "number":
      writeBits(
        node,
        bytes,
        value === undefined ? patternOf(node, node.constant ?? 0, true) : patternOf(node, value),
      );
      break;
    case "absent":
      break;
    case "bytes": {
      const run = typeof value === "string" && node.text ? encodeText(node.text, value) : value;
      for (let index = 0; index < node.size; index++) {
        bytes[node.offset + index] = (run as Uint8Array | undefined)?.[index] ?? 0;
      }
      break;
    }
    case "text":
      if (value === undefined) bytes.fill(0, node.offset, node.offset + node.size);
      else bytes.set(fill(value as string, node.size, node), node.offset);
      break;
    case "array":
      for (const [index, element] of node.elements.entries()) {
        writeNode(element, bytes, (value as readonly Value[] | undefined)?.[index]);
      }
      break;
    case "struct":
      if (node.isUnion) {
        writeUnion(node, bytes, value);
        break;
      }
      for (const field of node.fields) {
        const given = (value as { readonly [name: string]: Value } | undefined)?.[field.name];
        writeNode(field.node, bytes, given);
      }
      for (const prefix of node.prefixes) writeBits(prefix.node, bytes, BigInt(prefix.count));
  }
}

/** Writes zero, and then the bytes that are given, or the one member. */
function writeUnion(node: StructNode, bytes: Uint8Array, value: Value | undefined): void {
  for (let index = 0; index < node.size; index++) {
    bytes[node.offset + index] = value instanceof Uint8Array ? (value[index] ?? 0) : 0;
  }
  if (value === undefined || value instanceof Uint8Array) return;
  const given = value as { readonly [name: string]: Value };
  const [member] = Object.keys(given);
  const found = node.fields.find(({ name }) => name === member);
  if (found !== undefined) writeNode(found.node, bytes, given[found.name]);
}

/**
 * Returns what a value becomes that is written and read again: unions are their bytes, all else is as
 * it was.
 */
export function readBack(node: Node, bytes: Uint8Array, value: Value): Value {
  switch (node.kind) {
    case "absent":
      return undefined;
    case "number":
    case "bytes":
    case "text":
      return value;
    case "array":
      if (
        node.native !== undefined ||
        node.of === "number" ||
        node.of === "bytes" ||
        node.of === "text"
      )
        return value;
      return node.elements.map((element, index) =>
        readBack(element, bytes, (value as readonly Value[])[index] ?? 0),
      );
    case "struct": {
      if (node.isUnion) return readNode(node, bytes);
      const given = value as { readonly [name: string]: Value };
      return Object.fromEntries(
        node.fields.map((field) => [
          field.name,
          readBack(field.node, bytes, given[field.name] ?? null),
        ]),
      );
    }
  }
}

/** Writes the lowest bits of `pattern` over the bits of a number, and no others. */
export function writeBits({ bits }: NumberNode, bytes: Uint8Array, pattern: bigint): void {
  let rest = pattern;
  for (const bit of [...bits].reverse()) {
    const index = Math.floor(bit / 8);
    const mask = 1 << (7 - (bit % 8));
    const byte = bytes[index] ?? 0;
    bytes[index] = rest % 2n === 0n ? byte & ~mask : byte | mask;
    rest /= 2n;
  }
}

function patternOf(node: NumberNode, value: Value, isRaw = false): bigint {
  if (!isRaw && node.flags !== undefined) {
    return bitsOfNames(node.flags, value as readonly (string | number | bigint)[]);
  }
  if (!isRaw && node.codec !== undefined) {
    const raw = encodeNumber(node.codec, value as Date | number);
    return patternOf(node, raw, true);
  }
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "string") return BigInt(value.codePointAt(0) ?? 0);
  if (node.format === "float" || node.format === "bfloat") {
    return nearestPattern(Number(value), formOf(node));
  }
  const integer = BigInt((value ?? 0) as number | bigint);
  return integer < 0n ? integer + 2n ** BigInt(node.bits.length) : integer;
}

function bitAt(bytes: Uint8Array, bit: number): 0 | 1 {
  const byte = bytes[Math.floor(bit / 8)];
  if (byte === undefined) throw new Error(`bit ${bit} lies outside the bytes`);
  return ((byte >> (7 - (bit % 8))) & 1) as 0 | 1;
}

/** Bits of the exponent and of the fraction of a floating-point format. One more is the sign. */
export interface FloatForm {
  readonly exponentBits: number;
  readonly fractionBits: number;
}

/** The formats by name (IEEE 754-2019, table 3.5; bf16 is the upper half of binary32). */
export const floatForms: Readonly<Record<"f16" | "bf16" | "f32" | "f64", FloatForm>> = {
  f16: { exponentBits: 5, fractionBits: 10 },
  bf16: { exponentBits: 8, fractionBits: 7 },
  f32: { exponentBits: 8, fractionBits: 23 },
  f64: { exponentBits: 11, fractionBits: 52 },
};

function formOf({ bits, format }: NumberNode): FloatForm {
  if (format === "bfloat") return floatForms.bf16;
  if (bits.length === 16) return floatForms.f16;
  return bits.length === 32 ? floatForms.f32 : floatForms.f64;
}

/** Returns the number that an IEEE 754 pattern stands for (IEEE 754-2019, section 3.4). */
export function floatOf(pattern: bigint, { exponentBits, fractionBits }: FloatForm): number {
  const fraction = Number(pattern % 2n ** BigInt(fractionBits));
  const exponent = Number((pattern / 2n ** BigInt(fractionBits)) % 2n ** BigInt(exponentBits));
  const sign = pattern / 2n ** BigInt(exponentBits + fractionBits) === 1n ? -1 : 1;
  const bias = 2 ** (exponentBits - 1) - 1;
  if (exponent === 2 ** exponentBits - 1) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** (1 - bias - fractionBits);
  return sign * (fraction + 2 ** fractionBits) * 2 ** (exponent - bias - fractionBits);
}

/**
 * Returns the pattern of the value that is nearest to a number, of two the one that is even. The
 * patterns of positive values are in the order of the values, so that halving finds the place; half
 * of the way from one value to the next is exact as a double. No rule for NaN: it is not asked for.
 */
export function nearestPattern(value: number, form: FloatForm): bigint {
  const { exponentBits, fractionBits } = form;
  if (fractionBits === 52) return new BigUint64Array(new Float64Array([value]).buffer)[0] ?? 0n;
  const signBit = 2n ** BigInt(exponentBits + fractionBits);
  const sign = value < 0 || Object.is(value, -0) ? signBit : 0n;
  const size = Math.abs(value);
  const infinity = (2n ** BigInt(exponentBits) - 1n) * 2n ** BigInt(fractionBits);
  // Infinity counts as the power of two that would come next.
  const greatest = 2 ** (2 ** (exponentBits - 1));
  const at = (pattern: bigint): number =>
    pattern === infinity ? greatest : floatOf(pattern, form);
  if (size >= greatest) return sign + infinity;
  let below = 0n;
  let above = infinity;
  while (above - below > 1n) {
    const middle = (below + above) / 2n;
    if (at(middle) <= size) below = middle;
    else above = middle;
  }
  const half = at(below) / 2 + at(above) / 2;
  const isBelow = size < half || (size === half && below % 2n === 0n);
  return sign + (isBelow ? below : above);
}
