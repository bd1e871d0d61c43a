import { bytes, enumeration, struct, u8 } from "structview/schema";

/** One slip, of which the parser makes five mistakes. */
export const Kind = enumeration(u8, first: 1, second: 2 });

/** Nothing is wrong with this one. */
export const Fine = struct({ x: u8 });

export const Point = struct({
  x: u8,
  : u8,
  tags: bytes("x + 1"),
});

export const Line = struct({ a: Point ], { byteOrder: "big" });
