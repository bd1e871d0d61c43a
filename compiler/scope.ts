/** Part of stage 4: what the names of a project refer to, and which byte orders are inherited. */
import type { Diagnostic } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type {
  Definition,
  EnumerationDefinition,
  MemberExpression,
  ReferenceExpression,
  SchemaDocument,
  Span,
  StructDefinition,
  TextLengthExpression,
  TypeExpression,
  UnitExpression,
  VariantDefinition,
} from "./document.js";
import { unitSizeOf } from "./document.js";
import { pathFrom } from "./paths.js";
import type { RecordByteOrder } from "./resolve.js";
import { scalarNames, scalars } from "./scalars.js";
import { nearest } from "./suggest.js";

/** How many types may nest in each other: the stages behind this recurse, and their stack is finite. */
const maximumNesting = 100;

/** A definition and the file that it stands in. */
export interface Declared<D extends Definition = Definition> {
  readonly file: string;
  readonly definition: D;
}

/** All definitions of a project by file and name. */
export class Scope {
  readonly #documents: readonly SchemaDocument[];
  readonly #byFile: ReadonlyMap<string, ReadonlyMap<string, Declared>>;
  readonly #byteOrders = new Map<Definition, RecordByteOrder>();
  readonly #dependent = new Map<Definition, boolean>();
  /** The structs of its own file that nest a definition, also by way of aliases. */
  readonly #nesting = new Map<Definition, Declared<StructDefinition>[]>();

