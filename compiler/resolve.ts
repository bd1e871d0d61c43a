/**
 * Stage 4: references become what they refer to, byte orders are inherited, cycles are refused.
 *
 * A struct without a byte order takes that of the structs of its own file that nest it, if they agree,
 * else little-endian. Where a struct of another order nests it, a variant of it is made beside that
 * struct, named after the order: `Point` is then also `PointBig`. So the output of a schema
 * depends on that schema and what it imports, never on who imports it.
 */
import type { Diagnostic, StageResult } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type {
  BitOrder,
  BitsExpression,
  ByteOrder,
  BytesExpression,
  Definition,
  EnumerationDefinition,
  FieldDefinition,
  LengthExpression,
  ScalarExpression,
  SchemaDocument,
  Span,
  StructDefinition,
  TypeExpression,
} from "./document.js";
import { namesBesideEnumeration, namesBesideStruct, namesWithinStruct } from "./names.js";
import type { Scalar } from "./scalars.js";
import { scalarNames, scalars, widestNumber } from "./scalars.js";
import { nearest } from "./suggest.js";

/** A byte order, or that it is chosen by who opens the record. */
export type RecordByteOrder = ByteOrder | "runtime";

/** A document whose types are all known. */
export interface ResolvedDocument {
  readonly file: string;
  readonly enumerations: readonly ResolvedEnumeration[];
  /** Each after those that it nests. */
  readonly structs: readonly ResolvedStruct[];
  readonly aliases: readonly ResolvedAlias[];
}

/** A struct in one byte order. */
export interface ResolvedStruct {
  readonly file: string;
  readonly name: string;
  readonly doc: string | undefined;
  readonly span: Span;
  readonly byteOrder: RecordByteOrder;
  readonly bitOrder: BitOrder | undefined;
  /** What the schema says of alignment and size. */
  readonly placement: Pick<StructDefinition, "rules" | "pack" | "alignment" | "assertedSize">;
  readonly fields: readonly ResolvedField[];
}

/** A field whose type is known. */
export interface ResolvedField extends Omit<FieldDefinition, "type"> {
  readonly type: ResolvedType;
}

/** An enumeration and the file that declares it. */
export interface ResolvedEnumeration {
  readonly file: string;
  readonly definition: EnumerationDefinition;
}

/** Another name for a struct or an enumeration. */
export interface ResolvedAlias {
  readonly name: string;
  readonly span: Span;
  readonly target: ResolvedNamedType;
}

/** A scalar in a byte order. */
export interface ResolvedScalar {
  readonly kind: "scalar";
  readonly scalar: Scalar;
  readonly byteOrder: RecordByteOrder;
  readonly isNumber: boolean;
}

/** A type that refers to nothing by name any more. */
export type ResolvedType =
  | ResolvedScalar
  | BitsExpression
  | BytesExpression
  | {
      readonly kind: "array";
      readonly element: ResolvedType;
      readonly length: LengthExpression;
      readonly stride: number | undefined;
    }
  | {
      readonly kind: "nonzero";
      readonly base: ResolvedScalar | BitsExpression;
      readonly isOptional: boolean;
    }
  | {
      readonly kind: "constant";
      readonly base: ResolvedScalar | BitsExpression;
      readonly value: number | bigint | boolean;
    }
  | ResolvedNamedType;

/** A type that is declared under a name. */
export type ResolvedNamedType =
  | {
      readonly kind: "enumeration";
      readonly enumeration: ResolvedEnumeration;
      readonly base: ResolvedScalar | BitsExpression;
    }
  | {
      readonly kind: "struct";
      readonly struct: ResolvedStruct;
      /** Byte order of the struct that nests it, for one whose order is chosen at run time. */
      readonly byteOrder: RecordByteOrder;
    };

/** Resolves all documents of a project, which may refer to each other. */
export function resolve(
  documents: readonly SchemaDocument[],
): StageResult<readonly ResolvedDocument[]> {
  const scope = new Scope(documents);
  const diagnostics = [...scope.checkReferences()];
  if (diagnostics.length > 0) return { value: [], diagnostics };
  const cycles = scope.checkCycles();
  if (cycles.length > 0) return { value: [], diagnostics: cycles };
  const resolvers = new Map<string, Resolver>();
  for (const document of documents) {
    resolvers.set(document.file, new Resolver(document, scope, resolvers));
  }
  const resolved = [...resolvers.values()].map((resolver) => resolver.resolveDocument());
  return { value: resolved, diagnostics: resolved.flatMap(checkModuleNames) };
}

/** Something that a module declares or imports under a name. */
interface Declaration {
  readonly name: string;
  readonly file: string;
  /** Names beside it. */
  readonly derived: readonly string[];
  /** Names within it that would hide a type. */
  readonly locals: readonly string[];
  /** What is declared: the same object where the same thing is imported twice. */
  readonly what: object;
  /** Where the module gets it. */
  readonly span: Span;
}

