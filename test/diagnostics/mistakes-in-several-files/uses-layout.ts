import { struct } from "structview/schema";
import { Flags } from "./layout.js";

export const Header = struct({ flags: Flags }, { size: 2 });
