/**
 * Part of stage 5: where compilers of C put the fields of a struct or a union. Each family of compilers has rules
 * of its own, written here as the compilers have them, since their corner cases are in no standard.
 */
import { cModels, defaultCTarget } from "./c-targets.js";
import type { CTargetName } from "./c-targets.js";
import { ClangPlacer } from "./layout-clang.js";
import { GccPlacer } from "./layout-gcc.js";
import { MicrosoftPlacer } from "./layout-msvc.js";
import type { Scalar } from "./scalars.js";

/** A field as C declares it. Sizes and alignments are in bytes. */
export interface CMember {
  /** Size of its type; 0 where only the contents tell it. */
  readonly size: number;
  /** Alignment of its type. */
  readonly alignment: number;
  /** Alignment that its type demands of whatever has it, also where that is packed; 1 is none. */
  readonly demanded: number;
  /** `aligned(n)` of the field. */
  readonly aligned: number | undefined;
  /** Whether the field is `packed`. */
  readonly isPacked: boolean;
  /** What a bit field has beside its declared type. */
  readonly bits: { readonly width: number; readonly isNamed: boolean } | undefined;
  /** Where the schema puts it, in bytes from the start of the struct. */
  readonly offset: number | undefined;
}

/** What a struct or a union says of its placement. */
export interface CPlacement {
  readonly isUnion: boolean;
  /** Whether it is `packed`. */
  readonly isPacked: boolean;
  /** `#pragma pack(n)`. */
  readonly pack: number | undefined;
  /** `aligned(n)` of the struct. */
  readonly aligned: number | undefined;
}

/** Size and alignments of a whole struct in bytes. */
export interface CExtent {
  readonly size: number;
  readonly alignment: number;
  /** The alignment that it demands of whatever has it, also where that is packed; 1 is none. */
  readonly demanded: number;
}

/** Places the fields of one struct, one after the other. */
export interface CPlacer {
  /** Places a field and returns its offset in bits, counted in the order of the bits. */
  place(member: CMember): number;
  /** Returns what is known of a struct of the fields so far. */
  finish(): CExtent;
}

/** Makes a placer for a struct by the rules of a target. */
export function placerFor(target: CTargetName | undefined, placement: CPlacement): CPlacer {
  const { rules, pointer } = cModels[target ?? defaultCTarget];
  switch (rules.kind) {
    case "gcc":
      return new GccPlacer(rules, placement);
    case "clang":
      return new ClangPlacer(placement);
    case "msvc":
      return new MicrosoftPlacer(pointer, placement);
  }
}

/** Returns the alignment of a scalar in a struct of a target. */
export function alignmentOfScalar(
  { size, alignment }: Pick<Scalar, "size" | "alignment">,
  target: CTargetName | undefined,
): number {
  const model = cModels[target ?? defaultCTarget];
  return Math.min(alignment, size > 8 ? model.wideAlignment : model.alignment);
}
