/**
 * Which texts stand for bytes, and for which: Node's `net` says what an address is, WHATWG's URLs what its bytes
 * are, and regular expressions what a UUID and a MAC address are. Texts are near misses as often as not.
 */
import { isIPv4, isIPv6 } from "node:net";
import {
  decodeFloat16,
  encodeFloat16,
  ipv4AddressCodec,
  ipv6AddressCodec,
  macAddressCodec,
  uuidCodec,
} from "@structview/runtime";
import type { TextCodec } from "@structview/runtime";
import { describe, expect, test } from "vitest";
import { Random } from "../oracle/random.js";

const seed = Number(process.env["STRUCTVIEW_SEED"] ?? Math.floor(Math.random() * 2 ** 32));
const hex = "0123456789abcdefABCDEF";

/** How each codec is tried. */
interface Kind {
  readonly name: string;
  readonly codec: TextCodec;
  readonly size: number;
  readonly isText: (text: string) => boolean;
  /** Returns the text that `text` is read back as, by somebody else. */
  readonly normal: (text: string) => string;
  /** Returns a text that mostly stands for bytes. */
  readonly make: (random: Random) => string;
}

const digits = (random: Random, least: number, most: number): string =>
  Array.from({ length: random.integer(least, most) }, () => random.pick([...hex])).join("");
const ipv4 = (random: Random): string =>
  Array.from({ length: 4 }, () => random.pick([0, 9, 10, 99, 255, 256])).join(".");

const kinds: readonly Kind[] = [
  {
    name: "UUIDs",
    codec: uuidCodec,
    size: 16,
    isText: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) && !text.includes("\n"),
    normal: (text) => text.toLowerCase(),
    make: (random) => [8, 4, 4, 4, 12].map((count) => digits(random, count, count)).join("-"),
  },
  {
    name: "MAC addresses",
    codec: macAddressCodec,
    size: 6,
    isText: (text) =>
      /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(text) || /^([0-9a-f]{2}-){5}[0-9a-f]{2}$/i.test(text),
    normal: (text) => text.toLowerCase().replaceAll("-", ":"),
    make: (random) =>
      Array.from({ length: 6 }, () => digits(random, 2, 2)).join(random.pick([":", "-"])),
  },
  {
    name: "IPv4 addresses",
    codec: ipv4AddressCodec,
    size: 4,
    isText: isIPv4,
    normal: (text) => text,
    make: ipv4,
  },
  {
    name: "IPv6 addresses",
    codec: ipv6AddressCodec,
    size: 16,
    // A zone is no part of the bytes.
    isText: (text) => isIPv6(text) && !text.includes("%"),
    normal: (text) => {
      const host = new URL(`http://[${text}]/`).hostname.slice(1, -1);
      // RFC 5952 shows mapped addresses with dots, URLs do not.
      const [, high = "", low = ""] = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(host) ?? [];
      if (high === "") return host;
      const bits = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
      return `::ffff:${bits.flatMap((each) => [each >>> 8, each & 255]).join(".")}`;
    },
    make: (random) => {
      const groups = Array.from({ length: random.integer(6, 8) }, () =>
        random.chance(0.5) ? "0" : digits(random, 1, 4),
      );
      if (random.chance(0.2)) groups.splice(-2, 2, ipv4(random));
      if (random.chance(0.1)) return `::ffff:${ipv4(random)}`;
      if (random.chance(0.5)) groups.splice(random.integer(0, 5), random.integer(1, 4), "");
      return groups.join(":").replace(/^:/, "::").replace(/:$/, "::");
    },
  },
];

describe(`texts for bytes (STRUCTVIEW_SEED=${seed})`, () => {
  test.each(kinds)("$name are taken, or not, as others do", ({ codec, size, isText, normal, make }) => {
    const random = new Random(seed);
    const view = new DataView(new ArrayBuffer(size + 2));
    const counts = { taken: 0, refused: 0 };
    for (let round = 0; round < 20_000; round++) {
      const text = random.chance(0.5) ? make(random) : nearMiss(make(random), random);
      const before = hexOf(view);
      expect(codec.accepts(text), text).toBe(isText(text));
      expect(codec.write(view, 1, text), text).toBe(isText(text));
      if (!isText(text)) {
        counts.refused++;
        expect(hexOf(view), text).toBe(before);
        expect(() => codec.encode(text), text).toThrow(/^not an? /);
        continue;
      }
      counts.taken++;
      expect(codec.read(view, 1), text).toBe(normal(text));
      const raw = codec.encode(text);
      expect(raw, text).toEqual(new Uint8Array(view.buffer.slice(1, 1 + size)));
      expect(codec.decode(raw)).toBe(normal(text));
      // The bytes around it are those of somebody else.
      expect([view.getUint8(0), view.getUint8(size + 1)]).toEqual([0, 0]);
    }
    expect(Math.min(counts.taken, counts.refused)).toBeGreaterThan(2000);
  });

  test.each(kinds)("$name are no other values", ({ codec }) => {
    for (const value of [undefined, null, 7, {}, ["::1"]]) {
      expect(codec.accepts(value as never)).toBe(false);
      expect(() => codec.encode(value as never)).toThrow("not a string");
    }
  });
});

/** A binary16 by its definition (IEEE 754, 3.4). */
function float16Of(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >>> 10) & 0x1f, bits & 0x3ff];
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1 + fraction / 0x400) * 2 ** (exponent - 15);
}

describe("binary16", () => {
  test("of all bits is the number of the definition, and back", () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const number = float16Of(bits);
      expect(decodeFloat16(bits)).toBe(number);
      if (!Number.isNaN(number)) expect(encodeFloat16(number)).toBe(bits);
    }
  });

  test("is rounded to the nearest, ties to even", () => {
    const next = new Float64Array(1);
    const word = new BigUint64Array(next.buffer);
    for (let bits = 0; bits < 0x7bff; bits++) {
      // Halfway between two neighbours, and the doubles beside that.
      const half = (float16Of(bits) + float16Of(bits + 1)) / 2;
      expect(encodeFloat16(half)).toBe(bits + (bits & 1));
      expect(encodeFloat16(-half)).toBe(0x8000 + bits + (bits & 1));
      next[0] = half;
      word[0] = (word[0] ?? 0n) - 1n;
      expect(encodeFloat16(next[0])).toBe(bits);
      word[0] += 2n;
      expect(encodeFloat16(next[0])).toBe(bits + 1);
    }
    expect(encodeFloat16(65519.99)).toBe(0x7bff);
    expect(encodeFloat16(65520)).toBe(0x7c00);
  });
});

/** Returns a text with a character more, less or another. */
function nearMiss(text: string, random: Random): string {
  const at = random.integer(0, text.length);
  const put = random.chance(0.3) ? "" : random.pick([...hex, ..."::..--g %\n0é\u{ff10}/@`G"]);
  return text.slice(0, at) + put + text.slice(at + random.integer(0, 1));
}

function hexOf(view: DataView): string {
  return Buffer.from(view.buffer).toString("hex");
}
