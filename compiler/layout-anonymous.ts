/** Part of stage 5: members of anonymous structs and unions, which are reached as if they lay beside them. */
import type { Diagnostic } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { FieldLayout, StructLayout } from "./layout-types.js";
import { wordsFor } from "./layout-words.js";
import type { ResolvedStruct } from "./resolve.js";

/**
 * Returns the members that a struct with these fields has through anonymous ones, where they lie in it, and
 * what is wrong with those.
 */
export function promoteMembers(
  struct: ResolvedStruct,
  fields: readonly FieldLayout[],
): { readonly promoted: readonly FieldLayout[]; readonly diagnostics: readonly Diagnostic[] } {
  const promoted: FieldLayout[] = [];
  const diagnostics: Diagnostic[] = [];
  const names = new Set(fields.map(({ name }) => name));
  for (const { name, isAnonymous, span } of struct.fields) {
    const field = fields.find((each) => each.name === name);
    if (!isAnonymous || field === undefined) continue;
    const refuse = (reason: string): void => {
      const subject = `${struct.name}.${name}`;
      diagnostics.push(diagnose("anonymous-member", span, { subject, reason }));
    };
    const { type, condition } = field;
    if (type.kind !== "struct") {
      refuse(`but is ${wordsFor(type)}; only the members of structs and unions are reached so`);
      continue;
    }
    const { struct: inner } = type;
    if (condition !== undefined || inner.size === undefined || inner.byteOrder === "runtime") {
      refuse("but not always in the same place or order; give it a name and a fixed size");
      continue;
    }
    for (const member of [...inner.fields, ...inner.promoted]) {
      if (names.has(member.name)) {
        refuse(`and has a member ${member.name} as its neighbours do; rename one of them`);
        continue;
      }
      names.add(member.name);
      promoted.push(movedBy(field, member));
    }
  }
  return { promoted, diagnostics };
}

function movedBy({ position: { after, bytes } }: FieldLayout, member: FieldLayout): FieldLayout {
  return { ...member, position: { after, bytes: bytes + member.position.bytes } };
}

/** Returns the fields of a struct that have accessors: its own, and those of anonymous ones. */
export function accessibleOf({ fields, promoted }: StructLayout): readonly FieldLayout[] {
  return promoted.length === 0 ? fields : [...fields, ...promoted];
}
