import { struct, u8 } from "structview/schema";
import { Point as Corner } from "./point.js";

export const Point = struct({ x: u8 });

export const Line = struct({ from: Corner, to: Corner });
