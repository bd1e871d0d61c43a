/** Random values of one number. */
import type { NumberNode, Value } from "./bits.js";
import { isClosed } from "./bits.js";
import { decodeNumber, encodeNumber, namesIn, randomBits } from "./codecs.js";
import type { Random } from "./random.js";

/** Returns a value that a setter takes. Floats need not be exact. */
export function newValueFor(node: NumberNode, random: Random): Value {
  const made = madeValue(node, random);
  if (made !== undefined) return made;
  if (isClosed(node)) {
    const member = random.pick(node.enumeration?.members ?? []).value;
    return node.isBig ? BigInt(member) : Number(member);
  }
  switch (node.format) {
    case "strict":
    case "lenient":
      return random.chance(0.5);
    case "character":
      return randomCharacter(random);
    case "float":
    case "bfloat":
      return random.pick([
        0,
        -0,
        1.5,
        -Infinity,
        2 ** -149,
        65519.99,
        random.bits32(),
        -random.bits32(),
        random.bits32() * 2 ** -random.integer(10, 60),
        -random.bits32() * 2 ** random.integer(0, 100),
      ]);
    case "unsigned":
    case "signed":
      return randomInteger(node, random);
  }
}

/** Returns a value of flags, or one that a codec makes. */
export function madeValue(
  {
    flags,
    codec,
    bits,
    isBig,
    format,
  }: Pick<NumberNode, "flags" | "codec" | "bits" | "isBig" | "format">,
  random: Random,
): Value | undefined {
  if (flags !== undefined) {
    const { names, rest } = namesIn(flags, randomBits(flags, bits.length, random));
    return rest === 0n ? names : [...names, isBig ? rest : Number(rest)];
  }
  if (codec === undefined) return undefined;
  for (let width = bits.length; ; width = Math.max(1, width - 8)) {
    const pattern = random.pattern(width);
    const raw = format === "signed" ? BigInt.asIntN(width, pattern) : pattern;
    const value = decodeNumber(codec, raw);
    // A date without what is finer than a millisecond may lie before the least one.
    const least = format === "signed" ? -(2n ** BigInt(bits.length - 1)) : 0n;
    if (value !== undefined && encodeNumber(codec, value) >= least) return value;
  }
}

/** Returns a valid integer, `null` now and then where zero stands for nothing. */
export function randomInteger(
  {
    format,
    isBig,
    isChecked,
    nonZero,
    bits,
  }: Pick<NumberNode, "format" | "isBig" | "isChecked" | "nonZero" | "bits">,
  random: Random,
): Value {
  const width = isChecked ? 53 : bits.length;
  const pattern = random.pattern(width);
  let value = format === "signed" ? BigInt.asIntN(width, pattern) : pattern;
  if (isChecked && format === "signed" && random.chance(0.2)) value = 1n - 2n ** 53n;
  if (nonZero === "optional" && (value === 0n || random.chance(0.2))) return null;
  if (nonZero === "required" && value === 0n) value = format === "signed" ? -1n : 1n;
  return isBig ? value : Number(value);
}

/** Returns a character of any plane. */
export function randomCharacter(random: Random): string {
  return String.fromCodePoint(
    random.pick([
      0,
      0x41,
      0xd7ff,
      0xe000,
      0xffff,
      0x10000,
      0x1f600,
      0x10ffff,
      random.integer(0xe000, 0x10ffff),
    ]),
  );
}
