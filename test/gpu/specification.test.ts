/**
 * What the specifications say of layouts, in their own examples and words: of WGSL (https://www.w3.org/TR/WGSL,
 * sections "Structure Member Layout" and "Address Space Layout Constraints") and of OpenGL 4.6 (section 7.6.2.2).
 */
import { describe, expect, test } from "vitest";
import { compileCases } from "./numbers.js";
import type { GpuMember, GpuStruct, GpuType, Rules } from "./structs.js";

const f32: GpuType = { kind: "scalar", component: "f32" };
const i32: GpuType = { kind: "scalar", component: "i32" };
const vec2: GpuType = { kind: "vector", component: "f32", size: 2 };
const vec3: GpuType = { kind: "vector", component: "f32", size: 3 };

/** Makes a struct whose members say nothing of their place, or do. */
function struct(
  name: string,
  members: Readonly<Record<string, GpuType | Omit<GpuMember, "name">>>,
): GpuStruct {
  const list = Object.entries(members).map(([each, is]): GpuMember =>
    "kind" in is ? { name: each, type: is } : { name: each, ...is },
  );
  return { name, members: list };
}

function nested(of: GpuStruct): GpuType {
  return { kind: "struct", struct: of };
}

function array(element: GpuType, length: number): GpuType {
  return { kind: "array", element, length };
}

/** Compiles a buffer. */
function compiled(
  rules: Rules,
  of: GpuStruct,
): { readonly numbers: unknown; readonly size: unknown; readonly errors: readonly string[] } {
  const { errors, numbers, sizes } = compileCases([{ rules, struct: of }]);
  const messages = errors.map(({ message }) => message);
  return { numbers: numbers.get(of.name), size: sizes.get(of.name), errors: messages };
}

describe("WGSL", () => {
  test("lays out structures by implicit member sizes and alignments", () => {
    const A = struct("A", { u: f32, v: f32, w: vec2, x: f32 });
    const B = struct("B", {
      a: vec2,
      b: vec3,
      c: f32,
      d: f32,
      e: nested(A),
      f: vec3,
      g: array(nested(A), 3),
      h: i32,
    });
    const ofA = [0, 4, 8, 16];
    expect(compiled("wgsl-storage", A)).toEqual({ numbers: ofA, size: 24, errors: [] });
    const numbers = [0, 16, 28, 32, 40, ...ofA, 64, 80, 24, ...ofA, 152];
    expect(compiled("wgsl-storage", B)).toEqual({ numbers, size: 160, errors: [] });
  });

  test("lays out structures by explicit member sizes and alignments", () => {
    const A = struct("A", { u: f32, v: f32, w: vec2, x: { type: f32, size: 16 } });
    const e = { type: nested(A), align: 16 };
    const B = struct("B", {
      a: vec2,
      b: vec3,
      c: f32,
      d: f32,
      e,
      f: vec3,
      g: array(nested(A), 3),
      h: i32,
    });
    const ofA = [0, 4, 8, 16];
    expect(compiled("wgsl-uniform", A)).toEqual({ numbers: ofA, size: 32, errors: [] });
    const numbers = [0, 16, 28, 32, 48, ...ofA, 80, 96, 32, ...ofA, 192];
    expect(compiled("wgsl-uniform", B)).toEqual({ numbers, size: 208, errors: [] });
  });

  // "If a structure member itself has a structure type S, then the number of bytes between the start of that member
  // and the start of any following member must be at least roundUp(16, SizeOf(S))."
  test("asks for room behind a structure in the uniform address space", () => {
    const S = struct("S", { x: f32 });
    const invalid = compiled("wgsl-uniform", struct("Invalid", { a: nested(S), b: f32 }));
    expect(invalid.errors).toEqual([
      "Invalid.a is a struct, and b follows 4 bytes behind its start, and wgsl-uniform asks for 16; write sized(16, S)",
    ]);
    const valid = struct("Valid", { a: nested(S), b: { type: f32, align: 16 } });
    expect(compiled("wgsl-uniform", valid)).toEqual({ numbers: [0, 0, 16], size: 32, errors: [] });
    const sized = struct("Sized", { a: { type: nested(S), size: 16 }, b: f32 });
    expect(compiled("wgsl-uniform", sized)).toEqual({ numbers: [0, 0, 16], size: 20, errors: [] });
    expect(compiled("wgsl-storage", struct("Invalid", { a: nested(S), b: f32 })).errors).toEqual(
      [],
    );
  });

  // "Array elements are aligned to 16 byte boundaries. That is, StrideOf(array<T,N>) = 16 × k' for some positive
  // integer k'."
  test("asks for elements 16 bytes apart in the uniform address space", () => {
    const small = struct("SmallStride", { a: array(f32, 8) });
    expect(compiled("wgsl-uniform", small).errors).toHaveLength(1);
    const wrapped = struct("WrappedF32", { elem: { type: f32, size: 16 } });
    const big = struct("BigStride", { a: array(nested(wrapped), 8) });
    expect(compiled("wgsl-uniform", big)).toEqual({ numbers: [0, 16, 0], size: 128, errors: [] });
  });

  // RequiredAlignOf(matCxR<T>, uniform) is "AlignOf(S)", which spirv-val knows nothing of: in Vulkan the columns of
  // a matrix are elements of an array, 16 bytes apart.
  test("takes a matrix with two rows in the uniform address space", () => {
    const matrix: GpuType = {
      kind: "matrix",
      component: "f32",
      columns: 2,
      rows: 2,
      order: "column",
    };
    const of = struct("Turn", { angle: f32, turn: matrix });
    expect(compiled("wgsl-uniform", of)).toEqual({ numbers: [0, 8, 8], size: 24, errors: [] });
  });
});

describe("OpenGL", () => {
  // (3) "If the member is a three-component vector with components consuming N basic machine units, the base
  // alignment is 4N." (9) "The structure may have padding at the end; the base offset of the member following the
  // sub-structure is rounded up to the next multiple of the base alignment of the structure."
  test("lays out by std140 what its rules name", () => {
    const inner = struct("Inner", { a: vec3, b: f32, c: vec2 });
    const block = struct("Block", {
      x: f32,
      inner: nested(inner),
      y: f32,
      list: array(f32, 2),
      z: f32,
    });
    const numbers = [0, 16, 0, 12, 16, 48, 64, 16, 96];
    expect(compiled("std140", block)).toEqual({ numbers, size: 112, errors: [] });
  });

  // "... except that the base alignment and stride of arrays of scalars and vectors in rule 4 and of structures in
  // rule 9 are not rounded up a multiple of the base alignment of a vec4."
  test("lays out by std430 without rounding up", () => {
    const inner = struct("Inner", { c: vec2, b: f32 });
    const block = struct("Block", {
      x: f32,
      inner: nested(inner),
      y: f32,
      list: array(f32, 2),
      z: f32,
    });
    const numbers = [0, 8, 0, 8, 24, 28, 4, 36];
    expect(compiled("std430", block)).toEqual({ numbers, size: 40, errors: [] });
  });

  // (5) "If the member is a column-major matrix with C columns and R rows, the matrix is stored identically to an
  // array of C column vectors with R components each, according to rule (4)." (7) says the same of rows.
  test.each([
    { order: "column", size: 48 },
    { order: "row", size: 32 },
  ] as const)("lays out a matrix of 3 columns and 2 rows by $order", ({ order, size }) => {
    const matrix: GpuType = { kind: "matrix", component: "f32", columns: 3, rows: 2, order };
    const of = struct("Block", { matrix });
    expect(compiled("std140", of)).toEqual({ numbers: [0, 16], size, errors: [] });
  });
});
