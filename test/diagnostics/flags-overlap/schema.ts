import { flags, struct, u8 } from "structview/schema";

export const Access = flags(u8, {
  read: 0x01,
  write: 0x02,
  /** Both: a name of its own bits, it would be there twice. */
  all: 0x03,
});

export const File = struct({ access: Access });
