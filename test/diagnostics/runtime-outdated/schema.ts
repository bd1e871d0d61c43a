import { struct, u16 } from "structview/schema";

export const Point = struct({ x: u16, y: u16 });
