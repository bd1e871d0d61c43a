import { array, f32, struct, vec3 } from "structview/schema";

export const Light = struct({ position: vec3(f32), range: f32 });

export const Scene = struct({ lights: array(Light, 4) }, { rules: "std140" });
