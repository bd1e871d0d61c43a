/**
 * Random structs with computed fields, checksums, checks and reserved parts, against a model that
 * writes a record as a text of bits. `STRUCTVIEW_SEED` repeats a run.
 */
import assert from "node:assert/strict";
import { beforeAll, expect, test } from "vitest";
import { seed } from "./cases.js";
import { assertSameBytes } from "./compare.js";
import { evaluate } from "./expression.js";
import type { AnyClass, AnyParser, AnyRecord } from "./modules.js";
import { emit, errorOf, importTexts, windowOf } from "./modules.js";
import { Random } from "./random.js";

const structsWanted = 300;

/** A field: its bits, or a part of dynamic length. */
interface Field {
  readonly name: string;
  readonly type: unknown;
  readonly kind: "plain" | "gap" | "expression" | "checksum" | "bytes" | "words";
  /** Width in bits; of a part that of its elements. */
  readonly width: number;
  readonly text?: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly algorithm?: keyof typeof algorithms;
  readonly isReserved?: boolean;
}

interface Case {
  readonly fields: readonly Field[];
  readonly checks: readonly string[];
  readonly Class: AnyClass & AnyParser;
  readonly random: Random;
}

/** What the model makes of a value. */
interface Outcome {
  readonly bytes: Uint8Array;
  readonly numbers: ReadonlyMap<string, bigint>;
  /** Whether every computed field has a number that it can hold. */
  readonly fits: boolean;
  readonly broken: number;
}

/** Bit by bit, with polynomials as they are printed. */
const algorithms = {
  inet: (bytes: readonly number[]): number => {
    let sum = 0n;
    bytes.forEach((byte, index) => (sum += BigInt(byte) << (index % 2 === 0 ? 8n : 0n)));
    const rest = sum % 0xffffn;
    return 0xffff - Number(sum > 0n && rest === 0n ? 0xffffn : rest);
  },
  crc32: (bytes: readonly number[]): number => crcOf(bytes, 0x04c11db7n),
  crc32c: (bytes: readonly number[]): number => crcOf(bytes, 0x1edc6f41n),
  adler32: (bytes: readonly number[]): number => {
    const sums = bytes.reduce<number[]>((all, byte) => [...all, (all.at(-1) ?? 1) + byte], []);
    const low = (sums.at(-1) ?? 1) % 65521;
    return (sums.reduce((sum, each) => sum + each, 0) % 65521) * 65536 + low;
  },
  fletcher16: (bytes: readonly number[]): number => {
    const high = bytes.reduce((sum, byte, index) => sum + byte * (bytes.length - index), 0);
    return (high % 255) * 256 + (bytes.reduce((sum, byte) => sum + byte, 0) % 255);
  },
  sum8: (bytes: readonly number[]): number => bytes.reduce((sum, byte) => sum + byte, 0) % 256,
  xor8: (bytes: readonly number[]): number => bytes.reduce((sum, byte) => sum ^ byte, 0),
};
const widths = { inet: 16, crc32: 32, crc32c: 32, adler32: 32, fletcher16: 16, sum8: 8, xor8: 8 };

function reverse(value: bigint, width: number): bigint {
  return BigInt(`0b${value.toString(2).padStart(width, "0").split("").reverse().join("")}`);
}

function crcOf(bytes: readonly number[], polynomial: bigint): number {
  let rest = 0xffffffffn;
  for (const byte of bytes) {
    rest ^= reverse(BigInt(byte), 8) << 24n;
    for (let bit = 0; bit < 8; bit++) {
      rest = (rest << 1n) ^ (rest >> 31n === 1n ? polynomial | (1n << 32n) : 0n);
    }
  }
  return Number(reverse(rest ^ 0xffffffffn, 32));
}

const cases: Case[] = [];

beforeAll(async () => {
  const random = new Random(seed);
  const made = Array.from({ length: structsWanted }, () => randomStruct(random));
  const modules = await importTexts(
    made.map(({ document }) => emit(document as never)),
    `computed-${process.pid}`,
  );
  for (const [index, { fields, checks }] of made.entries()) {
    const module = modules[index];
    assert(module !== undefined && !(module instanceof Error), String((module as Error)?.cause));
    const Class = module["Struct"] as AnyClass & AnyParser;
    cases.push({ fields, checks, Class, random: new Random(random.bits32()) });
  }
}, 60_000);

