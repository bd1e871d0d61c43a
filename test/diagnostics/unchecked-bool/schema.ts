import { array, bool, lenientBool, struct, u32, u8, union } from "structview/schema";

export const Options = struct({ level: u8, isOn: bool });

export const Content = union({ number: u32, options: Options, flags: array(bool, 4) });

// Neither of these is remarked on: one is validated, of the other every byte is valid.
export const Switch = struct({ isOn: bool });
export const Lenient = union({ number: u8, isOn: lenientBool });
