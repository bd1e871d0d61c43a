import { array, enumeration, struct, u8 } from "structview/schema";

const Hidden = struct({ x: u8 });

export const Line = struct({
  from: struct({ x: u8, y: u8 }),
  to: Hidden,
  colour: enumeration(u8, { red: 1 }),
  list: array(struct({ x: u8 }), 2),
});
