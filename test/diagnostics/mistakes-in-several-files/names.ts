import { enumeration, struct, u8 } from "structview/schema";

export const Kind = enumeration(u8, { first: 1, second: 300 });
export const Point = struct({ x: u8, constructor: u8 });
