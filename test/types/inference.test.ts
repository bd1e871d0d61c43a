/** The builder types of the schema language say what the values of a type are in TypeScript. */
import type {
  ArrayOf,
  FieldValues,
  PlainScalarType,
  RecordOf,
  RecordSequence,
  StructType,
  Type,
  ValueOf,
} from "structview/schema";
import {
  array,
  assertAt,
  ascii,
  bits,
  bitUnit,
  bool,
  bytes,
  check,
  checksum,
  computed,
  constant,
  date,
  enumeration,
  f32,
  f64,
  flag,
  flags,
  i16,
  i32,
  i64,
  i8,
  ipv6Address,
  padding,
  reserved,
  latin1,
  prefixed,
  rest,
  scaled,
  sequence,
  struct,
  u16,
  u24,
  u32,
  u64,
  u8,
  union,
  utf16,
  utf8,
  when,
  zeroTerminated,
  wrapped,
} from "structview/schema";
import type { AsciiText, FlagSet, Latin1Text, Utf16Text, Utf8Text } from "@structview/runtime";
import { describe, expect, expectTypeOf, test } from "vitest";

const IpProtocol = enumeration(u8, { icmp: 1, tcp: 6, udp: 17 });
const EtherType = enumeration(u16, { ipv4: 0x0800, ipv6: 0x86dd }, { open: true });
const Large = enumeration(u64, { all: 0xffff_ffff_ffff_ffffn, one: 1n });
const Mode = enumeration(bits(2), { off: 0, on: 1 });

const Register = struct({
  ...bitUnit(u16, {
    few: bits(3),
    on: flag,
    mode: Mode,
    always: constant(Mode, "on"),
    gap: padding(bits(8)),
  }),
  ...bitUnit(u64, { wide: bits(54), rest: bits(10, { signed: true }) }),
  protocol: constant(IpProtocol, "tcp"),
  all: constant(Large, "all"),
  open: constant(EtherType, "ipv6"),
});

const Header = struct(
  {
    version: bits(4),
    ihl: bits(4),
    protocol: IpProtocol,
    etherType: EtherType,
    length: u16.be,
    counter: u64,
    ready: bool,
    ratio: f32.le,
    magic: constant(u32, 0xcafe),
    yes: constant(bool, true),
    long: constant(i64, -1n),
    few: constant(bits(3), 5),
    address: bytes(4),
    options: bytes("ihl * 4 - 20"),
  },
  { byteOrder: "big", bitOrder: "most-significant-first" },
);

const Frame = struct({
  header: Header,
  samples: array(u16, 3),
  headers: array(Header, 2),
  payload: bytes(rest),
});

const Sealed = struct(
  {
    length: computed(u16, "size()"),
    low: computed(bits(4), "1"),
    gap: reserved(bits(4)),
    wide: computed(u64, checksum({ from: "./own.js", name: "own" })),
    sum: computed(u32, checksum("crc32", { to: "length" })),
    none: padding(2),
    there: assertAt(18, u8),
  },
  { checks: [check("length > 4", "a rule"), check("low == 1")] },
);

const Word = union(
  { asFloat: f32, asInt: u32, asBytes: bytes(4), protocol: IpProtocol, yes: constant(bool, true) },
  { byteOrder: "big" },
);

