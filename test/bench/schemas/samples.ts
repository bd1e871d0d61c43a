import { array, f32, struct } from "structview/schema";

/** 1024 numbers, aligned. */
export const Samples = struct({ values: array(f32, 1024) }, { byteOrder: "little", rules: "c" });
