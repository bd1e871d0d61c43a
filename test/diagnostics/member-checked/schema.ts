import { checksum, computed, reserved, u16, u32, union } from "structview/schema";

export const Word = union({
  all: u32,
  sum: computed(u32, checksum("crc32")),
  length: computed(u16, "all + 1"),
  none: reserved(2),
});
