import type { Operation } from "./case.js";
import { operation, sumOf } from "./case.js";
import type { Line, SequenceClass } from "./generated.js";

const sizeOf = (i: number): number => 8 + (i % 40);

/** Lines of a log, each as long as its text. */
export function logOperations(Class: SequenceClass<Line>, count: number): Operation[] {
  const bytes = new Uint8Array(sumOf(count, sizeOf));
  const view = new DataView(bytes.buffer);
  for (let i = 0, o = 0; i < count; o += sizeOf(i), i += 1) {
    view.setUint32(o, i);
    view.setUint16(o + 4, i % 40);
    view.setUint16(o + 6 + (i % 40), i % 7);
  }
  const end = bytes.length;
  const lines = Class.sequence(bytes);
  return [
    operation(
      "log",
      "walk over lines",
      count,
      sumOf(count, (i) => i + (i % 7)),
      [
        [
          "hand",
          "loop",
          () => {
            let sum = 0;
            for (let o = 0; o < end;) {
              const next = o + 8 + view.getUint16(o + 4);
              if (next > end) throw new RangeError("text");
              sum += view.getUint32(o) + view.getUint16(next - 2);
              o = next;
            }
            return sum;
          },
        ],
        [
          "structview",
          "for...of",
          () => {
            let sum = 0;
            for (const { time, level } of lines) sum += time + level;
            return sum;
          },
        ],
        [
          "structview",
          "viewAt",
          () => {
            let sum = 0;
            for (let o = 0; o < end;) {
              const line = Class.viewAt(view, o, end);
              sum += line.time + line.level;
              o += line.$size;
            }
            return sum;
          },
        ],
      ],
    ),
  ];
}
