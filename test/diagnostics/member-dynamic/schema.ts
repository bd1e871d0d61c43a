import { array, bytes, prefixed, rest, struct, u16, u8, union, utf8 } from "structview/schema";

export const Text = struct({ length: u8, letters: bytes("length") });
export const Body = union({
  length: u8,
  run: bytes("length"),
  words: array(u16, rest),
  text: Text,
  name: utf8(prefixed(u8)),
  fixed: bytes(4),
});
