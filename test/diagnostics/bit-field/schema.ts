import { at, bitField, bool, bytes, cTarget, enumeration, f32, struct, u32, u8, unnamedBits } from "structview/schema";

const c = cTarget("aarch64-linux");
export const Wide = struct({ tag: u8, mode: bitField(c.unsignedShort, 17) }, { rules: c });
export const Truth = struct({ is: bitField(bool, 2), no: bitField(u32, 0) }, { rules: c });
export const Plain = struct({ mode: bitField(u32, 3), rest: unnamedBits(u32, 29) });
export const Late = struct({ n: u8, text: bytes("n"), mode: bitField(u32, 3) }, { rules: "c" });
export const Float = struct({ x: bitField(f32, 3) }, { rules: c });
export const Mode = enumeration(u32, { low: 0, high: 9 });
export const Narrow = struct({ mode: bitField(Mode, 3), it: bitField(Mode, 4) }, { rules: c });
export const Placed = struct({ tag: u32, mode: at(1, bitField(u32, 3)) }, { rules: c });
