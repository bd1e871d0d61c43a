import { struct } from "structview/schema";
import { Point } from "no-such-package";

export const Line = struct({ from: Point });
