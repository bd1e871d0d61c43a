import { array, constant, enumeration, struct, u16, u8 } from "structview/schema";

export const Kind = enumeration(u8, { ping: 1, pong: 2 });

export const Ping = struct({
  kind: constant(Kind, "pin"),
  others: array(constant(Kind, "unlike"), 2),
  length: u16,
});
