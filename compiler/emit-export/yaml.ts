/** Prints YAML: maps, lists, and scalars that are read as what they are. */

/** What is printed. */
export type Yaml =
  | string
  | number
  | bigint
  | boolean
  | readonly Yaml[]
  | { readonly [key: string]: Yaml | undefined };

/** Returns the text of a map, whose keys are names or integers. Texts are quoted, with the escapes of JSON. */
export function yamlText(value: { readonly [key: string]: Yaml | undefined }, indent = ""): string {
  return Object.entries(value)
    .flatMap(([key, each]) =>
      each === undefined ? [] : [`${indent}${key}:${nested(each, indent)}`],
    )
    .join("");
}

function nested(value: Yaml, indent: string): string {
  if (typeof value === "string") return ` ${quoted(value)}\n`;
  if (typeof value !== "object") return ` ${String(value)}\n`;
  if (isList(value)) {
    if (value.every((each) => typeof each !== "object")) {
      return ` [${value.map((each) => (typeof each === "string" ? quoted(each) : String(each))).join(", ")}]\n`;
    }
    const items = value.map((each) => `${indent}  -${item(each, indent)}`);
    return `\n${items.join("")}`;
  }
  const text = yamlText(value, `${indent}  `);
  return text === "" ? " {}\n" : `\n${text}`;
}

/** The first key of a map in a list stands behind the dash. */
function item(value: Yaml, indent: string): string {
  if (typeof value !== "object" || isList(value)) return nested(value, `${indent}  `);
  const inner = `${indent}    `;
  return ` ${yamlText(value, inner).slice(inner.length)}`;
}

function isList(value: Yaml): value is readonly Yaml[] {
  return Array.isArray(value);
}

/** JSON escapes what YAML does, and its quotes are those of YAML. */
function quoted(text: string): string {
  return /^[a-z][a-z0-9_-]*$/.test(text) && !/^(y|n|yes|no|on|off|true|false|null)$/.test(text)
    ? text
    : JSON.stringify(text);
}
