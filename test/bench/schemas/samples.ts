import { array, f32, struct } from "structview/schema";

/** 16384 numbers, aligned. */
export const Samples = struct({ values: array(f32, 16384) }, { byteOrder: "little", rules: "c" });
