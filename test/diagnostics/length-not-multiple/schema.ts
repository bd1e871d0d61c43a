import { sequence, struct, u16, u24, u8 } from "structview/schema";

export const Point = struct({ x: u16, y: u8 });

export const Page = struct({
  words: sequence(u16, 5),
  points: sequence(Point, 9),
  threes: sequence(u24, 10),
});
