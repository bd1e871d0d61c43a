import { array, bool, bytes, date, ipv4Address, rest, scaled, struct, u16, u64, wrapped } from "structview/schema";

const Point = struct({ x: u16 });
export { Point };

export const Header = struct({
  when: date(bool as never),
  scaled: scaled(u64 as never, 0.5),
  nested: wrapped(Point as never, { from: "./codecs.js", name: "point" }),
  list: wrapped(array(u16, 2) as never, { from: "./codecs.js", name: "list" }),
  twice: wrapped(ipv4Address as never, { from: "./codecs.js", name: "address" }),
  rest: wrapped(bytes(rest), { from: "./codecs.js", name: "text" }),
});
