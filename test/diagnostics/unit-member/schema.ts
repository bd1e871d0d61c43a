import { bits, bitUnit, bytes, struct, u16, u8 } from "structview/schema";

export const Status = struct({
  ...bitUnit(u16, { mode: bits(8), level: u8 }),
  ...bitUnit(u8, { text: bytes(1) }),
});
