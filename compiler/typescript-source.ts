/**
 * Reads the source of a TypeScript schema, without its types: which names it declares, where, under
 * which doc comments. Whatever cannot be found by name falls back to the place of its export.
 *
 * The parser is Babel's, as it loads in a tenth of the time that TypeScript takes.
 */
import { parse } from "@babel/parser";
import type { ParseResult } from "@babel/parser";
import type * as ast from "@babel/types";
import type { Diagnostic } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { Span } from "./document.js";
import type { SchemaSource } from "./load.js";

/** What the source of a schema says beyond what its module exports. */
export interface TypeScriptSource {
  readonly file: string;
  /** The first character of the file. */
  readonly start: Span;
  /** Mistakes for which the module is not evaluated. */
  readonly mistakes: readonly Diagnostic[];
  /** Names imported from `structview/schema`. */
  readonly schemaImports: readonly { readonly name: string; readonly span: Span }[];
  readonly exportedNames: readonly string[];
  /** Whether the export `name` is declared in this file, and not passed on from another one. */
  declares(name: string): boolean;
  /** Returns the rank of an export by its place in the file. */
  orderOf(name: string): number;
  /** Returns the declaration of an export whose fields or members are `names`. */
  declarationOf(name: string, names: readonly string[]): Declaration;
}

/** Where and how a struct or an enumeration is declared. */
export interface Declaration {
  readonly span: Span;
  readonly doc: string | undefined;
  readonly fields: ReadonlyMap<string, DeclaredField>;
  /** Names that are declared twice, or that the module's object does not get. */
  readonly mistakes: readonly Diagnostic[];
}

/** A field or a member as the source declares it. */
export interface DeclaredField {
  /** Place of its name. */
  readonly span: Span;
  readonly doc: string | undefined;
  /** Text of its type. */
  readonly source: string;
  /** The names that its type is made of, in their order. */
  readonly references: readonly Reference[];
}

/** A name that an expression refers to. */
export interface Reference {
  /** Its name where it comes from. */
  readonly name: string;
  /** The module that it is imported from. */
  readonly from: string | undefined;
  /** Whether it is a constant of this file that is declared further down. */
  readonly isLater: boolean;
}

const schemaModule = "structview/schema";

