import { constant, enumeration, select, struct, u8, variant } from "structview/schema";

export const Kind = enumeration(u8, { ping: 1 });
export const Ping = struct({ kind: constant(u8, 1) });
export const Message = variant("kind", [Ping, Kind]);
export const Frame = struct({ on: u8, message: select("on", { 1: Message, 2: Ping }) });
