import { array, bits, bool, f32, f64, mat, rest, struct, u32, utf8, vec3, when } from "structview/schema";

export const Camera = struct(
  { isOn: bool, far: f64, view: mat(4, 4, f32, { order: "row" }), name: utf8(8) },
  { rules: "wgsl-uniform" },
);

export const Points = struct(
  { count: u32, flags: bits(32), first: when("count", vec3(f32)), all: array(vec3(f32), "count") },
  { rules: "std430", byteOrder: "big" },
);

export const Tail = struct({ values: array(f32, rest) }, { rules: "wgsl-storage" });
export const Nest = struct({ tail: Tail }, { rules: "wgsl-storage" });
