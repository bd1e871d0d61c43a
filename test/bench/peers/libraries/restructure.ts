import * as r from "restructure";
import { nestedBytes } from "../../cases-nested.js";
import { particleBytes } from "../../particle-bytes.js";
import type { Decoded, DecodedScene } from "../values.js";
import type { Peer } from "../peer.js";

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
    const one = bytes.subarray(0, 56);
    return loops.eagerParticles<Item, Uint8Array>({
      subject,
      style: "fromBuffer, toBuffer",
      count,
      bytes,
      decode: (from) => Particles.fromBuffer(from) as Item[],
      decodeOne: () => Particle.fromBuffer(one) as Item,
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
};
