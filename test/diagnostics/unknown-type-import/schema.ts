import { struct, u61, u8 as Byte, uint8 } from "structview/schema";

export const Point = struct({ x: u61, y: Byte, z: uint8 });
