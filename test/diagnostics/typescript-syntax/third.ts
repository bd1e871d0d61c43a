import { struct, u8 } from "structview/schema";

export const Fine = struct({ x: u8 });