/** Reads the source of a TypeScript schema. */
export async function readSource(source: SchemaSource): Promise<TypeScriptSource> {
  const { file, text } = source;
  const { tree, mistakes } = await parseSource(source);
  const start = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  const spanOf = (node: ast.Node): Span => spanIn(file, node);

  const variables = new Map<string, Variable>();
  const exported = new Map<string, string>();
  const schemaImports: { name: string; span: Span }[] = [];
  const literals: ast.ObjectExpression[] = [];
  const imports = new Map<string, { readonly name: string; readonly from: string }>();
  const namespaces = new Map<string, string>();
  let defaultExport: ast.ExportDefaultDeclaration | undefined;

  const declare = (statement: ast.Node, { declarations }: ast.VariableDeclaration): string[] =>
    declarations.flatMap(({ id, init }) => {
      if (id.type !== "Identifier") return [];
      const { name } = id;
      const earlier = variables.get(name);
      if (earlier !== undefined) {
        const parameters = { name, what: "constant", first: spanOf(earlier.id).line };
        mistakes.push(diagnose("duplicate-name", spanOf(id), parameters));
      }
      variables.set(name, { id, statement, initializer: init ?? undefined });
      return [name];
    });
  for (const statement of tree?.program.body ?? []) {
    if (statement.type === "VariableDeclaration") {
      declare(statement, statement);
    } else if (statement.type === "ExportNamedDeclaration" && !statement.source) {
      if (statement.declaration?.type === "VariableDeclaration") {
        for (const name of declare(statement, statement.declaration)) exported.set(name, name);
      }
      for (const specifier of statement.specifiers) {
        if (specifier.type !== "ExportSpecifier") continue;
        exported.set(moduleName(specifier.exported), specifier.local.name);
      }
    } else if (statement.type === "ExportDefaultDeclaration") {
      defaultExport = statement;
    } else if (statement.type === "ImportDeclaration" && statement.importKind !== "type") {
      const from = statement.source.value;
      for (const specifier of statement.specifiers) {
        if (specifier.type === "ImportNamespaceSpecifier") {
          namespaces.set(specifier.local.name, from);
        } else if (specifier.type === "ImportSpecifier") {
          const name = moduleName(specifier.imported);
          imports.set(specifier.local.name, { name, from });
          if (specifier.importKind !== "type" && from === schemaModule) {
            schemaImports.push({ name, span: spanOf(specifier.imported) });
          }
        }
      }
    }
  }
  if (tree !== undefined) {
    visit(tree.program, (node) => {
      if (node.type === "ObjectExpression") literals.push(node);
    });
  }

  /** The fields of a `bitUnit` in place: the second argument of the call. */
  const unitOf = (expression: ast.Expression): ast.ObjectExpression | undefined => {
    if (expression.type !== "CallExpression") return undefined;
    const { callee, arguments: given } = expression;
    const name =
      callee.type === "MemberExpression" && callee.property.type === "Identifier"
        ? callee.property.name
        : callee.type === "Identifier" && imports.get(callee.name)?.name;
    const [, fields] = given;
    return name === "bitUnit" && fields !== undefined ? literalOf(fields, variables) : undefined;
  };

  const variableOf = (name: string): Variable | undefined =>
    variables.get(exported.get(name) ?? name);

  /** The properties of an object literal, those of the literals that it spreads included. */
  const propertiesOf = (literal: ast.ObjectExpression): readonly Property[] =>
    literal.properties.flatMap((property): readonly Property[] => {
      if (property.type === "SpreadElement") {
        const unit = unitOf(property.argument);
        if (unit !== undefined) return propertiesOf(unit);
        const spread = literalOf(property.argument, variables);
        return spread === undefined || spread === literal
          ? []
          : propertiesOf(spread).map((each) => ({ ...each, isSpread: true }));
      }
      const name = nameOf(property);
      return name === undefined ? [] : [{ name, node: property, isSpread: false }];
    });
  const candidates = new Map<ast.ObjectExpression, Candidate>();
  const candidateOf = (literal: ast.ObjectExpression): Candidate => {
    const known = candidates.get(literal);
    if (known !== undefined) return known;
    const properties = propertiesOf(literal);
    const candidate = { properties, names: new Set(properties.map(({ name }) => name)) };
    candidates.set(literal, candidate);
    return candidate;
  };

  const referencesIn = (node: ast.Node): readonly Reference[] => {
    if (node.type === "Identifier") {
      const imported = imports.get(node.name);
      const isLater = (variables.get(node.name)?.id.start ?? -1) > (node.start ?? 0);
      return [{ name: node.name, from: undefined, ...imported, isLater }];
    }
    if (node.type === "MemberExpression" && node.property.type === "Identifier") {
      const from = node.object.type === "Identifier" ? namespaces.get(node.object.name) : undefined;
      return from === undefined
        ? referencesIn(node.object)
        : [{ name: node.property.name, from, isLater: false }];
    }
    return childrenOf(node).flatMap(referencesIn);
  };

  return {
    file,
    start,
    mistakes,
    schemaImports,
    exportedNames: [...exported.keys()],
    declares: (name) => variableOf(name) !== undefined,
    orderOf: (name) => variableOf(name)?.id.start ?? Number.MAX_SAFE_INTEGER,
    declarationOf(name, names) {
      const variable = variableOf(name);
      const declared = variable?.id ?? (name === "default" ? defaultExport : undefined);
      const span = declared === undefined ? start : spanOf(declared);
      const within = literalsWithin(variable?.initializer).map(candidateOf);
      const literal =
        bestOf(within, names, Math.max(names.length, 1)) ??
        bestOf([...within, ...literals.map(candidateOf)], names, 1);
      const fields = new Map<string, DeclaredField>();
      const found: Diagnostic[] = [];
      for (const property of literal?.properties ?? []) {
        const at = spanOf(property.node.key);
        const first = fields.get(property.name);
        if (first !== undefined && !property.isSpread) {
          const what = variable !== undefined && isCallOf(variable, "struct") ? "field" : "member";
          const parameters = { name: `${name}.${property.name}`, what, first: first.span.line };
          found.push(diagnose("duplicate-name", at, parameters));
        }
        if (property.name === "__proto__" && !names.includes("__proto__")) {
          const reason =
            "in an object literal it is no property; every object has a member of that name";
          const parameters = { name: "__proto__", what: "field", reason };
          found.push(diagnose("reserved-name", at, parameters));
        }
        const type =
          property.node.type === "ObjectProperty" ? property.node.value : property.node.key;
        fields.set(property.name, {
          span: at,
          doc: docOf(property.node, text),
          source: text.slice(type.start ?? 0, type.end ?? 0),
          references: referencesIn(type),
        });
      }
      const doc = variable === undefined ? undefined : docOf(variable.statement, text);
      return { span, doc, fields, mistakes: found };
    },
  };
}

/** A constant of a module. */
interface Variable {
  readonly id: ast.Identifier;
  readonly statement: ast.Node;
  readonly initializer: ast.Expression | undefined;
}

interface Property {
  readonly name: string;
  readonly node: ast.ObjectProperty | ast.ObjectMethod;
  readonly isSpread: boolean;
}

/** An object literal that may declare the fields of a struct. */
interface Candidate {
  readonly properties: readonly Property[];
  readonly names: ReadonlySet<string>;
}

