/**
 * Part of stage 5: the rules of gcc, as `stor-layout.cc` of gcc 12 has them (`update_alignment_for_field`,
 * `place_field`, `place_union_field`). All numbers within are in bits.
 */
import type { CRules } from "./c-targets.js";
import type { CExtent, CMember, CPlacement, CPlacer } from "./layout-c.js";
import { alignUp } from "./rules.js";

/** The bit field that the next one may join, where bit fields are placed as Microsoft's compiler does. */
interface Run {
  readonly width: number;
  /** Size of the declared type. */
  readonly size: number;
}

/** Where a bit field of no width ends the ones before, if declared types do not count: m68k. */
const emptyBoundary = 16;

/** Places fields as gcc does. */
export class GccPlacer implements CPlacer {
  readonly #rules: Extract<CRules, { readonly kind: "gcc" }>;
  readonly #placement: CPlacement;
  /** `#pragma pack`; 0 is none. */
  readonly #pack: number;
  #end = 0;
  #alignment: number;
  #run: Run | undefined;
  /** Bits of the declared type that the run has left. */
  #remaining = 0;
  #endsInBits = false;

  constructor(rules: Extract<CRules, { readonly kind: "gcc" }>, placement: CPlacement) {
    this.#rules = rules;
    this.#placement = placement;
    this.#pack = (placement.pack ?? 0) * 8;
    this.#alignment = (placement.aligned ?? 1) * 8;
  }

  place(member: CMember): number {
    if (this.#placement.isUnion) {
      this.#alignFor(member, 0);
      const size = member.bits?.width ?? member.size * 8;
      this.#end = Math.max(this.#end, alignUp(size, 8));
      return 0;
    }
    const { alignment, isOwnInteger } = this.#alignFor(member, this.#end);
    if (member.offset !== undefined) return this.#placeAt(member, member.offset * 8);
    const isMicrosoft = this.#rules.hasMicrosoftBitFields;
    const isMisaligned = this.#end % alignment !== 0;
    if (isMisaligned && (!isMicrosoft || this.#run === undefined)) {
      this.#end = alignUp(this.#end, alignment);
    }
    if (isMicrosoft) this.#placeInRun(member, alignment, isMisaligned);
    else if (member.bits !== undefined && !isOwnInteger)
      this.#keepInUnit(member, member.bits.width);
    const start = this.#end;
    this.#end += member.bits?.width ?? member.size * 8;
    this.#endsInBits = member.bits !== undefined && member.bits.width > 0;
    return start;
  }

  /** Places a field where the schema has it: no rule moves it. */
  #placeAt({ bits, size }: CMember, start: number): number {
    this.#end = start + (bits?.width ?? size * 8);
    this.#run = undefined;
    this.#endsInBits = false;
    return start;
  }

