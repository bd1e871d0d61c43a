/**
 * Stage 4: references become what they refer to, byte orders are inherited, cycles are refused.
 *
 * A struct without a byte order takes that of the structs of its own file that nest it, if they agree,
 * else little-endian. Where a struct of another order nests it, a variant of it is made beside that
 * struct, named after the order: `Point` is then also `PointBig`. So the output of a schema
 * depends on that schema and what it imports, never on who imports it.
 */
import type { StageResult } from "./diagnostics.js";
import type {
  BitOrder,
  BitsExpression,
  ByteOrder,
  CheckDefinition,
  ComputedExpression,
  EnumerationDefinition,
  FieldDefinition,
  FlagsDefinition,
  LengthExpression,
  LengthMeasure,
  MemberExpression,
  OrderTests,
  ReferenceExpression,
  ScalarExpression,
  SchemaDocument,
  SelectExpression,
  Shape,
  Span,
  StructDefinition,
  TextEncodingName,
  TextLengthExpression,
  TypeExpression,
  VariantDefinition,
  WrittenExpression,
} from "./document.js";
import type { Codec, ModuleFile } from "./codec.js";
import { valueOfNumber, withConstants } from "./constants.js";
import { checkModuleNames } from "./module-names.js";
import { pathFrom } from "./paths.js";
import type { Scalar } from "./scalars.js";
import { scalars, widestNumber } from "./scalars.js";
import { casesOf, Scope } from "./scope.js";
import type { Declared } from "./scope.js";

/** A byte order, or that it is chosen by who opens the record. */
export type RecordByteOrder = ByteOrder | "runtime";

/** A document whose types are all known. */
export interface ResolvedDocument {
  readonly file: string;
  readonly enumerations: readonly ResolvedEnumeration[];
  readonly flags: readonly ResolvedFlags[];
  /** Each after those that it nests. */
  readonly structs: readonly ResolvedStruct[];
  readonly variants: readonly ResolvedVariant[];
  readonly aliases: readonly ResolvedAlias[];
  readonly constants: readonly ResolvedConstant[];
}

/** A number with a name. */
export interface ResolvedConstant {
  readonly name: string;
  readonly doc: string | undefined;
  readonly span: Span;
  readonly value: number | bigint;
}

/** A struct in one byte order. */
export interface ResolvedStruct {
  readonly file: string;
  readonly name: string;
  readonly isUnion: boolean;
  readonly doc: string | undefined;
  readonly span: Span;
  readonly byteOrder: RecordByteOrder;
  readonly bitOrder: BitOrder | undefined;
  /** How fields tell the byte order, if they do. */
  readonly orderTests: OrderTests | undefined;
  /** What the schema says of alignment and size. */
  readonly placement: Pick<
    StructDefinition,
    "rules" | "target" | "pack" | "isPacked" | "alignment" | "typedefAlignment" | "assertedSize"
  >;
  readonly fields: readonly ResolvedField[];
  readonly checks: readonly CheckDefinition[];
}

/** A field whose type is known. */
export interface ResolvedField extends Omit<
  FieldDefinition,
  "type" | "unit" | "bitField" | "pointsTo"
> {
  readonly type: ResolvedType;
  /** The same object for all bit fields of a unit. */
  readonly unit: ResolvedUnit | undefined;
  /** What it is declared as, if it is a bit field of C. */
  readonly bitField: ResolvedBitField | undefined;
  /** Returns what its addresses lead to, if it has some: that may be the struct that it is in. */
  readonly pointsTo: (() => ResolvedNamedType | undefined) | undefined;
}

/** A bit field of C. */
export interface ResolvedBitField {
  /** The type that it is declared as; `undefined` is none that it can have. */
  readonly declared: Scalar | undefined;
  readonly width: number;
  readonly isNamed: boolean;
}

/** An integer that holds bit fields. */
export interface ResolvedUnit {
  readonly base: ResolvedScalar;
  /** The first bit, where it is not that which the struct says. */
  readonly bitOrder: BitOrder | undefined;
}

/** An enumeration and the file that declares it. */
export interface ResolvedEnumeration {
  readonly file: string;
  readonly definition: EnumerationDefinition;
}

/** Flags and the file that declares them. */
export interface ResolvedFlags {
  readonly file: string;
  readonly definition: FlagsDefinition;
}

/** A variant whose cases are in one byte order each. */
export interface ResolvedVariant {
  readonly file: string;
  readonly name: string;
  readonly definition: VariantDefinition;
  readonly cases: readonly ResolvedNamedType[];
  readonly otherwise: ResolvedNamedType | undefined;
}

