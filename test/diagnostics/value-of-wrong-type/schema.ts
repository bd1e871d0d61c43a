import { bool, constant, f32, struct, u8 } from "structview/schema";

export const Header = struct({
  // @ts-expect-error A number is no boolean.
  flag: constant(bool, 1),
  // @ts-expect-error A boolean is no number.
  kind: constant(u8, true),
  half: constant(u8, 0.5),
  tenth: constant(f32, 0.1),
  none: constant(f32, NaN),
});
