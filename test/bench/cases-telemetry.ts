import type { Operation } from "./case.js";
import { operation, sumOf } from "./case.js";
import type { RecordClass, Telemetry } from "./generated.js";

const size = 18;

const modes = [0, 10, 20, 255];

const read = ({ mode, online, status, distance }: Telemetry): number =>
  mode + (online ? 1 : 0) + (status.has("radio") ? 1 : 0) + distance;

/** Records of 18 bytes whose getters check an enumeration, a boolean and an integer of 64 bits. */
export function telemetryOperations(Class: RecordClass<Telemetry>, count: number): Operation[] {
  const bytes = new Uint8Array(count * size);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < count; i += 1) {
    view.setUint8(i * size + 4, modes[i % 4] ?? 0);
    view.setUint8(i * size + 5, i & 1);
    view.setUint8(i * size + 6, i & 15);
    view.setUint16(i * size + 8, i % 1000);
    view.setUint32(i * size + 14, i);
  }
  const end = bytes.length;
  const array = Class.array(bytes);
  const speeds = (): number => sumOf(count, (i) => view.getUint16(i * size + 8));
  return [
    operation(
      "telemetry",
      "read checked fields",
      count,
      sumOf(count, (i) => (modes[i % 4] ?? 0) + (i & 1) + ((i >> 1) & 1) + i),
      [
        [
          "hand",
          "loop",
          () => {
            let sum = 0;
            for (let o = 0; o < end; o += size) {
              const mode = view.getUint8(o + 4);
              if (mode !== 0 && mode !== 10 && mode !== 20 && mode !== 255) {
                throw new RangeError("mode");
              }
              const online = view.getUint8(o + 5);
              if (online > 1) throw new RangeError("online");
              const upper = view.getUint32(o + 10);
              if (upper > 0x1fffff) throw new RangeError("distance");
              sum += mode + online + ((view.getUint8(o + 6) >>> 1) & 1);
              sum += upper * 0x100000000 + view.getUint32(o + 14);
            }
            return sum;
          },
        ],
        [
          "structview",
          "new record",
          () => {
            let sum = 0;
            for (let o = 0; o < end; o += size) sum += read(new Class(view, o));
            return sum;
          },
        ],
        [
          "structview",
          "at(i)",
          () => {
            let sum = 0;
            for (let i = 0; i < array.length; i += 1) sum += read(array.at(i));
            return sum;
          },
        ],
        [
          "structview",
          "cursor next",
          () => {
            let sum = 0;
            const cursor = array.cursor();
            while (cursor.next()) sum += read(cursor.record);
            return sum;
          },
        ],
      ],
    ),
    operation(
      "telemetry",
      "write a scaled field",
      count,
      sumOf(count, (i) => i % 1000),
      [
        [
          "hand",
          "loop",
          () => {
            for (let o = 0, i = 0; o < end; o += size, i += 1) {
              const speed = Math.round((i % 1000) * 0.01 * 100);
              if (!(speed >= 0 && speed <= 0xffff)) throw new RangeError("speed");
              view.setUint16(o + 8, speed);
            }
            return 0;
          },
          speeds,
        ],
        [
          "structview",
          "new record",
          () => {
            for (let o = 0, i = 0; o < end; o += size, i += 1) {
              new Class(view, o).speed = (i % 1000) * 0.01;
            }
            return 0;
          },
          speeds,
        ],
        [
          "structview",
          "at(i)",
          () => {
            for (let i = 0; i < array.length; i += 1) array.at(i).speed = (i % 1000) * 0.01;
            return 0;
          },
          speeds,
        ],
        [
          "structview",
          "cursor next",
          () => {
            const cursor = array.cursor();
            for (let i = 0; cursor.next(); i += 1) cursor.record.speed = (i % 1000) * 0.01;
            return 0;
          },
          speeds,
        ],
      ],
    ),
  ];
}
