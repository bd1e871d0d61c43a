import { array, enumeration, struct, u16, u8 } from "structview/schema";

export const Point = struct({ x: u16, y: u16 });
export const PointArray = struct({ points: array(Point, 4) });
export const PointValue = enumeration(u8, { none: 0 });

export const Colour = enumeration(u8, { red: 1 });
export const isColour = struct({ x: u8 });
