/** Schemas with every kind of type: what TypeScript infers of them is compared with what is generated. */
import {
  aligned,
  array,
  ascii,
  assertAt,
  at,
  bf16,
  bits,
  bool,
  bool32,
  byField,
  bytes,
  char,
  check,
  checksum,
  computed,
  constant,
  date,
  enumeration,
  f16,
  f32,
  f64,
  fixedPoint,
  flag,
  flags,
  i128,
  i16,
  i24,
  i32,
  i40,
  i48,
  i56,
  i64,
  i8,
  ipv4Address,
  ipv6Address,
  latin1,
  lenientBool,
  macAddress,
  magic,
  mat,
  nonZero,
  optional,
  padding,
  prefixed,
  reserved,
  rest,
  scaled,
  select,
  sequence,
  sized,
  struct,
  u128,
  u16,
  u24,
  u32,
  u40,
  u48,
  u56,
  u64,
  u8,
  union,
  utf16,
  utf8,
  uuid,
  variant,
  vec2,
  vec3,
  vec4,
  when,
  wrapped,
  zeroTerminated,
} from "structview/schema";
import type { RecordOf, Type } from "structview/schema";

/** Where it lies. */
export const Color = enumeration(u8, {
  /** As blood. */
  red: 1,
  green: 2,
  kind: 3,
});
export const Wide = enumeration(u64, { large: 0xffff_ffff_ffff_ffffn, one: 1n });
export const Open = enumeration(u16, { one: 1, two: 2 }, { open: true });
export const OpenWide = enumeration(u64, { one: 1n }, { open: true });
export const Mode = enumeration(bits(2), { off: 0, on: 1 });

export const Closed = flags(u8, { fin: 1, syn: 2, base: 4 });
export const Opened = flags(u32, { fin: 1 }, { open: true });
export const WideFlags = flags(u64, { first: 1n, last: 0x8000_0000_0000_0000n });
export const OpenWideFlags = flags(u64, { first: 1n }, { open: true });
export const FewFlags = flags(bits(6), { low: 1, high: 32 });

/** A place on a map. */
export const Point = struct({
  /** To the right. */
  x: i16,
  /** Upwards. */
  y: i16,
});
export const Place = Point;
export const limit = 16;

export const Scalars = struct(
  {
    u8,
    u16,
    u24,
    u32,
    u40,
    u48,
    u56,
    u64,
    u128,
    i8,
    i16,
    i24,
    i32,
    i40,
    i48,
    i56,
    i64,
    i128,
    f16,
    bf16,
    f32,
    f64,
    bool,
    lenientBool,
    bool32,
    char,
    big: u16.be,
    little: u32.le,
    native: f64.ne,
    wideBig: u64.be,
    asNumber: u64.asNumber,
    signedAsNumber: i64.asNumber.be,
    few: bits(3),
    signed: bits(4, { signed: true }),
    mode: Mode,
    low: FewFlags,
    yes: flag,
    wide: bits(56),
    nonZero: nonZero(u32),
    nonZeroWide: nonZero(u64),
    optional: optional(nonZero(u16)),
    color: Color,
    wideColor: Wide,
    open: Open,
    openWide: OpenWide,
    closed: Closed,
    opened: Opened,
    wideFlags: WideFlags,
    openWideFlags: OpenWideFlags,
    two: constant(u16, 2),
    truth: constant(bool, true),
    minus: constant(i64, -1n),
    magic: magic("RIFF"),
    list: magic([1, 2, 3]),
    gap: padding(3),
    kept: reserved(2),
  },
  { byteOrder: "big" },
);

export const Made = struct(
  {
    when: date(u32),
    wideWhen: date(u64, { unit: "milliseconds" }),
    part: scaled(i16, 0.5),
    point: fixedPoint(i32, 16),
    uuid,
    ipv4Address,
    ipv6Address,
    macAddress,
    own: wrapped<string>(i16, { from: "../codecs.js", name: "celsius" }),
    colored: wrapped<string>(Color, { from: "../codecs.js", name: "named" }),
  },
  { size: 63 },
);

