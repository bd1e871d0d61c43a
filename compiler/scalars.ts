/** How a scalar's bits are read. */
export type ScalarKind = "unsigned" | "signed" | "float" | "boolean";

/** A scalar type as everything behind the schema sees it. */
export interface Scalar {
  readonly name: ScalarName;
  readonly kind: ScalarKind;
  /** Size in bytes. */
  readonly size: number;
  /** `X` of the `DataView` methods `getX` and `setX`. */
  readonly accessor: string;
  /** TypeScript type of a value. */
  readonly typeName: "number" | "bigint" | "boolean";
}

/** The table of scalars: all that any stage knows about them. */
export const scalars: { readonly [Name in ScalarName]: Scalar } = {
  u8: scalar("u8", "unsigned", 1, "Uint8", "number"),
  u16: scalar("u16", "unsigned", 2, "Uint16", "number"),
  u32: scalar("u32", "unsigned", 4, "Uint32", "number"),
  u64: scalar("u64", "unsigned", 8, "BigUint64", "bigint"),
  i8: scalar("i8", "signed", 1, "Int8", "number"),
  i16: scalar("i16", "signed", 2, "Int16", "number"),
  i32: scalar("i32", "signed", 4, "Int32", "number"),
  i64: scalar("i64", "signed", 8, "BigInt64", "bigint"),
  f32: scalar("f32", "float", 4, "Float32", "number"),
  f64: scalar("f64", "float", 8, "Float64", "number"),
  bool: scalar("bool", "boolean", 1, "Uint8", "boolean"),
};

/** Names of the scalars. */
export type ScalarName =
  "u8" | "u16" | "u32" | "u64" | "i8" | "i16" | "i32" | "i64" | "f32" | "f64" | "bool";

/** Names of the scalars, in the order of the table. */
export const scalarNames: readonly ScalarName[] = Object.keys(scalars) as ScalarName[];

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

function scalar(
  name: ScalarName,
  kind: ScalarKind,
  size: number,
  accessor: string,
  typeName: Scalar["typeName"],
): Scalar {
  return { name, kind, size, accessor, typeName };
}
