import { aligned, array, at, bits, bytes, rest, struct, u16, u32, u8 } from "structview/schema";

export const Header = struct({ magic: u32, version: u16 }, { size: 8 });

export const Text = struct({ length: u8, text: bytes("length") }, { size: 16 });
