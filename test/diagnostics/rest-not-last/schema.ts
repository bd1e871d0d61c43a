import { bytes, rest, struct, u8 } from "structview/schema";

export const Packet = struct({ kind: u8, payload: bytes(rest), checksum: u8, end: u8 });

export const Tail = struct({ kind: u8, payload: bytes(rest) });

export const Frame = struct({ tail: Tail, checksum: u8 });
