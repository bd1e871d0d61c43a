import { bytes, struct, u8 } from "structview/schema";

export const Header = struct({ length: u8 });

export const Packet = struct({
  header: Header,
  ihl: u8,
  options: bytes("ilh * 4"),
  payload: bytes("header.lenght"),
  rest: bytes("somethingElse"),
});
