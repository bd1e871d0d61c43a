/** Part of stage 5: runs of bit fields of C, which become streams of bits with gaps. */
import type { Diagnostic } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { BitGroup } from "./layout-bits.js";
import { alignmentOfScalar } from "./layout-c.js";
import type { CMember } from "./layout-c.js";
import { bitOrderOf } from "./layout-bits.js";
import type { Draft } from "./layout-draft.js";
import type { ResolvedField, ResolvedStruct } from "./resolve.js";
import { integerRange, widestNumber } from "./scalars.js";

/** Returns the bit fields of C that follow each other from the `first` one on. */
export function runFrom(fields: readonly ResolvedField[], first: number): readonly ResolvedField[] {
  const others = fields.findIndex((field, index) => index >= first && field.bitField === undefined);
  return fields.slice(first, others < 0 ? undefined : others);
}

/**
 * Places a run of bit fields behind what there is, and returns the group of those that have names. It begins
 * at the first byte that is free; `undefined` if none has a name.
 */
export function placeRun(
  run: readonly ResolvedField[],
  struct: ResolvedStruct,
  draft: Draft,
): BitGroup | undefined {
  const base = draft.position.bytes * 8;
  const starts = new Map<ResolvedField, number>();
  let [end, filled] = [0, 0];
  for (const field of run) {
    const { declared, width, isNamed } = field.bitField ?? {};
    // What is wrong with a field is told already.
    if (declared === undefined || width === undefined || isNamed === undefined) continue;
    if (draft.placer === undefined) continue;
    const member: CMember = {
      size: declared.size,
      alignment: alignmentOfScalar(declared, struct.placement.target),
      demanded: 1,
      aligned: field.alignment,
      isPacked: field.isPacked,
      bits: { width, isNamed },
      offset: undefined,
    };
    draft.declared.push({ name: field.name, place: member, bitsOf: declared });
    const start = draft.placer.place(member) - base;
    if (!isNamed) continue;
    starts.set(field, start);
    end = start + width;
    filled += width;
  }
  const named = [...starts.keys()];
  const [first, last] = [named[0], named.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const size = Math.ceil(end / 8);
  // How much it is depends on the gaps; what counts is that there is padding.
  if (filled < size * 8) draft.padding.push({ position: draft.position, size: 0 });
  return { first, last, width: end, unit: undefined, starts, size };
}

/** Says what is wrong with the bit fields of C of a struct or a union. */
export function checkBitFields(struct: ResolvedStruct): readonly Diagnostic[] {
  const ofC = struct.fields.filter(({ bitField }) => bitField !== undefined);
  const problems = ofC.flatMap((field): readonly Diagnostic[] => {
    const reason =
      struct.placement.rules === "c"
        ? mistakeOf(field)
        : 'and only the rules "c" place such a field; set them, or choose bits(n)';
    const subject = `${struct.name}.${field.name}`;
    return reason === undefined ? [] : [diagnose("bit-field", field.span, { subject, reason })];
  });
  const [first] = ofC;
  if (first === undefined || problems.length > 0) return problems;
  if (bitOrderOf({ unit: undefined }, struct) !== undefined) return [];
  return [diagnose("bits-need-bit-order", first.span, { struct: struct.name })];
}

/** Says why a field cannot be a bit field, in words that follow what it is. */
function mistakeOf({ type, bitField, offset }: ResolvedField): string | undefined {
  if (bitField === undefined) return undefined;
  if (offset !== undefined)
    return `and the rules place it, not "at"; remove that, or choose bits(n)`;
  const { declared, width, isNamed } = bitField;
  const kind = declared?.kind;
  const isDeclarable = kind === "unsigned" || kind === "signed" || kind === "boolean";
  if (declared === undefined || !isDeclarable || declared.size > 8) {
    const shown = declared === undefined ? "what has no one integer" : declared.name;
    return `declared as ${shown}; choose an integer of up to 64 bits, bool or an enumeration of integers`;
  }
  const most = kind === "boolean" ? 1 : declared.size * 8;
  const least = isNamed ? 1 : 0;
  if (width < least || width > most) {
    return `${width} bits wide; as ${declared.name} it has ${least === most ? most : `${least} to ${most}`}`;
  }
  if (type.kind !== "enumeration" || !isNamed) return undefined;
  const { members, name } = type.enumeration.definition;
  // C stores the value 1 in a single bit with a sign, and reads it as -1.
  const { minimum } = integerRange("signed", width);
  const { maximum } = integerRange("unsigned", width);
  const wide = members.find(({ value }) => value < minimum || value > maximum);
  if (wide !== undefined) {
    return `${width} bits wide, too few for ${name}.${wide.name} = ${wide.value}; widen it`;
  }
  return declared.size === 8 && width <= widestNumber
    ? `${width} bits of an enumeration of 64, whose values are of another type; widen it to more than ${widestNumber}`
    : undefined;
}
