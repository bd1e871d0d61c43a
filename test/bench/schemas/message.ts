import { bool, constant, enumeration, struct, u16, u32, u8 } from "structview/schema";

export const MessageKind = enumeration(u8, { open: 1, data: 2, close: 3 });

/** 12 bytes of which not all are valid: what `parse` checks. */
export const Message = struct(
  { magic: constant(u32, 0x4d534731), kind: MessageKind, urgent: bool, length: u16, id: u32 },
  { byteOrder: "big", size: 12 },
);
