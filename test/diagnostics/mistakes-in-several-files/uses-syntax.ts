import { struct } from "structview/schema";
import { Byte } from "./syntax.js";

export const Bytes = struct({ first: Byte });
