import { array, bits, bytes, enumeration, rest, sequence, struct, u8 } from "structview/schema";

export const Colour = enumeration(u8, { red: 1 });

export const Text = struct({ length: u8, text: bytes("length") });

export const Tail = struct({ length: u8, tail: bytes(rest) });

export const Nothing = struct({ nothing: bytes("1 - 1") });

export const Page = struct({
  count: u8,
  texts: array(Text, 2),
  apart: array(Text, 2, { stride: 8 }),
  tails: array(Tail, 2),
  nothings: sequence(Nothing, "count"),
  grid: array(array(u8, 2), 2),
  rows: array(array(u8, "count"), 2),
  lists: array(array(Text, 2), 2),
  keys: array(bytes(16), 2),
  flags: array(bits(1), 8),
});

export const High = struct({ value: u8 }, { rules: "c", typedefAlign: 2 });

export const Apart = struct({ highs: array(High, 2) }, { rules: "c" });
