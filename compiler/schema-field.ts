/** What TypeScript knows of fields that are no records: numbers, names, texts, bytes, and what holds others. */
import type {
  AsciiText,
  ElementArray,
  FlagSet,
  Latin1Text,
  Text,
  Utf16Text,
  Utf8Text,
} from "@structview/runtime";
import type { ArrayInPlace, WritableArray } from "./schema-array.js";
import type { Case } from "./schema-class.js";
import type { ExtentOf, ExtentOfElements, ExtentOfLength, ExtentOfOne } from "./schema-extent.js";
import type { Traits, TraitsOf, Type, ValueTraits } from "./schema-traits.js";

/** What a number is in an array: some have typed arrays of the platform. */
export interface ScalarTraits<T, Elements> extends Traits {
  readonly kind: "scalar";
  readonly get: T;
  readonly set: T;
  readonly value: T;
  readonly array: Elements;
  readonly values: Elements extends Uint8Array | Int8Array ? Elements : T[];
  readonly access: "writable";
  readonly given: "required";
  readonly extent: "fixed";
  readonly isColumn: true;
  readonly isOrdered: true;
  readonly isComputed: false;
}

/** A number in a stream of bits. */
export interface BitsTraits<T> extends ValueTraits<T> {
  readonly kind: "bits";
}

/** An integer that is not zero, or `null`, which has no place in an order. */
export interface NonZeroTraits<T> extends Traits {
  readonly kind: "nonzero";
  readonly get: T;
  readonly set: T;
  readonly value: T;
  readonly array: WritableArray<T>;
  readonly values: T[];
  readonly access: "writable";
  readonly given: "required";
  readonly extent: "fixed";
  readonly isColumn: true;
  readonly isOrdered: null extends T ? false : true;
  readonly isComputed: false;
}

/** One of the values of an enumeration. */
export interface EnumerationTraits<T> extends ValueTraits<T> {
  readonly kind: "enumeration";
}

/** A value that a codec makes. Not all of them are in an order that the runtime knows. */
export interface WrappedTraits<T, IsOrdered extends boolean> extends Traits {
  readonly kind: "wrapped";
  readonly get: T;
  readonly set: T;
  readonly value: T;
  readonly array: WritableArray<T>;
  readonly values: T[];
  readonly access: "writable";
  readonly given: "required";
  readonly extent: "fixed";
  readonly isColumn: true;
  readonly isOrdered: IsOrdered;
  readonly isComputed: false;
}

/** A set of bits with names, and where it lies. */
export interface FlagsInPlace<Name extends string, Item, Value> extends FlagSet<Name, Item, Value> {
  /** The view that the bits lie in. */
  readonly $view: DataView;
  /** Bytes from the start of `$view` to the bits. */
  readonly $offset: number;
}

/** Names of bits. */
export interface FlagsTraits<Name extends string, Item, Value> extends Traits {
  readonly kind: "flags";
  readonly get: FlagsInPlace<Name, Item, Value>;
  readonly set: Iterable<Item>;
  readonly value: Item[];
  readonly array: WritableArray<FlagsInPlace<Name, Item, Value>, Iterable<Item>>;
  readonly values: Item[][];
  readonly access: "writable";
  readonly given: "required";
  readonly extent: "fixed";
  readonly isColumn: true;
  readonly isOrdered: false;
  readonly isComputed: false;
}

/** A value that is always the same. */
export interface ConstantTraits<T, Kind extends string = "constant"> extends Traits {
  readonly kind: Kind;
  readonly get: T;
  readonly set: never;
  readonly value: T;
  readonly array: ElementArray<T>;
  readonly values: T[];
  readonly access: "readonly";
  readonly given: "optional";
  readonly extent: "fixed";
  readonly isColumn: true;
  readonly isOrdered: false;
  readonly isComputed: false;
}

/** An integer that comes from the rest of its record. */
export interface ComputedTraits<T> extends Traits {
  readonly kind: "computed";
  readonly get: T;
  readonly set: T;
  readonly value: T;
  readonly array: WritableArray<T>;
  readonly values: T[];
  readonly access: "writable";
  readonly given: "optional";
  readonly extent: "fixed";
  readonly isColumn: true;
  readonly isOrdered: true;
  readonly isComputed: true;
}

/** Bytes or bits that have no accessor. */
export interface HiddenTraits<Kind extends string> extends Traits {
  readonly kind: Kind;
  readonly get: never;
  readonly set: never;
  readonly value: never;
  readonly array: never;
  readonly values: never;
  readonly access: "hidden";
  readonly given: "optional";
  readonly extent: "fixed";
  readonly isColumn: false;
  readonly isOrdered: false;
  readonly isComputed: false;
}

