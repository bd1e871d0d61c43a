import { Parser } from "binary-parser";
import { nestedBytes } from "../../cases-nested.js";
import { segmentBytes } from "../../cases-segment.js";
import { particleBytes, singles } from "../../particle-bytes.js";
import type { Decoded, DecodedScene } from "../values.js";
import type { Peer } from "../peer.js";
import { textWorks } from "../../cases-text.js";
import { wideBytes, wideLoops } from "../../cases-wide.js";
import type { Wide as WideRecord } from "../../generated.js";

const subject = "binary-parser";
const style = "parse";
const little = (): Parser => new Parser().endianness("little");
const all = (type: Parser): Parser => little().array("items", { type, readUntil: "eof" });

const particle = little()
  .uint32("id")
  .uint16("flags")
  .uint8("kind")
  .uint8("level")
  .floatle("x")
  .floatle("y")
  .floatle("z")
  .floatle("mass")
  .doublele("energy")
  .uint64("ts")
  .buffer("name", { length: 16 });

const point = little().floatle("x").floatle("y").floatle("z");
const box = little().nest("min", { type: point }).nest("max", { type: point });
const body = little().uint32("id").nest("box", { type: box });
const scene = little().uint32("stamp").nest("body", { type: body });

const segment = new Parser()
  .endianness("big")
  .bit4("version")
  .bit4("ihl")
  .bit6("dscp")
  .bit2("ecn")
  .uint16("totalLength")
  .uint16("identification")
  .bit1("reserved")
  .bit1("dontFragment")
  .bit1("moreFragments")
  .bit13("fragmentOffset")
  .uint8("ttl")
  .uint8("protocol")
  .uint16("headerChecksum")
  .uint32("source")
  .uint32("destination")
  .uint16("sourcePort")
  .uint16("destinationPort")
  .uint32("sequenceNumber")
  .uint32("acknowledgmentNumber")
  .bit4("dataOffset")
  .bit4("reserved2")
  .bit1("cwr")
  .bit1("ece")
  .bit1("urg")
  .bit1("ack")
  .bit1("psh")
  .bit1("rst")
  .bit1("syn")
  .bit1("fin")
  .uint16("window")
  .uint16("checksum")
  .uint16("urgentPointer");

/** Parsers that are compiled at run time and read everything. */
export const peer: Peer = {
  particle: ({ records: count }, loops) => {
    const parser = all(particle);
    const bytes = Buffer.from(particleBytes(count, 56).buffer);
    const ones = singles(bytes);
    return loops.eagerParticles<Decoded & { ts: bigint }, Buffer>({
      subject,
      style,
      count,
      bytes,
      decode: (from) => parser.parse(from).items,
      decodeOne: (index) => particle.parse(ones[index] ?? bytes) as Decoded & { ts: bigint },
      ts: ({ ts }) => Number(ts),
    });
  },
  nested: ({ records: count }, loops) => {
    const parser = all(scene);
    const bytes = Buffer.from(nestedBytes(count).buffer);
    return loops.eagerScenes(subject, style, () => parser.parse(bytes).items as DecodedScene[]);
  },
  "ipv4 + tcp": ({ records: count }) => {
    const parser = all(segment);
    const bytes = Buffer.from(segmentBytes(count).buffer);
    const run = (): number => {
      let sum = 0;
      for (const s of parser.parse(bytes).items) {
        sum += s.version + s.ihl + s.dscp + s.ecn + s.dontFragment + s.moreFragments;
        sum += s.fragmentOffset + s.dataOffset + s.ack + s.psh + s.syn + s.fin;
      }
      return sum;
    };
    return { "read bit fields": [[subject, style, run]] };
  },
  text: ({ texts: count }, loops) => {
    const text = little()
      .string("short", { length: 8 })
      .string("middle", { length: 32 })
      .string("long", { length: 256 });
    const parser = all(text);
    return loops.texts(subject, style, textWorks(count), ({ bytes, record }) => {
      const buffer = Buffer.from(bytes.buffer);
      return () => {
        const { items } = parser.parse(buffer) as { items: (typeof record)[] };
        return (index) => items[index] as typeof record;
      };
    });
  },
  "200 fields": async ({ wideRecords: count }, loops) => {
    let record = little();
    for (let index = 0; index < 200; index += 1) record = record.uint32(`f${index}`) as Parser;
    const parser = all(record);
    const buffer = Buffer.from(wideBytes(count).buffer);
    return loops.wide(subject, style, count, await wideLoops("binary-parser"), () => {
      const { items } = parser.parse(buffer) as { items: WideRecord[] };
      return (index) => items[index] as WideRecord;
    });
  },
};
