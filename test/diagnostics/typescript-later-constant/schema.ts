import { struct, u8 } from "structview/schema";

export const Line = struct({ from: Point });

const Point = struct({ x: u8 });
export { Point };
