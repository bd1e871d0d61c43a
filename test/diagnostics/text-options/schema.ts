import { ascii, rest, struct, u8, utf16, utf8 } from "structview/schema";

export const Entry = struct({
  length: u8,
  both: utf8(8, { pad: " ", zeroTerminated: true }),
  wide: ascii("length", { pad: 256 }),
  below: utf16(4, { pad: -1 }),
  // @ts-expect-error what takes the rest leaves nothing to fill
  all: utf8(rest, { pad: 0 }),
});