  finish(): CExtent {
    const { isUnion } = this.#placement;
    // A run at the end takes all of its declared type.
    const isRunWhole = this.#rules.hasMicrosoftBitFields && this.#endsInBits && !isUnion;
    const end = this.#end + (isRunWhole ? this.#remaining : 0);
    const size = alignUp(alignUp(end, 8), this.#alignment) / 8;
    return { size, alignment: this.#alignment / 8, demanded: 1 };
  }

  /**
   * Returns the alignment of a field that would lie at `start`, and has the struct be as aligned as the field
   * makes it.
   */
  #alignFor(
    member: CMember,
    start: number,
  ): { readonly alignment: number; readonly isOwnInteger: boolean } {
    const { bits, aligned } = member;
    const typeAlignment = member.alignment * 8;
    const isPacked = this.#isPacked(member);
    const isMicrosoft = this.#rules.hasMicrosoftBitFields;
    const isEnd = bits?.width === 0;
    // A bit field of no width is packed by nothing.
    const isReduced = isPacked && !(isEnd && !isMicrosoft);
    let alignment = aligned === undefined ? 1 : aligned * 8;
    let isOwnInteger = false;
    if (bits !== undefined) {
      if (isEnd && !isMicrosoft) {
        const boundary = this.#rules.alignsBitFields ? typeAlignment : emptyBoundary;
        alignment = Math.max(alignment, boundary);
      }
      const integer = this.#alignmentOfInteger(bits.width);
      if (integer !== undefined && !(integer > 8 && isPacked) && start % integer === 0) {
        alignment = Math.max(
          alignment,
          aligned === undefined ? Math.min(integer, typeAlignment) : integer,
        );
        isOwnInteger = true;
      }
    } else if (!isReduced || aligned === undefined) alignment = Math.max(alignment, typeAlignment);
    if (isReduced && aligned === undefined) alignment = Math.min(alignment, 8);
    if (this.#pack > 0 && !(isEnd && !isMicrosoft)) alignment = Math.min(alignment, this.#pack);

    this.#alignment = Math.max(this.#alignment, this.#demandOf(member, alignment));
    return { alignment, isOwnInteger };
  }

  /** Returns the alignment that a field of the alignment `alignment` gives its struct. */
  #demandOf(member: CMember, alignment: number): number {
    const { bits } = member;
    const typeAlignment = member.alignment * 8;
    const isPacked = this.#isPacked(member);
    const pack = this.#pack === 0 ? Infinity : this.#pack;
    if (this.#rules.hasMicrosoftBitFields) {
      if (bits !== undefined) {
        const counts = bits.width > 0 ? !isPacked : this.#run !== undefined && this.#run.width > 0;
        if (!counts) return 8;
      }
      const isAsPlaced = bits === undefined && isPacked;
      return Math.min(isAsPlaced ? alignment : Math.max(typeAlignment, alignment), pack);
    }
    if (bits === undefined || !this.#rules.alignsBitFields) return alignment;
    if (!bits.isNamed && !this.#rules.alignsUnnamed) return 8;
    if (bits.width === 0) return Math.max(alignment, typeAlignment);
    const declared = this.#pack > 0 ? Math.min(typeAlignment, pack) : isPacked ? 8 : typeAlignment;
    return Math.max(alignment, declared);
  }

  /** A bit field crosses no more boundaries of its declared type than the type itself does. */
  #keepInUnit(member: CMember, width: number): void {
    if (!this.#rules.alignsBitFields) return;
    if (this.#pack > 0 || width === 0 || this.#isPacked(member)) return;
    const alignment = member.alignment * 8;
    const crossed = Math.ceil(((this.#end % alignment) + width) / alignment);
    if (crossed > (member.size * 8) / alignment) this.#end = alignUp(this.#end, alignment);
  }

  /** Joins the run of bit fields before, or ends it and begins another one. */
  #placeInRun(member: CMember, alignment: number, isMisaligned: boolean): void {
    const { bits } = member;
    const size = member.size * 8;
    const width = bits?.width ?? size;
    let previous = this.#run;
    if (previous !== undefined) {
      let isAligned = isMisaligned;
      if (bits !== undefined && width > 0 && previous.width > 0 && size === previous.size) {
        if (this.#remaining < width) {
          this.#end += this.#remaining;
          this.#run = { width, size };
          this.#remaining = size - width;
        } else {
          this.#remaining -= width;
          isAligned = false;
        }
      } else {
        if (previous.width > 0) this.#end += this.#remaining;
        else previous = undefined;
        if (bits === undefined || width === 0) this.#run = undefined;
      }
      if (isAligned) this.#end = alignUp(this.#end, alignment);
    }
    const isOther = previous === undefined ? width > 0 : size !== previous.size;
    if (bits === undefined || isOther) {
      this.#remaining = size - width;
      const natural = this.#isPacked(member) ? 8 : Math.max(member.alignment * 8, 8);
      const pack = this.#pack === 0 ? Infinity : this.#pack;
      this.#end = alignUp(this.#end, Math.min(natural, pack));
      this.#run = undefined;
    }
    if (bits !== undefined) this.#run ??= { width, size };
  }

  /** Whether a field is packed: the attribute means nothing for what is aligned to bytes, but for bit fields. */
  #isPacked({ alignment, bits, isPacked }: CMember): boolean {
    return (isPacked || this.#placement.isPacked) && (bits !== undefined || alignment > 1);
  }

  /** Returns the alignment of an integer of exactly so many bits, if the machine has one. */
  #alignmentOfInteger(width: number): number | undefined {
    const isInteger = width === 8 || width === 16 || width === 32 || width === 64;
    return isInteger ? Math.min(width, this.#rules.registerAlignment * 8) : undefined;
  }
}