export const Texts = struct({
  utf8: utf8(8),
  ascii: ascii(4, { pad: " " }),
  latin1: latin1(4, { zeroTerminated: true }),
  utf16: utf16(8),
  bigUtf16: utf16.be(8),
  many: array(utf8(4), 3),
});

export const LongTexts = struct({
  length: u8,
  told: utf8("length"),
  zero: ascii(zeroTerminated),
  short: utf16.le(zeroTerminated.atMost(32)),
  prefix: latin1(prefixed(u16)),
});

export const Runs = struct({
  fixed: bytes(4),
  bytes: array(u8, 8),
  signed: array(i8, 8),
  numbers: array(u16, 3),
  wide: array(i64.be, 3),
  floats: array(f32, 3),
  doubles: array(f64, 3),
  others: array(u24, 3),
  apart: array(u16, 3, { stride: 6 }),
  bytesApart: array(u8, 3, { stride: 2 }),
  pointsApart: array(Point, 3, { stride: 5 }),
  colors: array(Color, 2),
  opens: array(Open, 2),
  flags: array(Closed, 2),
  constants: array(constant(u8, 7), 2),
  optionals: array(optional(nonZero(u8)), 2),
  dates: array(date(u32), 2),
  runs: array(bytes(4), 2),
  nested: array(array(u8, 4), 2),
  deeper: array(array(array(u32, 2), 4), 2),
  points: array(Point, 2),
  lists: array(array(Point, 2), 3),
  filled: sequence(u16, 12),
  aligned: aligned(4, u32),
  asserted: assertAt(284, u8),
  at: at(288, Point),
  one: Point,
});

export const Attribute = struct({ type: u8, length: u8, value: bytes("length") }, { align: 4 });
export const Parts = struct(
  {
    flags: u8,
    size: u16,
    time: when("flags & 1", u32),
    point: when("flags & 2", Point),
    text: when("flags & 4", utf8(4)),
    color: when("flags & 8", when("flags & 16", Color)),
    attribute: when("flags & 32", Attribute),
    names: when("flags & 64", Closed),
    list: array(u32, "flags & 3"),
    counted: array(Attribute, 2),
    told: array(Attribute, "flags"),
    prefixed: array(u16, prefixed(u8)),
    run: bytes(prefixed(u16.be)),
    filled: sequence(Attribute, "size"),
    words: sequence(u16, "size * 2"),
    nested: Attribute,
  },
  { byteOrder: "big" },
);

export const Tail = struct({ kind: u8, rest: bytes(rest) });
export const Walk = struct({ all: sequence(Attribute) });
export const Slice = struct({ channel: u16, values: array(u32, rest) }, { byteOrder: "native" });
export const Records = struct({ points: aligned(4, array(Point, rest)) }, { rules: "c" });
export const HasSlice = struct({ kind: u8, slice: Slice });
export const Numbered = struct({ run: bytes("4"), list: array(u16, "0x10") });

export const Told = struct({ first: u16, second: u16, name: utf16(4) }, { byteOrder: "runtime" });
export const ToldParts = struct(
  { count: u16, each: array(u16, "count"), told: Told, all: array(Told, 2) },
  { byteOrder: "runtime" },
);
export const ToldSlice = struct({ first: u16, all: array(u16, rest) }, { byteOrder: "runtime" });
export const Found = struct(
  { order: u16.be, version: u16 },
  { byteOrder: byField({ little: "order == 1", big: "order == 2" }) },
);
export const HasFound = struct({ found: Found });

export const Word = union(
  { real: f32, whole: u32, text: bytes(4), color: Color, two: constant(u8, 2), point: Point },
  { rules: "c" },
);
export const ToldWord = union({ whole: u32, half: u16 }, { byteOrder: "runtime", size: 4 });
export const Words = struct({ word: Word, words: array(Word, 2) });

