/**
 * The part of the schema language that only TypeScript sees: what each type of a schema tells of the
 * fields that have it. A struct looks it up field by field, one level deep, and nothing recurses: so its
 * accessors are exact, and never "excessively deep".
 */
import type { WritableArray } from "./schema-array.js";

/** The key under which types of a schema have their traits. No value has it. */
declare const traits: unique symbol;

/** How a field is reached. */
export type Access = "writable" | "readonly";

/**
 * How many bytes a type takes: always as many; as many as its elements, with nothing dynamic before them;
 * as many as its contents say, at least one, or none too; all that are left; or that only sizes tell,
 * which TypeScript does not know.
 */
export type Extent = "fixed" | "slice" | "dynamic" | "empty" | "rest" | "unknown";

/** What TypeScript knows of a type of a schema. */
export interface Traits {
  readonly kind: string;
  /** What the getter of a field returns. */
  readonly get: unknown;
  /** What its setter takes; `never` if it has none. */
  readonly set: unknown;
  /** What it is in a plain object. */
  readonly value: unknown;
  /** Its elements in an array, in place; `never` if it is no element. */
  readonly array: unknown;
  /** Its elements in a plain object. */
  readonly values: unknown;
  /** Whether its accessor has two directions, and whether it is always there; a hidden field has none. */
  readonly access: Access | `optional ${Access}` | "hidden";
  /** Whether a plain object has to give it. */
  readonly given: "required" | "optional";
  readonly extent: Extent;
  /** Whether an array of records has it as a column: it is the same in all of them. */
  readonly isColumn: boolean;
  /** Whether arrays of records are searched and sorted by it. */
  readonly isOrdered: boolean;
  /** Whether it is computed, or has fields within that are. */
  readonly isComputed: boolean;
}

/** A type of a schema: whatever a field can be of. */
export interface Type<X extends Traits = Traits> {
  /** Exists in types only. */
  readonly [traits]?: X;
}

/** The traits of a type. */
export type TraitsOf<T extends Type> = T[typeof traits] & {};

/** The traits of a type whose accessors and plain values are one and the same. */
export interface ValueTraits<T> extends Traits {
  readonly get: T;
  readonly set: T;
  readonly value: T;
  readonly array: WritableArray<T>;
  readonly values: T[];
  readonly access: "writable";
  readonly given: "required";
  readonly extent: "fixed";
  readonly isColumn: true;
  readonly isOrdered: true;
  readonly isComputed: false;
}

/** The traits `X`, but for those that `Y` has. */
export type Retraited<X extends Traits, Y extends Partial<Traits>> = {
  readonly [Name in keyof Traits]: Name extends keyof Y ? Y[Name] : X[Name];
};

/** Fields of a struct by name. */
export type Fields = Readonly<Record<string, Type>>;

/** The values of a type, as plain objects have them. */
export type ValueOf<T> = T extends Type<infer X> ? X["value"] : never;

/** What the accessors of a type return: of a struct, a union or a variant its record. */
export type RecordOf<T> = T extends Type<infer X> ? X["get"] : never;

/** The elements of a type in an array, in place: of a struct what `array` or `sequence` returns. */
export type ArrayOf<T> = T extends Type<infer X> ? X["array"] : never;
