import { byField, bytes, struct, u16, u8 } from "structview/schema";

export const Fine = struct(
  { order: u8, length: u16 },
  { byteOrder: byField({ little: "order == 1", big: "order == 2" }) },
);

export const Length = struct({ fine: Fine, body: bytes("fine.length") });
