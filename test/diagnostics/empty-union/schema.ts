import { u8, union } from "structview/schema";

export const Nothing = union({});
export const Json = union({ toJSON: u8, constructor: u8 });
