import { struct, u32, u8, union } from "structview/schema";

export const Packet = struct({ tag: u8, body: union({ number: u32, byte: u8 }) });
