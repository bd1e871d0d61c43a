/**
 * Structs as C declares them: with its own bit fields, attributes and pragmas, wherever a compiler of the target
 * then puts all members where the layout has them. That is computed by the rules that the layout comes from.
 */
import { cModels } from "../c-targets.js";
import type { CTargetName } from "../c-targets.js";
import { alignmentOfScalar, placerFor } from "../layout-c.js";
import type { CMember, CPlacement, CPlacer } from "../layout-c.js";
import { ClangPlacer } from "../layout-clang.js";
import { MicrosoftPlacer } from "../layout-msvc.js";
import type { ExportedInC, ExportedInCMember, ExportedStruct, ExportedType } from "./model.js";
import { innermost, sizeOfExported } from "./model.js";

/** Compilers that agree about where bit fields lie, but for what sizes and offsets tell. */
export type BitFieldFamily = "system-v" | "windows" | "m68k";

/** A struct as it is written in C. */
export interface WrittenInC {
  readonly target: CTargetName;
  readonly placement: CPlacement;
  readonly hasBits: boolean;
  /** Whether clang, where it is the compiler of a target of gcc, places bit fields elsewhere. */
  readonly isOfGccOnly: boolean;
  readonly members: readonly WrittenMember[];
}

/** A member as it is written in C: with the attributes that it needs. */
export interface WrittenMember extends Pick<CMember, "aligned" | "isPacked"> {
  readonly member: ExportedInCMember;
  /** Offset in bits, in the order of the bits. */
  readonly start: number;
}

/** Returns whose bit fields those of a target are. */
export function familyOf(target: CTargetName): BitFieldFamily {
  const { rules } = cModels[target];
  if (rules.kind === "msvc") return "windows";
  if (rules.kind === "clang" || rules.alignsBitFields) {
    return rules.kind === "gcc" && rules.hasMicrosoftBitFields ? "windows" : "system-v";
  }
  return "m68k";
}

/** Returns how a target aligns a type; 8 bytes are aligned to 8 on machines of 64 bits. */
export function alignmentInC(type: ExportedType, target: CTargetName | undefined): number {
  const inner = innermost(type);
  switch (inner.kind) {
    case "number":
      return alignmentOfScalar({ size: inner.size, alignment: inner.size }, target);
    case "bytes":
      return 1;
    case "struct":
      return inner.struct.alignment;
  }
}

/**
 * Returns how a struct is written in C so that a compiler of its target lays it out as it is; `undefined` where
 * there is no such way. What has no bit fields has to lie so on machines of 64 bits as well.
 */
export function writeInC(struct: ExportedStruct): WrittenInC | undefined {
  const { inC } = struct;
  if (inC === undefined) return undefined;
  const { placement, members } = inC;
  const hasBits = members.some(({ kind }) => kind === "bits");
  // All compilers have the pragma, which does the same wherever there are no bit fields.
  const byPragma = { ...inC, placement: { ...placement, isPacked: false, pack: 1 } };
  const ways = placement.isPacked && !hasBits ? [byPragma, inC] : [inC];
  for (const way of ways) {
    const placed = writtenMembers(struct, way, way.target);
    if (placed === undefined || (isOfGcc(way) && !isGcc(way.target))) continue;
    if (!hasBits && writtenMembers(struct, way, undefined) === undefined) continue;
    const { target, placement: said } = way;
    const clang = clangPlacerFor(target, said);
    const isOfGccOnly =
      hasBits && clang !== undefined && writtenMembers(struct, way, target, clang) === undefined;
    return { target, placement: said, hasBits, isOfGccOnly, members: placed };
  }
  return undefined;
}

/** Whether there is what Microsoft's compiler does not have: the attribute, or arrays without elements. */
function isOfGcc({ placement, members }: ExportedInC): boolean {
  return placement.isPacked || members.some((each) => each.place.isPacked || isEmpty(each));
}

/** Whether a member is an array without elements. */
export function isEmpty(member: ExportedInCMember): boolean {
  return member.kind === "member" && !member.isTail && sizeOfExported(member.type) === 0;
}

/** Whether compilers have extensions of gcc. */
function isGcc(target: CTargetName): boolean {
  return cModels[target].rules.kind !== "msvc";
}

/** Returns what places fields as clang does where a target is laid out as gcc does. */
function clangPlacerFor(target: CTargetName, placement: CPlacement): CPlacer | undefined {
  const { rules, pointer } = cModels[target];
  if (rules.kind !== "gcc") return undefined;
  return rules.hasMicrosoftBitFields
    ? new MicrosoftPlacer(pointer, placement)
    : new ClangPlacer(placement);
}

/** Returns the members where a target lays a struct out as it is. */
function writtenMembers(
  struct: ExportedStruct,
  { placement, members, target: own }: ExportedInC,
  target: CTargetName | undefined,
  placer: CPlacer = placerFor(target, placement),
): readonly WrittenMember[] | undefined {
  const written: WrittenMember[] = [];
  for (const member of members) {
    const attributes = attributesOf(member, placement, own);
    const isWhole = member.kind === "member" && !member.isTail;
    const size = isWhole ? sizeOfExported(member.type) : member.place.size;
    const alignment = alignmentOfMember(member, target);
    const start = placer.place({ ...member.place, ...attributes, size, alignment });
    if (member.start !== undefined && member.start !== start) return undefined;
    written.push({ member, ...attributes, start });
  }
  const { size, alignment } = placer.finish();
  return size === struct.size && alignment === struct.alignment ? written : undefined;
}

/** Returns the attributes of a member, also those that its type in the schema stands for and that in C does not. */
function attributesOf(
  member: ExportedInCMember,
  placement: CPlacement,
  target: CTargetName,
): Pick<CMember, "aligned" | "isPacked"> {
  const { aligned, isPacked, alignment } = member.place;
  const natural = alignmentOfMember(member, target);
  if (natural === alignment || placement.isPacked || isPacked) return { aligned, isPacked };
  return { aligned: Math.max(alignment, aligned ?? 1), isPacked: natural > alignment };
}

function alignmentOfMember(member: ExportedInCMember, target: CTargetName | undefined): number {
  switch (member.kind) {
    case "member":
      return alignmentInC(member.type, target);
    case "padding":
      return 1;
    case "bits":
      return member.place.alignment;
  }
}
