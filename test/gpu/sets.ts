/** The sets of random buffers that tools are asked about, and which tools know all that a set has. */
import { Random } from "../oracle/random.js";
import type {
  Component,
  GpuCase,
  GpuMember,
  GpuStruct,
  GpuType,
  Rules,
  Variety,
} from "./structs.js";
import { randomCase } from "./structs.js";

/** A program that knows where shaders find what. */
export type Tool = "glslang" | "webgl" | "webgpu" | "wgsl_reflect";

/** Random buffers. */
export interface CaseSet {
  readonly rules: Rules;
  readonly variety: Variety;
  readonly tools: readonly Tool[];
}

const wide: readonly Component[] = ["f16", "f64", "i8", "u8", "i16", "u16", "i64", "u64"];
const plain = { components: [], places: false, nestedArrays: true, rest: true } as const;

/** The sets by name. */
export const sets = {
  std140: {
    rules: "std140",
    variety: { components: [], places: false, nestedArrays: false, rest: false },
    tools: ["glslang", "webgl"],
  },
  "std140 with all types": {
    rules: "std140",
    variety: { components: wide, places: true, nestedArrays: true, rest: true },
    tools: ["glslang"],
  },
  // What GLSL calls std430 is the one layout that WGSL has: each is asked about the same structs.
  "storage buffers": {
    rules: "wgsl-storage",
    variety: plain,
    tools: ["glslang", "webgpu", "wgsl_reflect"],
  },
  "storage buffers with f16": {
    rules: "wgsl-storage",
    variety: { ...plain, components: ["f16"] },
    tools: ["glslang", "wgsl_reflect"],
  },
  "storage buffers with @align and @size": {
    rules: "wgsl-storage",
    variety: { ...plain, places: true },
    tools: ["webgpu", "wgsl_reflect"],
  },
  "std430 with all types": {
    rules: "std430",
    variety: { components: wide, places: true, nestedArrays: true, rest: true },
    tools: ["glslang"],
  },
  "uniform buffers": {
    rules: "wgsl-uniform",
    variety: { ...plain, places: true, rest: false },
    tools: ["webgpu", "wgsl_reflect"],
  },
} as const satisfies { readonly [name: string]: CaseSet };

/** The name of a set. */
export type SetName = keyof typeof sets;

/** Names of the sets. */
export const setNames: readonly SetName[] = Object.keys(sets) as SetName[];

/** Returns the buffers of a set, each with a name of its own. */
export function casesOf(name: SetName, seed: number, count: number): readonly GpuCase[] {
  const random = new Random(seed);
  const { rules, variety } = sets[name];
  return Array.from({ length: count }, (_, index) =>
    randomCase(random, rules, `C${index}`, variety),
  );
}

/**
 * Returns uniform buffers of WGSL that the rules of Vulkan can judge: what is nested says nothing of its place, as
 * in GLSL; and matrices have at least three rows, as those of two have to be aligned to 16 bytes there.
 */
export function judgedCases(seed: number, count: number): readonly GpuCase[] {
  const random = new Random(seed);
  const variety = { ...plain, rest: false };
  return Array.from({ length: count }, (_, index) => {
    const { rules, struct } = randomCase(random, "wgsl-uniform", `C${index}`, variety);
    return { rules, struct: { ...struct, members: struct.members.map(judged) } };
  });
}

function judged(member: GpuMember): GpuMember {
  return { ...member, type: unplaced(member.type) };
}

function unplaced(type: GpuType): GpuType {
  switch (type.kind) {
    case "matrix":
      return { ...type, rows: type.rows === 2 ? 3 : type.rows };
    case "array":
      return { ...type, element: unplaced(type.element) };
    case "struct": {
      const members = type.struct.members.map((member): GpuMember => ({
        name: member.name,
        type: unplaced(member.type),
      }));
      return { kind: "struct", struct: { name: type.struct.name, members } };
    }
    case "scalar":
    case "vector":
      return type;
  }
}

/**
 * Whether wgsl_reflect knows where all of a buffer lies: it does not have a struct be as aligned as the `@align` of
 * its members asks for, as the specification does ("Alignment and Size": the alignment of a struct is
 * "max(AlignOfMember(S,1), ... , AlignOfMember(S,N))", and AlignOfMember "is k if the member has the attribute
 * align(k)"). Shaders on WebGPU do.
 */
export function isReflected({ struct }: GpuCase): boolean {
  const hasAlign = (nested: GpuStruct): boolean =>
    nested.members.some(({ type, align }) => align !== undefined || within(type));
  const within = (type: GpuType): boolean => {
    if (type.kind === "array") return within(type.element);
    return type.kind === "struct" && hasAlign(type.struct);
  };
  return !struct.members.some(({ type }) => within(type));
}
