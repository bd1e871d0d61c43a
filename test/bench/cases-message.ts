import type { Operation, Way } from "./case.js";
import { operation, sumOf } from "./case.js";
import type { Message, RecordClass } from "./generated.js";

const size = 12;

/** Messages of 12 bytes that are checked, each in memory of its own. */
export function messageOperations(Class: RecordClass<Message>, count: number): Operation[] {
  const messages = Array.from({ length: count }, (_, i) => {
    const bytes = new Uint8Array(size);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, 0x4d534731);
    view.setUint8(4, 1 + (i % 3));
    view.setUint8(5, i & 1);
    view.setUint16(6, i & 0xffff);
    view.setUint32(8, i);
    return bytes;
  });
  const expected = sumOf(count, (i) => 1 + (i % 3) + (i & 1) + (i & 0xffff) + i);
  const ways: Way[] = [
    [
      "hand",
      "DataView, checked",
      () => {
        let sum = 0;
        for (const bytes of messages) {
          if (bytes.byteLength !== size) throw new RangeError("size");
          const view = new DataView(bytes.buffer, bytes.byteOffset, size);
          if (view.getUint32(0) !== 0x4d534731) throw new RangeError("magic");
          const kind = view.getUint8(4);
          if (kind !== 1 && kind !== 2 && kind !== 3) throw new RangeError("kind");
          const urgent = view.getUint8(5);
          if (urgent > 1) throw new RangeError("urgent");
          sum += kind + urgent + view.getUint16(6) + view.getUint32(8);
        }
        return sum;
      },
    ],
    [
      "structview",
      "parse",
      () => {
        let sum = 0;
        for (const bytes of messages) {
          const message = Class.parse(bytes);
          sum += message.kind + (message.urgent ? 1 : 0) + message.length + message.id;
        }
        return sum;
      },
    ],
  ];
  return [operation("message", "open with parse", count, expected, ways)];
}
