import library from "buffer-backed-object";
import { nestedBytes } from "../../cases-nested.js";
import { particleBytes } from "../../particle-bytes.js";
import type { Decoded, DecodedScene } from "../values.js";
import type { Peer } from "../peer.js";
import { textWorks } from "../../cases-text.js";
import { wideBytes, wideLoops } from "../../cases-wide.js";
import type { Wide as WideRecord } from "../../generated.js";

const subject = "buffer-backed-object";
const { ArrayOfBufferBackedObjects, NestedBufferBackedObject } = library;
const { BigUint64, Float32, Float64, Uint8, Uint16, Uint32, UTF8String, reserved } = library;

type Record = Decoded & { readonly ts: bigint };

/** Objects that a Proxy makes when they are asked for, and keeps. */
export const peer: Peer = {
  particle: ({ records: count }, loops) => {
    const records = open(particleBytes(count, 56));
    const targets = open(new Uint8Array(count * 56));
    return loops.lazyParticles({
      subject,
      style: "array[i]",
      count,
      at: (index) => records[index] as Record,
      targetAt: (index) => targets[index] as Record,
      ts: ({ ts }) => Number(ts),
    });
  },
  nested: ({ records: count }, loops) => {
    const point = { x: Float32(), y: Float32(), z: Float32() };
    const box = { min: NestedBufferBackedObject(point), max: NestedBufferBackedObject(point) };
    const body = { id: Uint32(), box: NestedBufferBackedObject(box) };
    const records = ArrayOfBufferBackedObjects(nestedBytes(count).buffer as ArrayBuffer, {
      stamp: Uint32(),
      body: NestedBufferBackedObject(body),
    }) as unknown as DecodedScene[];
    return loops.lazyScenes(subject, "array[i]", count, (index) => records[index] as DecodedScene);
  },
  text: ({ texts: count }, loops) =>
    loops.texts(subject, "array[i]", textWorks(count), ({ bytes }) => {
      const records = ArrayOfBufferBackedObjects(bytes.buffer, {
        short: UTF8String(8),
        middle: UTF8String(32),
        long: UTF8String(256),
      });
      return () => (index) => records[index] as (typeof records)[number];
    }),
  "200 fields": async ({ wideRecords: count }, loops) => {
    const fields = Array.from({ length: 200 }, (_, index) => [`f${index}`, Uint32()] as const);
    const records = ArrayOfBufferBackedObjects(
      wideBytes(count).buffer,
      Object.fromEntries(fields),
    ) as unknown as WideRecord[];
    return loops.wide(
      subject,
      "array[i]",
      count,
      await wideLoops("buffer-backed-object"),
      () => (index) => records[index] as WideRecord,
    );
  },
};

function open(bytes: Uint8Array<ArrayBuffer>): Record[] {
  return ArrayOfBufferBackedObjects(bytes.buffer, {
    id: Uint32(),
    flags: Uint16(),
    kind: Uint8(),
    level: Uint8(),
    x: Float32(),
    y: Float32(),
    z: Float32(),
    mass: Float32(),
    energy: Float64(),
    ts: BigUint64(),
    name: reserved(16),
  }) as unknown as Record[];
}