/** A module declares a name once: its own types, their variants, what it imports, what is beside them. */
function checkModuleNames(document: ResolvedDocument): readonly Diagnostic[] {
  const { file, structs, enumerations, aliases } = document;
  const declarations = [
    ...structs.map((struct) => declarationOfStruct(struct, struct.span)),
    ...enumerations.map((each) => declarationOfEnumeration(each, each.definition.span)),
    ...aliases.map((each) => ({ ...each, file, derived: [], locals: [], what: each })),
    ...structs.flatMap(({ fields }) =>
      fields.flatMap(({ type, span }) =>
        namedTypesOf(type).map((named) =>
          named.kind === "struct"
            ? declarationOfStruct(named.struct, span)
            : declarationOfEnumeration(named.enumeration, span),
        ),
      ),
    ),
  ];
  const diagnostics: Diagnostic[] = [];
  const reported = new Set<string>();
  // One diagnostic for two types, at the one that is named first: it can be renamed here.
  const report = (name: string, first: Declaration, other: Declaration): void => {
    const pair = `${first.file} ${first.name} ${other.file} ${other.name}`;
    if (reported.has(pair)) return;
    reported.add(pair);
    const owner = other.file === file ? other.name : `${other.name} of ${other.file}`;
    diagnostics.push(diagnose("name-collision", first.span, { name, owner }));
  };
  const owners = new Map<string, Declaration>();
  for (const declaration of declarations) {
    const owner = owners.get(declaration.name);
    if (owner === undefined) owners.set(declaration.name, declaration);
    else if (owner.what !== declaration.what) report(declaration.name, owner, declaration);
  }
  const derivedOwners = new Map<string, Declaration>();
  for (const declaration of declarations) {
    for (const name of declaration.derived) {
      const owner = owners.get(name);
      const other = derivedOwners.get(name);
      if (owner !== undefined) report(name, owner, declaration);
      else if (other === undefined) derivedOwners.set(name, declaration);
      else if (other.what !== declaration.what) report(name, other, declaration);
    }
  }
  for (const declaration of declarations) {
    for (const name of declaration.locals) {
      const owner = owners.get(name);
      if (owner !== undefined) report(name, owner, declaration);
    }
  }
  return diagnostics;
}

function declarationOfStruct(struct: ResolvedStruct, span: Span): Declaration {
  const { name, file } = struct;
  const locals = struct.fields.flatMap((field) => namesWithinStruct(field.name));
  return { name, file, derived: namesBesideStruct(name), locals, what: struct, span };
}

function declarationOfEnumeration(
  { file, definition }: ResolvedEnumeration,
  span: Span,
): Declaration {
  const { name } = definition;
  const derived = namesBesideEnumeration(name);
  return { name, file, derived, locals: [], what: definition, span };
}

/** Returns the structs and enumerations that a type refers to directly. */
export function namedTypesOf(type: ResolvedType): readonly ResolvedNamedType[] {
  switch (type.kind) {
    case "struct":
    case "enumeration":
      return [type];
    case "array":
      return namedTypesOf(type.element);
    case "scalar":
    case "bits":
    case "bytes":
    case "constant":
    case "nonzero":
      return [];
  }
}

/** A definition and the file that it stands in. */
interface Declared<D extends Definition = Definition> {
  readonly file: string;
  readonly definition: D;
}

/** All definitions of a project by file and name. */
class Scope {
  readonly #documents: readonly SchemaDocument[];
  readonly #byFile: ReadonlyMap<string, ReadonlyMap<string, Declared>>;
  readonly #byteOrders = new Map<Definition, RecordByteOrder>();

