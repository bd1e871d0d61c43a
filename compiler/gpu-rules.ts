/**
 * Part of stage 5: where shading languages put vectors, matrices, arrays and structs in a buffer. `std140` and
 * `std430` are those of GLSL (OpenGL 4.6, section 7.6.2.2); WGSL has one layout for all address spaces
 * (WGSL, "Memory Layout"), of which the uniform one refuses some ("Address Space Layout Constraints").
 */
import type { BitsExpression, GpuRuleSetName, RuleSetName, Shape } from "./document.js";
import type { ResolvedScalar, ResolvedType } from "./resolve.js";
import { alignUp } from "./rules.js";
import { scalars } from "./scalars.js";

/** The rules of a buffer in a shading language. Alignments are in bytes. */
export interface GpuRules {
  readonly name: GpuRuleSetName;
  readonly language: "GLSL" | "WGSL";
  /** What the alignment of arrays, of matrices and of structs is rounded up to. */
  readonly roundedTo: number;
  /** What the offset of arrays and structs and the stride of arrays have to be multiples of: else an error. */
  readonly required: number;
}

/** The rule sets of shading languages by name. */
export const gpuRuleSets: { readonly [Name in GpuRuleSetName]: GpuRules } = {
  std140: { name: "std140", language: "GLSL", roundedTo: 16, required: 1 },
  std430: { name: "std430", language: "GLSL", roundedTo: 1, required: 1 },
  "wgsl-uniform": { name: "wgsl-uniform", language: "WGSL", roundedTo: 1, required: 16 },
  "wgsl-storage": { name: "wgsl-storage", language: "WGSL", roundedTo: 1, required: 1 },
};

/** Returns the rules of a shading language that have this name, if it is one of theirs. */
export function gpuRulesOf(name: RuleSetName): GpuRules | undefined {
  return isGpu(name) ? gpuRuleSets[name] : undefined;
}

function isGpu(name: RuleSetName): name is GpuRuleSetName {
  return Object.hasOwn(gpuRuleSets, name);
}

/** Returns the least alignment of a struct. */
export function leastAlignment(name: RuleSetName): number {
  return gpuRulesOf(name)?.roundedTo ?? 1;
}

/** Returns a type as shaders have it: a boolean of GLSL has 4 bytes, and is true unless all are zero. */
export function typeUnder(type: ResolvedType, name: RuleSetName): ResolvedType {
  if (gpuRulesOf(name)?.language !== "GLSL") return type;
  if (type.kind === "constant" && isBoolean(type.base))
    return { ...type, base: widened(type.base) };
  return type.kind === "scalar" && isBoolean(type) ? widened(type) : type;
}

function isBoolean(type: ResolvedScalar | BitsExpression): type is ResolvedScalar {
  return type.kind === "scalar" && type.scalar.kind === "boolean";
}

function widened(type: ResolvedScalar): ResolvedScalar {
  return { ...type, scalar: scalars.bool32 };
}

/** How many components lie one behind the other, those that are padding counted, and how aligned. */
export interface ShapeLayout {
  readonly count: number;
  /** `undefined` is that of a component. */
  readonly alignment: number | undefined;
}

/** Lays out a vector of `length` components, or a matrix, whose components have `size` bytes. */
export function layOutShape(
  shape: Shape,
  length: number,
  size: number,
  name: RuleSetName,
): ShapeLayout {
  const rules = gpuRulesOf(name);
  if (rules === undefined) return { count: length, alignment: undefined };
  if (shape.kind === "vector") return { count: length, alignment: vectorAlignment(length, size) };
  // A matrix is an array of its columns, or of its rows.
  const across = shape.order === "column" ? shape.rows : shape.columns;
  const { stride, alignment } = layOutElements(across * size, vectorAlignment(across, size), name);
  return { count: (length / across) * (stride / size), alignment };
}

/** How elements lie one behind the other. */
export interface ElementsLayout {
  readonly stride: number;
  /** `undefined` is that of an element. */
  readonly alignment: number | undefined;
}

/** Lays out elements of `size` bytes in an array. */
export function layOutElements(size: number, alignment: number, name: RuleSetName): ElementsLayout {
  const rules = gpuRulesOf(name);
  if (rules === undefined) return { stride: size, alignment: undefined };
  const rounded = alignUp(alignment, rules.roundedTo);
  return { stride: alignUp(size, rounded), alignment: rounded };
}

/** A vector of three components is as aligned as one of four. */
function vectorAlignment(length: number, size: number): number {
  return (length === 2 ? 2 : 4) * size;
}
