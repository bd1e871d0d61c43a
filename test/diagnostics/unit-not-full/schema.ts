import { bits, bitUnit, struct, u16, u24, u8 } from "structview/schema";

export const Status = struct({
  ...bitUnit(u16, { mode: bits(3), level: bits(10) }),
  ...bitUnit(u24, { all: bits(23) }),
  ...bitUnit(u8, { whole: bits(8), half: bits(4) }),
  last: bits(8),
});