/** Another name for a struct, a variant, an enumeration or flags. */
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
  | {
      readonly kind: "bytes";
      readonly length: ResolvedLength;
      readonly content: readonly number[] | undefined;
      readonly alignment?: number | undefined;
    }
  | {
      readonly kind: "text";
      readonly encoding: TextEncodingName;
      readonly byteOrder: RecordByteOrder;
      readonly length: ResolvedLength | ZeroTerminatedLength;
      readonly pad: number | undefined;
      readonly isZeroTerminated: boolean;
    }
  | {
      readonly kind: "array";
      readonly element: ResolvedType;
      readonly length: ResolvedLength;
      readonly measure: LengthMeasure;
      readonly stride: number | undefined;
      readonly shape: Shape | undefined;
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
      /** The member of an enumeration that it is, if it is one: `Kind.ping`. */
      readonly member: string | undefined;
    }
  | {
      readonly kind: "wrapped";
      readonly base: ResolvedType;
      readonly codec: Codec<ModuleFile>;
    }
  | ResolvedSelect
  | ResolvedNamedType;

/** A length whose prefix, if it has one, has a byte order. */
export type ResolvedLength =
  | Exclude<LengthExpression, { readonly kind: "prefixed" }>
  | { readonly kind: "prefixed"; readonly base: ResolvedScalar };

type ZeroTerminatedLength = Extract<TextLengthExpression, { readonly kind: "zeroTerminated" }>;

/** One of several structs, as an expression says. */
export interface ResolvedSelect extends Omit<SelectExpression, "cases" | "otherwise"> {
  readonly cases: readonly { readonly value: bigint; readonly type: ResolvedType }[];
  readonly otherwise: ResolvedType | undefined;
  /** Byte order of the struct that it is in, for cases whose order is chosen at run time. */
  readonly byteOrder: RecordByteOrder;
}

/** A type that is declared under a name. */
export type ResolvedNamedType =
  | {
      readonly kind: "enumeration";
      readonly enumeration: ResolvedEnumeration;
      readonly base: ResolvedScalar | BitsExpression;
    }
  | {
      readonly kind: "flags";
      readonly flags: ResolvedFlags;
      readonly base: ResolvedScalar | BitsExpression;
    }
  | {
      readonly kind: "struct";
      readonly struct: ResolvedStruct;
      /** Byte order of the struct that nests it, for one whose order is chosen at run time. */
      readonly byteOrder: RecordByteOrder;
    }
  | {
      readonly kind: "variant";
      readonly variant: ResolvedVariant;
      /** Byte order of the struct that nests it, for cases whose order is chosen at run time. */
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
  const members = scope.checkMembers();
  if (members.length > 0) return { value: [], diagnostics: members };
  const resolvers = new Map<string, Resolver>();
  for (const document of documents) {
    resolvers.set(document.file, new Resolver(document, scope, resolvers));
  }
  const resolved = [...resolvers.values()].map((resolver) => resolver.resolveDocument());
  return { value: resolved, diagnostics: resolved.flatMap(checkModuleNames) };
}

/** Resolves the structs of one file, each once in each byte order that it is used in. */
class Resolver {
  readonly #document: SchemaDocument;
  readonly #scope: Scope;
  readonly #resolvers: ReadonlyMap<string, Resolver>;
  readonly #structs = new Map<string, ResolvedStruct>();
  readonly #variants = new Map<string, ResolvedVariant>();

  constructor(document: SchemaDocument, scope: Scope, resolvers: ReadonlyMap<string, Resolver>) {
    this.#document = document;
    this.#scope = scope;
    this.#resolvers = resolvers;
  }

