import { bits, struct } from "structview/schema";
import { Point } from "./names.js";

// What is wrong here is told when what it depends on is right.
export const Line = struct({ from: Point, to: Point, tag: bits(3) });
