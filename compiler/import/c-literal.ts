/** Numbers and characters as C writes them. */
import { integerOf, intType } from "./c-arithmetic.js";
import type { CNumber, IntegerType } from "./c-arithmetic.js";

/** Sizes that decide which type a literal has, in bytes. */
export interface LiteralSizes {
  readonly long: number;
  readonly wchar: IntegerType;
  readonly isCharSigned: boolean;
}

/** Returns the value of a number, or `undefined` where it is none. */
export function parseNumber(text: string, sizes: LiteralSizes): CNumber | undefined {
  const plain = text.replaceAll("'", "");
  const integer =
    /^(?:0[xX]([\da-fA-F]+)|0[bB]([01]+)|(0[0-7]*)|([1-9]\d*))([uUlLzZ]*|[uU]?i\d+)$/.exec(plain);
  if (integer !== null) {
    const [, hexadecimal, binary, octal, decimal, suffix = ""] = integer;
    const value = valueOf(hexadecimal, binary, octal, decimal);
    const type = typeOf(value, suffix.toLowerCase(), decimal !== undefined, sizes);
    return type === undefined ? undefined : integerOf(value, type);
  }
  const float = /^((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?:[fFlL]|[fF]\d+x?)?$/.exec(plain);
  return float === null ? undefined : { kind: "float", value: Number(float[1]) };
}

/** Returns the value of a character with its quotes, or `undefined` where it is none. */
export function parseCharacter(text: string, sizes: LiteralSizes): CNumber | undefined {
  const prefix = /^(?:u8|[uUL])?/.exec(text)?.[0] ?? "";
  const units = unitsOf(text.slice(prefix.length + 1, -1));
  if (units === undefined || units.length === 0) return undefined;
  if (prefix === "L") return integerOf(units.at(-1) ?? 0n, sizes.wchar);
  if (prefix === "u") return integerOf(units.at(-1) ?? 0n, { size: 2, isSigned: false });
  if (prefix === "U") return integerOf(units.at(-1) ?? 0n, { size: 4, isSigned: false });
  if (prefix === "u8") return integerOf(units.at(-1) ?? 0n, { size: 1, isSigned: false });
  // Several characters are one int, as all compilers have it.
  const bytes = units.flatMap((unit) => Array.from(new TextEncoder().encode(character(unit))));
  const value =
    units.length === 1 && (units[0] ?? 0n) < 256n
      ? (units[0] ?? 0n)
      : bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  if (units.length > 1) return integerOf(value, intType);
  const narrow = integerOf(value, { size: 1, isSigned: sizes.isCharSigned });
  return integerOf(BigInt(narrow.value), intType);
}

/** Returns the number of code units of a string with its quotes, and of the zero behind it. */
export function lengthOfString(text: string): number | undefined {
  const prefix = /^(?:u8|[uUL])?/.exec(text)?.[0] ?? "";
  const units = unitsOf(text.slice(prefix.length + 1, -1));
  if (units === undefined) return undefined;
  const isNarrow = prefix === "" || prefix === "u8";
  const lengths = units.map((unit) =>
    isNarrow && unit > 255n ? new TextEncoder().encode(character(unit)).length : 1,
  );
  return lengths.reduce((sum, length) => sum + length, 1);
}

function valueOf(
  hexadecimal: string | undefined,
  binary: string | undefined,
  octal: string | undefined,
  decimal: string | undefined,
): bigint {
  if (hexadecimal !== undefined) return BigInt(`0x${hexadecimal}`);
  if (binary !== undefined) return BigInt(`0b${binary}`);
  if (octal !== undefined) return octal === "0" ? 0n : BigInt(`0o${octal.slice(1)}`);
  return BigInt(decimal ?? 0);
}

/** Returns the first type that holds a value (C 2018, section 6.4.4.1). */
function typeOf(
  value: bigint,
  suffix: string,
  isDecimal: boolean,
  { long }: LiteralSizes,
): IntegerType | undefined {
  const microsoft = /^(u?)i(8|16|32|64)$/.exec(suffix);
  if (microsoft !== null) {
    return { size: Number(microsoft[2]) / 8, isSigned: microsoft[1] === "" };
  }
  const isUnsigned = suffix.includes("u");
  const rank = /ll/.test(suffix) ? 8 : /[lz]/.test(suffix) ? long : 4;
  for (const size of new Set([4, long, 8])) {
    if (size < rank) continue;
    const bits = BigInt(size * 8);
    if (!isUnsigned && value < 1n << (bits - 1n)) return { size, isSigned: true };
    if ((isUnsigned || !isDecimal) && value < 1n << bits) return { size, isSigned: false };
  }
  // Beyond: gcc takes the unsigned type where there is one.
  return value < 1n << 64n ? { size: 8, isSigned: false } : undefined;
}

function unitsOf(text: string): readonly bigint[] | undefined {
  const units: bigint[] = [];
  const pattern =
    /\\x([\da-fA-F]+)|\\([0-7]{1,3})|\\u([\da-fA-F]{4})|\\U([\da-fA-F]{8})|\\(.)|([^\\])/suy;
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (found === null) return undefined;
    const [, hexadecimal, octal, short, long, escape, plain] = found;
    const digits = hexadecimal ?? short ?? long;
    if (digits !== undefined) units.push(BigInt(`0x${digits}`));
    else if (octal !== undefined) units.push(BigInt(`0o${octal}`));
    else if (escape !== undefined) units.push(escapes[escape] ?? codeOf(escape));
    else units.push(codeOf(plain ?? ""));
  }
  return units;
}

const escapes: Readonly<Record<string, bigint>> = {
  a: 7n,
  b: 8n,
  t: 9n,
  n: 10n,
  v: 11n,
  f: 12n,
  r: 13n,
  e: 27n,
  E: 27n,
};

function codeOf(text: string): bigint {
  return BigInt(text.codePointAt(0) ?? 0);
}

function character(unit: bigint): string {
  return unit < 0x11_0000n ? String.fromCodePoint(Number(unit)) : "\uFFFD";
}
