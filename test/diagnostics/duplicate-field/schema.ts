import { struct, u16, u8 } from "structview/schema";

export const Point = struct({
  x: u8,
  y: u8,
  /** Meant to be z. */
  x: u16,
});
