import { tableFromArrays } from "apache-arrow";
import type { Way } from "../../case.js";
import { particle, shuffled } from "../../particle-bytes.js";
import type { Decoded } from "../values.js";
import type { Peer } from "../peer.js";

const subject = "Arrow";

/** A table of columns, not of records. */
export const peer: Peer = {
  particle: ({ records: count }) => {
    const of = <A extends { [index: number]: number }>(
      column: A,
      name: Exclude<keyof Decoded, "ts">,
    ): A => {
      for (let i = 0; i < count; i += 1) column[i] = particle(i)[name];
      return column;
    };
    const table = tableFromArrays({
      id: of(new Uint32Array(count), "id"),
      flags: of(new Uint16Array(count), "flags"),
      kind: of(new Uint8Array(count), "kind"),
      level: of(new Uint8Array(count), "level"),
      x: of(new Float32Array(count), "x"),
      y: of(new Float32Array(count), "y"),
      z: of(new Float32Array(count), "z"),
      mass: of(new Float32Array(count), "mass"),
      energy: of(new Float64Array(count), "energy"),
      ts: BigUint64Array.from({ length: count }, (_, i) => particle(i).ts),
    });
    const order = shuffled(count);
    const get = (name: "mass" | "energy" | "ts"): Way => {
      const column = table.getChild(name);
      const run = (): number => {
        let sum = 0;
        for (let i = 0; i < count; i += 1) sum += Number(column?.get(i));
        return sum;
      };
      return [subject, "vector.get(i)", run];
    };
    const mass = table.getChild("mass");
    return {
      "scan one field": [get("mass")],
      "sum a column": [
        get("energy"),
        [
          subject,
          "toArray()",
          () => {
            let sum = 0;
            const values = table.getChild("energy")?.toArray() as Float64Array;
            for (let i = 0; i < values.length; i += 1) sum += values[i] ?? 0;
            return sum;
          },
        ],
      ],
      u64: [get("ts")],
      "random access": [
        [
          subject,
          "vector.get(i)",
          () => {
            let sum = 0;
            for (let i = 0; i < order.length; i += 1) {
              const index = order[i] ?? 0;
              sum += mass?.get(index) ?? 0;
            }
            return sum;
          },
        ],
      ],
      "read all": [
        [
          subject,
          "table.get(i)",
          () => {
            let sum = 0;
            for (let i = 0; i < count; i += 1) {
              const row = table.get(i) as unknown as Decoded;
              sum += row.id + row.flags + row.kind + row.level + row.x + row.y + row.z;
              sum += row.mass + row.energy;
            }
            return sum;
          },
        ],
      ],
    };
  },
};