  constructor(documents: readonly SchemaDocument[]) {
    this.#documents = documents;
    this.#byFile = new Map(
      documents.map(({ file, definitions }) => [
        file,
        new Map(definitions.map((definition) => [definition.name, { file, definition }])),
      ]),
    );
    for (const { file, definitions } of documents) {
      for (const definition of definitions) {
        if (definition.kind !== "struct") continue;
        for (const inner of this.#nestedIn({ file, definition })) {
          const nesting = this.#nesting.get(inner) ?? [];
          this.#nesting.set(inner, [...nesting, { file, definition }]);
        }
      }
    }
  }

  /** Finds what a reference that stands in `file` refers to. */
  find(file: string, name: string, from: string | undefined): Declared | undefined {
    return this.#byFile.get(from === undefined ? file : pathFrom(file, from))?.get(name);
  }

  /** One diagnostic for each reference that leads nowhere. */
  checkReferences(): readonly Diagnostic[] {
    return this.#documents.flatMap(({ file, definitions }) =>
      definitions.flatMap((definition) =>
        [...referencesOf(definition), ...pointersOf(definition)].flatMap(({ name, from, span }) => {
          // A number is no type, and a type no number.
          const found = this.find(file, name, from)?.definition.kind;
          const isNumber = definition.kind === "number";
          const isFit = (found === "number") === isNumber;
          if (found !== undefined && isFit) return [];
          const other = from === undefined ? file : pathFrom(file, from);
          const candidates = [...(this.#byFile.get(other)?.values() ?? [])]
            .filter((each) => (each.definition.kind === "number") === isNumber)
            .map((each) => each.definition.name);
          const suggestion = nearest(name, [
            ...candidates,
            ...(from === undefined && !isNumber ? scalarNames : []),
          ]);
          const shown = from === undefined ? name : `${name} of ${other}`;
          return [diagnose("unknown-type", span, { name: shown, suggestion })];
        }),
      ),
    );
  }

  /** One diagnostic for each constant that is no member of an enumeration. */
  checkMembers(): readonly Diagnostic[] {
    const ofType = (type: TypeExpression, subject: string, file: string, span: Span) =>
      membersIn(type).flatMap(({ enumeration: reference, member: name }) => {
        const target = this.find(file, reference.name, reference.from);
        // What leads nowhere is told already.
        if (target === undefined) return [];
        const enumeration = this.enumerationOf(reference, file);
        if (enumeration === undefined) {
          return [diagnose("base-not-integer", span, { subject, type: reference.name })];
        }
        const names = enumeration.members.map((each) => each.name);
        if (names.includes(name)) return [];
        const parameters = { subject, enumeration: enumeration.name, name };
        return [
          diagnose("unknown-member", span, { ...parameters, suggestion: nearest(name, names) }),
        ];
      });
    return this.#documents.flatMap(({ file, definitions }) =>
      definitions.flatMap((definition) => {
        if (definition.kind === "alias") {
          return ofType(definition.target, definition.name, file, definition.span);
        }
        if (definition.kind !== "struct") return [];
        return definition.fields.flatMap(({ name, type, span }) =>
          ofType(type, `${definition.name}.${name}`, file, span),
        );
      }),
    );
  }

  /** Returns the enumeration that a reference in `file` refers to, also by way of aliases. */
  enumerationOf(
    { name, from }: ReferenceExpression,
    file: string,
  ): EnumerationDefinition | undefined {
    const target = this.find(file, name, from);
    const definition = target?.definition;
    if (definition?.kind === "alias" && definition.target.kind === "reference") {
      return this.enumerationOf(definition.target, target?.file ?? file);
    }
    return definition?.kind === "enumeration" ? definition : undefined;
  }

  /** One diagnostic for each cycle of types that contain each other. */
  checkCycles(): readonly Diagnostic[] {
    const diagnostics: Diagnostic[] = [];
    const finished = new Set<Definition>();
    const visit = ({ file, definition }: Declared, path: readonly Definition[]): void => {
      if (finished.has(definition)) return;
      const at = path.indexOf(definition);
      if (at < 0 && path.length >= maximumNesting) {
        const parameters = { name: definition.name, maximum: maximumNesting };
        diagnostics.push(diagnose("nested-too-deeply", definition.span, parameters));
        finished.add(definition);
        return;
      }
      if (at >= 0) {
        const cycle = [...path.slice(at), definition].map(({ name }) => name).join(" > ");
        diagnostics.push(diagnose("type-cycle", definition.span, { cycle }));
        return;
      }
      for (const { name, from } of referencesOf(definition)) {
        const target = this.find(file, name, from);
        if (target !== undefined) visit(target, [...path, definition]);
      }
      finished.add(definition);
    };
    for (const { file, definitions } of this.#documents) {
      for (const definition of definitions) visit({ file, definition }, []);
    }
    return diagnostics;
  }

  /** Returns the byte order of a struct where nobody says otherwise. */
  byteOrderOf({ file, definition }: Declared<StructDefinition>): RecordByteOrder {
    const known = definition.byteOrder ?? this.#byteOrders.get(definition);
    if (known !== undefined) return known;
    const nesting = (this.#nesting.get(definition) ?? []).filter((outer) => outer.file === file);
    const orders = new Set(nesting.map((outer) => this.byteOrderOf(outer)));
    const [common = "little"] = orders;
    const byteOrder = orders.size === 1 ? common : "little";
    this.#byteOrders.set(definition, byteOrder);
    return byteOrder;
  }

  /** Whether the bytes of a definition are read differently in another byte order. */
  dependsOnByteOrder(declared: Declared): boolean {
    const known = this.#dependent.get(declared.definition);
    if (known !== undefined) return known;
    const depends = this.#findDependence(declared);
    this.#dependent.set(declared.definition, depends);
    return depends;
  }

  #findDependence({ file, definition }: Declared): boolean {
    const ofType = (type: TypeExpression): boolean => {
      switch (type.kind) {
        case "scalar":
          return type.byteOrder === undefined && scalars[type.scalar].size > 1;
        case "bits":
          return definition.kind !== "struct" || definition.bitOrder === undefined;
        case "member":
          return ofType(type.enumeration);
        case "bytes":
          return ofLength(type.length);
        case "text":
          return (
            (type.byteOrder === undefined && unitSizeOf(type.encoding) > 1) || ofLength(type.length)
          );
        case "array":
          return ofType(type.element) || ofLength(type.length);
        case "constant":
        case "nonzero":
        case "wrapped":
          return ofType(type.base);
        case "select":
          return [...type.cases.map((each) => each.type), type.otherwise].some(
            (each) => each !== undefined && ofType(each),
          );
        case "reference": {
          const target = this.find(file, type.name, type.from);
          return target !== undefined && this.dependsOnByteOrder(target);
        }
      }
    };
    const ofLength = (length: TextLengthExpression): boolean =>
      length.kind === "prefixed" && ofType(length.base);
    const ofUnit = ({ base, bitOrder }: UnitExpression, struct: StructDefinition): boolean =>
      ofType(base) ||
      (base.byteOrder === undefined && bitOrder === undefined && struct.bitOrder === undefined);
    switch (definition.kind) {
      case "struct":
        return definition.byteOrder === undefined
          ? definition.fields.some(({ type, unit }) =>
              unit === undefined ? ofType(type) : ofUnit(unit, definition),
            )
          : definition.byteOrder === "runtime";
      case "variant":
        return casesOf(definition).some(ofType);
      case "enumeration":
      case "flags":
        return ofType(definition.base);
      case "alias":
        return ofType(definition.target);
      case "number":
        return false;
    }
  }

  /** Returns what a struct has fields of, also by way of aliases and variants. */
  #nestedIn(outer: Declared): ReadonlySet<Definition> {
    const nested = new Set<Definition>();
    const visit = ({ file, definition }: Declared): void => {
      for (const { name, from } of referencesOf(definition)) {
        const target = this.find(file, name, from);
        if (target === undefined || nested.has(target.definition)) continue;
        nested.add(target.definition);
        const { kind } = target.definition;
        if (kind === "alias" || kind === "variant") visit(target);
      }
    };
    visit(outer);
    return nested;
  }
}

