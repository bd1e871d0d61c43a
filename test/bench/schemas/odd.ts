import { i24, i48, struct, u24, u48 } from "structview/schema";

/** Integers of 24 and 48 bits, in both byte orders. */
export const Odd = struct({ a: u24, b: u48, c: i24.be, d: i48.be }, { byteOrder: "little" });