/** A run of bytes of the length `L`. */
export interface BytesTraits<L> extends Traits {
  readonly kind: "bytes";
  readonly get: Uint8Array;
  readonly set: Uint8Array;
  readonly value: Uint8Array;
  readonly array: WritableArray<Uint8Array>;
  readonly values: Uint8Array[];
  readonly access: "writable";
  readonly given: "required";
  readonly extent: ExtentOfLength<L>;
  readonly isColumn: true;
  readonly isOrdered: false;
  readonly isComputed: false;
}

/** The windows over texts by their encodings. */
export interface TextsInPlace {
  readonly utf8: Utf8Text;
  readonly ascii: AsciiText;
  readonly latin1: Latin1Text;
  readonly utf16: Utf16Text;
}

/** A text of the length `L`. */
export interface TextTraits<Encoding extends keyof TextsInPlace, L> extends Traits {
  readonly kind: "text";
  readonly get: TextsInPlace[Encoding];
  readonly set: string | Text;
  readonly value: string;
  readonly array: WritableArray<TextsInPlace[Encoding], string | Text>;
  readonly values: string[];
  readonly access: "writable";
  readonly given: "required";
  readonly extent: ExtentOfLength<L>;
  readonly isColumn: true;
  readonly isOrdered: false;
  readonly isComputed: false;
}

/** Elements of `T`, of which there are `L`, at their own size or a stride that is given. */
export interface ArrayTraits<T extends Type, L, IsStrided extends boolean> extends Traits {
  readonly kind: TraitsOf<T>["kind"] extends "pointer" | "pointers" ? "pointers" : "array";
  readonly get: ElementsOf<T, IsStrided>;
  readonly set: never;
  readonly value: PlainElementsOf<T, IsStrided>;
  readonly array: ElementArray<ElementsOf<T, IsStrided>>;
  readonly values: PlainElementsOf<T, IsStrided>[];
  readonly access: "readonly";
  readonly given: "required";
  readonly extent: ExtentOfElements<ExtentOf<T>, L>;
  readonly isColumn: true;
  readonly isOrdered: false;
  readonly isComputed: TraitsOf<T>["isComputed"];
}

/** The array in place of elements of `T`. */
export type ElementsOf<T extends Type, IsStrided extends boolean> = IsStrided extends true
  ? ArrayInPlace<TraitsOf<T>["get"], TraitsOf<T>["set"]>
  : TraitsOf<T>["array"];

/** Elements of `T` in a plain object. */
export type PlainElementsOf<T extends Type, IsStrided extends boolean> = IsStrided extends true
  ? TraitsOf<T>["value"][]
  : TraitsOf<T>["values"];

/** One of several structs, or bytes, as other fields say. */
export interface SelectTraits<T extends Type, IsFixed extends boolean> extends Traits {
  readonly kind: "select";
  readonly get: TraitsOf<T>["get"];
  /** Where a case has a dynamic size the setter takes less than the getter returns: there is none. */
  readonly set: IsFixed extends true ? TraitsOf<T>["get"] : never;
  readonly value: TraitsOf<T>["value"];
  readonly array: never;
  readonly values: never;
  readonly access: IsFixed extends true ? "writable" : "readonly";
  readonly given: "required";
  readonly extent: ExtentOfOne<ExtentOf<T>, IsFixed>;
  readonly isColumn: false;
  readonly isOrdered: false;
  readonly isComputed: false;
}

/** A field of `X` that is there only where a condition holds. */
export interface ConditionalTraits<X extends Traits> extends Traits {
  readonly kind: "conditional";
  readonly get: X["get"];
  readonly set: X["set"];
  readonly value: X["value"] | undefined;
  readonly array: never;
  readonly values: never;
  readonly access: OptionalAccess<X["access"]>;
  readonly given: "optional";
  readonly extent: X["extent"] extends "rest" | "slice" ? "rest" : "empty";
  readonly isColumn: false;
  readonly isOrdered: false;
  readonly isComputed: X["isComputed"];
}

/** The access to a field that is not always there. */
type OptionalAccess<A extends Traits["access"]> = A extends "writable"
  ? "optional writable"
  : A extends "readonly"
    ? "optional readonly"
    : A;

/** What a select can be: structs, variants of them, or a run of bytes. */
export type Choice = Case | Type<Traits & { readonly kind: "bytes" }>;
