/**
 * Loops over the records of other libraries. Each library imports this module as one of its own: what
 * several shared would be slower for all of them.
 */
import type { Way } from "../case.js";
import { sumOf } from "../case.js";
import { shuffled } from "../particle-bytes.js";
import type { TextWork } from "../cases-text.js";
import type { WideLoops } from "../cases-wide.js";
import type { Wide as WideRecord } from "../generated.js";
import type { Ways } from "./peer.js";
import type { Decoded, DecodedScene } from "./values.js";

/** How a library that decodes everything, before anything can be read, does so. */
export interface Codec<T extends Decoded, B> {
  readonly subject: string;
  readonly style: string;
  readonly count: number;
  readonly bytes: B;
  decode(bytes: B): ArrayLike<T>;
  /** Decodes one particle from bytes of its own. */
  decodeOne(index: number): Decoded;
  encode?: ((items: T[]) => B) | undefined;
  /** Returns the u64. */
  ts?: ((item: T) => number) | undefined;
}

/** Returns the ways of a library that decodes whole arrays of particles. */
export function eagerParticles<T extends Decoded, B>(codec: Codec<T, B>): Ways {
  const { subject, style, count, bytes, decode, decodeOne, encode, ts } = codec;
  const order = shuffled(count);
  const way = (run: () => number, verify?: () => number): Way[] => [[subject, style, run, verify]];
  const ways: Record<string, Way[]> = {
    "scan one field": way(() => {
      const items = decode(bytes);
      let sum = 0;
      for (let i = 0; i < count; i += 1) sum += (items[i] as T).mass;
      return sum;
    }),
    "read all": way(() => {
      const items = decode(bytes);
      let sum = 0;
      for (let i = 0; i < count; i += 1) sum += sumOfDecoded(items[i] as T);
      return sum;
    }),
    "random access": way(() => {
      const items = decode(bytes);
      let sum = 0;
      for (let i = 0; i < order.length; i += 1) {
        const index = order[i] ?? 0;
        sum += (items[index] as T).mass;
      }
      return sum;
    }),
    "sum a column": way(() => {
      const items = decode(bytes);
      let sum = 0;
      for (let i = 0; i < count; i += 1) sum += (items[i] as T).energy;
      return sum;
    }),
    "open with view": way(() => {
      let sum = 0;
      for (let i = 0; i < count; i += 1) {
        const { id, energy } = decodeOne(i);
        sum += id + energy;
      }
      return sum;
    }),
  };
  if (ts !== undefined) {
    ways["u64"] = way(() => {
      const items = decode(bytes);
      let sum = 0;
      for (let i = 0; i < count; i += 1) sum += ts(items[i] as T);
      return sum;
    });
  }
  if (encode !== undefined) {
    const items = Array.from(decode(bytes));
    let written = bytes;
    ways["write all"] = way(
      () => {
        for (let i = 0; i < count; i += 1) writeDecoded(items[i] as T, i);
        written = encode(items);
        return 0;
      },
      () => {
        const all = decode(written);
        return sumOf(count, (i) => sumOfDecoded(all[i] as T));
      },
    );
  }
  return ways;
}

/** Returns the ways of a library that decodes whole arrays of scenes. */
export function eagerScenes(
  subject: string,
  style: string,
  decode: () => ArrayLike<DecodedScene>,
): Ways {
  const run = (): number => {
    const items = decode();
    let sum = 0;
    for (let i = 0; i < items.length; i += 1) sum += sumOfScene(items[i] as DecodedScene);
    return sum;
  };
  return { "three deep": [[subject, style, run]] };
}

/** How a library whose records read and write in place gives records of an array. */
export interface Lazy<T extends Decoded> {
  readonly subject: string;
  readonly style: string;
  readonly count: number;
  /** Returns a record of the array to read from. */
  at(index: number): T;
  /** Returns a record of the array to write to. */
  targetAt(index: number): Decoded;
  /** Returns the u64. */
  ts(record: T): number;
}

