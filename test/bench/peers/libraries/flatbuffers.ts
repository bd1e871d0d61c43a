import * as flatbuffers from "flatbuffers";
import { particle, shuffled } from "../../particle-bytes.js";
import { scene } from "../values.js";
import {
  Body,
  Box,
  Particle,
  Particles,
  Point,
  Scene,
  Scenes,
  Texts,
  TextsList,
} from "./generated/flatbuffers/peer.js";
import type { Strings } from "../ways.js";
import type { Peer } from "../peer.js";
import { textWorks } from "../../cases-text.js";

const subject = "FlatBuffers";

/** Structs in a vector; the record that is passed in is used again for each element. */
export const peer: Peer = {
  particle: ({ records: count }) => {
    const items = particles(count);
    const target = particles(count);
    const order = shuffled(count);
    const one = new Particle();
    return {
      "scan one field": [
        [
          subject,
          "record used again",
          () => {
            let total = 0;
            for (let i = 0; i < count; i += 1) {
              const p = items.items(i, one) ?? one;
              total += p.mass();
            }
            return total;
          },
        ],
        [
          subject,
          "new record",
          () => {
            let total = 0;
            for (let i = 0; i < count; i += 1) total += items.items(i)?.mass() ?? 0;
            return total;
          },
        ],
      ],
      "read all": [
        [
          subject,
          "record used again",
          () => {
            let total = 0;
            for (let i = 0; i < count; i += 1) {
              const p = items.items(i, one) ?? one;
              total += all(p);
            }
            return total;
          },
        ],
      ],
      "sum a column": [
        [
          subject,
          "record used again",
          () => {
            let total = 0;
            for (let i = 0; i < count; i += 1) {
              const p = items.items(i, one) ?? one;
              total += p.energy();
            }
            return total;
          },
        ],
      ],
      u64: [
        [
          subject,
          "record used again",
          () => {
            let total = 0;
            for (let i = 0; i < count; i += 1) {
              const p = items.items(i, one) ?? one;
              total += Number(p.ts());
            }
            return total;
          },
        ],
      ],
      "random access": [
        [
          subject,
          "record used again",
          () => {
            let total = 0;
            for (let i = 0; i < order.length; i += 1) {
              const index = order[i] ?? 0;
              total += items.items(index, one)?.mass() ?? 0;
            }
            return total;
          },
        ],
      ],
      "write all": [
        [
          subject,
          "record used again",
          () => {
            for (let i = 0; i < count; i += 1) {
              const p = target.items(i, one) ?? one;
              p.mutate_id(i);
              p.mutate_flags(i & 0xffff);
              p.mutate_kind(i & 0xff);
              p.mutate_level(i & 0xff);
              p.mutate_x(i);
              p.mutate_y(i);
              p.mutate_z(i);
              p.mutate_mass(i);
              p.mutate_energy(i);
            }
            return 0;
          },
          () => {
            let total = 0;
            for (let i = 0; i < count; i += 1) total += all(target.items(i, one) ?? one);
            return total;
          },
        ],
      ],
    };
  },
  nested: ({ records: count }) => {
    const items = scenes(count);
    const outer = new Scene();
    const body = new Body();
    const box = new Box();
    const point = new Point();
    return {
      "three deep": [
        [
          subject,
          "records used again",
          () => {
            let sum = 0;
            for (let i = 0; i < count; i += 1) {
              const inner = (items.items(i, outer) ?? outer).body(body)?.box(box) ?? box;
              const min = inner.min(point) ?? point;
              sum += min.x() + min.y() + min.z();
              sum += inner.max(point)?.z() ?? 0;
            }
            return sum;
          },
        ],
      ],
    };
  },
  text: ({ texts: count }, loops) =>
    loops.texts(subject, "record used again", textWorks(count), ({ record }) => {
      const items = textsList(count, record);
      const one = new Texts();
      // Its records have methods: a getter calls what it is asked for, and nothing else.
      const at = {
        index: 0,
        get short() {
          return items.items(this.index, one)?.short() ?? "";
        },
        get middle() {
          return items.items(this.index, one)?.middle() ?? "";
        },
        get long() {
          return items.items(this.index, one)?.long() ?? "";
        },
      };
      return () => (index) => {
        at.index = index;
        return at;
      };
    }),
};

function particles(count: number): Particles {
  const builder = new flatbuffers.Builder(count * 56 + 1024);
  Particles.startItemsVector(builder, count);
  const name = Array.from({ length: 16 }, () => 0);
  for (let i = count - 1; i >= 0; i -= 1) {
    const { id, flags, kind, level, x, y, z, mass, energy, ts } = particle(i);
    Particle.createParticle(builder, id, flags, kind, level, x, y, z, mass, energy, ts, name);
  }
  const items = builder.endVector();
  Particles.startParticles(builder);
  Particles.addItems(builder, items);
  builder.finish(Particles.endParticles(builder));
  return Particles.getRootAsParticles(new flatbuffers.ByteBuffer(builder.asUint8Array()));
}

function scenes(count: number): Scenes {
  const builder = new flatbuffers.Builder(count * 32 + 1024);
  Scenes.startItemsVector(builder, count);
  for (let i = count - 1; i >= 0; i -= 1) {
    const { stamp, body } = scene(i);
    const { min, max } = body.box;
    Scene.createScene(builder, stamp, body.id, min.x, min.y, min.z, max.x, max.y, max.z);
  }
  const items = builder.endVector();
  Scenes.startScenes(builder);
  Scenes.addItems(builder, items);
  builder.finish(Scenes.endScenes(builder));
  return Scenes.getRootAsScenes(new flatbuffers.ByteBuffer(builder.asUint8Array()));
}

function textsList(count: number, { short, middle, long }: Strings): TextsList {
  const builder = new flatbuffers.Builder(count * 400);
  const offsets = Array.from({ length: count }, () => {
    const strings = [short, middle, long].map((text) => builder.createString(text));
    const [first = 0, second = 0, third = 0] = strings;
    return Texts.createTexts(builder, first, second, third);
  });
  const items = TextsList.createItemsVector(builder, offsets);
  builder.finish(TextsList.createTextsList(builder, items));
  return TextsList.getRootAsTextsList(new flatbuffers.ByteBuffer(builder.asUint8Array()));
}

function all(p: Particle): number {
  return p.id() + p.flags() + p.kind() + p.level() + p.x() + p.y() + p.z() + p.mass() + p.energy();
}
