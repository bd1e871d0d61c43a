import { aligned, array, at, bits, bytes, rest, struct, u16, u32, u8 } from "structview/schema";

export const Header = struct({
  magic: u32,
  version: at(2, u16),
});
