import { struct, u8 } from "structview/schema";

const Point = struct({ x: u8 });
void Point;
