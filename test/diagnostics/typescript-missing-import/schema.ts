import { struct } from "structview/schema";

export const Point = struct({
  x: u8,
});
