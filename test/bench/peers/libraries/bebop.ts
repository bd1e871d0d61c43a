import { particle } from "../../particle-bytes.js";
import type { Decoded } from "../values.js";
import { decoded, scene } from "../values.js";
import { Particle, Particles, Scenes, TextsList } from "./generated/bebop.js";
import type { Peer } from "../peer.js";
import { textWorks } from "../../cases-text.js";

const subject = "Bebop";
const style = "decode, encode";

/** Messages of its own format. */
export const peer: Peer = {
  particle: ({ records: count }, loops) => {
    const items = Array.from({ length: count }, (_, i) => make(i));
    const ones = items.map((item) => Particle.encode(item).slice());
    const bytes: Uint8Array = Particles.encode({ items }).slice();
    return loops.eagerParticles({
      subject,
      style,
      count,
      bytes,
      decode: (bytes) => Particles.decode(bytes).items,
      decodeOne: (index) => Particle.decode(ones[index] ?? bytes),
      encode: (all) => Particles.encode({ items: all }),
      ts: ({ ts }) => Number(ts),
    });
  },
  nested: ({ records: count }, loops) => {
    const items = Array.from({ length: count }, (_, i) => scene(i));
    const bytes = Scenes.encode({ items }).slice();
    return loops.eagerScenes(subject, "decode", () => Scenes.decode(bytes).items);
  },
  text: ({ texts: count }, loops) =>
    loops.texts(subject, "decode", textWorks(count), ({ record }) => {
      const items = Array.from({ length: count }, () => record);
      const bytes = TextsList.encode({ items }).slice();
      return () => {
        const { items: all } = TextsList.decode(bytes);
        return (index) => all[index] as (typeof all)[number];
      };
    }),
};

function make(i: number): Decoded & { ts: bigint; name: string } {
  return { ...decoded(i), ts: particle(i).ts, name: "" };
}
