import { bits, enumeration, struct, u8 } from "structview/schema";

export const Mode = enumeration(bits(2), { off: 0, on: 1 });

export const Flags = struct({
  version: bits(4),
  mode: Mode,
  length: u8,
  single: bits(1),
});
