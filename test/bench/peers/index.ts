/** The other libraries, each in a module of its own. */
import type { Operation } from "../case.js";
import { operation } from "../case.js";
import type { Sizes } from "../suites.js";
import type { Loops, Peer } from "./peer.js";

const names = [
  "plain-objects",
  "flatbuffers",
  "capnp-es",
  "structurae",
  "typed-struct",
  "buffer-backed-object",
  "bebop",
  "protobufjs",
  "protobuf-es",
  "binary-parser",
  "restructure",
  "kaitai",
  "arrow",
];

/** Returns operations of a suite with the ways of the other libraries behind our own. */
export async function withPeers(
  suite: string,
  operations: readonly Operation[],
  sizes: Sizes,
): Promise<Operation[]> {
  const all = await Promise.all(
    names.map(async (name) => {
      const [library, ways] = [`./libraries/${name}.js`, `./ways.js?peer=${name}`];
      const { peer } = (await import(/* @vite-ignore */ library)) as { peer: Peer };
      const loops = (await import(/* @vite-ignore */ ways)) as Loops;
      return peer[suite]?.(sizes, loops) ?? {};
    }),
  );
  return operations.map((one) => {
    const ways = all.flatMap((peer) => peer[one.name] ?? []);
    const count = one.cases[0]?.count ?? 1;
    const { cases } = operation(one.suite, one.name, count, one.expected, ways);
    return { ...one, cases: [...one.cases, ...cases] };
  });
}
