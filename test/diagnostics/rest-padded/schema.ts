import { aligned, bytes, rest, sequence, struct, u32, u8 } from "structview/schema";

export const Text = struct({ length: u8, text: bytes("length") });

export const Padded = struct({ length: u32, text: bytes("length") }, { rules: "c" });

export const Page = struct({ count: u32, texts: sequence(Text) }, { rules: "c" });

export const Tail = struct({ texts: sequence(Text) });

export const Nested = struct({ count: aligned(4, u32), tail: Tail });

export const Good = struct({ count: u32, texts: sequence(Padded, rest) }, { rules: "c" });
