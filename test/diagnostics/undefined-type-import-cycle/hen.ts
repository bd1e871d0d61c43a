import { struct, u8 } from "structview/schema";
import { Egg } from "./egg.js";

export const Hen = struct({ weight: u8, egg: Egg });