function bits(width: number): unknown {
  return { kind: "bits", width };
}

function randomStruct(random: Random): {
  readonly fields: readonly Field[];
  readonly checks: readonly string[];
  readonly document: unknown;
} {
  const fields: Field[] = [];
  const add = (field: Omit<Field, "name">): void => {
    fields.push({ name: `f${fields.length}`, ...field });
  };
  const addPart = (): void => {
    const at = fields.length;
    const kind = random.pick(["bytes", "words"] as const);
    const more = random.integer(0, 2);
    const measure = kind === "bytes" ? "size" : "count";
    const text = `${measure}(f${at + 1}) + ${more}`;
    const base = random.pick(["u8", "u16", "u24", "u40.le"]);
    const width = Number(/\d+/.exec(base)?.[0]);
    const value = { kind: "computed", base, value: text };
    add({ kind: "expression", width, text, type: value });
    const length = `f${at} - ${more}`;
    const type = kind === "bytes" ? { kind, length } : { kind: "array", element: "u16", length };
    add({ kind, width: kind === "bytes" ? 8 : 16, type });
  };
  const count = random.integer(2, 6);
  for (let index = 0; index < count; index++) {
    const choice = random.integer(0, 5);
    if (choice <= 1) {
      const width = random.pick([8, 16, 24]);
      add({ kind: "plain", width, type: `u${width}` });
    } else if (choice === 2) {
      const width = random.integer(1, 7);
      const isReserved = random.chance(0.6);
      const gap = { kind: isReserved ? "reserved" : "padding", length: bits(8 - width) };
      add({ kind: "plain", width, type: bits(width) });
      add({ kind: "gap", width: 8 - width, isReserved, type: gap });
    } else if (choice === 3) {
      const length = random.integer(1, 3);
      const isReserved = random.chance(0.6);
      const kind = isReserved ? "reserved" : "padding";
      add({ kind: "gap", width: length * 8, isReserved, type: { kind, length } });
    } else if (choice === 4) addPart();
    else
      add({ kind: "plain", width: 1, type: { kind: "bits", width: 1, interpretation: "boolean" } });
    const last = fields.at(-1);
    if (last?.width === 1 && last.kind === "plain") add({ kind: "plain", width: 7, type: bits(7) });
  }
  add({ kind: "plain", width: 8, type: "u8" });
  const text = randomExpression(random, fields, 3);
  const own = { kind: "computed", base: "i48", value: text };
  if (random.chance(0.6)) add({ kind: "expression", width: 48, text, type: own });
  if (random.chance(0.7)) {
    const algorithm = random.pick(Object.keys(algorithms) as (keyof typeof algorithms)[]);
    const shown = fields.filter(({ kind }) => kind !== "gap");
    const from = random.chance(0.4) ? random.pick(shown).name : undefined;
    const to = random.chance(0.4) ? fields.at(-1)?.name : undefined;
    const value = { kind: "checksum", algorithm, from, to };
    const width = widths[algorithm];
    const type = { kind: "computed", base: `u${width}`, value };
    add({ kind: "checksum", width, algorithm, from, to, type });
    add({ kind: "plain", width: 8, type: "u8" });
  }
  const checks = Array.from({ length: random.integer(0, 2) }, () =>
    randomExpression(random, fields, 3),
  );
  const struct = {
    kind: "struct",
    name: "Struct",
    byteOrder: "big",
    fields: fields.map(({ name, type }) => ({ name, type })),
    checks: checks.map((expression) => ({ expression })),
  };
  // As data: what is not said is not there.
  return { fields, checks, document: JSON.parse(JSON.stringify({ types: [struct] })) };
}

