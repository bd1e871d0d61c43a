/** Random structs of buffers of shaders, and the same as schemas. */
import type { Random } from "../oracle/random.js";

/** The rule sets of shading languages. */
export type Rules = "std140" | "std430" | "wgsl-uniform" | "wgsl-storage";

/** Scalars that vectors and matrices are made of. */
export type Component =
  "f32" | "i32" | "u32" | "f16" | "bool" | "f64" | "i8" | "u8" | "i16" | "u16" | "i64" | "u64";

/** A type as a shading language has it. */
export type GpuType =
  | { readonly kind: "scalar"; readonly component: Component }
  | { readonly kind: "vector"; readonly component: Component; readonly size: 2 | 3 | 4 }
  | {
      readonly kind: "matrix";
      readonly component: Component;
      readonly columns: 2 | 3 | 4;
      readonly rows: 2 | 3 | 4;
      readonly order: "column" | "row";
    }
  | { readonly kind: "array"; readonly element: GpuType; readonly length: number | "rest" }
  | { readonly kind: "struct"; readonly struct: GpuStruct };

/** A member, with what it says of its place. */
export interface GpuMember {
  readonly name: string;
  readonly type: GpuType;
  readonly align?: number;
  readonly size?: number;
  readonly offset?: number;
}

/** A struct. */
export interface GpuStruct {
  readonly name: string;
  readonly members: readonly GpuMember[];
}

/** A struct that is a buffer, with the rules of that. */
export interface GpuCase {
  readonly rules: Rules;
  readonly struct: GpuStruct;
}

/** What the random structs have that not all tools know. */
export interface Variety {
  /** Beside `f32`, `i32` and `u32`, and `bool` in GLSL. */
  readonly components: readonly Component[];
  /** Whether members place themselves, or have a size of their own. */
  readonly places: boolean;
  /** Whether arrays have arrays as elements. */
  readonly nestedArrays: boolean;
  /** Whether the last member can be an array without a length. */
  readonly rest: boolean;
}

