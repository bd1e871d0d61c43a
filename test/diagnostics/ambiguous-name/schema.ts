import { bytes, struct, u8 } from "structview/schema";

export const maximum = 16;

export const Packet = struct({
  maximum: u8,
  payload: bytes("maximum * 2"),
});
