import { bits, flags, struct, u8 } from "structview/schema";

export const Access = flags(bits(4), { none: 0, read: 1, far: 0x10, negative: -1 });

export const File = struct({ access: Access, rest: bits(4) });

export const Fine = struct({ x: u8 });
