import { struct } from "structview/schema";

export const Nothing = struct({});
