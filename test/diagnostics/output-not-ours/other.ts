import { struct, u8 } from "structview/schema";

export const Other = struct({ x: u8 });
