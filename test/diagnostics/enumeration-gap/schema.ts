import { bits, enumeration, u8 } from "structview/schema";

export const State = enumeration(u8, { idle: 0, ready: 1, busy: 2, done: 4, failed: 5 });

// None of these is remarked on: open, without a gap, numbers given from elsewhere, bits.
export const Level = enumeration(u8, { low: 0, middle: 1, high: 3 }, { open: true });
export const Colour = enumeration(u8, { red: 1, green: 2, blue: 3 });
export const Protocol = enumeration(u8, { icmp: 1, tcp: 6, udp: 17 });
export const Access = enumeration(bits(4), { none: 0, read: 1, write: 2, all: 4, own: 8 });
