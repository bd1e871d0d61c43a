import { bool, enumeration, flags, scaled, struct, u16, u32, u64, u8 } from "structview/schema";

export const Mode = enumeration(u8, { idle: 0, moving: 10, charging: 20, fault: 255 });

export const Status = flags(u8, { gps: 1, radio: 2, door: 4, alarm: 8 }, { open: true });

/** 18 bytes of which getters check some. */
export const Telemetry = struct(
  {
    device: u32,
    mode: Mode,
    online: bool,
    status: Status,
    battery: u8,
    speed: scaled(u16, 0.01),
    distance: u64.asNumber,
  },
  { byteOrder: "big", size: 18 },
);
