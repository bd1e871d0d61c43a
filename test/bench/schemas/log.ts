import { prefixed, struct, u16, u32, utf8 } from "structview/schema";

/** A line of a log: as long as its text. */
export const Line = struct(
  { time: u32, text: utf8(prefixed(u16)), level: u16 },
  { byteOrder: "big" },
);
