import { array, struct, utf16, zeroTerminated } from "structview/schema";

export const Entry = struct({
  name: utf16(7),
  each: array(utf16.be(3, { pad: 0 }), 2),
  limited: utf16.le(zeroTerminated.atMost(9)),
});
