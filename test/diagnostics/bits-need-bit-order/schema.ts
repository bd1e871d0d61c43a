import { bits, struct, u16 } from "structview/schema";

export const Header = struct({ version: bits(4), kind: bits(4), length: u16 }, { byteOrder: "runtime" });
