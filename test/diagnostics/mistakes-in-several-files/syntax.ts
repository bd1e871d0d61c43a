import { struct, u8 } from "structview/schema";

export const Byte = struct({ x: u8 ];
