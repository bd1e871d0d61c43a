/**
 * The types of what generated modules have under the names of structs, unions and variants. The value of a
 * schema has them too, for the build plugin puts the class in its place.
 */
import type { ByteOrder, Bytes, ParseResult, StandardProperties } from "@structview/runtime";
import type { ColumnedArray, RecordList, RecordSequence, WritableArray } from "./schema-array.js";
import type { ExtentOf, ExtentOfFields, ExtentOfOne, ExtentWithin } from "./schema-extent.js";
import type { FieldByteOrder } from "./schema-order.js";
import type {
  Columns,
  FieldValues,
  IsComputed,
  NamesWith,
  StructRecord,
  UnionRecord,
  UnionValue,
} from "./schema-record.js";
import type { Extent, Fields, Traits, TraitsOf, Type } from "./schema-traits.js";

/** The byte orders that a struct can say. */
export type StructOrder = ByteOrder | "native" | "runtime" | FieldByteOrder;

/** What openers are told behind the bytes, where the byte order is chosen at run time. */
export type ToldOrder<Order extends StructOrder> = Order extends "runtime"
  ? [byteOrder: ByteOrder]
  : [];

/** What openers of a struct that ends in a slice take last. */
type CountOf<E extends Extent> = E extends "slice" ? [count?: number] : [];

/** A record `R`, its plain object `Value`, what its openers are told, and how many bytes it takes. */
interface Opened {
  readonly record: unknown;
  readonly value: unknown;
  /** What `create` takes. */
  readonly init: unknown;
  /** What `read` returns. */
  readonly read: unknown;
  /** What `array` or `sequence` returns. */
  readonly array: unknown;
  readonly told: readonly unknown[];
  readonly count: readonly unknown[];
  /** What the constructor takes behind a place: lengths are for the openers to find. */
  readonly kept: readonly unknown[];
  readonly size: number;
}

/** What a record of one size keeps of how it was opened. */
type KeptBy<Order extends StructOrder> = Order extends "runtime" | FieldByteOrder
  ? [littleEndian: boolean]
  : [];

/** The static members of all records. */
export interface RecordStatics<O extends Opened> {
  /** Alignment in bytes. */
  readonly alignment: number;
  /** Views the record that `bytes` holds, no more and no less. Throws `SizeError` otherwise. */
  view(bytes: Bytes, ...rest: [...told: O["told"], ...count: O["count"]]): O["record"];
  /** Views the record at the start of `bytes`, and what is behind it. Throws `SizeError`. */
  viewPrefix(
    bytes: Bytes,
    ...rest: [...told: O["told"], ...count: O["count"]]
  ): [record: O["record"], rest: Uint8Array];
  /** Views the record at `offset` of `view`, before `end`. Throws `SizeError`. */
  viewAt(
    view: DataView,
    offset: number,
    ...rest: [...told: O["told"], end?: number, ...count: O["count"]]
  ): O["record"];
  /** Views the record that `bytes` holds and validates its contents. Throws for the first mistake. */
  parse(bytes: Bytes, ...rest: [...told: O["told"], ...count: O["count"]]): O["record"];
  /** Views the record that `bytes` holds, or returns every mistake in it. */
  safeParse(
    bytes: Bytes,
    ...rest: [...told: O["told"], ...count: O["count"]]
  ): ParseResult<O["record"]>;
  /** Copies the record that `bytes` holds into a plain object. */
  read(bytes: Bytes, ...rest: [...told: O["told"], ...count: O["count"]]): O["read"];
  /** Copies the record at the start of `bytes` into a plain object; returns what is behind it too. */
  readPrefix(
    bytes: Bytes,
    ...rest: [...told: O["told"], ...count: O["count"]]
  ): [value: O["value"], rest: Uint8Array];
  /**
   * Copies a plain object over `bytes`, which must have the right size, and returns the record there.
   * Throws `SizeError` or `ValidityError`, and writes nothing, if the object does not fit.
   */
  write(bytes: Bytes, value: O["value"], ...told: O["told"]): O["record"];
  /** Copies a record into a plain object. */
  toObject(record: O["record"]): O["read"];
  /** Whether two records have the same bytes; padding does not count. */
  equals(record: O["record"], other: O["record"]): boolean;
  /** Returns -1, 0 or 1: the order of the values of the first field that differs. For `sort`. */
  compare(record: O["record"], other: O["record"]): number;
  /** Returns a hash, FNV-1a of 32 bits, which is the same for records that are equal. */
  hash(record: O["record"]): number;
  /** Copies a plain object over the start of `bytes`, as `write` does; returns what is behind it too. */
  writePrefix(
    bytes: Bytes,
    value: O["value"],
    ...told: O["told"]
  ): [record: O["record"], rest: Uint8Array];
  /** Copies a plain object over the end of `bytes`, as `write` does; returns what is before it too. */
  writeSuffix(
    bytes: Bytes,
    value: O["value"],
    ...told: O["told"]
  ): [rest: Uint8Array, record: O["record"]];
  /** Copies the bytes of `record` over `bytes`, and returns the record there. Throws `SizeError`. */
  copyTo(record: O["record"], bytes: Bytes): O["record"];
  /** Returns a record over new memory with the bytes of `record`. */
  clone(record: O["record"]): O["record"];
}

