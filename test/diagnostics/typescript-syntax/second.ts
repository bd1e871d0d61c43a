import { struct, u8 } from "structview/schema";

export const Line = struct({ x: u8 );