/** Returns the ways of a library with records that have properties. */
export function lazyParticles<T extends Decoded>(lazy: Lazy<T>): Ways {
  const { subject, style, count, at, targetAt, ts } = lazy;
  const order = shuffled(count);
  const way = (run: () => number, verify?: () => number): Way[] => [[subject, style, run, verify]];
  return {
    "scan one field": way(() => {
      let sum = 0;
      for (let i = 0; i < count; i += 1) sum += at(i).mass;
      return sum;
    }),
    "read all": way(() => {
      let sum = 0;
      for (let i = 0; i < count; i += 1) sum += sumOfDecoded(at(i));
      return sum;
    }),
    "random access": way(() => {
      let sum = 0;
      for (let i = 0; i < order.length; i += 1) {
        const index = order[i] ?? 0;
        sum += at(index).mass;
      }
      return sum;
    }),
    "sum a column": way(() => {
      let sum = 0;
      for (let i = 0; i < count; i += 1) sum += at(i).energy;
      return sum;
    }),
    u64: way(() => {
      let sum = 0;
      for (let i = 0; i < count; i += 1) sum += ts(at(i));
      return sum;
    }),
    "write all": way(
      () => {
        for (let i = 0; i < count; i += 1) writeDecoded(targetAt(i), i);
        return 0;
      },
      () => sumOf(count, (i) => sumOfDecoded(targetAt(i))),
    ),
  };
}

/** Returns the ways of a library with records of scenes that have properties. */
export function lazyScenes(
  subject: string,
  style: string,
  count: number,
  at: (index: number) => DecodedScene,
): Ways {
  const run = (): number => {
    let sum = 0;
    for (let i = 0; i < count; i += 1) sum += sumOfScene(at(i));
    return sum;
  };
  return { "three deep": [[subject, style, run]] };
}

/** Texts that a library has decoded, or decodes when it is asked for one. */
export interface Strings {
  readonly short: string;
  readonly middle: string;
  readonly long: string;
}

/**
 * Returns the ways of a library with texts. `open` does what an operation begins with, such as to
 * decode everything, and returns what gives record `i`.
 */
export function texts(
  subject: string,
  style: string,
  works: readonly TextWork[],
  open: (work: TextWork) => () => (index: number) => Strings,
): Ways {
  const ways: Record<string, Way[]> = {};
  for (const work of works) {
    const { title, count, name, wanted } = work;
    const begin = open(work);
    ways[`read ${title}`] = [
      [
        subject,
        style,
        () => {
          const at = begin();
          let sum = 0;
          for (let i = 0; i < count; i += 1) sum += at(i)[name].length;
          return sum;
        },
      ],
    ];
    ways[`equal ${title}`] = [
      [
        subject,
        style,
        () => {
          const at = begin();
          let sum = 0;
          for (let i = 0; i < count; i += 1) sum += at(i)[name] === wanted ? 1 : 0;
          return sum;
        },
      ],
    ];
  }
  return ways;
}

/**
 * Returns the ways of a library with records of 200 fields. `begin` does what an operation begins
 * with, and returns what gives record `i`.
 */
export function wide(
  subject: string,
  style: string,
  count: number,
  { readAll }: WideLoops,
  begin: () => (index: number) => WideRecord,
): Ways {
  return {
    "read three": [
      [
        subject,
        style,
        () => {
          const at = begin();
          let sum = 0;
          for (let i = 0; i < count; i += 1) {
            const record = at(i);
            sum += record.f0 + record.f99 + record.f199;
          }
          return sum;
        },
      ],
    ],
    "read all": [
      [
        subject,
        style,
        () => {
          const at = begin();
          let sum = 0;
          for (let i = 0; i < count; i += 1) sum += readAll(at(i));
          return sum;
        },
      ],
    ],
  };
}

function sumOfScene({ body: { box } }: DecodedScene): number {
  const { min } = box;
  return min.x + min.y + min.z + box.max.z;
}

function sumOfDecoded({ id, flags, kind, level, x, y, z, mass, energy }: Decoded): number {
  return id + flags + kind + level + x + y + z + mass + energy;
}

/** Puts `i` into all nine fields of a particle, as far as they are wide enough. */
function writeDecoded(item: Decoded, i: number): void {
  item.id = item.x = item.y = item.z = item.mass = item.energy = i;
  item.flags = i & 0xffff;
  item.kind = item.level = i & 0xff;
}
