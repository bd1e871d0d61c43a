import { enumeration, struct, u8 } from "structview/schema";

// In an object literal this sets the prototype: the field would be lost without a word.
export const Reading = struct({ x: u8, __proto__: u8, y: u8 });

export const Colour = enumeration(u8, { red: 1, "__proto__": 2 });
