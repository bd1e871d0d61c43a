/** The classes that the compiler makes of the schemas of the bench, as the bench uses them. */

/** A cursor over records. */
export interface Cursor<T> extends Iterable<T> {
  readonly record: T;
  next(): boolean;
  seek(index: number): T;
}

/** One field of all records, or an array of scalars. */
export interface Column<T> extends Iterable<T> {
  readonly length: number;
  at(index: number): T;
}

/** Records at a stride. */
export interface RecordArray<T> extends Iterable<T> {
  readonly length: number;
  at(index: number): T;
  cursor(): Cursor<T>;
  column<Name extends keyof T>(name: Name): Column<T[Name]>;
  sort(key: keyof T): unknown;
}

/** A generated class. */
export interface RecordClass<T> {
  readonly size: number;
  new (view: DataView, offset: number): T;
  view(bytes: Uint8Array): T;
  parse(bytes: Uint8Array): T;
  viewAt(view: DataView, offset: number): T;
  array(bytes: Uint8Array): RecordArray<T>;
}

/** A record of `schemas/particle.ts`. */
export interface Particle {
  id: number;
  flags: number;
  kind: number;
  level: number;
  x: number;
  y: number;
  z: number;
  mass: number;
  energy: number;
  ts: bigint;
}

/** A record of `schemas/segment.ts`. */
export interface Segment {
  readonly ip: {
    version: number;
    ihl: number;
    dscp: number;
    ecn: number;
    dontFragment: number;
    moreFragments: number;
    fragmentOffset: number;
  };
  readonly tcp: { dataOffset: number; ack: number; psh: number; syn: number; fin: number };
}

/** A record of `schemas/nested.ts`. */
export interface Scene {
  readonly body: {
    readonly box: {
      readonly min: { x: number; y: number; z: number };
      readonly max: { x: number; y: number; z: number };
    };
  };
}

/** A record of `schemas/message.ts`. */
export interface Message {
  readonly kind: number;
  readonly urgent: boolean;
  readonly length: number;
  readonly id: number;
}

/** A record of `schemas/odd.ts`. */
export interface Odd {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
}

/** A record of `schemas/samples.ts`. */
export interface Samples {
  readonly values: Column<number> & { typed(): Float32Array };
}

/** A record of `schemas/wide.ts`. */
export interface Wide {
  readonly f0: number;
  readonly f99: number;
  readonly f199: number;
}

/** A record of `schemas/telemetry.ts`. */
export interface Telemetry {
  readonly mode: number;
  readonly online: boolean;
  readonly status: { has(flag: string): boolean };
  speed: number;
  readonly distance: number;
}

/** A record of `schemas/vertex.ts`. */
export interface Vertex {
  readonly position: Column<number>;
  readonly normal: Column<number>;
}

/** A record of `schemas/log.ts`. */
export interface Line {
  readonly time: number;
  readonly level: number;
  readonly $size: number;
}

/** A generated class of records of dynamic size. */
export interface SequenceClass<T> {
  viewAt(view: DataView, offset: number, end?: number): T;
  sequence(bytes: Uint8Array): Iterable<T>;
}

/** A text in place. */
export interface BenchText {
  toString(): string;
  equals(other: string | BenchText): boolean;
}

/** A record of `schemas/text.ts`. */
export interface Texts {
  readonly short: BenchText;
  readonly middle: BenchText;
  readonly long: BenchText;
}

/** The classes of the bench. */
export interface Generated {
  readonly Particle: RecordClass<Particle>;
  readonly Segment: RecordClass<Segment>;
  readonly Scene: RecordClass<Scene>;
  readonly Wide: RecordClass<Wide>;
  readonly Texts: RecordClass<Texts>;
  readonly Message: RecordClass<Message>;
  readonly Odd: RecordClass<Odd>;
  readonly Samples: RecordClass<Samples>;
  readonly Telemetry: RecordClass<Telemetry>;
  readonly Vertex: RecordClass<Vertex>;
  readonly Line: SequenceClass<Line>;
  /** 16 variations of {@link Particle}. */
  readonly others: readonly RecordClass<Particle>[];
}
