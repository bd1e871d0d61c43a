import { struct, u8 } from "structview/schema";

export const Hen = struct({ weight: u8, egg: Egg });

export const Egg = struct({ weight: u8, hen: Hen });
