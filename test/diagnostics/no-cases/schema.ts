import { select, struct, u8, variant } from "structview/schema";

export const Message = variant("kind", []);

export const Packet = struct({ protocol: u8, payload: select("protocol", {}) });
