/**
 * Codecs: what makes a value of TypeScript of the number or the bytes below it, and back. Any stage may
 * know them.
 */

/** What one unit of a date is: `"hundredNanoseconds"` is that of Windows. */
export type DateUnit = (typeof dateUnits)[number];

/** Units of dates. */
export const dateUnits = [
  "days",
  "seconds",
  "milliseconds",
  "microseconds",
  "hundredNanoseconds",
  "nanoseconds",
] as const;

/** A codec. `Place` is how one that a module exports is found. */
export type Codec<Place = ModulePlace> =
  | {
      readonly kind: "date";
      readonly unit: DateUnit;
      /** The date that zero stands for, in milliseconds since 1970. */
      readonly epoch: number;
    }
  | {
      /** The number times `factor`, plus `offset`. */
      readonly kind: "scaled";
      readonly factor: number;
      readonly offset: number;
    }
  | { readonly kind: TextCodec }
  | ({ readonly kind: "module"; readonly name: string } & Place);

/** The codecs that make texts of a fixed number of bytes. */
export type TextCodec = keyof typeof textSizes;

/** Bytes that the texts stand for. */
export const textSizes = { uuid: 16, ipv4Address: 4, ipv6Address: 16, macAddress: 6 } as const;

/** The module of a codec as the schema names it: relative to the schema, or a package. */
export interface ModulePlace {
  readonly from: string;
}

/** The module of a codec: a file, by its path from the root of the project, or a package. */
export interface ModuleFile {
  readonly from: string;
  readonly isFile: boolean;
}

/** Names of codecs that a schema can name. */
export const codecName: RegExp = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Modules that a schema can name: paths relative to it, and packages. No URL, and no line break. */
export const codecModule: RegExp =
  /^(\.{1,2}(\/[\w.@~-]+)+|(@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*(\/[\w.~-]+)*)$/;

/** Greatest distance of a date from 1970, in milliseconds (ECMA-262, section 21.4.1.1). */
const greatestDate = 8.64e15;

const millisecondsPer: { readonly [Unit in DateUnit]: number } = {
  days: 86_400_000,
  seconds: 1000,
  milliseconds: 1,
  microseconds: 1e-3,
  hundredNanoseconds: 1e-4,
  nanoseconds: 1e-6,
};

/** Whether integers from `minimum` to `maximum` are all dates. */
export function areDates(
  { unit, epoch }: Codec & { readonly kind: "date" },
  minimum: bigint,
  maximum: bigint,
): boolean {
  return [minimum, maximum].every(
    (value) => Math.abs(Number(value) * millisecondsPer[unit] + epoch) < greatestDate,
  );
}
