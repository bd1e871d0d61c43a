import { enumeration, u8 } from "structview/schema";

export const Colour = enumeration(u8, { red: 1, green: 2, red: 3 });
