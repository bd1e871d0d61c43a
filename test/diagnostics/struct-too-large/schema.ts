import { array, bytes, struct, u64 } from "structview/schema";

export const Half = struct({ bytes: bytes(2 ** 29) });

export const Block = struct({ halves: array(Half, 2), one: bytes(1) });

export const Endless = struct({ numbers: array(u64, Number.MAX_SAFE_INTEGER) });
