import { aligned, array, at, bits, bytes, rest, struct, u16, u32, u8 } from "structview/schema";

export const Text = struct({ length: u8, text: bytes("length"), after: at(20, u8) });

export const Aligned = struct({ length: u8, text: bytes("length"), after: u32 }, { rules: "c" });

export const Tail = struct({ length: u32, text: bytes(rest) }, { rules: "c" });
