import { Struct } from "typed-struct";
import { nestedBytes } from "../../cases-nested.js";
import { particleBytes } from "../../particle-bytes.js";
import type { Ways, Peer } from "../peer.js";
import { textWorks } from "../../cases-text.js";
import { wideBytes, wideLoops } from "../../cases-wide.js";
import type { Wide as WideRecord } from "../../generated.js";

const subject = "typed-struct";

const Particle = new Struct("Particle")
  .UInt32LE("id")
  .UInt16LE("flags")
  .UInt8("kind")
  .UInt8("level")
  .Float32LE("x")
  .Float32LE("y")
  .Float32LE("z")
  .Float32LE("mass")
  .Float64LE("energy")
  .BigUInt64LE("ts")
  .Buffer("name", 16)
  .compile();

const Point = new Struct("Point").Float32LE("x").Float32LE("y").Float32LE("z").compile();
const Box = new Struct("Box").Struct("min", Point).Struct("max", Point).compile();
const Body = new Struct("Body").UInt32LE("id").Struct("box", Box).compile();
const Scene = new Struct("Scene").UInt32LE("stamp").Struct("body", Body).compile();

/** A struct that is made field by field in a loop, of which no type can tell its fields. */
interface Growing {
  UInt32LE(name: string): Growing;
  compile(): new (bytes: Buffer) => WideRecord;
}

/** Records that are made once and kept, as making one takes microseconds. */
export const peer: Peer = {
  particle: ({ records: count }, loops) => {
    const buffer = Buffer.from(particleBytes(count, 56).buffer);
    const target = Buffer.alloc(count * 56);
    const records = Array.from({ length: count }, (_, index) => open(buffer, index));
    const targets = Array.from({ length: count }, (_, index) => open(target, index));
    const held = (list: typeof records) => (index: number) => list[index] ?? open(buffer, index);
    const ways = loops.lazyParticles({
      subject,
      style: "records kept",
      count,
      at: held(records),
      targetAt: held(targets),
      ts: ({ ts }) => Number(ts),
    });
    const scan = (): number => {
      let sum = 0;
      for (let i = 0; i < count; i += 1) sum += open(buffer, i).mass;
      return sum;
    };
    const view = (): number => {
      let sum = 0;
      for (let i = 0; i < count; i += 1) {
        const record = open(buffer, i);
        sum += record.id + record.energy;
      }
      return sum;
    };
    return {
      ...ways,
      "scan one field": [...(ways["scan one field"] ?? []), [subject, "new record", scan]],
      "open with view": [[subject, "new record", view]],
    } satisfies Ways;
  },
  nested: ({ records: count }, loops) => {
    const buffer = Buffer.from(nestedBytes(count).buffer);
    const records = Array.from(
      { length: count },
      (_, index) => new Scene(buffer.subarray(index * 32, (index + 1) * 32)),
    );
    return loops.lazyScenes(
      subject,
      "records kept",
      count,
      (index) => records[index] ?? new Scene(),
    );
  },
  text: async ({ texts: count }, loops) => {
    const Texts = new Struct("Texts")
      .String("short", 8)
      .String("middle", 32)
      .String("long", 256)
      .compile();
    // The library loads what it decodes text with when it is imported, and says not when it has it.
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
    return loops.texts(subject, "records kept", textWorks(count), ({ bytes }) => {
      const buffer = Buffer.from(bytes.buffer);
      const records = Array.from(
        { length: count },
        (_, index) => new Texts(buffer.subarray(index * 296, (index + 1) * 296)),
      );
      return () => (index) => records[index] as (typeof records)[number];
    });
  },
  "200 fields": async ({ wideRecords: count }, loops) => {
    const fields = Array.from({ length: 200 }, (_, index) => `f${index}`);
    let struct = new Struct("Wide") as unknown as Growing;
    for (const field of fields) struct = struct.UInt32LE(field);
    const Wide = struct.compile();
    const buffer = Buffer.from(wideBytes(count).buffer);
    const records = Array.from(
      { length: count },
      (_, index) => new Wide(buffer.subarray(index * 800, (index + 1) * 800)),
    );
    return loops.wide(
      subject,
      "records kept",
      count,
      await wideLoops("typed-struct"),
      () => (index) => records[index] as WideRecord,
    );
  },
};

function open(from: Buffer, index: number): InstanceType<typeof Particle> {
  return new Particle(from.subarray(index * 56, (index + 1) * 56));
}