/** The static members of structs and unions. */
export interface ClassStatics<O extends Opened> extends RecordStatics<O> {
  /** What `instanceof` tells of a record. */
  readonly prototype: O["record"];
  /** Whether `value` is a record of this struct: `value instanceof X`. */
  [Symbol.hasInstance](value: unknown): value is O["record"];
  /** Returns a record over new memory: zero, but for constants and the fields of `init`. */
  create(...rest: [...told: O["told"], init?: O["init"]]): O["record"];
}

/** The static members of records of one size, and of those that end in a slice. */
export interface SuffixStatics<O extends Opened> {
  /** Views the record at the end of `bytes`, and what is before it. Throws `SizeError`. */
  viewSuffix(
    bytes: Bytes,
    ...rest: [...told: O["told"], ...count: O["count"]]
  ): [rest: Uint8Array, record: O["record"]];
  /** Copies the record at the end of `bytes` into a plain object; returns what is before it too. */
  readSuffix(
    bytes: Bytes,
    ...rest: [...told: O["told"], ...count: O["count"]]
  ): [rest: Uint8Array, value: O["value"]];
  /** Returns how many bytes are missing until a record at the start of `bytes` is whole; 0 if it is. */
  need(bytes: Bytes): number;
}

/** The static members of records of one size. */
export interface FixedStatics<O extends Opened> {
  /** Size in bytes. */
  readonly size: O["size"];
}

/** The constructor of a class of records of one size. */
export interface Constructor<O extends Opened> {
  /** Views the record at `offset` of `view`. Copies nothing and checks nothing. */
  new (view: DataView, offset: number, ...kept: O["kept"]): O["record"];
}

/** The static member of records of one size that views many of them. */
export interface ArrayStatics<O extends Opened> {
  /**
   * Views the records that `bytes` holds. Throws `SizeError` unless they are `count`, or without a
   * `count` a whole number of records.
   */
  array(bytes: Bytes, ...rest: [...told: O["told"], count?: number]): O["array"];
}

/** The static members of records that end in a slice. */
export interface SliceStatics<O extends Opened> extends SuffixStatics<O> {
  /** Size in bytes without elements of the slice. */
  readonly minimumSize: number;
  /** Returns the size in bytes of a record with so many elements of the slice. */
  sizeOf(items: number | O["init"]): number;
}

/** The static members of records of dynamic size. */
export interface DynamicStatics<O extends Opened> {
  /** Size in bytes with all parts of dynamic length empty. */
  readonly minimumSize: number;
  /** Returns the size in bytes of a record with the fields of `value`. */
  sizeOf(value: Partial<O["value"]>): number;
  /**
   * Returns how many bytes are missing at least until the record at the start of `bytes` is whole; 0 if
   * it is. Lengths that are not there yet count as zero: ask again when more has come. Throws
   * `ValidityError` for a length below zero.
   */
  need(bytes: Bytes, ...told: O["told"]): number;
}

/** The static member of records of dynamic size that are never empty and know their end. */
export interface SequenceStatics<O extends Opened> {
  /** Views the records that fill `bytes`. Each is opened, and may throw, when it is come to. */
  sequence(bytes: Bytes, ...told: O["told"]): O["array"];
}

/** The static member of records of which only sizes tell whether they have one. */
export interface NeedStatics<O extends Opened> {
  /** Returns how many bytes are missing at least until a record at the start of `bytes` is whole. */
  need(bytes: Bytes, ...told: O["told"]): number;
}

