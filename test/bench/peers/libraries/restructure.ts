import * as r from "restructure";
import { nestedBytes } from "../../cases-nested.js";
import { particleBytes, singles } from "../../particle-bytes.js";
import type { Decoded, DecodedScene } from "../values.js";
import type { Peer } from "../peer.js";
import { textWorks } from "../../cases-text.js";
import { wideBytes, wideLoops } from "../../cases-wide.js";
import type { Wide as WideRecord } from "../../generated.js";

const subject = "restructure";

type Item = Decoded & { ts: Uint8Array };

const Particle = new r.Struct({
  id: r.uint32le,
  flags: r.uint16le,
  kind: r.uint8,
  level: r.uint8,
  x: r.floatle,
  y: r.floatle,
  z: r.floatle,
  mass: r.floatle,
  energy: r.doublele,
  ts: new r.Buffer(8),
  name: new r.Buffer(16),
});

const Point = new r.Struct({ x: r.floatle, y: r.floatle, z: r.floatle });
const Box = new r.Struct({ min: Point, max: Point });
const Body = new r.Struct({ id: r.uint32le, box: Box });
const Scene = new r.Struct({ stamp: r.uint32le, body: Body });

/** Structs that are read as a whole; it has no integers of 64 bits. */
export const peer: Peer = {
  particle: ({ records: count }, loops) => {
    const Particles = new r.Array(Particle, count);
    const bytes = particleBytes(count, 56);
    const ones = singles(bytes);
    return loops.eagerParticles<Item, Uint8Array>({
      subject,
      style: "fromBuffer, toBuffer",
      count,
      bytes,
      decode: (from) => Particles.fromBuffer(from) as Item[],
      decodeOne: (index) => Particle.fromBuffer(ones[index] ?? bytes) as Item,
      encode: (items) => Particles.toBuffer(items),
    });
  },
  nested: ({ records: count }, loops) => {
    const Scenes = new r.Array(Scene, count);
    const bytes = nestedBytes(count);
    return loops.eagerScenes(
      subject,
      "fromBuffer",
      () => Scenes.fromBuffer(bytes) as DecodedScene[],
    );
  },
  text: ({ texts: count }, loops) => {
    const Texts = new r.Struct({
      short: new r.String(8, "utf8"),
      middle: new r.String(32, "utf8"),
      long: new r.String(256, "utf8"),
    });
    const List = new r.Array(Texts, count);
    return loops.texts(subject, "fromBuffer", textWorks(count), ({ bytes, record }) => () => {
      const items = List.fromBuffer(bytes) as (typeof record)[];
      return (index) => items[index] as typeof record;
    });
  },
  "200 fields": async ({ wideRecords: count }, loops) => {
    const fields = Array.from({ length: 200 }, (_, index) => [`f${index}`, r.uint32le] as const);
    const List = new r.Array(new r.Struct(Object.fromEntries(fields)), count);
    const bytes = wideBytes(count);
    return loops.wide(subject, "fromBuffer", count, await wideLoops("restructure"), () => {
      const items = List.fromBuffer(bytes) as WideRecord[];
      return (index) => items[index] as WideRecord;
    });
  },
};
