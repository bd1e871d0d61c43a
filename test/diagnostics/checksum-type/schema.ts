import { bits, checksum, computed, i16, struct, u16, u32 } from "structview/schema";

export const Packet = struct({
  narrow: computed(u16, checksum("crc32", { to: "narrow" })),
  signed: computed(i16, checksum("inet", { to: "signed" })),
  inBits: computed(bits(8), checksum({ from: "./own.js", name: "own" }, { to: "inBits" })),
  wide: computed(u32, checksum("sum8", { from: "wide" })),
});
