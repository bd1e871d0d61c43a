import { bytes, struct, u8 } from "structview/schema";

export const half = 0.5;
export const none = 0;
export const Math = 3;

export const Packet = struct({ length: u8, payload: bytes("length * half"), rest: bytes("none") });
