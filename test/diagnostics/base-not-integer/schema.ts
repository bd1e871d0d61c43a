import { bool, enumeration, f32 } from "structview/schema";

export const Ratio = enumeration(f32, { half: 1 });

// @ts-expect-error A boolean is no base.
export const Truth = enumeration(bool, { yes: 1 });
