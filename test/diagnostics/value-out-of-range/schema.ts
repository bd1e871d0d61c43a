import { bits, constant, enumeration, i8, struct, u16, u64, u8 } from "structview/schema";

export const Colour = enumeration(u8, { red: 255, green: 256, blue: -1 });

export const Mode = enumeration(bits(2), { off: 0, on: 4 });

export const Header = struct({
  magic: constant(u16, 0x10000),
  sign: constant(i8, 128),
  long: constant(u64, 1n << 64n),
  flags: constant(bits(8), 256),
});
