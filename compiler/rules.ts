/** The rule sets: how fields are aligned and padded. */
import type { RuleSetName } from "./document.js";

/** How fields are aligned. Alignments are in bytes. */
export interface RuleSet {
  /** Returns the alignment of a field whose type has the natural alignment `natural`. */
  readonly alignmentOf: (natural: number) => number;
}

/** The rule sets by name. */
export const ruleSets: { readonly [Name in RuleSetName]: RuleSet } = {
  packed: { alignmentOf: () => 1 },
  c: { alignmentOf: (natural) => natural },
  std140: { alignmentOf: (natural) => natural },
  std430: { alignmentOf: (natural) => natural },
  "wgsl-uniform": { alignmentOf: (natural) => natural },
  "wgsl-storage": { alignmentOf: (natural) => natural },
};

/** Returns the least multiple of `alignment` from `offset` on. */
export function alignUp(offset: number, alignment: number): number {
  return Math.ceil(offset / alignment) * alignment;
}
