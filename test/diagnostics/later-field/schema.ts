import { bytes, struct, u8 } from "structview/schema";

export const Packet = struct({
  payload: bytes("length"),
  length: u8,
  itself: bytes("itself"),
});