/** Returns the tree of a source, unless there is a mistake in its syntax. */
async function parseSource(
  source: SchemaSource,
): Promise<{ readonly tree: ParseResult | undefined; readonly mistakes: Diagnostic[] }> {
  let tree: ParseResult | undefined;
  let failure: ParseFailure | undefined;
  try {
    tree = parse(source.text, {
      sourceType: "module",
      plugins: ["typescript", "decorators"],
      errorRecovery: true,
      createImportExpressions: true,
    });
    if (tree.errors === null || tree.errors.length === 0) return { tree, mistakes: [] };
  } catch (error) {
    failure = error as ParseFailure;
  }
  const { findSyntaxMistakes } = await import("./typescript-mistakes.js");
  const mistakes = findSyntaxMistakes(source);
  if (mistakes.length === 0 && failure !== undefined) {
    const { line, column } = failure.loc;
    const span = {
      file: source.file,
      line,
      column: column + 1,
      endLine: line,
      endColumn: column + 1,
    };
    const reason = failure.message.replace(/ \(\d+:\d+\)$/, "");
    mistakes.push(diagnose("schema-syntax", span, { reason }));
  }
  return { tree, mistakes };
}

/** What the parser throws. */
interface ParseFailure {
  readonly message: string;
  readonly loc: { readonly line: number; readonly column: number };
}

/** Calls `see` with a node and all nodes within it, outermost first. */
function visit(node: ast.Node, see: (node: ast.Node) => void): void {
  see(node);
  for (const child of childrenOf(node)) visit(child, see);
}

/** Returns the nodes directly within a node, in their order. */
function childrenOf(node: ast.Node): readonly ast.Node[] {
  return Object.entries(node)
    .filter(([key]) => !key.endsWith("Comments"))
    .flatMap(([, value]: [string, unknown]) => value)
    .filter(isNode);
}

function isNode(value: unknown): value is ast.Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

function spanIn(file: string, node: ast.Node): Span {
  const { start, end } = node.loc ?? nowhere;
  // With a type behind it, an identifier is longer than its name.
  const isName = node.type === "Identifier";
  return {
    file,
    line: start.line,
    column: start.column + 1,
    endLine: isName ? start.line : end.line,
    endColumn: (isName ? start.column + node.name.length : end.column) + 1,
  };
}

const nowhere = { start: { line: 1, column: 0 }, end: { line: 1, column: 0 } };

/**
 * Returns the first literal that declares most of `names`, and `least` of them. A struct that a function
 * makes is declared by one outside of its export.
 */
function bestOf(
  candidates: readonly Candidate[],
  names: readonly string[],
  least: number,
): Candidate | undefined {
  let best: Candidate | undefined;
  let bestCount = least - 1;
  for (const candidate of candidates) {
    if (bestCount === names.length) break;
    const count = names.filter((name) => candidate.names.has(name)).length;
    if (count > bestCount) [best, bestCount] = [candidate, count];
  }
  return best;
}

/** Object literals within an expression, outermost first. */
function literalsWithin(node: ast.Node | undefined): readonly ast.ObjectExpression[] {
  const within: ast.ObjectExpression[] = [];
  if (node !== undefined) {
    visit(node, (child) => {
      if (child.type === "ObjectExpression") within.push(child);
    });
  }
  return within;
}

function literalOf(
  expression: ast.Node,
  variables: ReadonlyMap<string, Variable>,
): ast.ObjectExpression | undefined {
  const target =
    expression.type === "Identifier" ? variables.get(expression.name)?.initializer : expression;
  const plain =
    target?.type === "TSAsExpression" || target?.type === "TSSatisfiesExpression"
      ? target.expression
      : target;
  return plain?.type === "ObjectExpression" ? plain : undefined;
}

function nameOf({ key, computed }: ast.ObjectProperty | ast.ObjectMethod): string | undefined {
  if (key.type === "StringLiteral") return key.value;
  if (computed) return undefined;
  if (key.type === "NumericLiteral") return String(key.value);
  return key.type === "Identifier" ? key.name : undefined;
}

/** Returns a name of an import or export, which may be written as a string. */
function moduleName(name: ast.Identifier | ast.StringLiteral): string {
  return name.type === "Identifier" ? name.name : name.value;
}

function isCallOf({ initializer }: Variable, name: string): boolean {
  return (
    initializer?.type === "CallExpression" &&
    initializer.callee.type === "Identifier" &&
    initializer.callee.name === name
  );
}

/** Returns the text of the last doc comment before a node, without its frame. */
function docOf(node: ast.Node, text: string): string | undefined {
  const comment = node.leadingComments?.findLast(
    (each) =>
      each.type === "CommentBlock" && /^\*[^]/.test(each.value) && isCommentOf(node, each, text),
  );
  if (comment === undefined) return undefined;
  const doc = comment.value
    .slice(1)
    .split(/\r?\n/)
    .map((line, index) => (index === 0 ? line.trim() : line.replace(/^\s*\*? ?/, "").trimEnd()))
    .join("\n")
    .trim();
  return doc === "" ? undefined : doc;
}

/** Whether a comment before a node is its own: not one behind `{` or `,` on an earlier line. */
function isCommentOf(node: ast.Node, comment: ast.Comment, text: string): boolean {
  const { start = 0, end = 0 } = comment;
  const isOnLine = !text.slice(end, node.start ?? 0).includes("\n");
  const before = text.slice(text.lastIndexOf("\n", start) + 1, start);
  return isOnLine || before.replace(/\/\*.*?\*\//g, "").trim() === "";
}
