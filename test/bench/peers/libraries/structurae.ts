import { View } from "structurae";
import { nestedBytes } from "../../cases-nested.js";
import { particleBytes, shuffled } from "../../particle-bytes.js";
import type { Peer } from "../peer.js";
import { textWorks } from "../../cases-text.js";
import { wideBytes } from "../../cases-wide.js";

const subject = "structurae";
const style = "getView(i)";
const f32 = { type: "number", btype: "float32" } as const;
const integer = (btype: string) => ({ type: "integer", btype }) as const;

const particleSchema = {
  $id: "Particle",
  type: "object",
  properties: {
    id: integer("uint32"),
    flags: integer("uint16"),
    kind: integer("uint8"),
    level: integer("uint8"),
    x: f32,
    y: f32,
    z: f32,
    mass: f32,
    energy: { type: "number", btype: "float64" },
    ts: integer("biguint64"),
    name: { type: "string", maxLength: 16 },
  },
};

const xyz = { $id: "Xyz", type: "object", properties: { x: f32, y: f32, z: f32 } };
const box = { $id: "Box", type: "object", properties: { min: xyz, max: { $ref: "#Xyz" } } };
const body = { $id: "Body", type: "object", properties: { id: integer("uint32"), box } };
const sceneSchema = {
  $id: "Scene",
  type: "object",
  properties: { stamp: integer("uint32"), body },
};

interface Record extends DataView {
  get(name: string): number;
  set(name: string, value: number): void;
  getView(name: string): Record;
}

interface Records {
  getView(index: number): Record;
}

const text = (maxLength: number) => ({ type: "string", maxLength }) as const;
const textsSchema = {
  $id: "Texts",
  type: "object",
  properties: { short: text(8), middle: text(32), long: text(256) },
};

const wideNames = Array.from({ length: 200 }, (_, index) => `f${index}`);
const wideSchema = {
  $id: "Wide",
  type: "object",
  properties: Object.fromEntries(wideNames.map((name) => [name, integer("uint32")])),
};

/** Objects over the same bytes, which they happen to lay out as we do. */
export const peer: Peer = {
  particle: ({ records: count }) => {
    const array = open(particleSchema, particleBytes(count, 56));
    const target = open(particleSchema, new Uint8Array(count * 56));
    const order = shuffled(count);
    const names = ["id", "flags", "kind", "level", "x", "y", "z", "mass", "energy"];
    return {
      "scan one field": [
        [
          subject,
          style,
          () => {
            let total = 0;
            for (let i = 0; i < count; i += 1) {
              const p = array.getView(i);
              total += p.get("mass");
            }
            return total;
          },
        ],
      ],
      "read all": [
        [
          subject,
          style,
          () => {
            let total = 0;
            for (let i = 0; i < count; i += 1) {
              const p = array.getView(i);
              total +=
                p.get("id") +
                p.get("flags") +
                p.get("kind") +
                p.get("level") +
                p.get("x") +
                p.get("y") +
                p.get("z") +
                p.get("mass") +
                p.get("energy");
            }
            return total;
          },
        ],
      ],
      "sum a column": [
        [
          subject,
          style,
          () => {
            let total = 0;
            for (let i = 0; i < count; i += 1) {
              const p = array.getView(i);
              total += p.get("energy");
            }
            return total;
          },
        ],
      ],
      u64: [
        [
          subject,
          style,
          () => {
            let total = 0;
            for (let i = 0; i < count; i += 1) {
              const p = array.getView(i);
              total += Number(p.get("ts"));
            }
            return total;
          },
        ],
      ],
      "random access": [
        [
          subject,
          style,
          () => {
            let total = 0;
            for (let i = 0; i < order.length; i += 1) {
              const index = order[i] ?? 0;
              total += array.getView(index).get("mass");
            }
            return total;
          },
        ],
      ],
      "write all": [
        [
          subject,
          style,
          () => {
            for (let i = 0; i < count; i += 1) {
              const p = target.getView(i);
              p.set("id", i);
              p.set("flags", i);
              p.set("kind", i);
              p.set("level", i);
              p.set("x", i);
              p.set("y", i);
              p.set("z", i);
              p.set("mass", i);
              p.set("energy", i);
            }
            return 0;
          },
          () => {
            let total = 0;
            for (let i = 0; i < count; i += 1) {
              for (const name of names) total += target.getView(i).get(name);
            }
            return total;
          },
        ],
      ],
    };
  },
  nested: ({ records: count }) => {
    const array = open(sceneSchema, nestedBytes(count));
    const run = (): number => {
      let sum = 0;
      for (let i = 0; i < count; i += 1) {
        const inner = array.getView(i).getView("body").getView("box");
        const min = inner.getView("min");
        sum += min.get("x") + min.get("y") + min.get("z") + inner.getView("max").get("z");
      }
      return sum;
    };
    return { "three deep": [[subject, style, run]] };
  },
  text: ({ texts: count }, loops) =>
    loops.texts(subject, "get(i)", textWorks(count), ({ bytes, name }) => {
      const array = open(textsSchema, bytes);
      const at = (index: number): string => array.getView(index).get(name) as unknown as string;
      // Its records have `get(name)`: only the text that is asked for is read.
      return () => (index) => {
        const text = at(index);
        return { short: text, middle: text, long: text };
      };
    }),
  "200 fields": ({ wideRecords: count }) => {
    const array = open(wideSchema, wideBytes(count));
    return {
      "read three": [
        [
          subject,
          style,
          () => {
            let sum = 0;
            for (let i = 0; i < count; i += 1) {
              const record = array.getView(i);
              sum += record.get("f0") + record.get("f99") + record.get("f199");
            }
            return sum;
          },
        ],
      ],
      "read all": [
        [
          subject,
          style,
          () => {
            let sum = 0;
            for (let i = 0; i < count; i += 1) {
              const record = array.getView(i);
              for (const name of wideNames) sum += record.get(name);
            }
            return sum;
          },
        ],
      ],
    };
  },
};

function open(schema: object, bytes: Uint8Array): Records {
  const view = new View();
  // The types of the library infer from a literal what these schemas are.
  const create = view.create.bind(view) as unknown as (
    schema: object,
  ) => new (buffer: ArrayBufferLike) => Records;
  create(schema);
  const { $id } = schema as { $id: string };
  const Records = create({ type: "array", items: { $ref: `#${$id}` } });
  return new Records(bytes.buffer);
}
