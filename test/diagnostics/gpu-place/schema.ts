import { aligned, array, at, f32, sized, struct, vec3, vec4 } from "structview/schema";

export const Lamp = struct({ power: f32 }, { rules: "wgsl-uniform" });

export const Room = struct(
  { size: f32, lamp: Lamp, weights: array(f32, 8), tint: aligned(4, vec4(f32)) },
  { rules: "wgsl-uniform" },
);

// What is asked for, nothing of which is wrong.
export const Hall = struct(
  { size: f32, lamp: aligned(16, sized(16, Lamp)), weights: array(vec4(f32), 2) },
  { rules: "wgsl-uniform" },
);

export const Block = struct({ scale: f32, eye: at(8, vec3(f32)) }, { rules: "std140" });

export const Named = struct({ scale: f32 }, { rules: "std430", typedefAlign: 16 });
