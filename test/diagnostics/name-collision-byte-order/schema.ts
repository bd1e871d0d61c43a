import { struct, u16 } from "structview/schema";

/** Is also read in big-endian order below, as PointBig. */
export const Point = struct({ x: u16 });

export const Little = struct({ point: Point }, { byteOrder: "little" });
export const Big = struct({ point: Point }, { byteOrder: "big" });

export const PointBig = struct({ x: u16 });
