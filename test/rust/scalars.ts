/** The types of Rust that hold one value: how a schema and a program write them, and their values. */
import type { Random } from "../oracle/random.js";

export interface RustScalar {
  /** Its name in Rust. */
  readonly rust: string;
  /** Its type in a JSON schema. */
  readonly schema: unknown;
  /** Returns the list of values that methods take for an array. */
  readonly list: (values: readonly unknown[]) => unknown;
  /** Whether it is aligned as in C only by newer compilers. */
  readonly isWide: boolean;
  /** Returns a value as the accessors of generated classes do. */
  readonly random: (random: Random) => unknown;
  /** Returns the Rust of a value. */
  readonly literal: (value: unknown) => string;
  /** The Rust that makes a text of `self`. */
  readonly show: string;
  /** Returns the same text for a value here. */
  readonly shown: (value: unknown) => string;
}

/** What has a typed array of JavaScript. */
const typed: Readonly<Record<string, (values: readonly unknown[]) => unknown>> = {
  u8: (values) => Uint8Array.from(values, Number),
  i8: (values) => Int8Array.from(values, Number),
  u16: (values) => Uint16Array.from(values, Number),
  i16: (values) => Int16Array.from(values, Number),
  u32: (values) => Uint32Array.from(values, Number),
  i32: (values) => Int32Array.from(values, Number),
  u64: (values) => BigUint64Array.from(values as readonly bigint[]),
  i64: (values) => BigInt64Array.from(values as readonly bigint[]),
  f32: (values) => Float32Array.from(values, Number),
  f64: (values) => Float64Array.from(values, Number),
};

const integers = [8, 16, 32, 64, 128].flatMap((width) => [
  integer(`u${width}`, width, false),
  integer(`i${width}`, width, true),
]);

/** A number of 2^-4ths, which floats of any width have exactly. */
const floats = ["f32", "f64"].map((name): RustScalar => ({
  rust: name,
  schema: name,
  list: typed[name] ?? same,
  isWide: false,
  random: (random) => random.integer(-(2 ** 20), 2 ** 20) / 16,
  literal: (value) => `(${String(value)}${name})`,
  show: "(self * 16.0) as i64",
  shown: (value) => String(Number(value) * 16),
}));

/** All scalars, and the unit type. */
export const scalars: readonly RustScalar[] = [
  ...integers,
  ...floats,
  {
    rust: "bool",
    schema: "bool",
    list: same,
    isWide: false,
    random: (random) => random.chance(0.5),
    literal: String,
    show: "self",
    shown: String,
  },
  {
    rust: "char",
    schema: "char",
    list: same,
    isWide: false,
    random: (random) =>
      String.fromCodePoint(random.pick([0, 65, 0xd7ff, 0xe000, 0x1f600, 0x10ffff])),
    literal: (value) => `'\\u{${codePointOf(value).toString(16)}}'`,
    show: "self as u32",
    shown: (value) => String(codePointOf(value)),
  },
  nonZero(
    "Option<core::num::NonZeroU16>",
    "u16",
    (value) => `core::num::NonZeroU16::new(${value})`,
  ),
  nonZero(
    "Option<core::num::NonZeroI32>",
    "i32",
    (value) => `core::num::NonZeroI32::new(${value})`,
  ),
  nonZero(
    "Option<core::num::NonZeroU64>",
    "u64",
    (value) => `core::num::NonZeroU64::new(${value})`,
  ),
  ...["&'static u8", "core::ptr::NonNull<u8>", 'extern "C" fn()'].map((pointer) => ({
    ...nonZero(
      `Option<${pointer}>`,
      "u64",
      (value) => `unsafe { core::mem::transmute(${value}usize) }`,
    ),
    show: `unsafe { core::mem::transmute::<Option<${pointer}>, usize>(self) }`,
  })),
  {
    rust: "()",
    schema: "Unit",
    list: same,
    isWide: false,
    random: () => ({}),
    literal: () => "()",
    show: '""',
    shown: () => "",
  },
];

/** Returns a value as a text, which a mark ends. */
export function shownOf(scalar: RustScalar, value: unknown): string {
  return `${scalar.shown(value)},`;
}

function integer(name: string, width: number, isSigned: boolean): RustScalar {
  return {
    rust: name,
    schema: name,
    list: typed[name] ?? same,
    isWide: width === 128,
    random: (random) => {
      const pattern = random.pattern(width);
      const value = isSigned ? BigInt.asIntN(width, pattern) : pattern;
      return width > 32 ? value : Number(value);
    },
    literal: (value) => `(${String(value)}${name})`,
    show: "self",
    shown: String,
  };
}

function nonZero(rust: string, base: string, literal: (value: string) => string): RustScalar {
  const isBigint = base === "u64";
  return {
    rust,
    schema: { kind: "nonzero", base, isOptional: true },
    list: same,
    isWide: false,
    random: (random) => {
      const value = random.integer(0, 2 ** 15 - 1);
      return random.chance(0.3) || value === 0 ? null : isBigint ? BigInt(value) : value;
    },
    literal: (value) => literal(String(value ?? 0)),
    show: "self.map_or(0, |value| value.get())",
    shown: (value) => String(value ?? 0),
  };
}

function codePointOf(value: unknown): number {
  return typeof value === "string" ? (value.codePointAt(0) ?? -1) : -1;
}

function same(values: readonly unknown[]): readonly unknown[] {
  return values;
}
