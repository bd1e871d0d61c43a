import type { EnumerationLayout } from "../layout-types.js";
import { docText, fieldDoc } from "./doc.js";
import { literalText } from "./value-text.js";

/** Returns the text of an enumeration: a constant with its members, a union type, a type guard. */
export function emitEnumeration(enumeration: EnumerationLayout): string {
  const { name, members, isOpen, typeName } = enumeration;
  const doc = enumeration.doc === undefined ? "" : `${docText(enumeration.doc)}\n`;
  const entries = members.map(
    (member) => `${fieldDoc(member.doc)}${member.name}: ${literalText(member.value)},`,
  );
  const known = `(typeof ${name})[keyof typeof ${name}]`;
  const values = [...new Set(members.map(({ value }) => value))];
  // Of two names for one value the first is its name.
  const named = values.flatMap((value) => members.find((member) => member.value === value) ?? []);
  const what = isOpen
    ? `Values of {@link ${name}}; others are valid too.`
    : `Values of {@link ${name}}.`;
  const type = isOpen
    ? `
  | ${known}
  // Any other one; the intersection keeps the members apart for completion.
  | (${typeName} & {})`
    : ` ${known}`;
  return `
${doc}export const ${name} = {
${entries.join("\n")}
} as const;

${docText(what)}
export type ${name} =${type};

${docText(`Whether \`value\` has a name in {@link ${name}}.`)}
export function is${name}(value: ${typeName}): value is ${known} {
  switch (value) {
    ${values.map((value) => `case ${literalText(value)}:`).join("\n")}
      return true;
    default:
      return false;
  }
}

${docText(`Returns the name of \`value\` in {@link ${name}}; \`undefined\` if it has none.`)}
export function nameOf${name}(value: ${typeName}): keyof typeof ${name} | undefined {
  switch (value) {
    ${named.map((member) => `case ${literalText(member.value)}:\n      return ${JSON.stringify(member.name)};`).join("\n")}
    default:
      return undefined;
  }
}
`;
}
