/** Part of stage 5: runs of bit fields of C, which become streams of bits with gaps. */
import type { Diagnostic } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { BitGroup } from "./layout-bits.js";
import { alignmentOfScalar } from "./layout-c.js";
import type { CMember } from "./layout-c.js";
import { bitOrderOf } from "./layout-bits.js";
import type { Draft } from "./layout-draft.js";
import type { ResolvedField, ResolvedStruct } from "./resolve.js";

/** Returns the bit fields of C that follow each other from the `first` one on. */
export function runFrom(
  fields: readonly ResolvedField[],
  first: number,
): readonly ResolvedField[] {
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
    if (field.bitField === undefined || draft.placer === undefined) continue;
    const { declared, width, isNamed } = field.bitField;
    const member: CMember = {
      size: declared.size,
      alignment: alignmentOfScalar(declared, struct.placement.target),
      required: 1,
      aligned: field.alignment,
      isPacked: field.isPacked,
      bits: { width, isNamed },
      offset: field.offset,
    };
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
  const problems = ofC.flatMap(({ name, span, bitField }): readonly Diagnostic[] => {
    if (bitField === undefined) return [];
    const { declared, width, isNamed } = bitField;
    const subject = `${struct.name}.${name}`;
    const refuse = (reason: string): readonly Diagnostic[] => [
      diagnose("bit-field", span, { subject, reason }),
    ];
    if (struct.placement.rules !== "c") {
      return refuse('and only the rules "c" place such a field; set them, or choose bits(n)');
    }
    const { kind, name: type } = declared;
    if (kind === "float" || kind === "character" || declared.size > 8) {
      return refuse(`declared as ${type}; choose an integer of up to 64 bits, bool or an enumeration`);
    }
    const most = kind === "boolean" ? 1 : declared.size * 8;
    const least = isNamed ? 1 : 0;
    if (width >= least && width <= most) return [];
    return refuse(`${width} bits wide; as ${type} it has ${least} to ${most}`);
  });
  const [first] = ofC;
  if (first === undefined || problems.length > 0) return problems;
  const group = { unit: undefined };
  if (bitOrderOf(group, struct) !== undefined) return [];
  return [diagnose("bits-need-bit-order", first.span, { struct: struct.name })];
}
