import { createRequire } from "node:module";
import { nestedBytes } from "../../cases-nested.js";
import { segmentBytes } from "../../cases-segment.js";
import { particleBytes, singles } from "../../particle-bytes.js";
import type { Decoded, DecodedScene } from "../values.js";
import type { Peer } from "../peer.js";
import { captureBytes } from "../../cases-capture.js";
import { textWorks } from "../../cases-text.js";
import type { Strings } from "../ways.js";

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

interface Packet {
  readonly seconds: number;
  readonly fraction: number;
  readonly wire: number;
  readonly frame: { readonly etherType: number; readonly body?: Internet };
}

interface Internet {
  readonly version: number;
  readonly ihl?: number;
  readonly totalLength: number;
  readonly fragmentOffset: number;
  readonly ttl: number;
  readonly protocol: number;
  readonly payloadLength: number;
  readonly hopLimit: number;
  readonly nextHeader: number;
  readonly body?: Transport;
}

interface Transport {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequenceNumber: number;
  readonly acknowledgmentNumber: number;
  readonly dataOffset: number;
  readonly syn: number;
  readonly ack: number;
  readonly window: number;
  readonly length: number;
}

const KaitaiStream = require("kaitai-struct/KaitaiStream") as new (
  bytes: ArrayBufferLike | Uint8Array,
) => Stream;
const { Records } = require("./generated/kaitai.cjs") as {
  Records: {
    Particle: Parsed<Item>;
    Particles: Parsed<{ items: Item[] }>;
    Scenes: Parsed<{ items: DecodedScene[] }>;
    Segments: Parsed<{ items: Segment[] }>;
    TextsList: Parsed<{ items: Strings[] }>;
    Capture: Parsed<{ items: Packet[] }>;
  };
};

/** Classes that read everything when they are made. A u64 is a number, exact to 2^53. */
export const peer: Peer = {
  particle: ({ records: count }, loops) => {
    const bytes = particleBytes(count, 56);
    const ones = singles(bytes).map((one) => one.slice());
    return loops.eagerParticles<Item, Uint8Array>({
      subject,
      style,
      count,
      bytes,
      decode: (from) => new Records.Particles(new KaitaiStream(from.buffer)).items,
      decodeOne: (index) => new Records.Particle(new KaitaiStream((ones[index] ?? bytes).buffer)),
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
  text: ({ texts: count }, loops) =>
    loops.texts(subject, style, textWorks(count), ({ bytes, record }) => () => {
      const { items } = new Records.TextsList(new KaitaiStream(bytes.buffer));
      return (index) => items[index] as typeof record;
    }),
  capture: async ({ packets }) => {
    const bytes = await captureBytes(packets);
    const run = (): number => {
      let sum = 0;
      for (const p of new Records.Capture(new KaitaiStream(bytes.buffer)).items) {
        sum += p.seconds + p.fraction + p.wire;
        const ip = p.frame.body;
        if (ip === undefined) continue;
        const isOld = p.frame.etherType === 0x0800;
        if (isOld) sum += ip.totalLength + ip.ttl + ip.version + ip.fragmentOffset;
        else sum += ip.payloadLength + ip.hopLimit + ip.version;
        const protocol = isOld && ip.fragmentOffset > 0 ? -1 : isOld ? ip.protocol : ip.nextHeader;
        const { body } = ip;
        if (body === undefined) continue;
        if (protocol === 6) {
          sum += body.sourcePort + body.destinationPort + body.sequenceNumber;
          sum += body.acknowledgmentNumber + +body.syn + +body.ack + body.window;
          sum += body.dataOffset * 4;
        } else if (protocol === 17) {
          sum += body.sourcePort + body.destinationPort + body.length;
        }
      }
      return sum;
    };
    return { decode: [[subject, style, run]] };
  },
};
