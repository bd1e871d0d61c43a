import { bits, struct } from "structview/schema";

export const Flags = struct({ low: bits(3) });
