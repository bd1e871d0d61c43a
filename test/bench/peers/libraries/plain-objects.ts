import { sumOf } from "../../case.js";
import { particle, shuffled } from "../../particle-bytes.js";
import type { Decoded } from "../values.js";
import { decoded, scene } from "../values.js";
import type { Peer } from "../peer.js";
import { textWorks } from "../../cases-text.js";

const subject = "plain objects";
const style = "already decoded";

/** An array of objects that has all values already: what there is after decoding. */
export const peer: Peer = {
  particle: ({ records: count }, loops) => {
    const items = Array.from({ length: count }, (_, i) => make(i));
    const targets = Array.from({ length: count }, (_, i) => make(i));
    const mixed = Array.from(shuffled(count), (index) => make(index));
    let sorted = mixed;
    return {
      ...loops.lazyParticles({
        subject,
        style,
        count,
        at: (index) => items[index] as (typeof items)[number],
        targetAt: (index) => targets[index] as (typeof items)[number],
        ts: ({ ts }) => Number(ts),
      }),
      "sort by a field": [
        [
          subject,
          style,
          () => {
            sorted = [...mixed].sort((a, b) => a.energy - b.energy);
            return 0;
          },
          () => sumOf(count, (i) => i * (sorted[i]?.energy ?? NaN)),
        ],
      ],
    };
  },
  nested: ({ records: count }, loops) => {
    const items = Array.from({ length: count }, (_, i) => scene(i));
    return loops.lazyScenes(subject, style, count, (i) => items[i] as (typeof items)[number]);
  },
  text: ({ texts: count }, loops) =>
    loops.texts(subject, style, textWorks(count), ({ record }) => {
      const items = Array.from({ length: count }, () => ({ ...record }));
      return () => (index) => items[index] as typeof record;
    }),
};

function make(i: number): Decoded & { ts: bigint } {
  return { ...decoded(i), ts: particle(i).ts };
}
