import { enumeration, struct, u8 } from "structview/schema";

export const DataView = struct({ x: u8 });

export const any = struct({ x: u8 });

export const Reading = struct({
  constructor: u8,
  toString: u8,
  ["__proto__"]: u8,
  hasOwnProperty: u8,
  toJSON: u8,
});

export const Colour = enumeration(u8, { valueOf: 1 });
