import { struct, u8 } from "structview/schema";

export const Shape = struct({ x: u8 });
