/**
 * Part of stage 5: the rules of Microsoft's compiler, as clang's `MicrosoftRecordLayoutBuilder` has found them.
 * All numbers within are in bytes but for those of bit fields.
 */
import type { CExtent, CMember, CPlacement, CPlacer } from "./layout-c.js";
import { alignUp } from "./rules.js";

/** Size of a struct without bytes: C has none, but for those of arrays without elements. */
const emptySize = 4;

/** Places fields as Microsoft's compiler does. */
export class MicrosoftPlacer implements CPlacer {
  readonly #placement: CPlacement;
  /** Greatest alignment of a field. */
  readonly #greatest: number;
  readonly #is64Bit: boolean;
  #end = 0;
  #alignment = 1;
  /** The alignment that attributes demand, which nothing packs. */
  #required = 1;
  /** Size of the unit of bit fields that the next one may join. */
  #unit: number | undefined;
  /** Bits that the unit has left. */
  #remaining = 0;

  constructor(pointer: number, placement: CPlacement) {
    const { isPacked, pack } = placement;
    this.#placement = placement;
    this.#is64Bit = pointer === 8;
    // A pack beyond the size of a pointer counts as none.
    const isCounted = pack !== undefined && pack <= pointer;
    this.#greatest = isPacked ? 1 : isCounted ? pack : Infinity;
  }

  place(member: CMember): number {
    if (member.bits !== undefined) return this.#placeBits(member, member.bits.width);
    this.#unit = undefined;
    const required = Math.max(member.aligned ?? 1, member.demanded);
    this.#required = Math.max(this.#required, required);
    const placed = this.#startOf(this.#alignmentOf(member, required));
    // What the schema has at an offset no rule moves.
    const start = member.offset ?? placed;
    this.#end = Math.max(this.#end, start + member.size);
    return start * 8;
  }

  finish(): CExtent {
    const required = Math.max(this.#required, this.#placement.aligned ?? 1);
    let alignment = this.#alignment;
    let size = alignUp(this.#end, alignment);
    if (this.#is64Bit || required > 1) {
      alignment = Math.max(alignment, required);
      size = alignUp(size, Math.max(Math.min(alignment, this.#greatest), required));
    }
    if (size === 0) size = required >= emptySize ? alignment : emptySize;
    // A type that is aligned itself demands all of its alignment.
    const demanded =
      this.#placement.aligned === undefined ? required : Math.max(alignment, required);
    return { size, alignment, demanded };
  }

  #placeBits(member: CMember, width: number): number {
    const { isUnion } = this.#placement;
    const isJoined = !isUnion && this.#unit !== undefined;
    if (width === 0 && this.#unit === undefined) return isUnion ? 0 : this.#end * 8;
    if (width > 0 && isJoined && this.#unit === member.size && width <= this.#remaining) {
      const start = this.#end * 8 - this.#remaining;
      this.#remaining -= width;
      return start;
    }
    this.#unit = width === 0 ? undefined : member.size;
    if (isUnion) {
      // Alignments of bit fields do not count in unions.
      this.#end = Math.max(this.#end, member.size);
      return 0;
    }
    const required = member.aligned ?? 1;
    const start = this.#startOf(this.#alignmentOf(member, required));
    this.#end = start + (width === 0 ? 0 : member.size);
    this.#remaining = member.size * 8 - width;
    return start * 8;
  }

  #alignmentOf({ alignment, isPacked }: CMember, required: number): number {
    return Math.max(isPacked ? 1 : Math.min(alignment, this.#greatest), required);
  }

  #startOf(alignment: number): number {
    this.#alignment = Math.max(this.#alignment, alignment);
    return this.#placement.isUnion ? 0 : alignUp(this.#end, alignment);
  }
}
