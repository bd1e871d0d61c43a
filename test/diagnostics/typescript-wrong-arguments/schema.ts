// What TypeScript would refuse, from someone who does not run it.
import { array, bits, bytes, constant, enumeration, struct, u8 } from "structview/schema";

export const Header = struct(
  {
    number: 5,
    text: "u8",
    nothing: null,
    call: bits,
    width: bits("4"),
    half: bits(4.5),
    length: bytes({}),
    list: array("u8", "4"),
    value: constant(u8, "1"),
    plain: { x: u8 },
  },
  { byteOrder: "BE", byteorder: "big" },
);

export const Colour = enumeration(u8, { red: "1", green: 1.5 });
