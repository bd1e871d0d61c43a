import { particle } from "../../particle-bytes.js";
import { decoded, scene } from "../values.js";
import { Particle, Particles, Scenes } from "./generated/bebop.js";
import type { Peer } from "../peer.js";

const subject = "Bebop";
const style = "decode, encode";

/** Messages of its own format. */
export const peer: Peer = {
  particle: ({ records: count }, loops) => {
    const make = (i: number) => ({ ...decoded(i), ts: particle(i).ts, name: "" });
    const items = Array.from({ length: count }, (_, i) => make(i));
    const one = Particle.encode(make(0)).slice();
    return loops.eagerParticles({
      subject,
      style,
      count,
      bytes: Particles.encode({ items }).slice() as Uint8Array,
      decode: (bytes) => Particles.decode(bytes).items,
      decodeOne: () => Particle.decode(one),
      encode: (all) => Particles.encode({ items: all }),
      ts: ({ ts }) => Number(ts),
    });
  },
  nested: ({ records: count }, loops) => {
    const items = Array.from({ length: count }, (_, i) => scene(i));
    const bytes = Scenes.encode({ items }).slice();
    return loops.eagerScenes(subject, "decode", () => Scenes.decode(bytes).items);
  },
};