  constructor(documents: readonly SchemaDocument[]) {
    this.#documents = documents;
    this.#byFile = new Map(
      documents.map(({ file, definitions }) => [
        file,
        new Map(definitions.map((definition) => [definition.name, { file, definition }])),
      ]),
    );
  }

  /** Finds what a reference that stands in `file` refers to. */
  find(file: string, name: string, from: string | undefined): Declared | undefined {
    return this.#byFile.get(from === undefined ? file : pathFrom(file, from))?.get(name);
  }

  /** One diagnostic for each reference that leads nowhere. */
  checkReferences(): readonly Diagnostic[] {
    return this.#documents.flatMap(({ file, definitions }) =>
      definitions.flatMap((definition) =>
        referencesOf(definition).flatMap(({ name, from, span }) => {
          if (this.find(file, name, from) !== undefined) return [];
          const other = from === undefined ? file : pathFrom(file, from);
          const candidates = [...(this.#byFile.get(other)?.keys() ?? [])];
          const suggestion = nearest(name, [
            ...candidates,
            ...(from === undefined ? scalarNames : []),
          ]);
          const shown = from === undefined ? name : `${name} of ${other}`;
          return [diagnose("unknown-type", span, { name: shown, suggestion })];
        }),
      ),
    );
  }

  /** One diagnostic for each cycle of types that contain each other. */
  checkCycles(): readonly Diagnostic[] {
    const diagnostics: Diagnostic[] = [];
    const finished = new Set<Definition>();
    const visit = ({ file, definition }: Declared, path: readonly Definition[]): void => {
      if (finished.has(definition)) return;
      const at = path.indexOf(definition);
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
    const document = this.#documents.find((each) => each.file === file);
    const nesting = (document?.definitions ?? []).filter(
      (each): each is StructDefinition =>
        each.kind === "struct" && this.#nests({ file, definition: each }, definition),
    );
    const orders = new Set(nesting.map((each) => this.byteOrderOf({ file, definition: each })));
    const [common = "little"] = orders;
    const byteOrder = orders.size === 1 ? common : "little";
    this.#byteOrders.set(definition, byteOrder);
    return byteOrder;
  }

  /** Whether the bytes of a definition are read differently in another byte order. */
  dependsOnByteOrder({ file, definition }: Declared): boolean {
    const ofType = (type: TypeExpression): boolean => {
      switch (type.kind) {
        case "scalar":
          return type.byteOrder === undefined && scalars[type.scalar].size > 1;
        case "bits":
          return definition.kind !== "struct" || definition.bitOrder === undefined;
        case "bytes":
          return false;
        case "array":
          return ofType(type.element);
        case "constant":
        case "nonzero":
          return ofType(type.base);
        case "reference": {
          const target = this.find(file, type.name, type.from);
          return target !== undefined && this.dependsOnByteOrder(target);
        }
      }
    };
    switch (definition.kind) {
      case "struct":
        return definition.byteOrder === undefined
          ? definition.fields.some(({ type }) => ofType(type))
          : definition.byteOrder === "runtime";
      case "enumeration":
        return ofType(definition.base);
      case "alias":
        return ofType(definition.target);
    }
  }

  /** Whether `outer` has a field of `inner`, also by way of aliases. */
  #nests({ file, definition: outer }: Declared, inner: Definition): boolean {
    return referencesOf(outer).some(({ name, from }) => {
      const target = this.find(file, name, from);
      if (target === undefined) return false;
      return (
        target.definition === inner ||
        (target.definition.kind === "alias" && this.#nests(target, inner))
      );
    });
  }
}

/** Resolves the structs of one file, each once in each byte order that it is used in. */
class Resolver {
  readonly #document: SchemaDocument;
  readonly #scope: Scope;
  readonly #resolvers: ReadonlyMap<string, Resolver>;
  readonly #structs = new Map<string, ResolvedStruct>();

  constructor(document: SchemaDocument, scope: Scope, resolvers: ReadonlyMap<string, Resolver>) {
    this.#document = document;
    this.#scope = scope;
    this.#resolvers = resolvers;
  }

  /** Resolves the document: its types in their order, then the variants that it needs of others. */
  resolveDocument(): ResolvedDocument {
    const { file, definitions } = this.#document;
    const own = definitions.filter((each) => each.kind === "struct").map((each) => this.own(each));
    const variants = [...this.#structs.values()]
      .filter((struct) => !own.includes(struct))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const aliases = definitions
      .filter((each) => each.kind === "alias")
      .flatMap(({ name, span, target }) => {
        const type = this.#aliased(target, file);
        return type === undefined ? [] : [{ name, span, target: type }];
      });
    const enumerations = definitions
      .filter((each) => each.kind === "enumeration")
      .map((definition) => ({ file, definition }));
    return { file, enumerations, structs: [...own, ...variants], aliases };
  }

  /** Resolves a struct of this file in its own byte order. */
  own(definition: StructDefinition): ResolvedStruct {
    const declared = { file: this.#document.file, definition };
    return this.#struct(declared, this.#scope.byteOrderOf(declared), definition.name);
  }

  /** Resolves a type within a struct of `byteOrder`. */
  type(
    type: TypeExpression,
    byteOrder: RecordByteOrder,
    file: string = this.#document.file,
  ): ResolvedType {
    switch (type.kind) {
      case "scalar":
      case "bits":
        return resolveBase(type, byteOrder);
      case "bytes":
        return type;
      case "array":
        return {
          kind: "array",
          element: this.type(type.element, byteOrder, file),
          length: type.length,
          stride: type.stride,
        };
      case "nonzero":
        return { ...type, base: resolveBase(type.base, byteOrder) };
      case "constant":
        return {
          kind: "constant",
          base: resolveBase(type.base, byteOrder),
          value: constantOf(type.base, type.value),
        };
      case "reference": {
        const target = this.#scope.find(file, type.name, type.from);
        if (target === undefined) throw new Error(`unresolved reference ${type.name}`);
        return this.#named(target, byteOrder);
      }
    }
  }

  /** Resolves what an alias stands for, in its own byte order: the same class under another name. */
  #aliased(target: TypeExpression, from: string): ResolvedNamedType | undefined {
    if (target.kind !== "reference") return undefined;
    const declared = this.#scope.find(from, target.name, target.from);
    if (declared === undefined) return undefined;
    const { file, definition } = declared;
    switch (definition.kind) {
      case "alias":
        return this.#aliased(definition.target, file);
      case "enumeration": {
        const base = resolveBase(definition.base, "little");
        return { kind: "enumeration", enumeration: { file, definition }, base };
      }
      case "struct": {
        const struct = this.#resolvers.get(file)?.own(definition);
        return struct && { kind: "struct", struct, byteOrder: struct.byteOrder };
      }
    }
  }

  #named({ file, definition }: Declared, byteOrder: RecordByteOrder): ResolvedType {
    switch (definition.kind) {
      case "alias":
        return this.type(definition.target, byteOrder, file);
      case "enumeration":
        return {
          kind: "enumeration",
          enumeration: { file, definition },
          base: resolveBase(definition.base, byteOrder),
        };
      case "struct": {
        const declared = { file, definition };
        const own = this.#scope.byteOrderOf(declared);
        const home = this.#resolvers.get(file);
        if (
          home !== undefined &&
          (own === byteOrder || own === "runtime" || !this.#scope.dependsOnByteOrder(declared))
        ) {
          return { kind: "struct", struct: home.own(definition), byteOrder };
        }
        const name = `${definition.name}${suffixes[byteOrder]}`;
        return { kind: "struct", struct: this.#struct(declared, byteOrder, name), byteOrder };
      }
    }
  }

  #struct(
    { file, definition }: Declared<StructDefinition>,
    byteOrder: RecordByteOrder,
    name: string,
  ): ResolvedStruct {
    const key = `${file} ${definition.name} ${byteOrder}`;
    const known = this.#structs.get(key);
    if (known !== undefined) return known;
    const struct: ResolvedStruct = {
      file: this.#document.file,
      name,
      doc: definition.doc,
      span: definition.span,
      byteOrder,
      bitOrder: definition.bitOrder,
      placement: definition,
      fields: definition.fields.map((field) => ({
        ...field,
        type: this.type(field.type, byteOrder, file),
      })),
    };
    this.#structs.set(key, struct);
    return struct;
  }
}

const suffixes: { readonly [Order in RecordByteOrder]: string } = {
  big: "Big",
  little: "Little",
  native: "Native",
  runtime: "Runtime",
};

function resolveBase<E extends ScalarExpression | BitsExpression>(
  base: E,
  byteOrder: RecordByteOrder,
): ResolvedScalar | BitsExpression {
  return base.kind === "bits"
    ? base
    : {
        kind: "scalar",
        scalar: scalars[base.scalar],
        byteOrder: base.byteOrder ?? byteOrder,
        isNumber: base.isNumber,
      };
}

/** Gives a constant the type that its accessor has: `bigint` for 64 bits, `number` for fewer. */
function constantOf(
  base: ScalarExpression | BitsExpression,
  value: number | bigint | boolean,
): number | bigint | boolean {
  if (typeof value === "boolean") return value;
  return isBigint(base) ? BigInt(value) : Number(value);
}

/** Whether the values of a scalar or of bits are `bigint`. */
export function isBigint(base: ScalarExpression | BitsExpression | ResolvedScalar): boolean {
  if (base.kind === "bits") return base.width > widestNumber;
  const scalar = typeof base.scalar === "string" ? scalars[base.scalar] : base.scalar;
  return scalar.typeName === "bigint" && !base.isNumber;
}

interface Reference {
  readonly name: string;
  readonly from: string | undefined;
  readonly span: Span;
}

function referencesOf(definition: Definition): readonly Reference[] {
  const within = (type: TypeExpression, span: Span): readonly Reference[] => {
    if (type.kind === "reference") return [{ name: type.name, from: type.from, span }];
    return type.kind === "array" ? within(type.element, span) : [];
  };
  switch (definition.kind) {
    case "struct":
      return definition.fields.flatMap(({ type, span }) => within(type, span));
    case "enumeration":
      return [];
    case "alias":
      return within(definition.target, definition.span);
  }
}

/** Returns the path of a file that is named relative to another file. */
function pathFrom(file: string, relative: string): string {
  const segments = file.split("/").slice(0, -1);
  for (const segment of relative.split("/")) {
    if (segment === ".." && segments.length > 0 && segments.at(-1) !== "..") segments.pop();
    else if (segment !== ".") segments.push(segment);
  }
  return segments.join("/");
}
