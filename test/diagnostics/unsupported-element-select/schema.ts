import { array, select, struct, u8 } from "structview/schema";

export const Byte = struct({ value: u8 });
export const Word = struct({ value: u8 }, { size: 1 });

export const Packet = struct({ on: u8, items: array(select("on", { 1: Byte, 2: Word }), 2) });
