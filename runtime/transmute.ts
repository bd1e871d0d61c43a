import type { Bytes } from "./bytes.js";

/** A record: its bytes, and how many they are. */
export interface SizedRecord<Size extends number = number> {
  readonly $bytes: Uint8Array;
  readonly $size: Size;
}

/** A generated class, as far as it opens records. `Rest` is what it is told behind the bytes. */
export interface RecordClass<R, Rest extends readonly unknown[] = readonly unknown[]> {
  readonly view: (bytes: Bytes, ...rest: Rest) => R;
}

/** Refuses two sizes that are known and differ. */
export type SameSize<Size extends number, Other extends number> = number extends Size
  ? unknown
  : number extends Other
    ? unknown
    : Size extends Other
      ? unknown
      : { readonly "the sizes differ": readonly [Size, Other] };

/**
 * Returns a record of the class `Other` over the bytes of `record`: the same memory seen as another
 * struct of the same size. `rest` is what `Other.view` takes behind the bytes. Where both sizes are known
 * when compiled, a difference does not compile. Throws `SizeError` where they differ.
 */
export function transmute<
  Size extends number,
  R extends SizedRecord,
  Rest extends readonly unknown[],
>(
  record: SizedRecord<Size>,
  Other: RecordClass<R, Rest> & SameSize<Size, R["$size"]>,
  ...rest: Rest
): R {
  return Other.view(record.$bytes, ...rest);
}
