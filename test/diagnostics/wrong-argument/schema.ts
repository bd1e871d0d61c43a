import { array, bits, bytes, check, computed, struct, u8 } from "structview/schema";

export const Inner = struct({ length: u8, body: bytes("length") });

export const Packet = struct(
  {
    low: bits(4),
    high: computed(bits(4), "size(low)"),
    inner: Inner,
    list: array(u8, 4),
    name: bytes("size(list)"),
  },
  { checks: [check("count(low) == 1"), check("size(inner.body) > 0"), check("size(lst) > 0")] },
);
