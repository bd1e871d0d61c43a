import { bytes, check, checksum, computed, struct, u8 } from "structview/schema";

export const Packet = struct(
  {
    sum: computed(u8, checksum("sum8")),
    payload: bytes("sum"),
  },
  { checks: [check("sum != 0")] },
);
