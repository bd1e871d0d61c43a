/** How a scalar's bits are read. */
export type ScalarKind = "unsigned" | "signed" | "float" | "boolean" | "character";

/** A scalar type as everything behind the schema sees it. */
export interface Scalar {
  readonly name: ScalarName;
  readonly kind: ScalarKind;
  /** Size in bytes. */
  readonly size: number;
  /** Natural alignment in bytes: that of C on 64-bit Unix. Integers that C does not have are bytes. */
  readonly alignment: number;
  /** `X` of the `DataView` methods `getX` and `setX`, where there are some that every engine has code of its own for. */
  readonly accessor: string | undefined;
  /** TypeScript type of a value. */
  readonly typeName: "number" | "bigint" | "boolean" | "string";
}

/** Names of the scalars. */
export type ScalarName =
  | "u8"
  | "u16"
  | "u24"
  | "u32"
  | "u40"
  | "u48"
  | "u56"
  | "u64"
  | "u128"
  | "i8"
  | "i16"
  | "i24"
  | "i32"
  | "i40"
  | "i48"
  | "i56"
  | "i64"
  | "i128"
  | "f16"
  | "bf16"
  | "f32"
  | "f64"
  | "bool"
  | "lenientBool"
  | "bool32"
  | "char";

/** Kind, size, alignment, accessor, TypeScript type. */
const rows: { readonly [Name in ScalarName]: ScalarRow } = {
  u8: ["unsigned", 1, 1, "Uint8", "number"],
  u16: ["unsigned", 2, 2, "Uint16", "number"],
  u24: ["unsigned", 3, 1, undefined, "number"],
  u32: ["unsigned", 4, 4, "Uint32", "number"],
  u40: ["unsigned", 5, 1, undefined, "number"],
  u48: ["unsigned", 6, 1, undefined, "number"],
  u56: ["unsigned", 7, 1, undefined, "bigint"],
  u64: ["unsigned", 8, 8, undefined, "bigint"],
  u128: ["unsigned", 16, 16, undefined, "bigint"],
  i8: ["signed", 1, 1, "Int8", "number"],
  i16: ["signed", 2, 2, "Int16", "number"],
  i24: ["signed", 3, 1, undefined, "number"],
  i32: ["signed", 4, 4, "Int32", "number"],
  i40: ["signed", 5, 1, undefined, "number"],
  i48: ["signed", 6, 1, undefined, "number"],
  i56: ["signed", 7, 1, undefined, "bigint"],
  i64: ["signed", 8, 8, undefined, "bigint"],
  i128: ["signed", 16, 16, undefined, "bigint"],
  f16: ["float", 2, 2, undefined, "number"],
  bf16: ["float", 2, 2, undefined, "number"],
  f32: ["float", 4, 4, "Float32", "number"],
  f64: ["float", 8, 8, "Float64", "number"],
  bool: ["boolean", 1, 1, "Uint8", "boolean"],
  lenientBool: ["boolean", 1, 1, "Uint8", "boolean"],
  bool32: ["boolean", 4, 4, "Uint32", "boolean"],
  char: ["character", 4, 4, "Uint32", "string"],
};

type ScalarRow = readonly [
  kind: ScalarKind,
  size: number,
  alignment: number,
  accessor: string | undefined,
  typeName: Scalar["typeName"],
];

/** Names of the scalars, in the order of the table. */
export const scalarNames: readonly ScalarName[] = Object.keys(rows) as ScalarName[];

/** The table of scalars: all that any stage knows about them. */
export const scalars: { readonly [Name in ScalarName]: Scalar } = Object.fromEntries(
  scalarNames.map((name): [ScalarName, Scalar] => {
    const [kind, size, alignment, accessor, typeName] = rows[name];
    return [name, { name, kind, size, alignment, accessor, typeName }];
  }),
) as { readonly [Name in ScalarName]: Scalar };

/** Whether a scalar has that name. */
export function isScalarName(name: string | undefined): name is ScalarName {
  return (scalarNames as readonly (string | undefined)[]).includes(name);
}

/** Whether all values but zero are read as true. */
export function isLenientScalar({ name }: Scalar): boolean {
  return name === "lenientBool" || name === "bool32";
}

/** Widest integer that is a `number`: all of its values are exact up to 2^53. Wider ones are `bigint`. */
export const widestNumber = 53;

/** Returns the least and the greatest value of an integer of `width` bits. */
export function integerRange(
  kind: "unsigned" | "signed",
  width: number,
): { readonly minimum: bigint; readonly maximum: bigint } {
  const span = 1n << BigInt(width);
  return kind === "signed"
    ? { minimum: -(span / 2n), maximum: span / 2n - 1n }
    : { minimum: 0n, maximum: span - 1n };
}
