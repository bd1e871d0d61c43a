import type { Operation } from "./case.js";
import { operation, sumOf } from "./case.js";
import type { RecordClass, Segment } from "./generated.js";

/** Headers of IPv4 and TCP, 40 bytes, big-endian: their bit fields. */
export function segmentOperations(Class: RecordClass<Segment>, count: number): Operation[] {
  const bytes = segmentBytes(count);
  const target = new Uint8Array(count * 40);
  const view = new DataView(bytes.buffer);
  const targetView = new DataView(target.buffer);
  const { byteLength } = view;
  const array = Class.array(bytes);
  const targetArray = Class.array(target);
  const verify = (): number => {
    let sum = 0;
    for (let o = 0; o < byteLength; o += 40) sum += readByHand(targetView, o);
    target.fill(0);
    return sum;
  };
  return [
    operation("ipv4 + tcp", "read bit fields", count, sumOf(count, sumOfBits), [
      [
        "hand",
        "loop",
        () => {
          let sum = 0;
          for (let o = 0; o < byteLength; o += 40) {
            const fragment = view.getUint16(o + 6);
            const flags = view.getUint8(o + 33);
            sum +=
              (view.getUint8(o) >>> 4) +
              (view.getUint8(o) & 15) +
              (view.getUint8(o + 1) >>> 2) +
              (view.getUint8(o + 1) & 3) +
              ((fragment >>> 14) & 1) +
              ((fragment >>> 13) & 1) +
              (fragment & 0x1fff) +
              (view.getUint8(o + 32) >>> 4) +
              ((flags >>> 4) & 1) +
              ((flags >>> 3) & 1) +
              ((flags >>> 1) & 1) +
              (flags & 1);
          }
          return sum;
        },
      ],
      [
        "structview",
        "new record",
        () => {
          let sum = 0;
          for (let o = 0; o < byteLength; o += 40) sum += readBits(new Class(view, o));
          return sum;
        },
      ],
      [
        "structview",
        "at(i)",
        () => {
          let sum = 0;
          for (let i = 0; i < array.length; i += 1) sum += readBits(array.at(i));
          return sum;
        },
      ],
      [
        "structview",
        "cursor next",
        () => {
          let sum = 0;
          const cursor = array.cursor();
          while (cursor.next()) sum += readBits(cursor.record);
          return sum;
        },
      ],
      [
        "structview",
        "cursor seek",
        () => {
          let sum = 0;
          const cursor = array.cursor();
          for (let i = 0; i < array.length; i += 1) sum += readBits(cursor.seek(i));
          return sum;
        },
      ],
      [
        "structview",
        "for...of",
        () => {
          let sum = 0;
          for (const record of array) sum += readBits(record);
          return sum;
        },
      ],
    ]),
    operation("ipv4 + tcp", "write bit fields", count, sumOf(count, sumOfBits), [
      // The caller knows all fields of a byte: no setter of one field can do this.
      [
        "hand, whole bytes",
        "loop",
        () => {
          for (let i = 0, o = 0; o < byteLength; i += 1, o += 40) fill(targetView, o, i);
          return 0;
        },
        verify,
      ],
      [
        "hand",
        "field by field",
        () => {
          for (let i = 0, o = 0; o < byteLength; i += 1, o += 40) fillByField(targetView, o, i);
          return 0;
        },
        verify,
      ],
      [
        "structview",
        "new record",
        () => {
          for (let i = 0, o = 0; o < byteLength; i += 1, o += 40) {
            writeBits(new Class(targetView, o), i);
          }
          return 0;
        },
        verify,
      ],
      [
        "structview",
        "cursor next",
        () => {
          const cursor = targetArray.cursor();
          for (let i = 0; cursor.next(); i += 1) writeBits(cursor.record, i);
          return 0;
        },
        verify,
      ],
    ]),
  ];
}

/** Returns the bytes of `count` segments. */
export function segmentBytes(count: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(count * 40);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < count; i += 1) fill(view, i * 40, i);
  return bytes;
}