/** The static member of all records whose byte order is not chosen at run time. */
export interface StandardStatics<O extends Opened> {
  /** A validator of bytes for all that knows Standard Schema, version 1 (https://standardschema.dev). */
  readonly "~standard": StandardProperties<Bytes, O["record"]>;
}

/** The static members that depend on how many bytes a struct takes. */
interface StaticsByExtent<O extends Opened> {
  readonly fixed: Constructor<O> & FixedStatics<O> & SuffixStatics<O> & ArrayStatics<O>;
  readonly slice: SliceStatics<O>;
  readonly dynamic: DynamicStatics<O> & SequenceStatics<O>;
  readonly empty: DynamicStatics<O>;
  readonly rest: DynamicStatics<O>;
  readonly unknown: NeedStatics<O>;
}

/** What an array of records is, by how many bytes each takes. */
interface ArrayByExtent<R, Fixed> {
  readonly fixed: Fixed;
  readonly slice: never;
  readonly dynamic: RecordSequence<R>;
  readonly empty: never;
  readonly rest: never;
  readonly unknown: RecordList<R>;
}

/** The class of records of a struct or a union. */
type RecordClassOf<
  O extends Opened,
  E extends Extent,
  Order extends StructOrder,
> = ClassStatics<O> &
  StaticsByExtent<O>[E] &
  (Order extends "runtime" ? unknown : StandardStatics<O>);

/** What the openers of a struct need to know. */
interface OpenedStruct<
  F extends Fields,
  Order extends StructOrder,
  Size extends number,
  E extends Extent,
  HasComputed extends boolean,
> extends Opened {
  readonly record: StructRecord<F, Size, HasComputed>;
  readonly value: FieldValues<F>;
  readonly init: Partial<FieldValues<F>>;
  readonly read: FieldValues<F>;
  readonly array: ArrayByExtent<
    StructRecord<F, Size, HasComputed>,
    ColumnedArray<
      StructRecord<F, Size, HasComputed>,
      Columns<F>,
      OrderedNames<F> & keyof Columns<F> & keyof StructRecord<F, Size, HasComputed>
    >
  >[E];
  readonly told: ToldOrder<Order>;
  readonly count: CountOf<E>;
  readonly kept: KeptBy<Order>;
  readonly size: Size;
}

/** The names of the fields that arrays are searched and sorted by. */
type OrderedNames<F extends Fields> = NamesWith<F, "isOrdered", true>;

/** What TypeScript knows of a struct. */
export interface StructTraits<
  F extends Fields,
  Order extends StructOrder,
  Size extends number,
  E extends Extent,
  HasComputed extends boolean,
> extends Traits {
  readonly kind: "struct";
  readonly get: StructRecord<F, Size, HasComputed>;
  readonly set: E extends "fixed" ? StructRecord<F, Size, HasComputed> : never;
  readonly value: FieldValues<F>;
  readonly array: OpenedStruct<F, Order, Size, E, HasComputed>["array"];
  readonly values: FieldValues<F>[];
  readonly access: E extends "fixed" ? "writable" : "readonly";
  readonly given: "required";
  readonly extent: ExtentWithin<E>;
  readonly isColumn: true;
  readonly isOrdered: false;
  readonly isComputed: HasComputed;
}

/**
 * A struct: a type for fields of other structs, and the class of its records. What its fields tell of it as
 * a whole are parameters, so that it is found out once, not again for each level that nests it.
 */
export type StructType<
  F extends Fields,
  Order extends StructOrder = "little",
  Size extends number = number,
  E extends Extent = ExtentOfFields<F>,
  HasComputed extends boolean = IsComputed<F>,
> = RecordClassOf<OpenedStruct<F, Order, Size, E, HasComputed>, E, Order> &
  Type<StructTraits<F, Order, Size, E, HasComputed>>;

/** What the openers of a union need to know. */
interface OpenedUnion<
  F extends Fields,
  Order extends StructOrder,
  Size extends number,
> extends Opened {
  readonly record: UnionRecord<F, Size>;
  readonly value: UnionValue<F>;
  readonly init: UnionValue<F>;
  readonly read: Uint8Array;
  readonly array: ColumnedArray<
    UnionRecord<F, Size>,
    Columns<F>,
    OrderedNames<F> & keyof Columns<F> & keyof UnionRecord<F, Size>
  >;
  readonly told: ToldOrder<Order>;
  readonly count: [];
  readonly kept: KeptBy<Order>;
  readonly size: Size;
}

