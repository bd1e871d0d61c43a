import { array, f64, struct, u16, u32, u8 } from "structview/schema";

export const Sample = struct(
  { kind: u8, time: u32, value: f64, counts: array(u16, 2), flags: u8 },
  { byteOrder: "native" },
);

// None of these is remarked on: bytes of a file, laid out as C does, packed as C packs, aligned by hand.
export const Entry = struct({ kind: u8, time: u32 }, { byteOrder: "little" });
export const Native = struct({ kind: u8, time: u32 }, { byteOrder: "native", rules: "c" });
export const Packed = struct({ kind: u8, time: u32 }, { byteOrder: "native", rules: "c", pack: 1 });
export const Aligned = struct({ time: u32, kind: u8 }, { byteOrder: "native" });
