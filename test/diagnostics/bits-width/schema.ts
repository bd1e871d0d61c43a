import { bits, constant, enumeration, struct } from "structview/schema";

export const Wide = enumeration(bits(60), { one: 1 });

export const Flags = struct({
  none: bits(0),
  huge: bits(54),
  negative: bits(-3),
  mark: constant(bits(64), 1),
});
