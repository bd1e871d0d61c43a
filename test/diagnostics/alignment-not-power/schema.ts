import { aligned, array, at, bits, bytes, rest, struct, u16, u32, u8 } from "structview/schema";

export const Aligned = struct({ value: aligned(3, u8) }, { rules: "c" });

export const Whole = struct({ value: u8 }, { align: 12 });

export const Packed = struct({ value: u32 }, { rules: "c", pack: 6 });

export const Named = struct({ value: u32 }, { rules: "c", typedefAlign: 6 });
