/** The part of the schema language for the types of C: their sizes by target, and bit fields. */
import { cModels, cTargetNames } from "./c-targets.js";
import type { CTargetName } from "./c-targets.js";
import type { BitsTraits, EnumerationTraits, HiddenTraits } from "./schema-field.js";
import type { Retraited, Traits, TraitsOf, Type } from "./schema-traits.js";
import { bool, f32, f64, i16, i32, i64, i8, u16, u32, u64, u8 } from "./schema.js";
import type {
  BytesType,
  NativeScalarType,
  PlainScalarType,
  ScalarType,
  WideScalarType,
  WideWidth,
} from "./schema.js";

export type { CTargetName } from "./c-targets.js";

/** What the option `rules` takes for the rules of a target. */
export interface CRules {
  readonly kind: "cTarget";
  readonly target: CTargetName;
}

/** The targets whose `long` has 64 bits. */
type WideLong =
  | "x86_64-linux"
  | "aarch64-linux"
  | "riscv64-linux"
  | "powerpc64-linux"
  | "powerpc64le-linux"
  | "s390x-linux"
  | "x86_64-macos"
  | "aarch64-macos";

/** The targets whose addresses have 64 bits. */
type WidePointer = WideLong | "x86_64-windows-msvc" | "x86_64-windows-gnu";

/** The targets whose `char` has no sign. */
type UnsignedChar =
  | "arm-linux"
  | "aarch64-linux"
  | "riscv64-linux"
  | "powerpc64-linux"
  | "powerpc64le-linux"
  | "s390x-linux";

/** The targets whose `long double` is a `double`. */
type NarrowLongDouble = "arm-linux" | "x86_64-windows-msvc" | "i686-windows-msvc" | "aarch64-macos";

/** The targets whose `wchar_t` is not an `int`, by what it is. */
interface WideCharacters {
  readonly "arm-linux": NativeScalarType<number, Uint32Array>;
  readonly "aarch64-linux": NativeScalarType<number, Uint32Array>;
  readonly "x86_64-windows-msvc": NativeScalarType<number, Uint16Array>;
  readonly "i686-windows-msvc": NativeScalarType<number, Uint16Array>;
  readonly "x86_64-windows-gnu": NativeScalarType<number, Uint16Array>;
  readonly "i686-windows-gnu": NativeScalarType<number, Uint16Array>;
}

type Int = NativeScalarType<number, Int32Array>;
type UnsignedInt = NativeScalarType<number, Uint32Array>;
type LongLong = WideScalarType<BigInt64Array>;
type UnsignedLongLong = WideScalarType<BigUint64Array>;
/** An integer as wide as an address. */
type Address<T extends CTargetName> = [T] extends [WidePointer] ? UnsignedLongLong : UnsignedInt;
type SignedAddress<T extends CTargetName> = [T] extends [WidePointer] ? LongLong : Int;

/** The types of C on a target. Its rules are the option `rules` of the structs that have fields of them. */
export interface CTarget<T extends CTargetName = CTargetName> extends CRules {
  readonly target: T;
  readonly char: [T] extends [UnsignedChar]
    ? ScalarType<number, Uint8Array>
    : ScalarType<number, Int8Array>;
  readonly signedChar: ScalarType<number, Int8Array>;
  readonly unsignedChar: ScalarType<number, Uint8Array>;
  readonly short: NativeScalarType<number, Int16Array>;
  readonly unsignedShort: NativeScalarType<number, Uint16Array>;
  readonly int: Int;
  readonly unsignedInt: UnsignedInt;
  readonly long: [T] extends [WideLong] ? LongLong : Int;
  readonly unsignedLong: [T] extends [WideLong] ? UnsignedLongLong : UnsignedInt;
  readonly longLong: LongLong;
  readonly unsignedLongLong: UnsignedLongLong;
  readonly sizeT: Address<T>;
  readonly ssizeT: SignedAddress<T>;
  readonly ptrdiffT: SignedAddress<T>;
  readonly intptrT: SignedAddress<T>;
  readonly uintptrT: Address<T>;
  readonly wcharT: T extends keyof WideCharacters ? WideCharacters[T] : Int;
  /** A byte that is 0 or 1. */
  readonly bool: PlainScalarType<boolean>;
  readonly float: NativeScalarType<number, Float32Array>;
  readonly double: NativeScalarType<number, Float64Array>;
  /** A `double`, or the bytes of a number that JavaScript does not have. */
  readonly longDouble: [T] extends [NarrowLongDouble]
    ? NativeScalarType<number, Float64Array>
    : BytesType<number>;
  /** An address. */
  readonly pointer: Address<T>;
  /**
   * The address of a struct or a union: a field `next` has the getter `$nextTarget` beside it, of the record
   * at that address of the same buffer, and an array `children` the method `$childrenTarget(index)`. One of
   * this schema, which may be declared later, is told by its name; one of another schema by itself, or by a
   * function that returns it, as `() => Node`, where the two import each other.
   */
  readonly pointerTo: (target: PointerTarget) => PointerType<TraitsOf<Address<T>>>;
}