describe("the type of values", () => {
  test("of computed fields is that of their base, and need not be given; what is reserved has none", () => {
    expectTypeOf<ValueOf<typeof Sealed>>().branded.toEqualTypeOf<{
      length?: number;
      low?: number;
      wide?: bigint;
      sum?: number;
      there: number;
    }>();
    // @ts-expect-error: a boolean is not computed
    expect(computed(bool, "1").kind).toBe("computed");
    // @ts-expect-error: there is no such checksum
    expect(checksum("md5").kind).toBe("checksum");
  });

  test("of a field in a unit is that which it has elsewhere", () => {
    expectTypeOf<Pick<ValueOf<typeof Register>, "few" | "on" | "mode">>().toEqualTypeOf<{
      few: number;
      on: boolean;
      mode: 0 | 1;
    }>();
    expectTypeOf<ValueOf<typeof Register>["wide"]>().toEqualTypeOf<bigint>();
    expectTypeOf<ValueOf<typeof Register>["rest"]>().toEqualTypeOf<number>();
    // @ts-expect-error: a unit is an integer
    expect(bitUnit(bool, { a: bits(8) })).toHaveProperty("a");
    // @ts-expect-error: a unit is several fields, and no type of one
    expect(struct({ a: bitUnit(u8, { b: bits(8) }) }).kind).toBe("struct");
  });

  test("of a constant of an enumeration is the value of the member", () => {
    expectTypeOf<RecordOf<typeof Register>["always"]>().toEqualTypeOf<1>();
    expectTypeOf<RecordOf<typeof Register>["protocol"]>().toEqualTypeOf<6>();
    expectTypeOf<RecordOf<typeof Register>["all"]>().toEqualTypeOf<0xffff_ffff_ffff_ffffn>();
    expectTypeOf<RecordOf<typeof Register>["open"]>().toEqualTypeOf<0x86dd>();
    // @ts-expect-error: there is no such member
    expect(constant(IpProtocol, "sctp").kind).toBe("constant");
    // @ts-expect-error: a member is told by its name
    expect(constant(IpProtocol, 6).kind).toBe("constant");
  });

  test("is that of each scalar", () => {
    expectTypeOf<ValueOf<typeof u8>>().toEqualTypeOf<number>();
    expectTypeOf<ValueOf<typeof u16.le>>().toEqualTypeOf<number>();
    expectTypeOf<ValueOf<typeof u32>>().toEqualTypeOf<number>();
    expectTypeOf<ValueOf<typeof u64.be>>().toEqualTypeOf<bigint>();
    expectTypeOf<ValueOf<typeof i8>>().toEqualTypeOf<number>();
    expectTypeOf<ValueOf<typeof i16>>().toEqualTypeOf<number>();
    expectTypeOf<ValueOf<typeof i32>>().toEqualTypeOf<number>();
    expectTypeOf<ValueOf<typeof i64>>().toEqualTypeOf<bigint>();
    expectTypeOf<ValueOf<typeof f32>>().toEqualTypeOf<number>();
    expectTypeOf<ValueOf<typeof f64>>().toEqualTypeOf<number>();
    expectTypeOf<ValueOf<typeof bool>>().toEqualTypeOf<boolean>();
    expectTypeOf(u16.be).toEqualTypeOf<typeof u16>();
  });

  test("of a text is a string, whatever its encoding and its length", () => {
    expectTypeOf<ValueOf<ReturnType<typeof utf8>>>().toEqualTypeOf<string>();
    expectTypeOf<ValueOf<ReturnType<typeof utf16.be>>>().toEqualTypeOf<string>();
    expectTypeOf<RecordOf<ReturnType<typeof utf8>>>().toEqualTypeOf<Utf8Text>();
    expectTypeOf<RecordOf<ReturnType<typeof ascii>>>().toEqualTypeOf<AsciiText>();
    expectTypeOf<RecordOf<ReturnType<typeof latin1>>>().toEqualTypeOf<Latin1Text>();
    expectTypeOf<RecordOf<ReturnType<typeof utf16>>>().toEqualTypeOf<Utf16Text>();
    expect([utf8(prefixed(u64.be)), utf16.be(zeroTerminated.atMost(4))]).toMatchObject([
      { length: { kind: "prefixed" } },
      { length: { maximum: 4 }, byteOrder: "big" },
    ]);
    expect([latin1(rest), ascii("length", { pad: " " })]).toMatchObject([
      { length: rest },
      { pad: 32 },
    ]);
    expectTypeOf<ValueOf<ReturnType<typeof tagsOf>>>().toEqualTypeOf<string[]>();
  });

  test("of a closed enumeration is the union of its values, of an open one any number", () => {
    expectTypeOf<ValueOf<typeof IpProtocol>>().toEqualTypeOf<1 | 6 | 17>();
    expectTypeOf<ValueOf<typeof EtherType>>().toEqualTypeOf<0x0800 | 0x86dd | (number & {})>();
    expectTypeOf<ValueOf<typeof Large>>().toEqualTypeOf<0xffff_ffff_ffff_ffffn | 1n>();
    expectTypeOf<ValueOf<typeof Mode>>().toEqualTypeOf<0 | 1>();
  });

  test("that a codec makes is that of the codec", () => {
    expectTypeOf(date(u32)).toExtend<Type>();
    expectTypeOf<ValueOf<typeof ipv6Address>>().toEqualTypeOf<string>();
    const made = struct({
      when: date(u64, { unit: "milliseconds" }),
      part: scaled(i16, 0.5),
      own: wrapped<{ readonly celsius: number }>(i16, { from: "./codecs.js", name: "own" }),
    });
    type Made = ValueOf<typeof made>;
    expectTypeOf<Made["when"]>().toEqualTypeOf<Date>();
    expectTypeOf<Made["part"]>().toEqualTypeOf<number>();
    expectTypeOf<Made["own"]>().toEqualTypeOf<{ readonly celsius: number }>();
  });

  test("of flags is a set of their names, and of bits too where they are open", () => {
    const Closed = flags(u8, { fin: 1, syn: 2 });
    const Opened = flags(u8, { fin: 1 }, { open: true });
    expectTypeOf<ValueOf<typeof Closed>>().toEqualTypeOf<("fin" | "syn")[]>();
    expectTypeOf<Parameters<RecordOf<typeof Closed>["has"]>>().toEqualTypeOf<
      [flag: "fin" | "syn"]
    >();
    expectTypeOf<ValueOf<typeof Opened>>().toEqualTypeOf<("fin" | number)[]>();
    expectTypeOf<RecordOf<typeof Opened>>().toExtend<FlagSet<"fin", "fin" | number>>();
    expect([Closed.syn, Opened.fin]).toEqual([2, 1]);
  });

  test("of a struct has exactly its fields, writable, each with its type", () => {
    interface Expected {
      version: number;
      ihl: number;
      protocol: 1 | 6 | 17;
      etherType: 0x0800 | 0x86dd | (number & {});
      length: number;
      counter: bigint;
      ready: boolean;
      ratio: number;
      magic?: 0xcafe;
      yes?: true;
      long?: -1n;
      few?: 5;
      address: Uint8Array;
      options: Uint8Array;
    }
    expectTypeOf<ValueOf<typeof Header>>().branded.toEqualTypeOf<Expected>();
    expectTypeOf<keyof ValueOf<typeof Header>>().toEqualTypeOf<keyof Expected>();
    const change = (value: ValueOf<typeof Header>): void => {
      value.length = 5;
    };
    expect(change).toBeTypeOf("function");
  });

  test("of nested structs and arrays goes one level at a time", () => {
    type Values = ValueOf<typeof Frame>;
    expectTypeOf<Values["header"]>().toEqualTypeOf<ValueOf<typeof Header>>();
    expectTypeOf<Values["samples"]>().toEqualTypeOf<number[]>();
    expectTypeOf<Values["headers"][number]>().toEqualTypeOf<ValueOf<typeof Header>>();
    expectTypeOf<Values["payload"]>().toEqualTypeOf<Uint8Array>();
  });

  test("of a union is its bytes, or one member", () => {
    type Values = ValueOf<typeof Word>;
    expectTypeOf<Uint8Array>().toExtend<Values>();
    expectTypeOf<{ asFloat: number }>().toExtend<Values>();
    expectTypeOf<{ asInt: number }>().toExtend<Values>();
    expectTypeOf<{ asBytes: Uint8Array }>().toExtend<Values>();
    expectTypeOf<{ protocol: 6 }>().toExtend<Values>();
    expectTypeOf<{ yes: true }>().toExtend<Values>();
    expectTypeOf<{ protocol: 7 }>().not.toExtend<Values>();
    expectTypeOf<{ asInt: bigint }>().not.toExtend<Values>();
    expectTypeOf<{ asFloat: number; asInt: number }>().not.toExtend<Values>();
    expectTypeOf<object>().not.toExtend<Values>();
    const Outer = struct({ tag: u8, word: Word, words: array(Word, 2) });
    expectTypeOf<ValueOf<typeof Outer>["word"]>().toEqualTypeOf<Values>();
    expectTypeOf<ValueOf<typeof Outer>["words"]>().toEqualTypeOf<Values[]>();
    const Either = union({ word: Word, outer: Outer });
    expectTypeOf<{ word: { asInt: number } }>().toExtend<ValueOf<typeof Either>>();
    expectTypeOf<RecordOf<typeof Either>["word"]>().toEqualTypeOf<RecordOf<typeof Word>>();
    expect(Either).toMatchObject({ members: { word: Word } });
  });

  test("of a field with a condition can be undefined", () => {
    const Flagged = struct({
      flags: u8,
      time: when("flags & 1", u32),
      wide: when("flags & 2", u64),
      header: when("flags & 4", Header),
      both: when("flags & 8", when("flags & 16", IpProtocol)),
    });
    type Values = ValueOf<typeof Flagged>;
    expectTypeOf<Values["flags"]>().toEqualTypeOf<number>();
    expectTypeOf<Values["time"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf<Values["wide"]>().toEqualTypeOf<bigint | undefined>();
    expectTypeOf<Values["header"]>().toEqualTypeOf<ValueOf<typeof Header> | undefined>();
    expectTypeOf<Values["both"]>().toEqualTypeOf<1 | 6 | 17 | undefined>();
    expect(Flagged).toMatchObject({
      fields: { time: { kind: "conditional", condition: "flags & 1" } },
    });
  });

  test("of a sequence is that of an array", () => {
    const List = struct({
      size: u8,
      told: sequence(Header, "size"),
      counted: array(Header, "size"),
      all: sequence(u16),
    });
    type Values = ValueOf<typeof List>;
    expectTypeOf<Values["told"][number]>().toEqualTypeOf<ValueOf<typeof Header>>();
    expectTypeOf<Values["told"]>().toEqualTypeOf<Values["counted"]>();
    expectTypeOf<Values["all"]>().toEqualTypeOf<number[]>();
    expect(List).toMatchObject({
      fields: {
        told: { measure: "bytes" },
        counted: { measure: "elements" },
        all: { length: rest },
      },
    });
  });

  test("keeps the fields of the schema in its own type", () => {
    expectTypeOf(struct({ a: u8 })).toEqualTypeOf<StructType<{ a: typeof u8 }>>();
    expectTypeOf<FieldValues<{ a: typeof u8; b: typeof u64 }>>().branded.toEqualTypeOf<{
      a: number;
      b: bigint;
    }>();
    expectTypeOf<ArrayOf<typeof Header>>().toEqualTypeOf<RecordSequence<RecordOf<typeof Header>>>();
    expectTypeOf<ArrayOf<typeof u8>>().toEqualTypeOf<Uint8Array>();
  });

  test("does not get too deep with many fields and levels", () => {
    const Wide = struct({ a: u8, b: u16, c: u32, d: u64, e: bits(7), f: bits(1), g: bytes(2) });
    const Two = struct({ a: Wide, b: Wide, c: array(Wide, 4) });
    const Three = struct({ a: Two, b: Two, c: array(Two, 4) });
    const Four = struct({ a: Three, b: Three, c: array(Three, 4) });
    const Five = struct({ a: Four, b: Four, c: array(Four, 4) });
    type Deep = ValueOf<typeof Five>["c"][number]["b"]["c"][number]["a"]["d"];
    expectTypeOf<Deep>().toEqualTypeOf<bigint>();
    expect(Five).toMatchObject({ fields: { c: { length: 4 } } });
  });
});

describe("misuse of the schema language", () => {
  test("does not compile", () => {
    expect(misuse).toBeTypeOf("function");
  });
});

describe("what the builders return", () => {
  test("is frozen plain data", () => {
    const within = [Header, Word, IpProtocol].flatMap((value) => Object.values(value) as unknown[]);
    for (const each of [u8, u16.be, rest, Header, Word, IpProtocol, ...within]) {
      expect(Object.isFrozen(each)).toBe(true);
    }
    expect(u16.be).toMatchObject({ kind: "scalar", scalar: "u16", byteOrder: "big" });
    expect(u16.be.le.byteOrder).toBe("little");
    expect(Object.keys(Header)).toEqual(["kind", "fields", "options"]);
  });

  test("does not follow later changes of what it was given", () => {
    const fields: { a: PlainScalarType<number>; b?: PlainScalarType<number> } = { a: u24 };
    const made = struct(fields as { a: PlainScalarType<number> });
    fields.b = u24;
    expect(made).toMatchObject({ fields: { a: u24 } });
    expect(Object.keys(Object.values(made)[1] as object)).toEqual(["a"]);
  });
});

function tagsOf() {
  return array(utf8(4), 2);
}

/** Is compiled, never called. */
function misuse(): void {
  // @ts-expect-error a run of bytes does not end in a zero
  bytes(zeroTerminated);
  // @ts-expect-error what ends in a zero leaves nothing to fill
  utf8(zeroTerminated, { pad: 0 });
  // @ts-expect-error a prefix is a scalar
  utf8(prefixed(bits(8)));
  // @ts-expect-error what fills a text up is a number or a space
  utf8(8, { pad: "x" });
  // @ts-expect-error bytes of ASCII have no order
  void ascii.be;
  // @ts-expect-error a width is a number
  bits("4");
  // @ts-expect-error an enumeration has an integer as its base, not a boolean
  enumeration(bool, { yes: 1 });
  // @ts-expect-error members are numbers
  enumeration(u8, { one: "1" });
  // @ts-expect-error a constant of a bool is a boolean
  constant(bool, 1);
  // @ts-expect-error a constant of 64 bits is a bigint
  constant(u64, 5);
  // @ts-expect-error a constant of 32 bits is a number
  constant(u32, 5n);
  // @ts-expect-error a constant of bits is a number
  constant(bits(3), true);
  // @ts-expect-error the length of an array is no boolean
  array(u8, true);
  // @ts-expect-error an array has elements of a type
  array("u8", 4);
  // @ts-expect-error a boolean is no date
  date(bool);
  // @ts-expect-error there is no such unit
  date(u32, { unit: "fortnights" });
  // @ts-expect-error a bigint is not scaled
  scaled(u64, 0.5);
  // @ts-expect-error a codec has a name
  wrapped(u8, { from: "./codecs.js" });
  // @ts-expect-error masks are numbers
  flags(u8, { fin: "1" });
  // @ts-expect-error a float has no flags
  flags(bool, { fin: 1 });
  // @ts-expect-error a condition is an expression
  when(true, u8);
  // @ts-expect-error what has a condition is no element
  array(when("flags", 8), 2);
  // @ts-expect-error the elements of a sequence have a type
  sequence("Text", 4);
  // @ts-expect-error a run of bytes has a length
  bytes();
  // @ts-expect-error a length is no boolean
  bytes(true);
  // @ts-expect-error a field has a type
  struct({ a: 5 });
  // @ts-expect-error a union has one member at a time
  const two: ValueOf<typeof Word> = { asFloat: 1, asInt: 2 };
  void two;
  // @ts-expect-error a union has a member
  const none: ValueOf<typeof Word> = {};
  void none;
  // @ts-expect-error a member has a type
  union({ a: 5 });
  // @ts-expect-error there is no such option
  union({ a: u8 }, { endian: "big" });
  // @ts-expect-error there is no such byte order
  struct({ a: u8 }, { byteOrder: "middle" });
  // @ts-expect-error there is no such bit order
  struct({ a: u8 }, { bitOrder: "big" });
  // @ts-expect-error there is no such option
  struct({ a: u8 }, { endian: "big" });
  // @ts-expect-error what a schema says is not changed
  Header.alignment = 2;
  // @ts-expect-error bits have no byte order
  void bits(4).be;
  // @ts-expect-error the class has no fields of the schema
  void Header.fields;
}
