import { bits, bitUnit, struct, u16 } from "structview/schema";

export const Control = struct({
  control: bitUnit(u16, { low: bits(8), high: bits(8) }),
  ...bitUnit(u16, { first: bits(8), second: undefined }),
});
