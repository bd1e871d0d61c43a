import type { Operation } from "./case.js";
import { operation, sumOf } from "./case.js";
import type { RecordClass, Samples } from "./generated.js";

/** An array of 16384 scalars, aligned, in little-endian order. */
export function samplesOperations(Class: RecordClass<Samples>): Operation[] {
  const count = 16_384;
  const f32 = Float32Array.from({ length: count }, (_, i) => i * 0.5);
  const bytes = new Uint8Array(f32.buffer);
  const view = new DataView(f32.buffer);
  const { values } = Class.view(bytes);
  const expected = sumOf(count, (i) => i * 0.5);
  return [
    operation(
      "array of scalars",
      "sum",
      count,
      expected,
      [
        [
          "typed arrays",
          "loop",
          () => {
            let sum = 0;
            for (let i = 0; i < f32.length; i += 1) sum += f32[i] ?? 0;
            return sum;
          },
        ],
        [
          "hand",
          "loop",
          () => {
            let sum = 0;
            for (let o = 0; o < view.byteLength; o += 4) sum += view.getFloat32(o, true);
            return sum;
          },
        ],
        [
          "structview",
          "at(i)",
          () => {
            let sum = 0;
            for (let i = 0; i < values.length; i += 1) sum += values.at(i);
            return sum;
          },
        ],
        [
          "structview",
          "for...of",
          () => {
            let sum = 0;
            for (const value of values) sum += value;
            return sum;
          },
        ],
        [
          "structview",
          "typed()",
          () => {
            let sum = 0;
            const typed = values.typed();
            for (let i = 0; i < typed.length; i += 1) sum += typed[i] ?? 0;
            return sum;
          },
        ],
      ],
      ["typed arrays"],
    ),
  ];
}
