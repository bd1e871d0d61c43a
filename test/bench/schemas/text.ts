import { struct, utf8 } from "structview/schema";

/** Texts of 8, 32 and 256 bytes that fill them: what is measured is the text, not what is around it. */
export const Texts = struct({ short: utf8(8), middle: utf8(32), long: utf8(256) });
