import { array, bool, bytes, constant, f32, struct, u8 } from "structview/schema";

export const Header = struct({ length: u8 });

export const Packet = struct({
  header: Header,
  name: bytes(4),
  ratio: f32,
  flag: bool,
  list: array(u8, 2),
  half: constant(f32, 0.5),
  a: bytes("name"),
  b: bytes("ratio * 2"),
  c: bytes("flag"),
  d: bytes("list"),
  e: bytes("header"),
  f: bytes("name.length"),
  g: bytes("half"),
});
