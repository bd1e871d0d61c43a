import { checksum, computed, struct, u16, u8 } from "structview/schema";

export const Numbers = struct({
  a: computed(u8, "b + 1"),
  b: computed(u8, "a - 1"),
  own: computed(u8, "own"),
});

export const Sums = struct({
  first: computed(u16, checksum("inet")),
  second: computed(u16, checksum("fletcher16")),
});
