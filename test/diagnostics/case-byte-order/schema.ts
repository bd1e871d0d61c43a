import { constant, struct, u16, u8, variant } from "structview/schema";

export const Ping = struct({ kind: constant(u8, 1), id: u16 }, { byteOrder: "runtime" });

export const Message = variant("kind", [Ping]);
