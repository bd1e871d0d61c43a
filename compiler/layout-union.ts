/** Part of stage 5: unions. Each member is placed as if it were alone, at the first byte. */
import type { Diagnostic } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { Draft } from "./layout-draft.js";
import type { ResolvedField, ResolvedStruct, ResolvedType } from "./resolve.js";

/**
 * Places the members of a union in `draft`, where `place` puts one of them, and returns what is wrong
 * with them.
 */
export function placeMembers(
  union: ResolvedStruct,
  draft: Draft,
  place: (member: ResolvedField) => void,
): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  let [end, meaningfulEnd] = [0, 0];
  for (const member of union.fields) {
    const subject = `${union.name}.${member.name}`;
    const { span, offset = 0 } = member;
    if (offset !== 0) diagnostics.push(diagnose("member-placed", span, { subject, offset }));
    if (member.computed !== undefined || member.isReserved) {
      const what = member.isReserved ? "reserved" : "computed";
      diagnostics.push(diagnose("member-checked", span, { subject, what }));
    }
    draft.position = { after: undefined, bytes: 0 };
    // A length that names what stands beside it is no second mistake.
    if (!hasDynamicLength(member.type)) place({ ...member, offset: undefined });
    if (hasDynamicLength(member.type) || draft.position.after !== undefined) {
      diagnostics.push(diagnose("member-dynamic", span, { subject }));
      // Nor is a union that has no other member.
      draft.position = { after: undefined, bytes: 1 };
    }
    end = Math.max(end, draft.position.bytes);
    if (!member.isPadding) meaningfulEnd = Math.max(meaningfulEnd, draft.position.bytes);
  }
  // What a member leaves out has a meaning for another one, but for what none of them reaches.
  draft.padding.length = 0;
  if (meaningfulEnd < end) {
    const position = { after: undefined, bytes: meaningfulEnd };
    draft.padding.push({ position, size: end - meaningfulEnd });
  }
  draft.reserved.length = 0;
  draft.rest = undefined;
  draft.position = { after: undefined, bytes: end };
  return diagnostics;
}

function hasDynamicLength(type: ResolvedType): boolean {
  if (type.kind === "array" && hasDynamicLength(type.element)) return true;
  const { kind } = type;
  return (kind === "bytes" || kind === "text" || kind === "array") && type.length.kind !== "fixed";
}
