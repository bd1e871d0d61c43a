import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { particle } from "../../particle-bytes.js";
import type { DecodedScene } from "../values.js";
import { decoded, scene } from "../values.js";
import {
  ParticleSchema,
  ParticlesSchema,
  ScenesSchema,
  TextsListSchema,
} from "./generated/protobuf-es.js";
import type { Particle } from "./generated/protobuf-es.js";
import type { Peer } from "../peer.js";
import { textWorks } from "../../cases-text.js";

const subject = "protobuf-es";

/** Messages of Protocol Buffers; the library reads them by reflection. */
export const peer: Peer = {
  particle: ({ records: count }, loops) => {
    const items = Array.from({ length: count }, (_, i) => make(i));
    const ones = items.map((item) => toBinary(ParticleSchema, item));
    const bytes: Uint8Array = toBinary(ParticlesSchema, create(ParticlesSchema, { items }));
    return loops.eagerParticles({
      subject,
      style: "fromBinary, toBinary",
      count,
      bytes,
      decode: (from) => fromBinary(ParticlesSchema, from).items,
      decodeOne: (index) => fromBinary(ParticleSchema, ones[index] ?? bytes),
      encode: (all) => toBinary(ParticlesSchema, create(ParticlesSchema, { items: all })),
      ts: ({ ts }) => Number(ts),
    });
  },
  nested: ({ records: count }, loops) => {
    const items = Array.from({ length: count }, (_, i) => scene(i));
    const bytes = toBinary(ScenesSchema, create(ScenesSchema, { items }));
    return loops.eagerScenes(
      subject,
      "fromBinary",
      () => fromBinary(ScenesSchema, bytes).items as unknown as DecodedScene[],
    );
  },
  text: ({ texts: count }, loops) =>
    loops.texts(subject, "fromBinary", textWorks(count), ({ record }) => {
      const items = Array.from({ length: count }, () => record);
      const bytes = toBinary(TextsListSchema, create(TextsListSchema, { items }));
      return () => {
        const { items: all } = fromBinary(TextsListSchema, bytes);
        return (index) => all[index] as (typeof all)[number];
      };
    }),
};

function make(i: number): Particle {
  return create(ParticleSchema, { ...decoded(i), ts: particle(i).ts });
}
