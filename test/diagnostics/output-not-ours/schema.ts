import { struct, u8 } from "structview/schema";

export const Point = struct({ x: u8 });
