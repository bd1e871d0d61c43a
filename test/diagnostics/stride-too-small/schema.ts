import { aligned, array, at, bits, bytes, rest, struct, u16, u32, u8 } from "structview/schema";

export const Table = struct({ entries: array(u32, 4, { stride: 2 }) });
