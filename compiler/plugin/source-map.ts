/** Where the code of a module comes from: each class and each accessor from its name in the schema. */
import { GenMapping, addMapping, setSourceContent, toEncodedMap } from "@jridgewell/gen-mapping";
import type { Definition, Span } from "../document.js";
import { namesBesideEnumeration, namesBesideFlags } from "../names.js";

/** A schema file as the source of a map. */
export interface MapSource {
  /** How the map names the file. */
  readonly file: string;
  readonly text: string;
  readonly definitions: readonly Definition[];
}

/** A source map as JSON holds it. Its arrays are those that the types of bundlers ask for. */
export interface SourceMap {
  readonly version: 3;
  readonly names: string[];
  readonly sources: string[];
  readonly sourcesContent: string[];
  readonly mappings: string;
}

/**
 * Returns a source map of `code`, which is what `oxc-transform` prints for a generated module: each
 * declaration begins at the first column, each of its members one tab further. A line belongs to the
 * member that it is part of, else to the declaration. What serves all structs belongs to nothing.
 */
export function mapToSchema(code: string, source: MapSource): SourceMap {
  const map = new GenMapping();
  setSourceContent(map, source.file, source.text);
  let owner: Owner | undefined;
  let member: Place | undefined;
  for (const [index, text] of code.split("\n").entries()) {
    const line = index + 1;
    const declared = /^(?:export )?(?:class|const|function) ([\w$]+)/.exec(text);
    if (declared !== null) [owner, member] = [ownerOf(declared[1] ?? "", source), undefined];
    const within = /^\t(?:[gs]et )?([\w$]+)(?=[(:])/.exec(text);
    if (within !== null) member = owner?.members.get(within[1] ?? "");

    const column = text.length - text.trimStart().length;
    const place = member ?? owner;
    if (place === undefined) {
      addMapping(map, { generated: { line, column: 0 } });
    } else {
      const original = { line: place.span.line, column: place.span.column - 1 };
      const mapping = { source: source.file, original };
      const named = within ?? declared;
      const at = named?.[1] === place.name ? named[0].length - place.name.length : -1;
      if (at !== column) addMapping(map, { ...mapping, generated: { line, column } });
      if (at >= 0)
        addMapping(map, { ...mapping, generated: { line, column: at }, name: place.name });
    }
    // A member ends where its text does.
    if (/^\t(?:\}|[^\t].*,$)/.test(text)) member = undefined;
    if (text.startsWith("}")) owner = undefined;
  }
  const { names, mappings } = toEncodedMap(map);
  return {
    version: 3,
    names: [...names],
    sources: [source.file],
    sourcesContent: [source.text],
    mappings,
  };
}

/** A name of the schema and its place. */
interface Place {
  readonly name: string;
  readonly span: Span;
}

interface Owner extends Place {
  /** What the class or the constant of that name has members for. */
  readonly members: ReadonlyMap<string, Place>;
}

/** Returns the definition that a name of a generated module is made for. */
function ownerOf(declared: string, { definitions }: MapSource): Owner | undefined {
  const exact = definitions.find(({ name }) => name === declared);
  if (exact !== undefined) {
    return { ...exact, members: new Map(membersOf(exact).map((each) => [each.name, each])) };
  }
  const besides = definitions.filter(
    ({ name }) =>
      declared.startsWith(name) ||
      [...namesBesideEnumeration(name), ...namesBesideFlags(name)].includes(declared),
  );
  // `PointArrayIterator` is made for `PointArray`, should there be one beside `Point`.
  const [longest] = [...besides].sort((a, b) => b.name.length - a.name.length);
  return longest === undefined ? undefined : { ...longest, members: new Map() };
}

function membersOf(definition: Definition): readonly Place[] {
  switch (definition.kind) {
    case "struct":
      return definition.fields;
    case "enumeration":
    case "flags":
      return definition.members;
    case "variant":
    case "alias":
    case "number":
      return [];
  }
}
