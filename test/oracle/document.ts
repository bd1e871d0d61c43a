/** Schema documents in their JSON form. */

/** A byte order that is known. */
export type Order = "big" | "little";

/** The name of a type, such as `u16.be`, or a type in place. */
export type TypeData =
  | string
  | { readonly kind: "scalar"; readonly scalar: string; readonly byteOrder?: Order }
  | { readonly kind: "bits"; readonly width: number }
  | { readonly kind: "bytes"; readonly length: number | string | { readonly kind: "rest" } }
  | { readonly kind: "array"; readonly element: TypeData; readonly length: number }
  | {
      readonly kind: "constant";
      readonly base: TypeData;
      readonly value: number | string | boolean;
    }
  | { readonly kind: "reference"; readonly name: string };

/** A struct of a document. */
export interface StructData {
  readonly kind: "struct";
  readonly name: string;
  readonly doc?: string;
  readonly byteOrder?: Order | "runtime";
  readonly bitOrder?: "most-significant-first" | "least-significant-first";
  readonly fields: readonly {
    readonly name: string;
    readonly doc?: string;
    readonly type: TypeData;
  }[];
}

/** An enumeration of a document. */
export interface EnumerationData {
  readonly kind: "enumeration";
  readonly name: string;
  readonly base: TypeData;
  readonly open?: boolean;
  readonly members: readonly { readonly name: string; readonly value: number | string }[];
}

/** Another name for a type of a document. */
export interface AliasData {
  readonly kind: "alias";
  readonly name: string;
  readonly target: TypeData;
}

/** A schema document in its JSON form. */
export interface DocumentData {
  readonly types: readonly (StructData | EnumerationData | AliasData)[];
}
