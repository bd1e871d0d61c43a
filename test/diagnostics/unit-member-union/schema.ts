import { bits, bitUnit, u16, union } from "structview/schema";

export const Word = union({ whole: u16, ...bitUnit(u16, { low: bits(8), high: bits(8) }) });
