import { cTarget, enumeration, struct, u8 } from "structview/schema";

const c = cTarget("wasm32-wasi");
export const Kind = enumeration(u8, { leaf: 0, branch: 1 });
export const Open = struct({ value: c.int }, { byteOrder: "runtime", rules: c });
export const Node = struct(
  { next: c.pointerTo("Node"), kind: c.pointerTo("Kind"), open: c.pointerTo("Open"), odd: u8 },
  { rules: c },
);