/** A bit field of C. */
export interface BitFieldType<X extends Traits> extends Type<X> {
  readonly kind: "bitField";
  readonly base: Type;
  readonly width: number;
}

/** Bits of C without a name. */
export interface UnnamedBitsType extends Type<HiddenTraits<"unnamedBits">> {
  readonly kind: "unnamedBits";
  readonly base: Type;
  readonly width: number;
}

/** A field whose members are reached as if they were its neighbours. */
export interface AnonymousType<X extends Traits> extends Type<
  Retraited<X, { readonly kind: "anonymous" }>
> {
  readonly kind: "anonymous";
  readonly type: Type;
}

/** What an address leads to: a type, its name in the schema, or a function that returns it. */
export type PointerTarget = string | Type | (() => void);

/** The address of a struct or a union. */
export interface PointerType<X extends Traits> extends Type<
  Retraited<X, { readonly kind: "pointer" }>
> {
  readonly kind: "pointer";
  readonly base: Type;
  readonly type: PointerTarget;
}

/** A packed field. */
export interface PackedType<X extends Traits> extends Type<X> {
  readonly kind: "packed";
  readonly type: Type<X>;
}

/** Returns the types of C on a target, which is also the option `rules` for its layout. */
export function cTarget<const T extends CTargetName>(target: T): CTarget<T> {
  if (!cTargetNames.includes(target)) {
    throw new TypeError(
      `${String(target)} is no target of C; expected one of ${cTargetNames.join(", ")}`,
    );
  }
  const { isCharSigned, long, pointer, wchar, longDouble } = cModels[target];
  const signed = { 4: i32, 8: i64 };
  const unsigned = { 4: u32, 8: u64 };
  const types = {
    kind: "cTarget",
    target,
    char: isCharSigned ? i8 : u8,
    signedChar: i8,
    unsignedChar: u8,
    short: i16,
    unsignedShort: u16,
    int: i32,
    unsignedInt: u32,
    long: signed[long],
    unsignedLong: unsigned[long],
    longLong: i64,
    unsignedLongLong: u64,
    sizeT: unsigned[pointer],
    ssizeT: signed[pointer],
    ptrdiffT: signed[pointer],
    intptrT: signed[pointer],
    uintptrT: unsigned[pointer],
    wcharT: { u16, u32, i32 }[wchar],
    bool,
    float: f32,
    double: f64,
    longDouble:
      longDouble === undefined
        ? f64
        : Object.freeze({
            kind: "bytes",
            length: longDouble.size,
            alignment: longDouble.alignment,
          }),
    pointer: unsigned[pointer],
    pointerTo: (type: PointerTarget) =>
      Object.freeze({ kind: "pointer", base: unsigned[pointer], type }),
  };
  // The data model of the target is a value here and a type there.
  return Object.freeze(types) as unknown as CTarget<T>;
}

/** What a bit field can be declared as, beside an enumeration. */
type BitFieldBase = ScalarType<number> | ScalarType<bigint> | ScalarType<boolean>;

/**
 * A bit field of C: `bitField(c.unsignedInt, 3)` is `unsigned x : 3`. The rules of the target say where it
 * lies. A `bigint` from 54 bits on; of `bool` it is a `boolean`, of an enumeration one of its values.
 */
export function bitField<const Width extends number>(
  type: ScalarType<number> | ScalarType<bigint>,
  width: Width,
): BitFieldType<BitsTraits<Width extends WideWidth ? bigint : number>>;
export function bitField(
  type: ScalarType<boolean>,
  width: number,
): BitFieldType<BitsTraits<boolean>>;
export function bitField<X extends EnumerationTraits<number>>(
  type: Type<X>,
  width: number,
): BitFieldType<X>;
export function bitField(type: Type, width: number): BitFieldType<Traits> {
  return Object.freeze({ kind: "bitField", base: type, width });
}

/** Bits of C without a name: `unsigned : 3`. A width of 0 ends the unit of the bit fields before. */
export function unnamedBits(type: BitFieldBase, width: number): UnnamedBitsType {
  return Object.freeze({ kind: "unnamedBits", base: type, width });
}

/**
 * A struct or a union that has no name in C: `anonymous(Payload)`. Its members are accessors of the record
 * around it; a plain object has them under the name of the field.
 */
export function anonymous<X extends Traits & { readonly kind: "struct" | "union" }>(
  type: Type<X>,
): AnonymousType<X> {
  return Object.freeze({ kind: "anonymous", type });
}

/** A field that is `__attribute__((packed))`: at no alignment but one that `aligned` gives it. */
export function packed<X extends Traits>(type: Type<X>): PackedType<X> {
  return Object.freeze({ kind: "packed", type });
}
