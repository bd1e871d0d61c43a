import * as s from "structview/schema";
import { Pont } from "./point.js";

export const Line = s.struct({
  from: Pont,
  weight: s.u61,
  to: Pont,
});

export const Lines = s.struct({ list: s.array(Pont, 2) });