  /** Resolves the document: its types in their order, then the variants that it needs of others. */
  resolveDocument(): ResolvedDocument {
    const { file, definitions } = this.#document;
    const own = definitions.filter((each) => each.kind === "struct").map((each) => this.own(each));
    const ownVariants = definitions
      .filter((each) => each.kind === "variant")
      .map((each) => this.ownVariant(each));
    const inOtherOrders = [...this.#structs.values()]
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
    const constants = definitions
      .filter((each) => each.kind === "number")
      .map((each) => ({ ...each, value: valueOfNumber(each, file, this.#scope) }));
    const flags = definitions
      .filter((each) => each.kind === "flags")
      .map((definition) => ({ file, definition }));
    const structs = [...own, ...inOtherOrders];
    const variants = [...new Set([...ownVariants, ...this.#variants.values()])];
    return { file, enumerations, flags, structs, variants, aliases, constants };
  }

  /** Resolves a variant of this file, each case in its own byte order. */
  ownVariant(definition: VariantDefinition): ResolvedVariant {
    const resolveCase = (reference: ReferenceExpression): ResolvedNamedType => {
      const named = this.#aliased(reference, this.#document.file);
      if (named === undefined) throw new Error(`unresolved case ${reference.name}`);
      return named;
    };
    return this.#variant(definition, definition.name, resolveCase);
  }

  #variant(
    definition: VariantDefinition,
    name: string,
    resolveCase: (reference: ReferenceExpression) => ResolvedNamedType,
  ): ResolvedVariant {
    const key = `${definition.span.file} ${name}`;
    const known = this.#variants.get(key);
    if (known !== undefined) return known;
    const { cases, otherwise } = definition;
    const variant: ResolvedVariant = {
      file: this.#document.file,
      name,
      definition,
      cases: cases.map(resolveCase),
      otherwise: otherwise && resolveCase(otherwise),
    };
    this.#variants.set(key, variant);
    return variant;
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
        return { ...type, length: this.#length(type.length, byteOrder, file) };
      case "text":
        return {
          ...type,
          byteOrder: type.byteOrder ?? byteOrder,
          length:
            type.length.kind === "zeroTerminated"
              ? type.length
              : this.#length(type.length, byteOrder, file),
        };
      case "array":
        return {
          kind: "array",
          element: this.type(type.element, byteOrder, file),
          length: this.#length(type.length, byteOrder, file),
          measure: type.measure,
          stride: type.stride,
          shape: type.shape,
        };
      case "nonzero":
        return { ...type, base: resolveBase(type.base, byteOrder) };
      case "wrapped":
        return {
          kind: "wrapped",
          base: this.type(type.base, byteOrder, file),
          codec: resolveCodec(type.codec, file),
        };
      case "constant":
        return {
          kind: "constant",
          base: resolveBase(type.base, byteOrder),
          value: constantOf(type.base, type.value),
          member: undefined,
        };
      case "member":
        return this.#member(type, byteOrder, file);
      case "reference": {
        const target = this.#scope.find(file, type.name, type.from);
        if (target === undefined) throw new Error(`unresolved reference ${type.name}`);
        return this.#named(target, byteOrder);
      }
      case "select":
        return {
          ...type,
          cases: type.cases.map(({ value, type: target }) => ({
            value,
            type: this.type(target, byteOrder, file),
          })),
          otherwise: type.otherwise && this.type(type.otherwise, byteOrder, file),
          byteOrder,
        };
    }
  }

  /** Resolves the type of a field; that of a bit field of C is in as many bits as it says. */
  #fieldType(
    { type, bitField }: FieldDefinition,
    byteOrder: RecordByteOrder,
    file: string,
  ): Pick<ResolvedField, "type" | "bitField"> {
    const resolved = this.type(type, byteOrder, file);
    if (bitField === undefined) return { type: resolved, bitField: undefined };
    const { base, width, isNamed } = bitField;
    if (base.kind === "scalar") {
      return { type: resolved, bitField: { declared: scalars[base.scalar], width, isNamed } };
    }
    if (resolved.kind !== "enumeration" || resolved.base.kind !== "scalar") {
      return { type: resolved, bitField: { declared: undefined, width, isNamed } };
    }
    const declared = resolved.base.scalar;
    const interpretation = declared.kind === "signed" ? "signed" : "unsigned";
    return {
      type: { ...resolved, base: { kind: "bits", width, interpretation } },
      bitField: { declared, width, isNamed },
    };
  }

  #member(
    { enumeration: reference, member: name }: MemberExpression,
    byteOrder: RecordByteOrder,
    file: string,
  ): ResolvedType {
    const definition = this.#scope.enumerationOf(reference, file);
    const member = definition?.members.find((each) => each.name === name);
    if (definition === undefined || member === undefined) {
      throw new Error(`unresolved member ${name} of ${reference.name}`);
    }
    const { base } = definition;
    return {
      kind: "constant",
      base: resolveBase(base, byteOrder),
      value: constantOf(base, member.value),
      member: `${definition.name}.${name}`,
    };
  }

  #length(length: LengthExpression, byteOrder: RecordByteOrder, file: string): ResolvedLength {
    switch (length.kind) {
      case "expression":
        return { ...length, expression: withConstants(length.expression, file, this.#scope) };
      case "prefixed":
        return { kind: "prefixed", base: resolveScalar(length.base, byteOrder) };
      case "fixed":
      case "rest":
        return length;
    }
  }

  /** Resolves an expression that is a test. */
  #test(test: WrittenExpression, file: string): WrittenExpression {
    return { ...test, expression: withConstants(test.expression, file, this.#scope) };
  }

  /** Resolves how a field is computed; a module of the user's own is then named from the root. */
  #computed(
    computed: ComputedExpression | undefined,
    file: string,
  ): ComputedExpression | undefined {
    if (computed?.kind === "expression") {
      return { ...computed, expression: withConstants(computed.expression, file, this.#scope) };
    }
    if (computed === undefined || typeof computed.algorithm === "string") return computed;
    const { from, name } = computed.algorithm;
    const module = from.startsWith(".") ? `/${pathFrom(file, from)}` : from;
    return { ...computed, algorithm: { from: module, name } };
  }

  /** Returns what finds the type that an address leads to, once all of them are known. */
  #pointed(target: ReferenceExpression | undefined, file: string): ResolvedField["pointsTo"] {
    return target && (() => this.#aliased(target, file));
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
      case "flags": {
        const base = resolveBase(definition.base, "little");
        return { kind: "flags", flags: { file, definition }, base };
      }
      case "struct": {
        const struct = this.#resolvers.get(file)?.own(definition);
        return struct && { kind: "struct", struct, byteOrder: struct.byteOrder };
      }
      case "number":
        return undefined;
      case "variant": {
        const variant = this.#resolvers.get(file)?.ownVariant(definition);
        return variant && { kind: "variant", variant, byteOrder: "runtime" };
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
      case "flags":
        return {
          kind: "flags",
          flags: { file, definition },
          base: resolveBase(definition.base, byteOrder),
        };
      case "variant": {
        const home = this.#resolvers.get(file);
        const own = home?.ownVariant(definition);
        const cases = new Map(
          casesOf(definition).map((each) => [each, this.type(each, byteOrder, file)] as const),
        );
        const resolveCase = (reference: ReferenceExpression): ResolvedNamedType => {
          const type = cases.get(reference);
          if (type === undefined || !isNamed(type)) {
            throw new Error(`unresolved case ${reference.name}`);
          }
          return type;
        };
        const isOwn = own && isSameVariant(own, [...cases.values()]);
        const name = `${definition.name}${suffixes[byteOrder]}`;
        const variant =
          own !== undefined && isOwn === true ? own : this.#variant(definition, name, resolveCase);
        return { kind: "variant", variant, byteOrder };
      }
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
      case "number":
        throw new Error(`${definition.name} is no type`);
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
    const units = new Map(
      definition.fields.flatMap(({ unit }) => {
        if (unit === undefined) return [];
        const { base, bitOrder } = unit;
        return [[unit, { base: resolveScalar(base, byteOrder), bitOrder }] as const];
      }),
    );
    const struct: ResolvedStruct = {
      file: this.#document.file,
      name,
      isUnion: definition.isUnion,
      doc: definition.doc,
      span: definition.span,
      byteOrder,
      bitOrder: definition.bitOrder,
      orderTests: definition.orderTests && {
        little: this.#test(definition.orderTests.little, file),
        big: this.#test(definition.orderTests.big, file),
      },
      placement: definition,
      fields: definition.fields.map((field) => ({
        ...field,
        ...this.#fieldType(field, byteOrder, file),
        condition: field.condition && {
          ...field.condition,
          expression: withConstants(field.condition.expression, file, this.#scope),
        },
        computed: this.#computed(field.computed, file),
        pointsTo: this.#pointed(field.pointsTo, file),
        unit: field.unit && units.get(field.unit),
      })),
      checks: definition.checks.map((check) => ({
        ...check,
        expression: withConstants(check.expression, file, this.#scope),
      })),
    };
    this.#structs.set(key, struct);
    return struct;
  }
}

function isNamed(type: ResolvedType): type is ResolvedNamedType {
  return type.kind === "struct" || type.kind === "variant" || type.kind === "enumeration";
}

/** Whether the cases of a variant are those of `types`, in the same byte orders. */
function isSameVariant(
  { cases, otherwise }: ResolvedVariant,
  types: readonly ResolvedType[],
): boolean {
  return [...cases, ...(otherwise === undefined ? [] : [otherwise])].every((each, index) => {
    const other = types[index];
    if (each.kind === "struct") return other?.kind === "struct" && other.struct === each.struct;
    return other?.kind === each.kind;
  });
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
  return base.kind === "bits" ? base : resolveScalar(base, byteOrder);
}

function resolveScalar(base: ScalarExpression, byteOrder: RecordByteOrder): ResolvedScalar {
  return {
    kind: "scalar",
    scalar: scalars[base.scalar],
    byteOrder: base.byteOrder ?? byteOrder,
    isNumber: base.isNumber,
  };
}

/** Finds the module of a codec that a schema names relative to itself. */
function resolveCodec(codec: Codec, file: string): Codec<ModuleFile> {
  if (codec.kind !== "module") return codec;
  const isFile = codec.from.startsWith(".");
  return { ...codec, from: isFile ? pathFrom(file, codec.from) : codec.from, isFile };
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
