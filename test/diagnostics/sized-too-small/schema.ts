import { bytes, f32, sized, struct, u8, vec3 } from "structview/schema";

export const Material = struct({ colour: sized(8, vec3(f32)) }, { rules: "wgsl-storage" });

export const Text = struct({ length: u8, text: sized(16, bytes("length")) });
