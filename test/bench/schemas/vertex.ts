import { array, f32, struct, u32, vec3 } from "structview/schema";

/** 32 bytes: two vectors, and indices of bones. */
export const Vertex = struct(
  { position: vec3(f32), normal: vec3(f32), bones: array(u32, 2) },
  { byteOrder: "little", size: 32 },
);
