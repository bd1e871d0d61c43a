import { assertAt, bits, bytes, struct, u16, u8 } from "structview/schema";

export const Packet = struct({
  length: assertAt(1, u8),
  low: bits(12),
  high: assertAt(1, bits(4)),
  payload: bytes("length"),
  trailer: assertAt(3, u16),
});
