import { bits, byField, constant, f32, struct, u16, u8, variant } from "structview/schema";

export const Ping = struct({ kind: constant(u8, 1) });
export const Pong = struct({ kind: constant(u8, 1), id: u8 });
export const Late = struct({ id: u8, kind: constant(u8, 2) });
export const Wide = struct({ kind: constant(u16, 3) });
export const Any = struct({ kind: u8 });
export const None = struct({ id: u8 });
export const Nibble = struct({ kind: constant(bits(4), 4), low: bits(4) });
export const Float = struct({ kind: constant(f32, 0.5) });
export const Rest = struct({ kind: constant(u8, 9) });

export const Found = struct(
  { order: u8, kind: constant(u16, 5) },
  { byteOrder: byField({ little: "order == 1", big: "order == 2" }) },
);

export const FoundOther = struct(
  { order: u8, kind: u16 },
  { byteOrder: byField({ little: "order == 1", big: "order == 2" }) },
);

export const Message = variant("kind", [Ping, Pong, Late, Wide, Any, None, Nibble, Float]);
export const Open = variant("kind", [Ping], { otherwise: Rest });
export const Elsewhere = variant("kind", [Ping], { otherwise: None });
export const Told = variant("kind", [Found]);
export const Untold = variant("kind", [Ping], { otherwise: FoundOther });
