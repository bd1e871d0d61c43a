/**
 * Part of stage 5: the rules of clang where they are not those of Microsoft, as its `ItaniumRecordLayoutBuilder`
 * has them: WebAssembly and macOS. All numbers within are in bits.
 */
import type { CExtent, CMember, CPlacement, CPlacer } from "./layout-c.js";
import { alignUp } from "./rules.js";

/** Places fields as clang does. */
export class ClangPlacer implements CPlacer {
  readonly #placement: CPlacement;
  /** `#pragma pack`. */
  readonly #pack: number;
  #end = 0;
  /** Greatest size of a member of a union. */
  #greatest = 0;
  #alignment: number;

  constructor(placement: CPlacement) {
    this.#placement = placement;
    this.#pack = placement.pack === undefined ? Infinity : placement.pack * 8;
    this.#alignment = (placement.aligned ?? 1) * 8;
  }

  place(member: CMember): number {
    const placed =
      member.bits === undefined ? this.#placeWhole(member) : this.#placeBits(member, member.bits);
    const start = member.offset === undefined ? placed : member.offset * 8;
    // What the schema has at an offset no rule moves.
    this.#end += start - placed;
    if (this.#placement.isUnion) {
      const size = member.bits?.width ?? member.size * 8;
      this.#greatest = Math.max(this.#greatest, alignUp(size, 8));
      this.#end = 0;
      return 0;
    }
    return start;
  }

  finish(): CExtent {
    const end = alignUp(Math.max(this.#end, this.#greatest), 8);
    return { size: alignUp(end, this.#alignment) / 8, alignment: this.#alignment / 8, demanded: 1 };
  }

  #placeWhole(member: CMember): number {
    const isPacked = this.#placement.isPacked || member.isPacked;
    const aligned = (member.aligned ?? 1) * 8;
    const alignment = Math.min(Math.max(isPacked ? 8 : member.alignment * 8, aligned), this.#pack);
    const start = alignUp(alignUp(this.#end, 8), alignment);
    this.#end = start + member.size * 8;
    this.#alignment = Math.max(this.#alignment, alignment);
    return start;
  }

  #placeBits(member: CMember, { width, isNamed }: CMember["bits"] & {}): number {
    const isPacked = this.#placement.isPacked || member.isPacked;
    const aligned = (member.aligned ?? 0) * 8;
    const natural = Math.max(member.alignment * 8, aligned);
    let alignment = isPacked && width > 0 ? Math.max(1, aligned) : natural;
    if (width > 0 && this.#pack < Infinity) {
      alignment = Math.min(isPacked ? natural : alignment, this.#pack);
    }
    let start = this.#end;
    const isCrossing = (start % alignment) + width > member.size * 8;
    if (width === 0 || (this.#pack === Infinity && isCrossing)) start = alignUp(start, alignment);
    else if (aligned > 0 && aligned <= this.#pack) start = alignUp(start, aligned);
    this.#end = start + width;
    if (isNamed) this.#alignment = Math.max(this.#alignment, alignment);
    return start;
  }
}
