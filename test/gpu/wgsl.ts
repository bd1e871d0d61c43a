/** Buffers in WGSL, and what wgsl_reflect says of them. */
import type { WgslReflect as Reflect } from "wgsl_reflect";
import { numbersOf } from "./numbers.js";
import type { Teller } from "./numbers.js";
import type { GpuCase, GpuMember, GpuStruct, GpuType } from "./structs.js";
import { hasRest, structsOf } from "./structs.js";

/** Returns the declarations of the structs of a buffer. */
export function wgslOf({ struct }: GpuCase): string {
  return structsOf(struct)
    .map(({ name, members }) => `struct ${name} { ${members.map(declaration).join(", ")} }`)
    .join("\n");
}

function declaration({ name, type, align, size }: GpuMember): string {
  const words = [
    ...(align === undefined ? [] : [`@align(${align}) `]),
    ...(size === undefined ? [] : [`@size(${size}) `]),
  ];
  return `${words.join("")}${name}: ${typeName(type)}`;
}

function typeName(type: GpuType): string {
  switch (type.kind) {
    case "scalar":
      return type.component;
    case "vector":
      return `vec${type.size}<${type.component}>`;
    case "matrix":
      return `mat${type.columns}x${type.rows}<${type.component}>`;
    case "array": {
      const length = type.length === "rest" ? "" : `, ${type.length}`;
      return `array<${typeName(type.element)}${length} >`;
    }
    case "struct":
      return type.struct.name;
  }
}

/** A scalar in a buffer, by the path to it: `.m1[2].m0[3]`. */
export interface Leaf {
  readonly path: string;
  readonly component: string;
}

/**
 * Returns the scalars of a buffer, where an array without a length has two elements; or the `first` ones: of
 * arrays and matrices those of two elements or columns, of what lies in those the first.
 */
export function leavesOf(struct: GpuStruct, path: string, first: boolean = false): readonly Leaf[] {
  const within = (type: GpuType, at: string): readonly Leaf[] => {
    const each = (length: number, next: (at: string) => readonly Leaf[]): readonly Leaf[] =>
      Array.from({ length }, (_, index) => next(`${at}[${index}]`)).flat();
    switch (type.kind) {
      case "scalar":
        return [{ path: at, component: type.component }];
      case "vector": {
        const { component } = type;
        return each(first ? 1 : type.size, (element) => [{ path: element, component }]);
      }
      case "matrix": {
        const { component, columns, rows } = type;
        return each(first ? 2 : columns, (column) =>
          Array.from({ length: first ? 1 : rows }, (_, row) => ({
            path: `${column}[${row}]`,
            component,
          })),
        );
      }
      case "array":
        return each(first || type.length === "rest" ? 2 : type.length, (element) =>
          within(type.element, element),
        );
      case "struct":
        return leavesOf(type.struct, at, first);
    }
  };
  return struct.members.flatMap(({ name, type }) => within(type, `${path}.${name}`));
}

// What the package names as its main module is no module of the kind that it says.
const { WgslReflect } = (await import(
  import.meta.resolve("wgsl_reflect/wgsl_reflect.module.js")
)) as typeof import("wgsl_reflect");

/** What wgsl_reflect says of a buffer: its numbers, and its size if that is fixed. */
export interface Reflected {
  readonly numbers: readonly number[];
  readonly size: number | undefined;
}

type StructInfo = Reflect["structs"][number];
type TypeInfo = StructInfo["members"][number]["type"];

/** Asks wgsl_reflect for the numbers of a buffer. */
export function askReflect(each: GpuCase): Reflected {
  const reflect = new WgslReflect(`enable f16;
${wgslOf(each)}
@group(0) @binding(0) var<storage> buffer: ${each.struct.name};`);
  const told = reflect.structs.find(({ name }) => name === each.struct.name);
  if (told === undefined) throw new Error(`wgsl_reflect does not know ${each.struct.name}`);
  const teller: Teller<StructInfo, TypeInfo> = {
    offset: (struct, index) => struct.members[index]?.offset ?? Number.NaN,
    type: (struct, index) => {
      const type = struct.members[index]?.type;
      if (type === undefined) throw new Error(`${struct.name} has no member ${index}`);
      return type;
    },
    element: (type) => {
      if (!("stride" in type && "format" in type)) throw new Error(`${type.name} has no elements`);
      return { stride: Number(type.stride), element: type.format as TypeInfo };
    },
    struct: (type) => type as StructInfo,
    matrixStride: (_struct, _index, type) => type.size / Number(/^mat(\d)/.exec(type.name)?.[1]),
  };
  const size = hasRest(each.struct) ? undefined : told.size;
  return { numbers: numbersOf(each.struct, told, teller), size };
}
