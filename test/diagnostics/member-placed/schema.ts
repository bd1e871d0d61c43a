import { aligned, at, u16, u32, union } from "structview/schema";

export const Word = union({ all: u32, low: at(0, u16), high: at(2, u16), apart: aligned(4, u16) });