/** Numbers stay far below 2^53: products have a small factor. */
function randomExpression(random: Random, fields: readonly Field[], depth: number): string {
  const named = fields.filter(({ kind }) => kind === "plain" || kind === "expression");
  const parts = fields.filter(({ kind }) => kind === "bytes" || kind === "words");
  if (depth === 0 || random.chance(0.2)) {
    const words = parts.filter(({ kind }) => kind === "words");
    return random.pick<() => string>([
      () => random.pick(named).name,
      () => random.pick(named).name,
      () => String(random.integer(0, 9)),
      () => "size()",
      () => (parts.length === 0 ? "3" : `size(${random.pick(parts).name})`),
      () => (words.length === 0 ? "0x10" : `count(${random.pick(words).name})`),
    ])();
  }
  const inner = (): string => randomExpression(random, fields, depth - 1);
  const operators = "+ - / % & | ^ == != < <= > >= && ||".split(" ");
  return random.pick<() => string>([
    () => `(${inner()} ${random.pick(operators)} ${inner()})`,
    () => `(${inner()} ${random.pick(operators)} ${inner()})`,
    () => `(${inner()} ${random.pick(["*", "<<", ">>"])} ${random.integer(0, 5)})`,
    () => `${random.pick(["!", "~", "-"])}${inner()}`,
    () => `${random.pick(["min", "max"])}(${inner()}, ${inner()})`,
    () => `(${inner()} ? ${inner()} : ${inner()})`,
  ])();
}

function randomValue({ fields, random }: Case): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const { name, kind, width, type } of fields) {
    const length = random.integer(0, 5);
    if (kind === "bytes") value[name] = random.bytes(length);
    else if (kind === "words") {
      value[name] = Array.from({ length }, () => random.integer(0, 0xffff));
    } else if (kind === "plain") {
      const number = random.chance(0.3) ? 0 : Number(random.pattern(width));
      const isFlag = typeof type === "object" && JSON.stringify(type).includes("boolean");
      value[name] = isFlag ? number === 1 : number;
    }
  }
  return value;
}

function bytesOf(text: string): number[] {
  return (text.match(/.{8}/g) ?? []).map((byte) => Number(`0b${byte}`));
}

/** Writes a value as bits, and evaluates what is computed and checked. */
function modelOf({ fields, checks }: Case, value: Readonly<Record<string, unknown>>): Outcome {
  const lengthOf = (name: string): number => (value[name] as { readonly length: number }).length;
  const sizeOf = ({ name, kind, width }: Field): number =>
    kind === "bytes" || kind === "words" ? (lengthOf(name) * width) / 8 : width / 8;
  const numbers = new Map<string, bigint>();
  const measure = (what: string, name: string | undefined): bigint => {
    const part = fields.find((each) => each.name === name);
    if (part !== undefined) return BigInt(what === "count" ? lengthOf(part.name) : sizeOf(part));
    return BigInt(fields.reduce((sum, each) => sum + sizeOf(each), 0));
  };
  let fits = true;
  const numberOf = (name: string): bigint => {
    const field = fields.find((each) => each.name === name);
    assert(field !== undefined);
    if (field.kind === "plain") return BigInt(value[name] as number | boolean);
    const known = numbers.get(name);
    if (known !== undefined) return known;
    const result = evaluate(field.text ?? "0", ([inner = ""]) => numberOf(inner), measure);
    const limit = 2n ** BigInt(field.width);
    const [least, beyond] = field.width === 48 ? [-limit / 2n, limit / 2n] : [0n, limit];
    if (result === undefined || result < least || result >= beyond) fits = false;
    numbers.set(name, result ?? 0n);
    return result ?? 0n;
  };
  for (const { name, kind } of fields) if (kind === "expression") numberOf(name);
  const write = (): string =>
    fields
      .map(({ name, kind, width, type }) => {
        const bitsOf = (number: bigint): string =>
          BigInt.asUintN(width, number).toString(2).padStart(width, "0");
        if (kind === "gap") return "0".repeat(width);
        if (kind === "bytes" || kind === "words") {
          return Array.from(value[name] as ArrayLike<number>, (each) => bitsOf(BigInt(each))).join(
            "",
          );
        }
        const text = bitsOf(kind === "plain" ? numberOf(name) : (numbers.get(name) ?? 0n));
        const isLittle = JSON.stringify(type).includes(".le");
        return isLittle ? (text.match(/.{8}/g) ?? []).reverse().join("") : text;
      })
      .join("");
  for (const field of fields) {
    if (field.algorithm === undefined) continue;
    const startOf = (at: number): number =>
      fields.slice(0, at).reduce((sum, each) => sum + sizeOf(each), 0);
    const indexOf = (name: string | undefined): number =>
      fields.findIndex((each) => each.name === name);
    const start = field.from === undefined ? 0 : startOf(indexOf(field.from));
    const end = field.to === undefined ? startOf(fields.length) : startOf(indexOf(field.to) + 1);
    const covered = bytesOf(write()).slice(Math.floor(start), Math.ceil(end));
    numbers.set(field.name, BigInt(algorithms[field.algorithm](covered)));
  }
  const broken = checks.filter((text) => {
    const result = evaluate(text, ([name = ""]) => numberOf(name), measure);
    return result === undefined || result === 0n;
  });
  return { bytes: Uint8Array.from(bytesOf(write())), numbers, fits, broken: broken.length };
}

