/** Sizes and offsets of the types of C, by the rules that the compiler has for a target. */
import { cModels } from "../c-targets.js";
import { placerFor } from "../layout-c.js";
import type { CPlacer } from "../layout-c.js";
import type { CTarget } from "./c-target.js";
import { CError, CUnknown } from "./c-tokens.js";
import type { CPlace } from "./c-tokens.js";
import { ownAlignmentOf, plainOf, textOfType, titleOfRecord } from "./c-types.js";
import type { CMember, CRecord, CScalarName, CType } from "./c-types.js";

/** What attributes mean for a member where its type has some too. */
export interface MemberPlacement {
  /** In bytes. */
  readonly alignment: number | undefined;
  readonly isPacked: boolean;
}

interface Extent {
  readonly size: number;
  readonly alignment: number;
  /** What it demands of packed records around it. */
  readonly demanded: number;
}

interface RecordLayout extends Extent {
  /** In bits, by index. */
  readonly offsets: readonly number[];
}

/** Answers of a target. All numbers are bytes. */
export class CLayouts {
  readonly #target: CTarget;
  readonly #records = new Map<CRecord, RecordLayout>();

  constructor(target: CTarget) {
    this.#target = target;
  }

  /** Returns `sizeof`. */
  sizeOf(type: CType, place: CPlace): number {
    return this.#extentOf(type, place).size;
  }

  /** Returns `_Alignof`. */
  alignmentOf(type: CType, place: CPlace): number {
    return this.#extentOf(type, place).alignment;
  }

  /** Returns `__alignof__`, which on i386 is more than the alignment in a struct. */
  preferredAlignmentOf(type: CType, place: CPlace): number {
    const { alignment, size } = this.#extentOf(type, place);
    const isWide = plainOf(type).kind === "scalar" && ownAlignmentOf(type) === undefined;
    return this.#target.name === "i386-linux" && isWide && size === 8 ? 8 : alignment;
  }

  /** Returns a member of a record, also one of an anonymous record within it. */
  memberOf(
    type: CType,
    name: string,
    place: CPlace,
  ): { readonly offset: number; readonly type: CType } {
    const plain = plainOf(type);
    if (plain.kind !== "record") {
      throw new CError(`${textOfType(type)} has no member ${name}`, place);
    }
    const found = this.#find(plain.record, name, place);
    if (found === undefined) {
      throw new CError(`${titleOfRecord(plain.record)} has no member ${name}`, place);
    }
    return found;
  }

  /** Returns what the attributes of a member and of its type come to. */
  placementOf(member: CMember, record: CRecord): MemberPlacement {
    const { type, alignment, isPacked, width } = member;
    // For Microsoft's compiler a typedef says of its fields what they can say themselves.
    if (this.#target.isMicrosoft) {
      const greatest = Math.max(ownAlignmentOf(type) ?? 0, alignment ?? 0);
      return { alignment: greatest === 0 ? undefined : greatest, isPacked };
    }
    const own = width === undefined ? this.#ownAlignmentOf(type) : undefined;
    // What is packed does not look at the alignment of its type, wherever it comes from.
    if (own === undefined || record.isPacked || isPacked) return { alignment, isPacked };
    const natural = this.#extentOf(withoutAlignment(type), member.place).alignment;
    return { alignment: Math.max(own, alignment ?? 0), isPacked: own < natural };
  }

  #ownAlignmentOf(type: CType): number | undefined {
    const own = ownAlignmentOf(type);
    if (own !== undefined) return own;
    let plain = plainOf(type);
    while (plain.kind === "array") plain = plainOf(plain.element);
    // There is no type for it: it becomes bytes.
    return plain.kind === "scalar" && plain.name === "f128" ? this.#wideFloat() : undefined;
  }

  #wideFloat(): number {
    return Math.min(16, Math.max(8, this.#target.greatestAlignment));
  }

  #find(
    record: CRecord,
    name: string,
    place: CPlace,
  ): { readonly offset: number; readonly type: CType } | undefined {
    const { offsets } = this.#layoutOf(record, place);
    for (const [index, member] of (record.members ?? []).entries()) {
      const offset = (offsets[index] ?? 0) / 8;
      if (member.name === name) {
        if (member.width !== undefined) throw new CError(`${name} is a bit field`, place);
        return { offset, type: member.type };
      }
      const plain = plainOf(member.type);
      if (member.name !== undefined || plain.kind !== "record") continue;
      const inner = this.#find(plain.record, name, place);
      if (inner !== undefined) return { offset: offset + inner.offset, type: inner.type };
    }
    return undefined;
  }

  #extentOf(type: CType, place: CPlace): Extent {
    switch (type.kind) {
      case "scalar":
        return this.#scalar(type.name);
      case "pointer":
        return this.#scalar(this.#target.pointer === 8 ? "longLong" : "int");
      case "enumeration":
        return this.#scalar(type.enumeration.base);
      case "typedef":
        return this.#extentOf(type.typedef.type, place);
      case "aligned": {
        const extent = this.#extentOf(type.type, place);
        return { ...extent, alignment: type.alignment };
      }
      case "array": {
        const element = this.#extentOf(type.element, place);
        return { ...element, size: element.size * (type.length ?? 0) };
      }
      case "record": {
        const layout = this.#layoutOf(type.record, place);
        const own = type.record.typedefAlignment;
        if (own === undefined) return layout;
        return { ...layout, alignment: own, demanded: Math.max(layout.demanded, own) };
      }
      // As gcc has it.
      case "void":
      case "function":
        return { size: 1, alignment: 1, demanded: 1 };
      case "unsupported":
        throw new CUnknown(type.reason, place);
    }
  }

  #scalar(name: CScalarName): Extent {
    const size = this.#target.sizes[name];
    if (name === "longDouble" && size !== 8) {
      return { size, alignment: this.#target.longDoubleAlignment, demanded: 1 };
    }
    if (name === "f128") return { size, alignment: this.#wideFloat(), demanded: 1 };
    const { alignment, wideAlignment } = cModels[this.#target.name];
    return { size, alignment: Math.min(size, size > 8 ? wideAlignment : alignment), demanded: 1 };
  }

  #layoutOf(record: CRecord, place: CPlace): RecordLayout {
    const known = this.#records.get(record);
    if (known !== undefined) return known;
    const { members, problem } = record;
    const title = titleOfRecord(record);
    if (problem !== undefined) throw new CUnknown(`${title} has no size: ${problem.reason}`, place);
    if (members === undefined)
      throw new CUnknown(`the members of ${title} are not known here`, place);
    const placer = placerFor(this.#target.name, {
      isUnion: record.kind === "union",
      isPacked: record.isPacked,
      pack: record.pack,
      aligned: record.alignment,
    });
    const offsets = members.map((member) => this.#place(member, record, placer));
    const layout = { ...placer.finish(), offsets };
    this.#records.set(record, layout);
    return layout;
  }

  #place(member: CMember, record: CRecord, placer: CPlacer): number {
    const { alignment: aligned, isPacked } = this.placementOf(member, record);
    const type = withoutAlignment(member.type);
    const { size, alignment, demanded } = this.#extentOf(type, member.place);
    const bits =
      member.width === undefined
        ? undefined
        : { width: member.width, isNamed: member.name !== undefined };
    return placer.place({ size, alignment, demanded, aligned, isPacked, bits, offset: undefined });
  }
}

/** Returns a type without the alignment that typedefs give it. */
function withoutAlignment(type: CType): CType {
  const plain = plainOf(type);
  return plain.kind === "array" ? { ...plain, element: withoutAlignment(plain.element) } : plain;
}
