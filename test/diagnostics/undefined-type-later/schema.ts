import { array, struct, u8 } from "structview/schema";

export const Line = struct({
  weight: u8,
  from: Point,
  others: array(Point, 2),
});

export const Point = struct({ x: u8 });
