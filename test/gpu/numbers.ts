/**
 * The numbers of a buffer, in an order that all tools can give: for each member its offset in its struct, the
 * strides of its arrays from the outermost to the innermost, the bytes between the columns or rows of a
 * matrix, and, where it is a struct, the numbers of that.
 */
import { check } from "../../compiler/dist/check.js";
import type { Diagnostic } from "../../compiler/dist/diagnostics.js";
import type { Span } from "../../compiler/dist/document.js";
import { layOut } from "../../compiler/dist/layout.js";
import type { FieldType, StructLayout } from "../../compiler/dist/layout-types.js";
import { parse } from "../../compiler/dist/parse.js";
import { resolve } from "../../compiler/dist/resolve.js";
import type { GpuCase, GpuStruct, GpuType } from "./structs.js";
import { documentOf } from "./structs.js";

/** What a tool tells of types. */
export interface Teller<Struct, Type> {
  readonly offset: (struct: Struct, index: number) => number;
  readonly type: (struct: Struct, index: number) => Type;
  readonly element: (type: Type) => { readonly stride: number; readonly element: Type };
  readonly struct: (type: Type) => Struct;
  /** Bytes from one column, or row, of the matrix that a member is or has to the next. */
  readonly matrixStride: (struct: Struct, index: number, type: Type) => number;
}

/** Returns the numbers of a buffer that a tool tells. */
export function numbersOf<Struct, Type>(
  { members }: GpuStruct,
  told: Struct,
  teller: Teller<Struct, Type>,
): readonly number[] {
  return members.flatMap((member, index) => {
    const within = (type: GpuType, toldType: Type): readonly number[] => {
      switch (type.kind) {
        case "scalar":
        case "vector":
          return [];
        case "matrix":
          return [teller.matrixStride(told, index, toldType)];
        case "array": {
          const { stride, element } = teller.element(toldType);
          return [stride, ...within(type.element, element)];
        }
        case "struct":
          return numbersOf(type.struct, teller.struct(toldType), teller);
      }
    };
    return [teller.offset(told, index), ...within(member.type, teller.type(told, index))];
  });
}

/** What the compiler says of buffers. */
export interface Compiled {
  readonly errors: readonly Diagnostic[];
  /** By the name of the struct. */
  readonly numbers: ReadonlyMap<string, readonly number[]>;
  /** Sizes of structs, those of a struct of no fixed size with no elements. */
  readonly sizes: ReadonlyMap<string, number>;
}

const ours: Teller<StructLayout, FieldType> = {
  offset: (struct, index) => struct.fields[index]?.position.bytes ?? Number.NaN,
  type: (struct, index) => {
    const field = struct.fields[index];
    if (field === undefined) throw new Error(`${struct.name} has no field ${index}`);
    return field.type;
  },
  element: (type) => {
    if (type.kind !== "array") throw new Error(`${type.kind} has no elements`);
    return { stride: type.stride, element: type.element };
  },
  struct: (type) => {
    if (type.kind !== "struct") throw new Error(`${type.kind} is no struct`);
    return type.struct;
  },
  matrixStride: (_struct, _index, type) => {
    if (type.kind !== "array" || type.shape?.kind !== "matrix" || type.length.kind !== "fixed") {
      throw new Error(`${type.kind} is no matrix`);
    }
    const { columns, rows, order } = type.shape;
    return (type.length.value * type.elementSize) / (order === "column" ? columns : rows);
  },
};

/** Compiles buffers, and returns the numbers of those that are right. */
export function compileCases(cases: readonly GpuCase[]): Compiled {
  const file = "gpu.json";
  const data = documentOf(cases);
  const spanAt = (): Span => ({ file, line: 1, column: 1, endLine: 1, endColumn: 1 });
  const parsed = parse({ file, data, spanAt });
  const resolved = resolve([parsed.value]);
  const laidOut = layOut(resolved.value);
  const diagnostics = [parsed, resolved, laidOut].flatMap((each) => each.diagnostics);
  const errors = [...diagnostics, ...check(parsed.value)].filter(
    ({ severity }) => severity === "error",
  );
  const structs = laidOut.value.flatMap((each) => each.structs);
  const numbers = new Map(
    cases.flatMap(({ struct }) => {
      const layout = structs.find(({ name }) => name === struct.name);
      return layout === undefined ? [] : [[struct.name, numbersOf(struct, layout, ours)] as const];
    }),
  );
  return { errors, numbers, sizes: new Map(structs.map((each) => [each.name, each.minimumSize])) };
}
