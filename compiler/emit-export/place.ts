/** How a language that aligns members comes to the offsets of the layout: padding, or a packed struct. */
import { alignUp } from "../rules.js";
import type { ExportedMember, ExportedStruct, ExportedType } from "./model.js";
import { RefusalError, sizeOfExported } from "./model.js";

/** What stands in a declaration: a member, or bytes that no member has. */
export type Placed =
  | { readonly kind: "member"; readonly member: ExportedMember }
  | { readonly kind: "padding"; readonly offset: number; readonly size: number };

/** The members of a struct with the padding that has to be declared. */
export interface Placement {
  /** Whether the language has to be told to align no member. */
  readonly isPacked: boolean;
  /** Alignment that the language gives the struct by itself; 1 for a packed one. */
  readonly alignment: number;
  readonly members: readonly Placed[];
}

/**
 * Places the members of a struct: as the language aligns them if that gives the offsets, the size and no
 * greater alignment than that of the layout, else packed. `alignmentOf` is how the language aligns a type.
 */
export function placeMembers(
  struct: ExportedStruct,
  alignmentOf: (type: ExportedType) => number,
): Placement {
  return placeAligned(struct, alignmentOf) ?? placePacked(struct);
}

/** Places members as the language aligns them; returns `undefined` where they do not come to lie right. */
export function placeAligned(
  struct: ExportedStruct,
  alignmentOf: (type: ExportedType) => number,
): Placement | undefined {
  const types = struct.members.map(({ type }) => type);
  if (struct.tail !== undefined) types.push(struct.tail.element);
  const alignment = Math.max(1, ...types.map(alignmentOf));
  if (alignment > struct.alignment) return undefined;
  const members = place(struct, struct.alignment, alignmentOf);
  return members && { isPacked: false, alignment, members };
}

/**
 * Places members one behind the other, with all padding declared. Throws {@link RefusalError} for bytes that can
 * be declared nowhere: a typedef of C aligns a struct to less than its size is a multiple of.
 */
export function placePacked(struct: ExportedStruct): Placement {
  const members = place(struct, struct.alignment, () => 1);
  if (members === undefined) {
    const { name, size, alignment, tail } = struct;
    if (tail === undefined) throw new Error(`${name} has members that overlap`);
    throw new RefusalError(
      `${tail.name} begins at ${tail.offset}, and an alignment of ${alignment} does not make it ${size} bytes`,
    );
  }
  return { isPacked: true, alignment: 1, members };
}

function place(
  { kind, size, members, tail }: ExportedStruct,
  alignment: number,
  alignmentOf: (type: ExportedType) => number,
): readonly Placed[] | undefined {
  const placed: Placed[] = [];
  let reached = 0;
  for (const member of members) {
    const own = alignmentOf(member.type);
    const { offset } = member;
    if (offset % own !== 0) return undefined;
    if (kind === "union") {
      reached = Math.max(reached, sizeOfExported(member.type));
    } else {
      if (reached > offset) return undefined;
      if (alignUp(reached, own) !== offset) {
        placed.push({ kind: "padding", offset: reached, size: offset - reached });
      }
      reached = offset + sizeOfExported(member.type);
    }
    placed.push({ kind: "member", member });
  }
  if (tail !== undefined) {
    const own = alignmentOf(tail.element);
    if (tail.offset % own !== 0 || reached > tail.offset) return undefined;
    if (alignUp(reached, own) !== tail.offset) {
      placed.push({ kind: "padding", offset: reached, size: tail.offset - reached });
    }
    // Bytes behind the start of the tail belong to its elements as well: nothing can be declared there.
    return alignUp(tail.offset, alignment) === size ? placed : undefined;
  }
  const end = alignUp(reached, alignment);
  if (end > size) return undefined;
  if (end < size) {
    const offset = kind === "union" ? 0 : reached;
    placed.push({ kind: "padding", offset, size: size - offset });
  }
  return placed;
}
