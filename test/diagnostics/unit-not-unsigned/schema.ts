import { bits, bitUnit, f32, i16, struct, u64 } from "structview/schema";

export const Status = struct({
  ...bitUnit(i16, { mode: bits(16) }),
  ...bitUnit(f32, { level: bits(32) }),
  ...bitUnit(u64.asNumber, { wide: bits(64) }),
});
