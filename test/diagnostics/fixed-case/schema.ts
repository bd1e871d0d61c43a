import { bytes, constant, rest, select, struct, u8, variant } from "structview/schema";

export const Ping = struct({ kind: constant(u8, 1) });
export const Text = struct({ kind: constant(u8, 2), length: u8, text: bytes("length") });

export const Message = variant("kind", [Ping, Text], { fixed: true });

export const Packet = struct({
  kind: u8,
  payload: select("kind", { 1: Ping }, { fixed: true, otherwise: bytes(rest) }),
});
