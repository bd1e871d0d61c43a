import { bytes, check, computed, struct, u8 } from "structview/schema";

export const Packet = struct(
  {
    length: u8,
    a: bytes("floor(length)"),
    b: bytes("min(length)"),
    c: bytes("max(1, 2, 3)"),
    d: computed(u8, "count()"),
    e: computed(u8, "size(a, b)"),
    f: computed(u8, "size(1)"),
    g: bytes("length.max(1)"),
  },
  { checks: [check("length >"), check("exit()", "never")] },
);
