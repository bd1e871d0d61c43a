import { createRequire } from "node:module";
import { nestedBytes } from "../../cases-nested.js";
import { segmentBytes } from "../../cases-segment.js";
import { particleBytes } from "../../particle-bytes.js";
import type { Decoded, DecodedScene } from "../values.js";
import type { Peer } from "../peer.js";

const subject = "Kaitai";
const style = "constructor";
const require = createRequire(import.meta.url);

type Stream = object;
type Parsed<T> = new (stream: Stream) => T;
type Item = Decoded & { ts: number };
type Segment = Record<
  | "version"
  | "ihl"
  | "dscp"
  | "ecn"
  | "dontFragment"
  | "moreFragments"
  | "fragmentOffset"
  | "dataOffset"
  | "ack"
  | "psh"
  | "syn"
  | "fin",
  number
>;

const KaitaiStream = require("kaitai-struct/KaitaiStream") as new (
  bytes: ArrayBufferLike | Uint8Array,
) => Stream;
const { Records } = require("./generated/kaitai.cjs") as {
  Records: {
    Particle: Parsed<Item>;
    Particles: Parsed<{ items: Item[] }>;
    Scenes: Parsed<{ items: DecodedScene[] }>;
    Segments: Parsed<{ items: Segment[] }>;
  };
};

/** Classes that read everything when they are made. A u64 is a number, exact to 2^53. */
export const peer: Peer = {
  particle: ({ records: count }, loops) => {
    const bytes = particleBytes(count, 56);
    const one = bytes.slice(0, 56);
    return loops.eagerParticles<Item, Uint8Array>({
      subject,
      style,
      count,
      bytes,
      decode: (from) => new Records.Particles(new KaitaiStream(from.buffer)).items,
      decodeOne: () => new Records.Particle(new KaitaiStream(one.buffer)),
      ts: ({ ts }) => ts,
    });
  },
  nested: ({ records: count }, loops) => {
    const bytes = nestedBytes(count);
    return loops.eagerScenes(
      subject,
      style,
      () => new Records.Scenes(new KaitaiStream(bytes.buffer)).items,
    );
  },
  "ipv4 + tcp": ({ records: count }) => {
    const bytes = segmentBytes(count);
    const run = (): number => {
      let sum = 0;
      for (const s of new Records.Segments(new KaitaiStream(bytes.buffer)).items) {
        sum += s.version + s.ihl + s.dscp + s.ecn + +s.dontFragment + +s.moreFragments;
        sum += s.fragmentOffset + s.dataOffset + +s.ack + +s.psh + +s.syn + +s.fin;
      }
      return sum;
    };
    return { "read bit fields": [[subject, style, run]] };
  },
};