/** Writes the bit fields of segment `i`, each byte at once. */
function fill(view: DataView, o: number, i: number): void {
  view.setUint8(o, 0x40 | (i & 15));
  view.setUint8(o + 1, ((i & 63) << 2) | (i & 3));
  view.setUint16(o + 6, ((i & 1) << 14) | (((i >>> 1) & 1) << 13) | (i & 0x1fff));
  view.setUint8(o + 32, (i & 15) << 4);
  view.setUint8(o + 33, ((i & 1) << 4) | (((i >>> 1) & 1) << 3) | ((i & 1) << 1) | ((i >>> 1) & 1));
}

/** Writes them as setters do, each into what its byte holds. */
function fillByField(v: DataView, o: number, i: number): void {
  v.setUint8(o, (v.getUint8(o) & 0x0f) | (4 << 4));
  v.setUint8(o, (v.getUint8(o) & 0xf0) | (i & 0x0f));
  v.setUint8(o + 1, (v.getUint8(o + 1) & 0x03) | ((i & 0x3f) << 2));
  v.setUint8(o + 1, (v.getUint8(o + 1) & 0xfc) | (i & 0x03));
  v.setUint8(o + 6, (v.getUint8(o + 6) & 0xbf) | ((i & 1) << 6));
  v.setUint8(o + 6, (v.getUint8(o + 6) & 0xdf) | (((i >>> 1) & 1) << 5));
  v.setUint16(o + 6, (v.getUint16(o + 6) & 0xe000) | (i & 0x1fff));
  v.setUint8(o + 32, (v.getUint8(o + 32) & 0x0f) | ((i & 0x0f) << 4));
  v.setUint8(o + 33, (v.getUint8(o + 33) & 0xef) | ((i & 1) << 4));
  v.setUint8(o + 33, (v.getUint8(o + 33) & 0xf7) | (((i >>> 1) & 1) << 3));
  v.setUint8(o + 33, (v.getUint8(o + 33) & 0xfd) | ((i & 1) << 1));
  v.setUint8(o + 33, (v.getUint8(o + 33) & 0xfe) | ((i >>> 1) & 1));
}

function sumOfBits(i: number): number {
  return 4 + 2 * (i & 15) + (i & 63) + (i & 3) + (i & 0x1fff) + 3 * (i & 1) + 3 * ((i >>> 1) & 1);
}

function readByHand(view: DataView, o: number): number {
  const fragment = view.getUint16(o + 6);
  const flags = view.getUint8(o + 33);
  let sum = (view.getUint8(o) >>> 4) + (view.getUint8(o) & 15) + (view.getUint8(o + 1) >>> 2);
  sum += (view.getUint8(o + 1) & 3) + ((fragment >>> 14) & 1) + ((fragment >>> 13) & 1);
  sum += (fragment & 0x1fff) + (view.getUint8(o + 32) >>> 4) + ((flags >>> 4) & 1);
  return sum + ((flags >>> 3) & 1) + ((flags >>> 1) & 1) + (flags & 1);
}

function readBits({ ip, tcp }: Segment): number {
  return (
    ip.version +
    ip.ihl +
    ip.dscp +
    ip.ecn +
    ip.dontFragment +
    ip.moreFragments +
    ip.fragmentOffset +
    tcp.dataOffset +
    tcp.ack +
    tcp.psh +
    tcp.syn +
    tcp.fin
  );
}

function writeBits({ ip, tcp }: Segment, i: number): void {
  ip.version = 4;
  ip.ihl = i;
  ip.dscp = i;
  ip.ecn = i;
  ip.dontFragment = i;
  ip.moreFragments = i >>> 1;
  ip.fragmentOffset = i;
  tcp.dataOffset = i;
  tcp.ack = i;
  tcp.psh = i >>> 1;
  tcp.syn = i;
  tcp.fin = i >>> 1;
}
