/** Where the code of a module comes from: each class and each accessor from its name in the schema. */
import { parse } from "@babel/parser";
import type { Declaration, Identifier, Node, Statement } from "@babel/types";
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
 * Returns a source map of `code`, the JavaScript of a generated module. A line belongs to the member that it
 * is part of, else to the declaration. What serves all structs belongs to nothing.
 */
export function mapToSchema(code: string, source: MapSource): SourceMap {
  const places = new Map<number, Place>();
  const map = new GenMapping();
  setSourceContent(map, source.file, source.text);
  const add = (generated: Position, { span }: Place, name?: string): void => {
    const original = { line: span.line, column: span.column - 1 };
    const mapping = { source: source.file, original, generated };
    if (name === undefined) addMapping(map, mapping);
    else addMapping(map, { ...mapping, name });
  };
  const mark = ({ loc }: Node, place: Place, name: Node | null | undefined): void => {
    if (!loc) return;
    for (let { line } = loc.start; line <= loc.end.line; line++) places.set(line, place);
    if (name?.loc) add(name.loc.start, place, place.name);
  };

  for (const statement of parse(code, { sourceType: "module" }).program.body) {
    const isExport = statement.type === "ExportNamedDeclaration";
    const declaration = isExport ? statement.declaration : statement;
    const id = declaration ? nameOf(declaration) : undefined;
    const owner = id === undefined ? undefined : ownerOf(id.name, source);
    if (!declaration || owner === undefined) continue;
    mark(statement, owner, id?.name === owner.name ? id : undefined);
    for (const { node, key } of membersIn(declaration)) {
      const member = owner.members.get(key.name);
      if (member !== undefined) mark(node, member, key);
    }
  }
  for (const [index, text] of code.split("\n").entries()) {
    const line = index + 1;
    const place = places.get(line);
    if (place === undefined) addMapping(map, { generated: { line, column: 0 } });
    else add({ line, column: text.length - text.trimStart().length }, place);
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

interface Position {
  readonly line: number;
  readonly column: number;
}

/** Returns the name that a declaration gives. */
function nameOf(declaration: Declaration | Statement): Identifier | undefined {
  const named =
    declaration.type === "VariableDeclaration" ? declaration.declarations[0] : declaration;
  return named && "id" in named && named.id?.type === "Identifier" ? named.id : undefined;
}

/** Returns the accessors of a class, and the properties of a constant, with their names. */
function membersIn(
  declaration: Declaration | Statement,
): readonly { readonly node: Node; readonly key: Identifier }[] {
  const within =
    declaration.type === "ClassDeclaration"
      ? declaration.body.body.filter((each) => "kind" in each && /^[gs]et$/.test(each.kind ?? ""))
      : declaration.type === "VariableDeclaration"
        ? propertiesOf(declaration.declarations[0]?.init)
        : [];
  return within.flatMap((node) =>
    "key" in node && node.key.type === "Identifier" ? [{ node, key: node.key }] : [],
  );
}

function propertiesOf(value: Node | null | undefined): readonly Node[] {
  return value?.type === "ObjectExpression" ? value.properties : [];
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