/** Returns the constants in a type that are members of an enumeration. */
function membersIn(type: TypeExpression): readonly MemberExpression[] {
  switch (type.kind) {
    case "member":
      return [type];
    case "array":
      return membersIn(type.element);
    case "wrapped":
      return membersIn(type.base);
    default:
      return [];
  }
}

/** A name that a definition refers to, and the file that it is of, if it is another one. */
export interface Reference {
  readonly name: string;
  readonly from: string | undefined;
  readonly span: Span;
}

/** Returns what the fields of a definition are addresses of: it may be the definition itself. */
export function pointersOf(definition: Definition): readonly Reference[] {
  if (definition.kind !== "struct") return [];
  return definition.fields.flatMap(({ pointsTo, span }) =>
    pointsTo === undefined ? [] : [{ ...pointsTo, span }],
  );
}

/** Returns all names of types and numbers that a definition refers to, but those in expressions. */
export function referencesOf(definition: Definition): readonly Reference[] {
  const within = (type: TypeExpression, span: Span): readonly Reference[] => {
    switch (type.kind) {
      case "reference":
        return [{ name: type.name, from: type.from, span }];
      case "member":
        return within(type.enumeration, span);
      case "wrapped":
        return within(type.base, span);
      case "array":
        return within(type.element, span);
      case "select":
        return [...type.cases.map((each) => each.type), type.otherwise].flatMap((each) =>
          each === undefined ? [] : within(each, span),
        );
      default:
        return [];
    }
  };
  switch (definition.kind) {
    case "struct":
      return definition.fields.flatMap(({ type, span }) => within(type, span));
    case "variant":
      return casesOf(definition).flatMap((each) => within(each, definition.span));
    case "enumeration":
    case "flags":
      return [];
    case "alias":
      return within(definition.target, definition.span);
    case "number":
      return typeof definition.value === "object" ? within(definition.value, definition.span) : [];
  }
}

/** Returns all structs that a variant can be. */
export function casesOf({ cases, otherwise }: VariantDefinition): readonly ReferenceExpression[] {
  return otherwise === undefined ? cases : [...cases, otherwise];
}
