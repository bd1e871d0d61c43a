import { bits, bytes, struct, u16, u32, u8, union } from "structview/schema";

export const Bits = union({ byte: u8, flags: bits(3), low: bits(5) });
export const InC = union({ byte: u8, flags: bits(8) }, { rules: "c" });
export const Sized = union({ half: u16, word: u32 }, { size: 6 });
export const Word = union({ half: u16, word: u32 });
export const Packet = struct({
  word: Word,
  payload: bytes("word.half"),
  more: bytes("word"),
});
