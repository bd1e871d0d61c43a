import { enumeration, struct, u8 } from "structview/schema";

export const Largé = struct({ x: u8 });

export const Reading = struct({
  "first value": u8,
  2: u8,
  $offset: u8,
  "": u8,
  "x; evil()": u8,
});

export const Colour = enumeration(u8, { "dark-red": 1 });
