import { bits, constant, enumeration, struct } from "structview/schema";

export const Wide = enumeration(bits(66), { one: 1 });

export const Flags = struct({
  none: bits(0),
  huge: bits(65),
  negative: bits(-3),
  mark: constant(bits(70), 1),
});