export const Sealed = struct(
  {
    length: computed(u16, "size()"),
    low: computed(bits(4), "1"),
    unused: reserved(bits(4)),
    wide: computed(u64, "1"),
    sum: computed(u32, checksum("crc32", { to: "length" })),
  },
  { checks: [check("length > 4", "a rule")], size: 15 },
);
export const HasSealed = struct({ sealed: Sealed, all: array(Sealed, 2) });
export const SealedText = struct({ length: computed(u8, "size(text)"), text: bytes("length") });
export const SealedTexts = struct({ kind: u8, all: sequence(SealedText, "kind") });
export const MaybeSealed = struct({ kind: u8, sealed: when("kind", Sealed) });

export const Ping = struct({ type: constant(u8, 1), id: u16 }, { byteOrder: "big" });
export const Text = struct({ type: constant(u8, 2), length: u8, text: bytes("length") });
export const Other = struct({ type: u8, length: u8, value: bytes("length") });
export const Flag = struct({ type: constant(u8, 0), value: u8 });
export const Last = struct({ type: constant(u8, 3), value: bytes(rest) });
export const Twin = struct({ type: constant(u8, 4), twin: u16 });

export const Signal = variant("type", [Ping, Text], { otherwise: Other });
export const Slot = variant("type", [Flag, Ping], { fixed: true });
export const Ending = variant("type", [Flag, Last]);
/** Both take 3 bytes, which types do not tell. */
export const Pair = variant("type", [Ping, Twin]);
export const Signals = struct({ one: Signal, signals: sequence(Signal) });
export const Slots = struct({ first: Slot, all: array(Slot, 2) });
export const Pairs = struct({ one: Pair });
export const Ends = struct({ kind: u8, ending: Ending });

export const Packet = struct({
  protocol: u8,
  fixed: select("protocol", { 6: Ping, 7: Flag }, { fixed: true }),
  payload: select("protocol", { 6: Ping, 7: Text }, { otherwise: bytes(rest) }),
});
export const Chosen = struct({
  protocol: u8,
  payload: select("protocol", { 6: Ping, 7: Flag }, { otherwise: Other }),
  maybe: when("protocol", select("protocol", { 6: Ping, 7: Text })),
});
export const FixedChoice = struct({
  protocol: u8,
  fixed: select("protocol", { 6: Ping, 7: Flag }, { fixed: true }),
});

const range = <T extends Type>(type: T, count: number) =>
  struct({
    /** Where it begins. */
    first: type,
    others: array(type, count),
  });
export const ShortRange = range(u16, 3);
export const PointRange = range(Point, 3);
export const TextRange = range(utf8(4), 3);

/** A type of the name of a schema: for annotations where modules import the schema. */
export type Point = RecordOf<typeof Point>;

/** What a shader has. */
export const Light = struct(
  {
    /** Where it is. */
    position: vec3(f32),
    intensity: f32,
    isOn: bool,
  },
  { rules: "std430" },
);

export const Scene = struct(
  {
    view: mat(4, 4, f32),
    normal: mat(3, 3, f32, { order: "row" }),
    size: vec2(u32),
    cell: sized(16, vec4(i32)),
    half: vec3(f16),
    halves: mat(2, 3, f16),
    isOn: vec2(bool),
    wide: vec2(f64),
    long: vec2(i64),
    longs: vec2(u64.asNumber),
    weights: array(f32, 4),
    lights: array(Light, 2),
    points: array(vec3(f32), 4),
    grid: array(array(vec2(f32), 2), 2),
    all: array(vec4(f32), rest),
  },
  { rules: "std430" },
);

/** Bytes of a vertex. */
export const Vertex = struct({ at: vec3(f32), colour: vec4(u8), tangent: vec4(i8), on: vec2(u8) });
export const Vertices = struct({
  count: u8,
  colours: array(vec4(u8), 2),
  maybe: when("count", vec2(f32)),
});
