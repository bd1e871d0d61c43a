import { bytes, check, computed, flags, scaled, struct, u8 } from "structview/schema";

export const Marks = flags(u8, { last: 1, urgent: 2 });

export const Checked = struct(
  { marks: Marks, level: scaled(u8, 0.5) },
  { checks: [check("marks != 0"), check("level < 10")] },
);

export const Computed = struct({ marks: Marks, copy: computed(u8, "marks + 1") });

export const Length = struct({ level: scaled(u8, 0.5), body: bytes("level") });
