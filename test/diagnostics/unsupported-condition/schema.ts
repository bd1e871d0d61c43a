import { bits, bytes, rest, struct, u8, when } from "structview/schema";

export const Text = struct({ length: u8, text: when("length", bytes("length")) });

export const Page = struct({
  flags: u8,
  high: when("flags & 1", bits(4)),
  low: bits(4),
  tail: when("flags & 2", bytes(rest)),
});

export const Names = struct({
  flags: u8,
  extra: when("flags & 4", u8),
  name: bytes("extra"),
  more: when("flag & 4", u8),
});
