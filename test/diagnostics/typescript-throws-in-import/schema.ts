import { struct } from "structview/schema";
import { Point } from "./point.js";

export const Line = struct({ from: Point });
