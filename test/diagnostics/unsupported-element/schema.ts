import { array, bits, bytes, enumeration, struct, u8 } from "structview/schema";

export const Colour = enumeration(u8, { red: 1 });

export const Text = struct({ length: u8, text: bytes("length") });

export const Page = struct({
  texts: array(Text, 2),
  grid: array(array(u8, 2), 2),
  keys: array(bytes(16), 2),
  flags: array(bits(1), 8),
});
