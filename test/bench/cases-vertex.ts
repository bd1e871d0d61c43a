import type { Operation } from "./case.js";
import { operation, sumOf } from "./case.js";
import type { RecordClass, Vertex } from "./generated.js";

const size = 32;

const use = ({ position, normal }: Vertex): number =>
  position.at(0) * normal.at(0) + position.at(1) * normal.at(1) + position.at(2) * normal.at(2);

/** Records of 32 bytes with two vectors. */
export function vertexOperations(Class: RecordClass<Vertex>, count: number): Operation[] {
  const bytes = new Uint8Array(count * size);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < count; i += 1) {
    for (let axis = 0; axis < 3; axis += 1) {
      view.setFloat32(i * size + axis * 4, (i % 100) + axis, true);
      view.setFloat32(i * size + 12 + axis * 4, axis + 1, true);
    }
  }
  const end = bytes.length;
  const array = Class.array(bytes);
  return [
    operation(
      "vertex",
      "product of two vectors",
      count,
      sumOf(count, (i) => (i % 100) * 6 + 8),
      [
        [
          "hand",
          "loop",
          () => {
            let sum = 0;
            for (let o = 0; o < end; o += size) {
              sum +=
                view.getFloat32(o, true) * view.getFloat32(o + 12, true) +
                view.getFloat32(o + 4, true) * view.getFloat32(o + 16, true) +
                view.getFloat32(o + 8, true) * view.getFloat32(o + 20, true);
            }
            return sum;
          },
        ],
        [
          "structview",
          "new record",
          () => {
            let sum = 0;
            for (let o = 0; o < end; o += size) sum += use(new Class(view, o));
            return sum;
          },
        ],
        [
          "structview",
          "at(i)",
          () => {
            let sum = 0;
            for (let i = 0; i < array.length; i += 1) sum += use(array.at(i));
            return sum;
          },
        ],
        [
          "structview",
          "for...of",
          () => {
            let sum = 0;
            for (const record of array) sum += use(record);
            return sum;
          },
        ],
        [
          "structview",
          "cursor next",
          () => {
            let sum = 0;
            const cursor = array.cursor();
            while (cursor.next()) sum += use(cursor.record);
            return sum;
          },
        ],
      ],
    ),
  ];
}
