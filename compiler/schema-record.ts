/**
 * The types of records, of plain objects and of columns, all made of the fields of a schema by mapped types
 * over their names: so each member has the doc comment of its field, and is defined where that stands.
 */
import type { Json, OneOf } from "@structview/runtime";
import type { ArrayInPlace } from "./schema-array.js";
import type { Fields, Traits, TraitsOf } from "./schema-traits.js";

/** The names of the fields whose trait `Trait` is one of `Wanted`. */
export type NamesWith<F extends Fields, Trait extends keyof Traits, Wanted> = {
  readonly [Name in keyof F]: TraitsOf<F[Name]>[Trait] extends Wanted ? Name : never;
}[keyof F];

/** The fields `Name` as accessors of two directions. */
export type WritableFields<F extends Fields, Name extends keyof F> = {
  -readonly [Each in Name]: TraitsOf<F[Each]>["get"];
};

/** The fields `Name` as getters. */
export type ReadonlyFields<F extends Fields, Name extends keyof F> = {
  readonly [Each in Name]: TraitsOf<F[Each]>["get"];
};

/** The fields of a plain object that have to be given. */
export type GivenFields<F extends Fields, Name extends keyof F> = {
  -readonly [Each in Name]: TraitsOf<F[Each]>["value"];
};

/** The accessors of the fields `F`. A field that is not always there is an optional property. */
export type Accessors<F extends Fields> = WritableFields<F, NamesWith<F, "access", "writable">> &
  ReadonlyFields<F, NamesWith<F, "access", "readonly">> &
  Partial<WritableFields<F, NamesWith<F, "access", "optional writable">>> &
  Partial<ReadonlyFields<F, NamesWith<F, "access", "optional readonly">>>;

/** The names of the fields that have accessors. */
export type Accessible<F extends Fields> = NamesWith<
  F,
  "access",
  Exclude<Traits["access"], "hidden">
>;

/** The fields `F` of a plain object. What is constant, computed or not always there need not be given. */
export type FieldValues<F extends Fields> = GivenFields<
  F,
  Accessible<F> & NamesWith<F, "given", "required">
> &
  Partial<GivenFields<F, Accessible<F> & NamesWith<F, "given", "optional">>>;

/** What a union is written from: exactly one of its members, or its bytes. */
export type UnionValue<F extends Fields> = Uint8Array | OneOf<GivenFields<F, Accessible<F>>>;

/** The columns of an array of records: one field of all of them. What others choose has none. */
export type Columns<F extends Fields> = ColumnsOf<F, NamesWith<F, "isColumn", true>>;

/** The columns of the fields `Name`. */
export type ColumnsOf<F extends Fields, Name extends keyof F> = {
  readonly [Each in Name]: ArrayInPlace<TraitsOf<F[Each]>["get"], TraitsOf<F[Each]>["set"]>;
};

/** What every record has, whatever its fields. */
export interface RecordMembers<Size extends number, Shown> {
  /** The view that the record lies in. */
  readonly $view: DataView;
  /** Bytes from the start of `$view` to the record. */
  readonly $offset: number;
  /** Size of this record in bytes. */
  readonly $size: Size;
  /** Name of the struct: tells apart what a field can be. */
  readonly $struct: string;
  /** The bytes of the record. Shares memory with it. */
  readonly $bytes: Uint8Array;
  /** Returns the fields as `JSON.stringify` takes them. Throws `ValidityError` if one is not valid. */
  toJSON(): Shown;
}

/** What a record has that has computed fields, or whose nested records have. */
export interface Finishing {
  /**
   * Computes all fields that are computed, those of nested records first, and writes them. Throws
   * `ValidityError` if a field cannot hold its value.
   */
  $finish(): this;
}

/** Whether fields are computed, or have fields within that are. */
export type IsComputed<F extends Fields> = [NamesWith<F, "isComputed", true>] extends [never]
  ? false
  : true;

/** The accessors that a record has through anonymous structs and unions among its fields. */
export type PromotedAccessors<F extends Fields> = [NamesWith<F, "kind", "anonymous">] extends [
  never,
]
  ? unknown
  : AllOf<
      {
        readonly [Name in keyof F]: TraitsOf<F[Name]>["kind"] extends "anonymous"
          ? Omit<TraitsOf<F[Name]>["get"], keyof RecordMembers<number, unknown> | "$finish">
          : never;
      }[keyof F]
    >;

/** The records that addresses lead to. What they are only the generated class knows. */
export type Targets<F extends Fields> = {
  readonly [Name in NamesWith<F, "kind", "pointer"> & string as `$${Name}Target`]: unknown;
} & {
  readonly [Name in NamesWith<F, "kind", "pointers"> & string as `$${Name}Target`]: (
    ...indexes: number[]
  ) => unknown;
};

/** What is each of the members of a union. */
type AllOf<U> = (U extends unknown ? (each: U) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** The record of a struct, which has computed fields or not. */
export type StructRecord<
  F extends Fields,
  Size extends number = number,
  HasComputed extends boolean = IsComputed<F>,
> = Accessors<F> &
  PromotedAccessors<F> &
  Targets<F> &
  RecordMembers<Size, { readonly [name: string]: Json }> &
  (HasComputed extends true ? Finishing : unknown);

/** The record of a union. */
export type UnionRecord<F extends Fields, Size extends number> = Accessors<F> &
  PromotedAccessors<F> &
  Targets<F> &
  RecordMembers<Size, string>;
