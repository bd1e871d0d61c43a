import { struct, u8 } from "structview/schema";

export default struct({ x: u8 });
