/**
 * Reads the source of a TypeScript schema, without its types: which names it declares, where, under
 * which doc comments. Whatever cannot be found by name falls back to the place of its export.
 */
import { ts } from "ts-morph";
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
export function readSource(source: SchemaSource): TypeScriptSource {
  const { file } = source;
  const tree = ts.createSourceFile(source.absolutePath, source.text, ts.ScriptTarget.ES2022, true);
  const spanOf = (start: number, end: number): Span => {
    const from = tree.getLineAndCharacterOfPosition(start);
    const to = tree.getLineAndCharacterOfPosition(end);
    return {
      file,
      line: from.line + 1,
      column: from.character + 1,
      endLine: to.line + 1,
      endColumn: to.character + 1,
    };
  };
  const spanOfNode = (node: ts.Node): Span => spanOf(node.getStart(tree), node.getEnd());

  const { diagnostics = [] } = ts.transpileModule(source.text, {
    fileName: source.absolutePath,
    reportDiagnostics: true,
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  const mistakes = diagnostics.map((each) =>
    diagnose("schema-syntax", spanOf(each.start ?? 0, (each.start ?? 0) + (each.length ?? 0)), {
      reason: ts.flattenDiagnosticMessageText(each.messageText, " "),
    }),
  );

  const variables = new Map<string, ts.VariableDeclaration>();
  const exported = new Map<string, string>();
  const schemaImports: { name: string; span: Span }[] = [];
  const literals: ts.ObjectLiteralExpression[] = [];
  const imports = new Map<string, { readonly name: string; readonly from: string }>();
  const namespaces = new Map<string, string>();
  let defaultExport: ts.ExportAssignment | undefined;
  for (const statement of tree.statements) {
    if (ts.isVariableStatement(statement)) {
      const isExported = statement.modifiers?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword);
      for (const declaration of statement.declarationList.declarations) {
        if (!ts.isIdentifier(declaration.name)) continue;
        const { text } = declaration.name;
        const earlier = variables.get(text);
        if (earlier !== undefined) {
          const first = spanOfNode(earlier.name).line;
          const parameters = { name: text, what: "constant", first };
          mistakes.push(diagnose("duplicate-name", spanOfNode(declaration.name), parameters));
        }
        variables.set(text, declaration);
        if (isExported === true) exported.set(text, text);
      }
    } else if (ts.isExportDeclaration(statement) && statement.moduleSpecifier === undefined) {
      const { exportClause } = statement;
      if (exportClause === undefined || !ts.isNamedExports(exportClause)) continue;
      for (const { name, propertyName } of exportClause.elements) {
        exported.set(name.text, (propertyName ?? name).text);
      }
    } else if (ts.isExportAssignment(statement)) {
      defaultExport = statement;
    } else if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
      const module = statement.moduleSpecifier.text;
      const bindings = statement.importClause?.namedBindings;
      if (statement.importClause?.isTypeOnly || bindings === undefined) continue;
      if (!ts.isNamedImports(bindings)) {
        namespaces.set(bindings.name.text, module);
        continue;
      }
      for (const { name, propertyName, isTypeOnly } of bindings.elements) {
        const imported = propertyName ?? name;
        imports.set(name.text, { name: imported.text, from: module });
        if (!isTypeOnly && module === schemaModule) {
          schemaImports.push({ name: imported.text, span: spanOfNode(imported) });
        }
      }
    }
  }
  const collect = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) literals.push(node);
    ts.forEachChild(node, collect);
  };
  collect(tree);

  const variableOf = (name: string): ts.VariableDeclaration | undefined =>
    variables.get(exported.get(name) ?? name);

  /** The properties of an object literal, those of the literals that it spreads included. */
  const propertiesOf = (literal: ts.ObjectLiteralExpression): readonly Property[] =>
    literal.properties.flatMap((property): readonly Property[] => {
      if (ts.isSpreadAssignment(property)) {
        const spread = literalOf(property.expression, variables);
        return spread === undefined || spread === literal
          ? []
          : propertiesOf(spread).map((each) => ({ ...each, isSpread: true }));
      }
      const name = nameOf(property.name);
      return name === undefined ? [] : [{ name, node: property, isSpread: false }];
    });

  const referencesIn = (node: ts.Node): readonly Reference[] => {
    if (ts.isIdentifier(node)) {
      const imported = imports.get(node.text);
      const isLater = (variables.get(node.text)?.pos ?? -1) > node.pos;
      return [{ name: node.text, from: undefined, ...imported, isLater }];
    }
    if (ts.isPropertyAccessExpression(node)) {
      const from = ts.isIdentifier(node.expression)
        ? namespaces.get(node.expression.text)
        : undefined;
      return from === undefined
        ? referencesIn(node.expression)
        : [{ name: node.name.text, from, isLater: false }];
    }
    const within: Reference[] = [];
    ts.forEachChild(node, (child) => {
      within.push(...referencesIn(child));
    });
    return within;
  };

  return {
    file,
    start: spanOf(0, 0),
    mistakes,
    schemaImports,
    exportedNames: [...exported.keys()],
    declares: (name) => variableOf(name) !== undefined,
    orderOf: (name) => variableOf(name)?.pos ?? Number.MAX_SAFE_INTEGER,
    declarationOf(name, names) {
      const variable = variableOf(name);
      const declared = variable?.name ?? (name === "default" ? defaultExport : undefined);
      const span = declared === undefined ? spanOf(0, 0) : spanOfNode(declared);
      const literal = bestLiteral(
        [...literalsWithin(variable?.initializer), ...literals].map((each) => ({
          literal: each,
          properties: propertiesOf(each),
        })),
        names,
      );
      const fields = new Map<string, DeclaredField>();
      const found: Diagnostic[] = [];
      for (const property of literal?.properties ?? []) {
        const at = spanOfNode(property.node.name ?? property.node);
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
        const type = ts.isPropertyAssignment(property.node)
          ? property.node.initializer
          : property.node.name;
        fields.set(property.name, {
          span: at,
          doc: docOf(property.node, tree),
          source: type?.getText(tree) ?? "",
          references: type === undefined ? [] : referencesIn(type),
        });
      }
      const doc = variable === undefined ? undefined : docOf(variable.parent.parent, tree);
      return { span, doc, fields, mistakes: found };
    },
  };
}

