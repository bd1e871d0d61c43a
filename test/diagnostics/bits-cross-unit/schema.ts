import { bits, bitUnit, struct, u16, u32, u8 } from "structview/schema";

export const Status = struct({
  ...bitUnit(u16, { mode: bits(2), level: bits(12), flags: bits(3), rest: bits(15) }),
  count: u8,
  ...bitUnit(u32, { low: bits(32), high: bits(40) }),
});
