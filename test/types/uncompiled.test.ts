/** What is thrown where a schema is used as its class, and no build plugin compiled it. */
import {
  array,
  constant,
  enumeration,
  flags,
  struct,
  u8,
  union,
  utf8,
  variant,
} from "structview/schema";
import { describe, expect, test } from "vitest";
import { EthernetHeader } from "../../generated/ethernet.js";
import { Ipv4Header } from "../../generated/ipv4.js";
import { TcpOption } from "../../generated/tcp.js";

const Kind = enumeration(u8, { ping: 1, kind: 2, base: 3 });
const Bits = flags(u8, { low: 1, open: 2 });
const Ping = struct({ type: constant(u8, Kind.ping), size: u8, view: u8, name: utf8(4) });
const Word = union({ one: u8, two: array(u8, 2) });
const Signal = variant("type", [Ping]);

const advice =
  "of a schema that no build plugin compiled: add the plugin to the build, such as " +
  "structview/vite, or run `structview generate` and import the generated module";

describe("a schema that nothing compiled", () => {
  test.each([
    { name: "view", use: () => Ping.view(new Uint8Array(7)) },
    { name: "size", use: () => Ping.size },
    { name: "create", use: () => Ping.create({ size: 1 }) },
    { name: "array", use: () => Word.array(new Uint8Array(4)) },
    { name: "parse", use: () => Word.parse(new Uint8Array(2)) },
    { name: "need", use: () => Signal.need(new Uint8Array(2)) },
    { name: "~standard", use: () => Signal["~standard"].vendor },
  ])("says so where $name is asked for", ({ name, use }) => {
    expect(use).toThrow(new TypeError(`.${name} ${advice}`));
  });

  test("says so where instanceof asks", () => {
    const value: unknown = new Uint8Array(2);
    expect(() => value instanceof Ping).toThrow(new TypeError(`instanceof ${advice}`));
  });

  test("says so for each static member of generated classes", () => {
    const members = [Ipv4Header, EthernetHeader, TcpOption].flatMap((each) =>
      Object.getOwnPropertyNames(each).filter(
        (name) => !/^\$|^(length|name|prototype)$/.test(name),
      ),
    );
    expect(new Set(members).size).toBeGreaterThan(25);
    for (const name of members) {
      expect(() => Reflect.get(Ping, name) as unknown, name).toThrow(`.${name} ${advice}`);
    }
  });

  test("is plain data for the compiler, whatever its fields and members are called", () => {
    expect({ ...Ping }).toMatchObject({ kind: "struct", fields: { size: u8, view: u8 } });
    expect({ ...Kind }).toMatchObject({ kind: "enumeration", members: { kind: 2, base: 3 } });
    expect(Object.keys(Bits)).toEqual(["kind", "base", "members", "open"]);
  });

  test("has the values of enumerations and the masks of flags, for other schemas to name", () => {
    expect([Kind.ping, Bits.low]).toEqual([1, 1]);
    expect(Object.isFrozen(Kind)).toBe(true);
  });
});
