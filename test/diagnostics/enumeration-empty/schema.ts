import { enumeration, u8 } from "structview/schema";

export const Nothing = enumeration(u8, {});
