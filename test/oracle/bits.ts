/** Values at their places: found, read and written one bit at a time. */
import type { EnumerationData } from "./document.js";

/** A value as a plain object holds it. */
export type Value =
  | number
  | bigint
  | boolean
  | Uint8Array
  | Int8Array
  | readonly Value[]
  | { readonly [name: string]: Value };

/** One number: its bits, the most significant first. Bit 0 is the most significant one of byte 0. */
export interface NumberNode {
  readonly kind: "number";
  readonly bits: readonly number[];
  readonly format: "unsigned" | "signed" | "float" | "boolean";
  /** Whether the value is a `bigint`. */
  readonly isBig: boolean;
  /** The first byte that any of its bits lie in. */
  readonly offset: number;
  readonly constant: number | bigint | boolean | undefined;
  readonly enumeration: EnumerationData | undefined;
}

/** A run of bytes. */
export interface BytesNode {
  readonly kind: "bytes";
  readonly offset: number;
  readonly size: number;
  readonly isDynamic: boolean;
  readonly isRest: boolean;
}

/** Elements one behind the other. `scalar` is the name of theirs, if they are scalars. */
export interface ArrayNode {
  readonly kind: "array";
  readonly offset: number;
  readonly size: number;
  readonly scalar: string | undefined;
  readonly elements: readonly Node[];
}

/** A struct with all its fields at their places. */
export interface StructNode {
  readonly kind: "struct";
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  readonly isDynamic: boolean;
  readonly fields: readonly { readonly name: string; readonly node: Node }[];
}

/** Something at its place. Offsets are bytes from the start of the outermost record. */
export type Node = NumberNode | BytesNode | ArrayNode | StructNode;

/** Reads an integer bit by bit. */
export function readInteger({ bits, format }: NumberNode, bytes: Uint8Array): bigint {
  let value = 0n;
  for (const bit of bits) value = value * 2n + BigInt(bitAt(bytes, bit));
  const isNegative = format === "signed" && bitAt(bytes, bits[0] ?? 0) === 1;
  return isNegative ? value - 2n ** BigInt(bits.length) : value;
}

/** Reads a value. Constants and closed enumerations are read as the numbers that they are. */
export function readNode(node: Node, bytes: Uint8Array): Value {
  switch (node.kind) {
    case "number": {
      if (node.format === "boolean") return readInteger(node, bytes) !== 0n;
      if (node.format === "float") return floatOf(readInteger(node, bytes), node.bits.length);
      const integer = readInteger(node, bytes);
      return node.isBig ? integer : Number(integer);
    }
    case "bytes":
      return bytes.slice(node.offset, node.offset + node.size);
    case "array": {
      const values = node.elements.map((element) => readNode(element, bytes));
      if (node.scalar === "u8") return Uint8Array.from(values as number[]);
      return node.scalar === "i8" ? Int8Array.from(values as number[]) : values;
    }
    case "struct":
      return Object.fromEntries(
        node.fields.map((field) => [field.name, readNode(field.node, bytes)]),
      );
  }
}

/** Writes a value bit by bit. What it leaves out becomes zero, or its constant. */
export function writeNode(node: Node, bytes: Uint8Array, value: Value | undefined): void {
  switch (node.kind) {
    case "number":
      writeBits(node, bytes, patternOf(node, (value ?? node.constant ?? 0) as number));
      break;
    case "bytes":
      for (let index = 0; index < node.size; index++) {
        bytes[node.offset + index] = (value as Uint8Array | undefined)?.[index] ?? 0;
      }
      break;
    case "array":
      for (const [index, element] of node.elements.entries()) {
        writeNode(element, bytes, (value as readonly Value[] | undefined)?.[index]);
      }
      break;
    case "struct":
      for (const field of node.fields) {
        const given = (value as { readonly [name: string]: Value } | undefined)?.[field.name];
        writeNode(field.node, bytes, given);
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

function patternOf(node: NumberNode, value: number | bigint | boolean): bigint {
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (node.format === "float") {
    const isDouble = node.bits.length === 64;
    // One element over the same memory: the order of the bytes plays no part.
    return isDouble
      ? (new BigUint64Array(new Float64Array([Number(value)]).buffer)[0] ?? 0n)
      : BigInt(new Uint32Array(new Float32Array([Number(value)]).buffer)[0] ?? 0);
  }
  const integer = BigInt(value);
  return integer < 0n ? integer + 2n ** BigInt(node.bits.length) : integer;
}

function bitAt(bytes: Uint8Array, bit: number): 0 | 1 {
  const byte = bytes[Math.floor(bit / 8)];
  if (byte === undefined) throw new Error(`bit ${bit} lies outside the bytes`);
  return ((byte >> (7 - (bit % 8))) & 1) as 0 | 1;
}

/** Returns the number that an IEEE 754 pattern stands for (IEEE 754-2019, section 3.4). */
export function floatOf(pattern: bigint, width: number): number {
  const fractionBits = width === 64 ? 52 : 23;
  const exponentBits = width === 64 ? 11 : 8;
  const fraction = Number(pattern % 2n ** BigInt(fractionBits));
  const exponent = Number((pattern / 2n ** BigInt(fractionBits)) % 2n ** BigInt(exponentBits));
  const sign = pattern / 2n ** BigInt(width - 1) === 1n ? -1 : 1;
  const bias = 2 ** (exponentBits - 1) - 1;
  if (exponent === 2 ** exponentBits - 1) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** (1 - bias - fractionBits);
  return sign * (fraction + 2 ** fractionBits) * 2 ** (exponent - bias - fractionBits);
}
