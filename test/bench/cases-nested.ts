import type { Operation } from "./case.js";
import { operation, sumOf } from "./case.js";
import type { RecordClass, Scene } from "./generated.js";

/** Records of 32 bytes with points three deep. */
export function nestedOperations(Class: RecordClass<Scene>, count: number): Operation[] {
  const bytes = nestedBytes(count);
  const view = new DataView(bytes.buffer);
  const { byteLength } = view;
  const array = Class.array(bytes);
  const f32 = new Float32Array(bytes.buffer);
  const expected = sumOf(count, (i) => (i % 1000) * 4 + 0 + 1 + 2 + 5);
  return [
    operation("nested", "three deep", count, expected, [
      [
        "hand",
        "loop",
        () => {
          let sum = 0;
          for (let o = 0; o < byteLength; o += 32) {
            sum +=
              view.getFloat32(o + 8, true) +
              view.getFloat32(o + 12, true) +
              view.getFloat32(o + 16, true) +
              view.getFloat32(o + 28, true);
          }
          return sum;
        },
      ],
      [
        "typed arrays",
        "loop",
        () => {
          let sum = 0;
          for (let i = 0; i < f32.length; i += 8) {
            sum += (f32[i + 2] ?? 0) + (f32[i + 3] ?? 0) + (f32[i + 4] ?? 0) + (f32[i + 7] ?? 0);
          }
          return sum;
        },
      ],
      [
        "structview",
        "new record",
        () => {
          let sum = 0;
          for (let o = 0; o < byteLength; o += 32) {
            const { box } = new Class(view, o).body;
            sum += box.min.x + box.min.y + box.min.z + box.max.z;
          }
          return sum;
        },
      ],
      [
        "structview",
        "at(i)",
        () => {
          let sum = 0;
          for (let i = 0; i < array.length; i += 1) {
            const { box } = array.at(i).body;
            sum += box.min.x + box.min.y + box.min.z + box.max.z;
          }
          return sum;
        },
      ],
      [
        "structview",
        "cursor next",
        () => {
          let sum = 0;
          const cursor = array.cursor();
          while (cursor.next()) {
            const { box } = cursor.record.body;
            sum += box.min.x + box.min.y + box.min.z + box.max.z;
          }
          return sum;
        },
      ],
      [
        "structview",
        "cursor seek",
        () => {
          let sum = 0;
          const cursor = array.cursor();
          for (let i = 0; i < array.length; i += 1) {
            const { box } = cursor.seek(i).body;
            sum += box.min.x + box.min.y + box.min.z + box.max.z;
          }
          return sum;
        },
      ],
      [
        "structview",
        "for...of",
        () => {
          let sum = 0;
          for (const { body } of array) {
            const { box } = body;
            sum += box.min.x + box.min.y + box.min.z + box.max.z;
          }
          return sum;
        },
      ],
      [
        "structview",
        "cursor next, whole paths",
        () => {
          let sum = 0;
          const cursor = array.cursor();
          while (cursor.next()) {
            const { record } = cursor;
            sum +=
              record.body.box.min.x +
              record.body.box.min.y +
              record.body.box.min.z +
              record.body.box.max.z;
          }
          return sum;
        },
      ],
    ]),
  ];
}

/** Returns the bytes of `count` scenes. */
export function nestedBytes(count: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(count * 32);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < count; i += 1) {
    for (let field = 0; field < 6; field += 1) {
      view.setFloat32(i * 32 + 8 + field * 4, (i % 1000) + field, true);
    }
  }
  return bytes;
}
