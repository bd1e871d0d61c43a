import { bytes, f32, f64, struct, u16, u32, u64, u8 } from "structview/schema";

/** 56 bytes, each field at a multiple of its size: typed arrays can lie over the same bytes. */
export const Particle = struct(
  {
    id: u32,
    flags: u16,
    kind: u8,
    level: u8,
    x: f32,
    y: f32,
    z: f32,
    mass: f32,
    energy: f64,
    ts: u64,
    name: bytes(16),
  },
  { byteOrder: "little", rules: "c", size: 56 },
);
