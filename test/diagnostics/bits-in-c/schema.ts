import { aligned, array, at, bits, bytes, rest, struct, u16, u32, u8 } from "structview/schema";

export const Flags = struct({ low: bits(4), high: bits(4) }, { rules: "c" });