/** Makes a random buffer. Its structs are named after `name`. */
export function randomCase(
  random: Random,
  rules: Rules,
  name: string,
  { components: others, places, nestedArrays, rest }: Variety,
): GpuCase {
  const isGlsl = rules === "std140" || rules === "std430";
  const plain: readonly Component[] = isGlsl
    ? ["f32", "i32", "u32", "bool"]
    : ["f32", "i32", "u32"];
  const floats = ["f32", ...others.filter((each) => each.startsWith("f"))] as const;
  // Matrices of nested structs have the order of the member that is one.
  const order = isGlsl && random.chance(0.4) ? "row" : "column";
  const dimension = (): 2 | 3 | 4 => random.pick([2, 3, 4] as const);
  let count = 0;

  const component = (): Component =>
    random.pick(others.length > 0 && random.chance(0.4) ? others : plain);
  const simple = (isTop: boolean): GpuType => {
    const kind = random.pick(["scalar", "scalar", "vector", "vector", "vector", "matrix"] as const);
    if (kind === "scalar") return { kind, component: component() };
    if (kind === "vector") return { kind, component: component(), size: dimension() };
    const own =
      isTop && isGlsl && random.chance(0.5) ? random.pick(["row", "column"] as const) : order;
    const base = random.pick(floats);
    return { kind, component: base, columns: dimension(), rows: dimension(), order: own };
  };
  const element = (depth: number, isTop: boolean): GpuType => {
    if (rules === "wgsl-uniform" && random.chance(0.85)) {
      const isWide = random.chance(0.6);
      if (isWide)
        return { kind: "vector", component: random.pick(plain), size: random.pick([3, 4]) };
      return depth < 2 ? { kind: "struct", struct: struct(depth + 1) } : wideMatrix();
    }
    const isNested = random.chance(0.25);
    if (isNested && nestedArrays) return array(depth, isTop, random.integer(2, 3));
    if (depth < 2 && random.chance(0.35)) return { kind: "struct", struct: struct(depth + 1) };
    const type = simple(isTop);
    // Arrays of single bytes 16 bytes apart are refused.
    const isByte = type.kind === "scalar" && type.component.endsWith("8");
    return isByte ? { kind: "scalar", component: "u32" } : type;
  };
  const wideMatrix = (): GpuType => ({
    kind: "matrix",
    component: "f32",
    columns: dimension(),
    rows: random.pick([3, 4] as const),
    order: "column",
  });
  const array = (depth: number, isTop: boolean, length: number | "rest"): GpuType => ({
    kind: "array",
    element: element(depth, isTop),
    length,
  });
  const type = (depth: number): GpuType => {
    const isTop = depth === 0;
    if (depth < 2 && random.chance(0.2)) return { kind: "struct", struct: struct(depth + 1) };
    return random.chance(0.3) ? array(depth, isTop, random.integer(2, 4)) : simple(isTop);
  };
  const place = (member: GpuMember, depth: number, index: number): GpuMember => {
    const { kind } = member.type;
    const isAggregate = kind === "array" || kind === "struct";
    if (rules === "wgsl-uniform" && random.chance(0.9)) {
      // What is aligned to 16 bytes lies where uniform buffers ask for it, and ends what is before it.
      if (isAggregate || random.chance(0.5) || index === 0) return { ...member, align: 16 };
    }
    if (!places || random.chance(0.75)) return member;
    if (isGlsl) {
      if (depth > 0) return member;
      return random.chance(0.5)
        ? { ...member, align: random.pick([64, 128]) }
        : { ...member, offset: (index + 1) * 2 ** 22 };
    }
    if ((kind === "scalar" || kind === "vector") && random.chance(0.5)) {
      return { ...member, size: random.integer(64, 100) };
    }
    // A struct is as aligned as its members: what nests it is not less so.
    return rules === "wgsl-uniform" ? member : { ...member, align: 128 >> depth };
  };
  const struct = (depth: number): GpuStruct => {
    const members: GpuMember[] = [];
    const length = random.integer(1, depth === 0 ? 8 : 4);
    for (let index = 0; index < length; index++) {
      members.push(place({ name: `m${index}`, type: type(depth) }, depth, index));
    }
    if (depth === 0 && rest && random.chance(0.3)) {
      members.push({ name: "all", type: array(0, true, "rest") });
    }
    return { name: depth === 0 ? name : `${name}_${count++}`, members };
  };
  return { rules, struct: struct(0) };
}

/** Returns a struct and those that it nests, each behind those that it needs. */
export function structsOf(struct: GpuStruct): readonly GpuStruct[] {
  const within = (type: GpuType): readonly GpuStruct[] => {
    if (type.kind === "array") return within(type.element);
    return type.kind === "struct" ? structsOf(type.struct) : [];
  };
  return [...struct.members.flatMap((member) => within(member.type)), struct];
}

/** Whether the last member of a struct is an array without a length. */
export function hasRest({ members }: GpuStruct): boolean {
  return members.some(({ type }) => type.kind === "array" && type.length === "rest");
}

/** Returns the schema of buffers, in JSON. */
export function documentOf(cases: readonly GpuCase[]): { readonly types: readonly object[] } {
  return {
    types: cases.flatMap(({ rules, struct }) =>
      [...new Set(structsOf(struct))].map(({ name, members }) => ({
        kind: "struct",
        name,
        rules,
        fields: members.map((member) => ({ name: member.name, type: fieldData(member) })),
      })),
    ),
  };
}

function fieldData({ type, align, size, offset }: GpuMember): unknown {
  const isPlaced = align !== undefined || size !== undefined || offset !== undefined;
  if (!isPlaced) return typeData(type);
  return {
    kind: "placed",
    type: typeData(type),
    ...(align !== undefined && { alignment: align }),
    ...(size !== undefined && { size }),
    ...(offset !== undefined && { offset }),
  };
}

function typeData(type: GpuType): unknown {
  switch (type.kind) {
    case "scalar":
      return type.component;
    case "vector":
    case "matrix": {
      const { component, ...others } = type;
      return { ...others, base: component };
    }
    case "array":
      return {
        kind: "array",
        element: typeData(type.element),
        length: type.length === "rest" ? { kind: "rest" } : type.length,
      };
    case "struct":
      return type.struct.name;
  }
}
