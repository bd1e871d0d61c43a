import { fileURLToPath } from "node:url";
import protobuf from "protobufjs";
import { particle } from "../../particle-bytes.js";
import type { Decoded, DecodedScene } from "../values.js";
import { decoded, scene } from "../values.js";
import type { Peer } from "../peer.js";
import { textWorks } from "../../cases-text.js";

const subject = "protobufjs";

type Item = Decoded & { ts: { toNumber(): number } };

const file = fileURLToPath(new URL("schemas/records.proto", import.meta.url));
const root = protobuf.loadSync(file);

/** Messages of Protocol Buffers; the library compiles its decoders at run time. */
export const peer: Peer = {
  particle: ({ records: count }, loops) => {
    const Particles = root.lookupType("peer.Particles");
    const Particle = root.lookupType("peer.Particle");
    const items = Array.from({ length: count }, (_, i) => make(i));
    const ones = items.map((item) => Particle.encode(item).finish());
    const bytes = Particles.encode({ items }).finish();
    return loops.eagerParticles<Item, Uint8Array>({
      subject,
      style: "decode, encode",
      count,
      bytes,
      decode: (from) => (Particles.decode(from) as unknown as { items: Item[] }).items,
      decodeOne: (index) => Particle.decode(ones[index] ?? bytes) as unknown as Item,
      encode: (all) => Particles.encode({ items: all }).finish(),
      ts: ({ ts }) => ts.toNumber(),
    });
  },
  nested: ({ records: count }, loops) => {
    const Scenes = root.lookupType("peer.Scenes");
    const items = Array.from({ length: count }, (_, i) => scene(i));
    const bytes = Scenes.encode({ items }).finish();
    return loops.eagerScenes(
      subject,
      "decode",
      () => (Scenes.decode(bytes) as unknown as { items: DecodedScene[] }).items,
    );
  },
  text: ({ texts: count }, loops) => {
    const TextsList = root.lookupType("peer.TextsList");
    return loops.texts(subject, "decode", textWorks(count), ({ record }) => {
      const items = Array.from({ length: count }, () => record);
      const bytes = TextsList.encode({ items }).finish();
      return () => {
        const { items: all } = TextsList.decode(bytes) as unknown as { items: (typeof record)[] };
        return (index) => all[index] as typeof record;
      };
    });
  },
};

function make(i: number): object {
  return {
    ...decoded(i),
    ts: protobuf.util.LongBits.from(String(particle(i).ts)).toLong(true),
  };
}
