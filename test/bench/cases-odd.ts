import type { Operation } from "./case.js";
import { operation, sumOf } from "./case.js";
import type { Odd, RecordClass } from "./generated.js";

const size = 18;

/** Records of 18 bytes with integers of 24 and 48 bits, in both byte orders. */
export function oddOperations(Class: RecordClass<Odd>, count: number): Operation[] {
  const bytes = new Uint8Array(count * size);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < count; i += 1) {
    const { a, b, c, d } = odd(i);
    for (let byte = 0; byte < 3; byte += 1) {
      view.setUint8(i * size + byte, a >> (byte * 8));
      view.setUint8(i * size + 11 - byte, c >> (byte * 8));
    }
    for (let byte = 0; byte < 6; byte += 1) {
      view.setUint8(i * size + 3 + byte, Math.floor(b / 256 ** byte));
      view.setUint8(i * size + 17 - byte, Math.floor(d / 256 ** byte));
    }
  }
  const end = bytes.length;
  const array = Class.array(bytes);
  const narrow = sumOf(count, (i) => odd(i).a + odd(i).c);
  const broad = sumOf(count, (i) => odd(i).b + odd(i).d);
  return [
    operation("24 and 48 bits", "read 24 bits", count, narrow, [
      [
        "hand",
        "loop",
        () => {
          let sum = 0;
          for (let o = 0; o < end; o += size) {
            sum += view.getUint16(o, true) | (view.getUint8(o + 2) << 16);
            sum += (view.getInt8(o + 9) << 16) | view.getUint16(o + 10);
          }
          return sum;
        },
      ],
      [
        "structview",
        "new record",
        () => {
          let sum = 0;
          for (let o = 0; o < end; o += size) {
            const record = new Class(view, o);
            sum += record.a + record.c;
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
            const record = array.at(i);
            sum += record.a + record.c;
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
          while (cursor.next()) sum += cursor.record.a + cursor.record.c;
          return sum;
        },
      ],
    ]),
    operation("24 and 48 bits", "read 48 bits", count, broad, [
      [
        "hand",
        "loop",
        () => {
          let sum = 0;
          for (let o = 0; o < end; o += size) {
            sum += view.getUint32(o + 3, true) + view.getUint16(o + 7, true) * 0x100000000;
            sum += view.getInt16(o + 12) * 0x100000000 + view.getUint32(o + 14);
          }
          return sum;
        },
      ],
      [
        "structview",
        "new record",
        () => {
          let sum = 0;
          for (let o = 0; o < end; o += size) {
            const record = new Class(view, o);
            sum += record.b + record.d;
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
            const record = array.at(i);
            sum += record.b + record.d;
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
          while (cursor.next()) sum += cursor.record.b + cursor.record.d;
          return sum;
        },
      ],
    ]),
  ];
}

/** Returns the numbers of record `i`. */
function odd(i: number): Odd {
  return { a: i * 7, b: i * 3_000_001, c: -i * 5, d: -i * 4_000_003 };
}
