import { anonymous, array, rest, struct, u32, u8, union } from "structview/schema";

export const Word = union({ whole: u32, low: u8 }, { rules: "c" });
export const Tail = struct({ count: u8, tail: array(u8, rest) });
export const Twice = struct({ whole: u32, word: anonymous(Word) }, { rules: "c" });
export const Open = struct({ tail: anonymous(Tail) }, { rules: "c" });
