import { struct, u16, u8 } from "structview/schema";

export const Point = struct({ x: u8 });

export const Point = struct({ x: u16 });
