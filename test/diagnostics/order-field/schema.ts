import { byField, bytes, struct, u16, u8 } from "structview/schema";

export const Open = struct(
  { order: u16, length: u16 },
  { byteOrder: byField({ little: "order == 1", big: "order == 2" }) },
);

export const Behind = struct(
  { length: u8, body: bytes("length"), order: u8 },
  { byteOrder: byField({ little: "order == 1", big: "length == 2" }) },
);

export const Nothing = struct({ order: u8 }, { byteOrder: byField({ little: "1", big: "0" }) });

export const Missing = struct(
  { order: u8 },
  { byteOrder: byField({ little: "ordre == 1", big: "order == 2" }) },
);

export const Measured = struct(
  { order: u8 },
  { byteOrder: byField({ little: "order == 1 && size() == 1", big: "order == 2" }) },
);
