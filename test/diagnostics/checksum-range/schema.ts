import { checksum, computed, struct, u16, u8 } from "structview/schema";

export const Packet = struct({
  first: u8,
  last: u8,
  backwards: computed(u16, checksum("inet", { from: "last", to: "first" })),
  unknown: computed(u16, checksum("inet", { from: "frist", to: "last" })),
});