interface Property {
  readonly name: string;
  readonly node: ts.ObjectLiteralElementLike;
  readonly isSpread: boolean;
}

interface Candidate {
  readonly literal: ts.ObjectLiteralExpression;
  readonly properties: readonly Property[];
}

/**
 * The literal that declares exactly `names`, else the one that declares most of them. Those within
 * the export come first; one elsewhere serves a struct that a function makes.
 */
function bestLiteral(
  candidates: readonly Candidate[],
  names: readonly string[],
): Candidate | undefined {
  let best: Candidate | undefined;
  let bestCount = 0;
  for (const candidate of candidates) {
    const declared = new Set(candidate.properties.map(({ name }) => name));
    const count = names.filter((name) => declared.has(name)).length;
    if (count > bestCount) [best, bestCount] = [candidate, count];
  }
  return best;
}

/** Object literals within an expression, outermost first. */
function literalsWithin(node: ts.Node | undefined): readonly ts.ObjectLiteralExpression[] {
  if (node === undefined) return [];
  const within: ts.ObjectLiteralExpression[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isObjectLiteralExpression(child)) within.push(child);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return within;
}

function literalOf(
  expression: ts.Expression,
  variables: ReadonlyMap<string, ts.VariableDeclaration>,
): ts.ObjectLiteralExpression | undefined {
  const target = ts.isIdentifier(expression)
    ? variables.get(expression.text)?.initializer
    : expression;
  const plain =
    target !== undefined && (ts.isAsExpression(target) || ts.isSatisfiesExpression(target))
      ? target.expression
      : target;
  return plain !== undefined && ts.isObjectLiteralExpression(plain) ? plain : undefined;
}

function nameOf(name: ts.PropertyName | undefined): string | undefined {
  if (name !== undefined && ts.isComputedPropertyName(name)) {
    return ts.isStringLiteralLike(name.expression) ? name.expression.text : undefined;
  }
  return name !== undefined &&
    (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name))
    ? name.text
    : undefined;
}

function isCallOf(variable: ts.VariableDeclaration, name: string): boolean {
  const { initializer } = variable;
  return (
    initializer !== undefined &&
    ts.isCallExpression(initializer) &&
    ts.isIdentifier(initializer.expression) &&
    initializer.expression.text === name
  );
}

/** Returns the text of the last doc comment before a node, without its frame. */
function docOf(node: ts.Node, tree: ts.SourceFile): string | undefined {
  // TypeScript counts a comment behind `{` or `,` to what is before it; one on the line of a field is its own.
  const isOnLine = ({ end }: ts.CommentRange): boolean =>
    !tree.text.slice(end, node.getStart(tree)).includes("\n");
  const before = ts.getTrailingCommentRanges(tree.text, node.getFullStart()) ?? [];
  const above = ts.getLeadingCommentRanges(tree.text, node.getFullStart()) ?? [];
  const comment = [...before.filter(isOnLine), ...above]
    .map(({ pos, end }) => tree.text.slice(pos, end))
    .findLast((text) => text.startsWith("/**") && text.length > "/***/".length);
  if (comment === undefined) return undefined;
  const text = comment
    .slice("/**".length, -"*/".length)
    .split(/\r?\n/)
    .map((line, index) => (index === 0 ? line.trim() : line.replace(/^\s*\*? ?/, "").trimEnd()))
    .join("\n")
    .trim();
  return text === "" ? undefined : text;
}
