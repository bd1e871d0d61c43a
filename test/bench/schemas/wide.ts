import { struct, u32 } from "structview/schema";

const names = Array.from({ length: 200 }, (_, index) => `f${index}`);

/** 200 fields. */
export const Wide = struct(Object.fromEntries(names.map((name) => [name, u32])), { size: 800 });