/** What TypeScript knows of a union. */
export interface UnionTraits<
  F extends Fields,
  Order extends StructOrder,
  Size extends number,
> extends Traits {
  readonly kind: "union";
  readonly get: UnionRecord<F, Size>;
  readonly set: UnionRecord<F, Size>;
  readonly value: UnionValue<F>;
  readonly array: OpenedUnion<F, Order, Size>["array"];
  readonly values: UnionValue<F>[];
  readonly access: "writable";
  readonly given: "required";
  readonly extent: "fixed";
  readonly isColumn: true;
  readonly isOrdered: false;
  readonly isComputed: false;
}

/** A union: a type for fields of structs, and the class of its records. */
export type UnionType<
  F extends Fields,
  Order extends StructOrder = "little",
  Size extends number = number,
> = RecordClassOf<OpenedUnion<F, Order, Size>, "fixed", Order> & Type<UnionTraits<F, Order, Size>>;

/** A struct that can be one of several. */
export type Case = Type<Traits & { readonly kind: "struct" }>;

/** The records of cases. */
type RecordOfCase<C extends Case> = TraitsOf<C>["get"];

/** The plain object of each case, with its tag. */
type TaggedValue<C extends Case, Tag extends string> = C extends Case
  ? TraitsOf<C>["value"] & TagOf<C, Tag>
  : never;

/** What `create` takes for each case: its tag, and any other fields. */
type TaggedInit<C extends Case, Tag extends string> = C extends Case
  ? Partial<TraitsOf<C>["value"]> & TagOf<C, Tag>
  : never;

/** The tag of a case, and its value. */
type TagOf<C extends Case, Tag extends string> = {
  [Name in Tag]: Name extends keyof RecordOfCase<C> ? RecordOfCase<C>[Name] : never;
};

/** What the methods of a variant need to know. */
interface OpenedVariant<C extends Case, Tag extends string, E extends Extent> extends Opened {
  readonly record: RecordOfCase<C>;
  readonly value: TaggedValue<C, Tag>;
  readonly init: TaggedInit<C, Tag>;
  readonly read: TaggedValue<C, Tag>;
  readonly array: ArrayByExtent<RecordOfCase<C>, WritableArray<RecordOfCase<C>>>[E];
  readonly told: [];
  readonly count: [];
  readonly kept: never;
  readonly size: number;
}

/** The methods of a variant. */
export interface VariantStatics<O extends Opened> extends RecordStatics<O>, StandardStatics<O> {
  /** Returns a record over new memory: zero, but for constants and the fields of `init`. */
  create(init: O["init"]): O["record"];
}

/** The methods of a variant that depend on how many bytes it takes. */
interface VariantStaticsByExtent<O extends Opened> {
  readonly fixed: FixedStatics<O> & SuffixStatics<O> & ArrayStatics<O>;
  readonly slice: never;
  readonly dynamic: DynamicStatics<O> & SequenceStatics<O>;
  readonly empty: DynamicStatics<O>;
  readonly rest: DynamicStatics<O>;
  readonly unknown: NeedStatics<O>;
}

/** What TypeScript knows of a variant. */
export interface VariantTraits<
  C extends Case,
  Tag extends string,
  E extends Extent,
> extends Traits {
  readonly kind: "variant";
  readonly get: RecordOfCase<C>;
  readonly set: E extends "fixed" ? RecordOfCase<C> : never;
  readonly value: TaggedValue<C, Tag>;
  readonly array: OpenedVariant<C, Tag, E>["array"];
  readonly values: TaggedValue<C, Tag>[];
  readonly access: E extends "fixed" ? "writable" : "readonly";
  readonly given: "required";
  readonly extent: E;
  readonly isColumn: true;
  readonly isOrdered: false;
  readonly isComputed: false;
}

/** One of several structs, told by the field `Tag`: a type for fields, and an object that opens records. */
export type VariantType<
  C extends Case,
  Tag extends string = string,
  IsFixed extends boolean = false,
  E extends Extent = ExtentOfOne<ExtentOf<C>, IsFixed>,
> = VariantStatics<OpenedVariant<C, Tag, E>> &
  VariantStaticsByExtent<OpenedVariant<C, Tag, E>>[E] &
  Type<VariantTraits<C, Tag, E>>;
