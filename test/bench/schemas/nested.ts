import { f32, struct, u32 } from "structview/schema";

/** The innermost record. */
export const Point = struct({ x: f32, y: f32, z: f32 });

/** Two points. */
export const Box = struct({ min: Point, max: Point });

/** A box with a number. */
export const Body = struct({ id: u32, box: Box });

/** The outermost record: `body.box.min.x` is three deep. */
export const Scene = struct({ stamp: u32, body: Body }, { size: 32 });
