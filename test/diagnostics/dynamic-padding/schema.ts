import { at, bytes, struct, u16, u32, u8, when } from "structview/schema";

export const Text = struct({ length: u8, text: bytes("length"), after: at(20, u8) });

export const Page = struct({ flags: u8, extra: when("flags", u16), after: at(4, u8) });

export const Aligned = struct({ length: u8, text: bytes("length"), after: u32 }, { rules: "c" });
