import { struct } from "structview/schema";

export const Header = struct(undefined);
