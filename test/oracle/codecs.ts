/** Values that codecs make of numbers and bytes, and sets of bits, from the rules in words. */
import type { CodecData, FlagsData, TextCodecData } from "./document.js";
import type { Random } from "./random.js";

const nanosecondsPer = {
  days: 86_400_000_000_000n,
  seconds: 1_000_000_000n,
  milliseconds: 1_000_000n,
  microseconds: 1000n,
  hundredNanoseconds: 100n,
  nanoseconds: 1n,
} as const;

/** Returns what a codec makes of a number, or `undefined` if there is no such value. */
export function decodeNumber(codec: CodecData, raw: bigint): Date | number | undefined {
  switch (codec.kind) {
    case "date": {
      const nanoseconds = raw * nanosecondsPer[codec.unit ?? "seconds"];
      const epoch = new Date(codec.epoch ?? 0).getTime();
      const date = new Date(Number(floorOf(nanoseconds, 1_000_000n)) + epoch);
      return Number.isNaN(date.getTime()) ? undefined : date;
    }
    case "scaled":
      return Number(raw) * codec.factor + (codec.offset ?? 0);
    case "fixedPoint":
      return Number(raw) / 2 ** codec.fractionBits;
    default:
      throw new Error(`${codec.kind} is not made of numbers`);
  }
}

/** Returns the number that a codec makes of a value. */
export function encodeNumber(codec: CodecData, value: Date | number): bigint {
  if (value instanceof Date) {
    if (codec.kind !== "date") throw new Error("no date");
    const epoch = new Date(codec.epoch ?? 0).getTime();
    const nanoseconds = BigInt(value.getTime() - epoch) * 1_000_000n;
    return floorOf(nanoseconds, nanosecondsPer[codec.unit ?? "seconds"]);
  }
  if (codec.kind === "fixedPoint") return BigInt(value * 2 ** codec.fractionBits);
  if (codec.kind === "scaled") return BigInt((value - (codec.offset ?? 0)) / codec.factor);
  throw new Error(`${codec.kind} is not made of numbers`);
}

function floorOf(dividend: bigint, divisor: bigint): bigint {
  const remainder = ((dividend % divisor) + divisor) % divisor;
  return (dividend - remainder) / divisor;
}

/** Returns the text that bytes stand for. */
export function decodeText(codec: TextCodecData, bytes: Uint8Array): string {
  const digits = Buffer.from(bytes).toString("hex");
  switch (codec) {
    case "uuid":
      return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    case "macAddress":
      return (digits.match(/../g) ?? []).join(":");
    case "ipv4Address":
      return [...bytes].join(".");
    case "ipv6Address": {
      if (digits.startsWith(`${"00".repeat(10)}ffff`)) return `::ffff:${bytes.slice(12).join(".")}`;
      // The serializer of URLs (WHATWG, URL) follows RFC 5952.
      const groups = (digits.match(/..../g) ?? []).join(":");
      return new URL(`http://[${groups}]`).hostname.slice(1, -1);
    }
  }
}

/** Returns the bytes of a text that {@link decodeText} gave. */
export function encodeText(codec: TextCodecData, text: string): Uint8Array {
  if (codec === "ipv4Address") return Uint8Array.from(text.split(".").map(Number));
  if (codec !== "ipv6Address") return Buffer.from(text.replaceAll(/[:-]/g, ""), "hex");
  const dotted = /^::ffff:([\d.]+)$/.exec(text)?.[1];
  if (dotted !== undefined && dotted.includes(".")) {
    return Uint8Array.from([
      ...Array<number>(10).fill(0),
      255,
      255,
      ...dotted.split(".").map(Number),
    ]);
  }
  const bytes = new Uint8Array(16);
  const [head = "", tail = ""] = text.split("::");
  const put = (groups: readonly string[], from: number): void => {
    for (const [index, group] of groups.entries()) {
      bytes.set(Buffer.from(group.padStart(4, "0"), "hex"), (from + index) * 2);
    }
  };
  const [first, last] = [head, tail].map((each) => each.split(":").filter((group) => group !== ""));
  put(first ?? [], 0);
  put(last ?? [], 8 - (last?.length ?? 0));
  return bytes;
}

/** Returns the names in a set of bits, in their order, and the bits that are left. */
export function namesIn(
  { members }: FlagsData,
  bits: bigint,
): { readonly names: readonly string[]; readonly rest: bigint } {
  let rest = bits;
  const names: string[] = [];
  for (const { name, value } of members) {
    const mask = BigInt(value);
    if ((bits & mask) !== mask) continue;
    names.push(name);
    rest -= mask;
  }
  return { names, rest };
}

/** Returns the bits of names and of bits without one. */
export function bitsOfNames(
  { members }: FlagsData,
  items: readonly (string | number | bigint)[],
): bigint {
  let bits = 0n;
  for (const item of items) {
    const member = members.find(({ name }) => name === item);
    bits |= BigInt(member?.value ?? item);
  }
  return bits;
}

/** Returns random bits of flags: those of names, and others too where the flags are open. */
export function randomBits(flags: FlagsData, width: number, random: Random): bigint {
  if (flags.open === true && random.chance(0.5)) return random.pattern(width);
  return flags.members
    .filter(() => random.chance(0.5))
    .reduce((bits, { value }) => bits | BigInt(value), 0n);
}
