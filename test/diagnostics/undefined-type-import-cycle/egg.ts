import { struct, u8 } from "structview/schema";
import { Hen } from "./hen.js";

export const Egg = struct({ weight: u8, hen: Hen });
