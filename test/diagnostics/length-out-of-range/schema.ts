import { array, bytes, struct, u8 } from "structview/schema";

export const Lengths = struct({
  none: bytes(0),
  negative: array(u8, -1),
  fraction: bytes(1.5),
  nothing: array(u8, NaN),
  endless: bytes(Infinity),
});
