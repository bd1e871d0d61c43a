import { array, bytes, prefixed, struct, u8, utf8, i16, f32, u64 } from "structview/schema";

export const Message = struct({
  kind: u8,
  body: bytes(prefixed(i16)),
  words: array(u8, prefixed(f32)),
  note: utf8(prefixed(u64)),
});
