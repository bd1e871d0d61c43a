import { bytes, f32, f64, struct, u16, u32, u64, u8 } from "structview/schema";

/** A particle with a longer name: another class with the same fields, at another stride. */
function variation(index: number) {
  return struct(
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
      name: bytes(24 + index * 8),
    },
    { byteOrder: "little", rules: "c" },
  );
}

export const Other0 = variation(0);
export const Other1 = variation(1);
export const Other2 = variation(2);
export const Other3 = variation(3);
export const Other4 = variation(4);
export const Other5 = variation(5);
export const Other6 = variation(6);
export const Other7 = variation(7);
export const Other8 = variation(8);
export const Other9 = variation(9);
export const Other10 = variation(10);
export const Other11 = variation(11);
export const Other12 = variation(12);
export const Other13 = variation(13);
export const Other14 = variation(14);
export const Other15 = variation(15);
