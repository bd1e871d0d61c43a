import { bytes, struct, u8 } from "structview/schema";

export const Packet = struct({
  length: u8,
  unfinished: bytes("length *"),
  empty: bytes(""),
  fraction: bytes("length * 1.5"),
  call: bytes("length()"),
  text: bytes("'length'"),
  indexed: bytes("length[0]"),
  two: bytes("length length"),
  and: bytes("length && 1"),
  not: bytes("!length"),
  assignment: bytes("length = 4"),
  self: bytes("this"),
  list: bytes("[length]"),
  strange: bytes("length § 2"),
});