/** Runs `check` for values of each struct, and tells which fails. */
function everyCase(
  check: (each: Case, value: Record<string, unknown>, made: Outcome) => void,
): void {
  for (const each of cases) {
    for (let repeat = 0; repeat < 4; repeat++) {
      const value = randomValue(each);
      try {
        check(each, value, modelOf(each, value));
      } catch (error) {
        const shown = JSON.stringify({ fields: each.fields, checks: each.checks, value });
        throw new Error(`STRUCTVIEW_SEED=${seed}: ${shown}`, { cause: error });
      }
    }
  }
}

test("write computes what the model computes, or refuses and changes no byte", () => {
  const seen = { written: 0, beyond: 0, broken: 0 };
  everyCase(({ Class, random }, value, made) => {
    const window = windowOf(random.bytes(made.bytes.length), 1 + 2 * random.integer(0, 4));
    const before = window.all.slice();
    if (!made.fits || made.broken > 0) {
      assert.equal(errorOf(() => Class.write(window.bytes, value)).name, "ValidityError");
      assertSameBytes(window.all, before, "refused");
      seen[made.fits ? "broken" : "beyond"]++;
      return;
    }
    Class.write(window.bytes, value);
    assertSameBytes(window.bytes, made.bytes, "written");
    before.set(made.bytes, window.start);
    assertSameBytes(window.all, before, "around it");
    assertSameBytes(Class.create(value).$bytes, made.bytes, "created");
    seen.written++;
  });
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(5);
});

test("safeParse finds broken checks, and nothing else in what was computed", () => {
  everyCase(({ Class }, _value, made) => {
    if (!made.fits) return;
    const result = Class.safeParse(windowOf(made.bytes, 3).bytes);
    const paths = result.success ? [] : result.errors.map(({ path }) => path);
    assert.deepEqual(paths, Array<string>(made.broken).fill(""));
  });
});

test("safeParse compares computed fields, and $finish makes them right again", () => {
  everyCase(({ Class, fields, random }, _value, made) => {
    if (!made.fits) return;
    const { bytes } = windowOf(made.bytes, 5);
    const record = Class.view(bytes) as AnyRecord & { $finish?(): AnyRecord };
    const computed = fields.filter(({ kind }) => kind === "expression" || kind === "checksum");
    assert.equal(record.$finish !== undefined, computed.length > 0);
    if (computed.length === 0) return;
    const { name, width } = random.pick(computed);
    const old = Number(made.numbers.get(name));
    const other = old === 0 ? 1 : width === 48 ? -old : old - 1;
    Reflect.set(record, name, other);
    const sizes = Class.safeParse(bytes);
    // A length that is too small, or too large, is told when the record is opened.
    if (!sizes.success && sizes.errors[0]?.path === name) {
      // Zero may have a sign.
      const { expected, got } = sizes.errors[0];
      assert.deepEqual([Number(expected) + 0, got], [old, other]);
    } else assert(!sizes.success);
    record.$finish?.();
    assertSameBytes(bytes, made.bytes, "finished");
  });
});

test("safeParse refuses what is reserved and not zero, and no padding", () => {
  everyCase(({ Class, fields }, value, made) => {
    if (!made.fits || fields.some(({ kind }) => kind === "checksum")) return;
    let bit = 0;
    for (const { name, kind, width, isReserved } of fields) {
      const length = (value[name] as { readonly length?: number } | undefined)?.length;
      if (kind === "gap") {
        const bytes = made.bytes.slice();
        bytes[Math.floor(bit / 8)]! ^= 0x80 >> (bit % 8);
        const result = Class.safeParse(bytes);
        const paths = result.success ? [] : result.errors.map(({ path }) => path);
        assert.equal(paths.includes(name), isReserved === true);
      }
      bit += length === undefined ? width : length * width;
    }
  });
});
