/**
 * The schema document: what a schema says, typed and with places, before any rule is applied to it.
 * TypeScript and JSON schemas both become one. Stage `parse` makes it, `check` and `resolve` read it.
 */
import type { Expression } from "./expression.js";
import type { ScalarName } from "./scalars.js";

/** A place in a schema file. Lines and columns count from 1. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Order of the bytes of a scalar. */
export type ByteOrder = "big" | "little";

/** Which bit of a stream of bit fields comes first. */
export type BitOrder = "most-significant-first" | "least-significant-first";

/** One schema file. */
export interface SchemaDocument {
  /** Path from the root of the project, with forward slashes. */
  readonly file: string;
  readonly definitions: readonly Definition[];
}

/** A named type. */
export type Definition = StructDefinition | EnumerationDefinition | AliasDefinition;

interface Named {
  readonly name: string;
  readonly doc: string | undefined;
  readonly span: Span;
}

/** A struct: fields, one behind the other. */
export interface StructDefinition extends Named {
  readonly kind: "struct";
  /** `"runtime"` is chosen by who opens the record. `undefined` is inherited. */
  readonly byteOrder: ByteOrder | "runtime" | undefined;
  readonly bitOrder: BitOrder | undefined;
  readonly fields: readonly FieldDefinition[];
}

/** A field of a struct. */
export interface FieldDefinition extends Named {
  readonly type: TypeExpression;
}

/** An enumeration: names for values of an integer. */
export interface EnumerationDefinition extends Named {
  readonly kind: "enumeration";
  readonly base: ScalarExpression | BitsExpression;
  readonly members: readonly EnumerationMember[];
  /** Whether values without a name are valid too. */
  readonly open: boolean;
}

/** A name of an enumeration and its value. */
export interface EnumerationMember {
  readonly name: string;
  readonly value: bigint;
  readonly doc: string | undefined;
  readonly span: Span;
}

/** Another name for a type. */
export interface AliasDefinition extends Named {
  readonly kind: "alias";
  readonly target: TypeExpression;
}

/** The type of a field or an element. */
export type TypeExpression =
  | ScalarExpression
  | BitsExpression
  | BytesExpression
  | ArrayExpression
  | ConstantExpression
  | ReferenceExpression;

/** A scalar, with the byte order of its struct unless it has one of its own. */
export interface ScalarExpression {
  readonly kind: "scalar";
  readonly scalar: ScalarName;
  readonly byteOrder: ByteOrder | undefined;
}

/** An unsigned number of `width` bits in a stream of bits. */
export interface BitsExpression {
  readonly kind: "bits";
  readonly width: number;
}

/** A run of bytes. */
export interface BytesExpression {
  readonly kind: "bytes";
  readonly length: LengthExpression;
}

/** Elements one behind the other. */
export interface ArrayExpression {
  readonly kind: "array";
  readonly element: TypeExpression;
  readonly length: number;
}

/** A scalar or bits that always have one value. */
export interface ConstantExpression {
  readonly kind: "constant";
  readonly base: ScalarExpression | BitsExpression;
  readonly value: number | bigint | boolean;
}

/** A named type, of this file or of another one. */
export interface ReferenceExpression {
  readonly kind: "reference";
  readonly name: string;
  /** Path of the other schema file, from the root of the project. `undefined` is this file. */
  readonly from: string | undefined;
}

/** How long a run is: so many, as many as an expression says, or all that is left. */
export type LengthExpression =
  | { readonly kind: "fixed"; readonly value: number }
  | { readonly kind: "expression"; readonly text: string; readonly expression: Expression }
  | { readonly kind: "rest" };
