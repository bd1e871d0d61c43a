import type { Operation } from "./case.js";
import { operation, sumOf } from "./case.js";
import { importText } from "./compile-schemas.js";
import type { RecordClass, Wide } from "./generated.js";

/** The loops over all 200 fields, written by the bench. */
export interface WideLoops {
  hand(view: DataView): number;
  readAll(record: object): number;
}

/** Records of 200 fields. */
export async function wideOperations(
  Class: RecordClass<Wide>,
  count: number,
): Promise<Operation[]> {
  const bytes = wideBytes(count);
  const view = new DataView(bytes.buffer);
  const { hand, readAll } = await wideLoops("own");
  const array = Class.array(bytes);
  const few = (f: (word: number) => number): number =>
    sumOf(count, (i) => f(i * 200) + f(i * 200 + 99) + f(i * 200 + 199));
  return [
    operation(
      "200 fields",
      "read three",
      count,
      few((word) => word),
      [
        [
          "hand",
          "loop",
          () => {
            let sum = 0;
            for (let o = 0; o < view.byteLength; o += 800) {
              sum +=
                view.getUint32(o, true) +
                view.getUint32(o + 396, true) +
                view.getUint32(o + 796, true);
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
              const { record } = cursor;
              sum += record.f0 + record.f99 + record.f199;
            }
            return sum;
          },
        ],
        [
          "structview",
          "new record",
          () => {
            let sum = 0;
            for (let o = 0; o < view.byteLength; o += 800) {
              const record = new Class(view, o);
              sum += record.f0 + record.f99 + record.f199;
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
              sum += record.f0 + record.f99 + record.f199;
            }
            return sum;
          },
        ],
      ],
    ),
    operation(
      "200 fields",
      "read all",
      count,
      sumOf(count * 200, (word) => word),
      [
        ["hand", "loop", () => hand(view)],
        [
          "structview",
          "cursor next",
          () => {
            let sum = 0;
            const cursor = array.cursor();
            while (cursor.next()) sum += readAll(cursor.record);
            return sum;
          },
        ],
        [
          "structview",
          "new record",
          () => {
            let sum = 0;
            for (let o = 0; o < view.byteLength; o += 800) sum += readAll(new Class(view, o));
            return sum;
          },
        ],
      ],
    ),
  ];
}

/** Returns the bytes of `count` records: words that count up. */
export function wideBytes(count: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(count * 800);
  const view = new DataView(bytes.buffer);
  for (let word = 0; word < count * 200; word += 1) view.setUint32(word * 4, word, true);
  return bytes;
}

/** Returns the loops, compiled for `user` alone. */
export async function wideLoops(user: string): Promise<WideLoops> {
  return (await importText(`wide-loops-${user}.mjs`, loops())) as WideLoops;
}

function loops(): string {
  const fields = Array.from({ length: 200 }, (_, index) => index);
  const byHand = fields.map((index) => `sum += view.getUint32(o + ${index * 4}, true);`);
  const byName = fields.map((index) => `sum += record.f${index};`);
  return `export function hand(view) {
  const { byteLength } = view;
  let sum = 0;
  for (let o = 0; o < byteLength; o += 800) { ${byHand.join(" ")} }
  return sum;
}
export function readAll(record) { let sum = 0; ${byName.join(" ")} return sum; }
`;
}
