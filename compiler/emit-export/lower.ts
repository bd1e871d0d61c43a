/** From layouts to what is exported: what no language has is bytes, and what is nowhere is refused. */
import { typeText } from "../emit-layout/type-text.js";
import type { BitOrder } from "../document.js";
import { isInChosenOrder, numericOf, powerOfTwoIn, sizeOf } from "../layout-size.js";
import { integerRange } from "../scalars.js";
import type { Scalar } from "../scalars.js";
import type {
  ConstantLayout,
  EnumerationLayout,
  FieldLayout,
  FieldType,
  FlagsLayout,
  ModuleLayout,
  NumericLayout,
  ScalarLayout,
  StructLayout,
  VariantLayout,
} from "../layout-types.js";
import type { BitRun } from "./bit-runs.js";
import { bitRunsOf, bitsOf } from "./bit-runs.js";
import type {
  ExportedConstant,
  ExportedEnumeration,
  ExportedInC,
  ExportedInCMember,
  ExportedMember,
  ExportedNumber,
  ExportedShape,
  ExportedStruct,
  ExportedTail,
  ExportedType,
  ExportModel,
  MachineOrder,
  Refusal,
} from "./model.js";
import { RefusalError, sizeOfExported } from "./model.js";

/** What is exported of a project. */
export interface Selection {
  /** Structs, unions and variants, which bring with them all that they nest. */
  readonly records: readonly (StructLayout | VariantLayout)[];
  /** Modules of which all enumerations, flags and constants are exported. */
  readonly modules: readonly ModuleLayout[];
}

/** Returns the model of what is exported, and what cannot be. */
export function lower(
  { records, modules }: Selection,
  machine: MachineOrder,
): { readonly model: ExportModel; readonly refused: readonly Refusal[] } {
  const lowering = new Lowering(machine);
  for (const { enumerations, flags } of modules) {
    for (const each of [...enumerations, ...flags]) lowering.enumeration(each, undefined);
  }
  const refused: Refusal[] = [];
  for (const record of records) {
    try {
      lowering.record(record);
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      refused.push({ name: record.name, reason: error.message });
    }
  }
  const files = [...new Set([...records, ...modules].map(({ file }) => file))].sort();
  const constants = modules.flatMap((module) => module.constants.flatMap(constantOf));
  const { enumerations, structs } = lowering;
  return { model: { files, machine, constants, enumerations, structs }, refused };
}

function constantOf({ name, doc, value }: ConstantLayout): readonly ExportedConstant[] {
  return typeof value === "bigint" || Number.isInteger(value)
    ? [{ name, doc, value: BigInt(value) }]
    : [];
}

/** Lowers records, each once, and gathers what they need. */
class Lowering {
  readonly #machine: MachineOrder;
  readonly #records = new Map<StructLayout | VariantLayout, ExportedStruct | RefusalError>();
  readonly #structs: ExportedStruct[] = [];
  /** By file and name: each use has a layout of its own. */
  readonly #enumerations = new Map<string, ExportedEnumeration>();

  constructor(machine: MachineOrder) {
    this.#machine = machine;
  }

  /** Each behind those that it nests. */
  get structs(): readonly ExportedStruct[] {
    return this.#structs;
  }

  get enumerations(): readonly ExportedEnumeration[] {
    return [...this.#enumerations.values()];
  }

  /** Lowers a struct, a union or a variant. Throws {@link RefusalError}. */
  record(record: StructLayout | VariantLayout): ExportedStruct {
    const known = this.#records.get(record);
    if (known instanceof RefusalError) throw known;
    if (known !== undefined) return known;
    try {
      const lowered = record.kind === "variant" ? this.#variant(record) : this.#struct(record);
      this.#records.set(record, lowered);
      this.#structs.push(lowered);
      return lowered;
    } catch (error) {
      if (error instanceof RefusalError) this.#records.set(record, error);
      throw error;
    }
  }

  /** Lowers an enumeration or flags; `base` is an integer that is one of them. */
  enumeration(
    layout: EnumerationLayout | FlagsLayout,
    base: NumericLayout | undefined,
  ): ExportedEnumeration {
    const key = `${layout.file} ${layout.name}`;
    const known = this.#enumerations.get(key);
    if (known !== undefined && base === undefined) return known;
    const members = layout.members.map(({ name, doc, value }) => ({
      name,
      doc,
      value: BigInt(value),
    }));
    const { size, isSigned } = integerFor(members, base);
    if (known?.size === size && known.isSigned === isSigned) return known;
    const { kind, name, doc } = layout;
    const lowered = { kind, name, doc, size, isSigned, members };
    this.#enumerations.set(key, lowered);
    return lowered;
  }

  #struct(struct: StructLayout): ExportedStruct {
    const { name, doc, file, span, slice } = struct;
    const plain = struct.fields.filter((field) => slice?.name !== field.name);
    for (const field of plain) refuseDynamic(field);
    if (struct.size === undefined && slice === undefined) {
      throw new RefusalError("its size depends on the contents");
    }
    const runs = bitRunsOf(plain, struct.isUnion).map((run) => this.#run(run, struct));
    const whole = plain
      .filter((field) => bitsOf(field) === undefined && sizeOf(field.type) !== 0)
      .map((field) => this.#member(field, struct));
    const tail = slice === undefined ? undefined : this.#tail(struct, slice.name);
    const reserved = struct.reserved.flatMap((each): readonly ExportedMember[] => {
      if (each.type.kind === "bits" || each.type.size === 0) return [];
      const type = { kind: "bytes", size: each.type.size } as const;
      const note = `reserved(${type.size})`;
      return [
        { name: each.name, doc: undefined, note, offset: each.position.bytes, type, bits: [] },
      ];
    });
    const members = [...runs, ...whole, ...reserved].sort((a, b) => a.offset - b.offset);
    const size = struct.size ?? struct.minimumSize;
    if (size === 0) throw new RefusalError("it has no bytes");
    // A typedef of C can align to more than the size is a multiple of; a struct of no language can.
    const alignment = Math.min(struct.alignment, powerOfTwoIn(size));
    const kind = struct.isUnion ? "union" : "struct";
    const inC = this.#inC(struct, [...whole, ...reserved], tail);
    return { kind, name, doc, declared: { file, span }, size, alignment, members, tail, inC };
  }

  /** Returns how C declares a struct; `undefined` also where its bits are counted from the other end. */
  #inC(
    struct: StructLayout,
    members: readonly ExportedMember[],
    tail: ExportedTail | undefined,
  ): ExportedInC | undefined {
    const { declaredInC, fields } = struct;
    if (declaredInC === undefined) return undefined;
    const bitOrder = bitOrders[this.#machine];
    const lowered: ExportedInCMember[] = [];
    for (const { name, place, bitsOf: declaredAs } of declaredInC.members) {
      const field = fields.find((each) => each.name === name);
      if (declaredAs !== undefined) {
        const declared = this.#declaredAs(declaredAs, field);
        const bits = field && bitsOf(field);
        const isOther = bits !== undefined && bits.bitOrder !== bitOrder;
        if (isOther || declared.kind !== "number" || place.bits === undefined) return undefined;
        lowered.push({
          kind: "bits",
          name: bits && name,
          doc: field?.doc,
          declared,
          width: place.bits.width,
          start: field && bits && field.position.bytes * 8 + bits.bitOffset,
          place,
        });
        continue;
      }
      const member = members.find((each) => each.name === name) ?? this.#emptyMember(field, struct);
      const pointsTo = (): ExportedStruct | undefined => this.#target(field);
      const isTail = tail?.name === name;
      const found = isTail ? { ...tail, note: undefined, type: tail.element } : member;
      if (found !== undefined) {
        const { doc, note, offset, type } = found;
        const said = { name, doc, note, type, isTail };
        lowered.push({ kind: "member", ...said, start: offset * 8, place, pointsTo });
      } else if (place.size > 0) lowered.push({ kind: "padding", start: undefined, place });
    }
    return { ...declaredInC, members: lowered };
  }

  /** Returns an array without elements, which no other language has; `undefined` for anything else. */
  #emptyMember(field: FieldLayout | undefined, struct: StructLayout): ExportedMember | undefined {
    if (field?.type.kind !== "array" || sizeOf(field.type) !== 0) return undefined;
    const { element } = field.type;
    return element.kind === "struct" && element.struct.size === 0
      ? undefined
      : this.#member(field, struct);
  }

  /** Returns what a bit field is declared as in C. */
  #declaredAs(scalar: Scalar, field: FieldLayout | undefined): ExportedType {
    const base = {
      kind: "scalar",
      scalar,
      byteOrder: this.#machine,
      isNumber: false,
      parts: undefined,
    } as const;
    return field?.type.kind === "enumeration"
      ? this.#named(base, this.enumeration(field.type.enumeration, base))
      : this.#scalar(base);
  }

  /** Returns what the addresses of a field lead to, once all is lowered. */
  #target(field: FieldLayout | undefined): ExportedStruct | undefined {
    const target = field?.pointsTo?.();
    const lowered = target && this.#records.get(target);
    return lowered instanceof RefusalError ? undefined : lowered;
  }

  /** A variant of fixed size is the union of its structs. */
  #variant(variant: VariantLayout): ExportedStruct {
    const { name, doc, file, span, size } = variant;
    if (size === undefined)
      throw new RefusalError("its size depends on which of its structs it is");
    const structs = variant.cases.map(({ struct }) => struct);
    const all = [
      ...structs,
      ...(variant.otherwise === undefined ? [] : [variant.otherwise.struct]),
    ];
    const members = this.#cases(all);
    const declared = { file, span };
    const alignment = Math.min(variant.alignment, powerOfTwoIn(size));
    return { kind: "union", name, doc, declared, size, alignment, members, tail: undefined };
  }

  #cases(structs: readonly StructLayout[]): readonly ExportedMember[] {
    return [...new Set(structs)].map((struct) => ({
      name: `${struct.name.charAt(0).toLowerCase()}${struct.name.slice(1)}`,
      doc: undefined,
      note: undefined,
      offset: 0,
      type: { kind: "struct", struct: this.record(struct) },
      bits: [],
    }));
  }

  #tail(struct: StructLayout, name: string): ExportedTail {
    const field = struct.fields.find((each) => each.name === name);
    if (field?.type.kind !== "array") throw new Error(`${struct.name}.${name} is no array`);
    const { element, stride } = field.type;
    return {
      name,
      doc: field.doc,
      offset: field.position.bytes,
      element: this.#element(element, stride, struct, name),
    };
  }

  #member(field: FieldLayout, struct: StructLayout): ExportedMember {
    const { name, doc, position } = field;
    const type = this.#type(field.type, struct, name);
    return {
      name,
      doc,
      note: this.#noteOf(field.type, type),
      offset: position.bytes,
      type,
      bits: [],
    };
  }

  /** Returns the words of the schema, where the type of the declaration does not say as much. */
  #noteOf(type: FieldType, lowered: ExportedType): string | undefined {
    const isPlain = type.kind === "scalar" && lowered.kind === "number";
    const isNamed =
      (type.kind === "enumeration" || type.kind === "flags") && lowered.kind === "number";
    if (isPlain || isNamed || type.kind === "struct" || type.kind === "variant") return undefined;
    return this.#words(type);
  }

  /** A byte order that a record has of its own is in no word of a type. */
  #words(type: FieldType): string {
    const element = type.kind === "array" ? type.element : type;
    const numeric = numericOf(element);
    const isOpen = numeric !== undefined && isInChosenOrder(numeric);
    return `${typeText(type, this.#machine)}${isOpen ? ", in the byte order of the record" : ""}`;
  }

  #run({ offset, size, byteOrder, fields }: BitRun, { isUnion }: StructLayout): ExportedMember {
    const [first] = fields;
    const base = this.#integer(size, byteOrder);
    if (fields.length === 1 && first !== undefined && first.width === size * 8) {
      const { name, doc, type } = first.field;
      const note = this.#words(type);
      const isSigned = bitsOf(first.field)?.interpretation === "signed";
      const own =
        base.kind === "number" && isSigned ? ({ ...base, format: "signed" } as const) : base;
      return { name, doc, note, offset, type: own, bits: [] };
    }
    const bits = fields.map(({ field, shift, width }) => ({
      name: field.name,
      doc: field.doc,
      note: this.#words(field.type),
      shift,
      width,
    }));
    const order = base.kind === "number" ? "" : ` of the ${byteOrder}-endian integer`;
    const name = isUnion && first !== undefined ? first.field.name : `bits${offset}`;
    const note = `bits${order} of ${bits.map((each) => each.name).join(", ")}`;
    return { name, doc: undefined, note, offset, type: base, bits };
  }

  #integer(size: number, byteOrder: ScalarLayout["byteOrder"]): ExportedType {
    const isWhole = size === 1 || size === 2 || size === 4 || size === 8;
    return isWhole && this.#isOfMachine(size, byteOrder)
      ? { kind: "number", format: "unsigned", size, enumeration: undefined }
      : { kind: "bytes", size };
  }

  #isOfMachine(size: number, byteOrder: ScalarLayout["byteOrder"]): boolean {
    return size === 1 || byteOrder === "native" || byteOrder === this.#machine;
  }

  #type(type: FieldType, struct: StructLayout, field: string): ExportedType {
    switch (type.kind) {
      case "scalar":
        return this.#scalar(type);
      case "bits":
        throw new Error(`${struct.name}.${field} is a bit field`);
      case "enumeration":
        return this.#named(type.base, this.enumeration(type.enumeration, type.base));
      case "flags":
        return this.#named(type.base, this.enumeration(type.flags, type.base));
      case "constant":
      case "nonzero":
      case "wrapped":
        return this.#type(type.base, struct, field);
      case "bytes":
      case "text":
        return { kind: "bytes", size: fixed(type, field) };
      case "struct":
        return { kind: "struct", struct: this.#nested(type.struct, field) };
      case "variant":
        return { kind: "struct", struct: this.#nested(type.variant, field) };
      case "array": {
        const size = fixed(type, field);
        const element = this.#element(type.element, type.stride, struct, field);
        const count = size / type.stride;
        const shape = shapeOf(type, count);
        return { kind: "array", element, count, ...(shape === undefined ? {} : { shape }) };
      }
      case "select":
        return { kind: "struct", struct: this.#select(type, struct, field) };
      case "sequence":
        throw new RefusalError(`the size of ${field} depends on the contents`);
    }
  }

  #nested(record: StructLayout | VariantLayout, field: string): ExportedStruct {
    try {
      return this.record(record);
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      throw new RefusalError(`${field} is ${record.name}, which is refused: ${error.message}`);
    }
  }

  #scalar({ scalar, byteOrder }: ScalarLayout): ExportedType {
    const { kind, size, name } = scalar;
    const isWhole = size === 1 || size === 2 || size === 4 || size === 8;
    if (!isWhole || !this.#isOfMachine(size, byteOrder)) return { kind: "bytes", size };
    const format = formats.get(name) ?? kind;
    return { kind: "number", format, size, enumeration: undefined };
  }

  #named(base: NumericLayout, enumeration: ExportedEnumeration): ExportedType {
    if (base.kind === "bits") throw new Error(`${enumeration.name} is a bit field`);
    const type = this.#scalar(base);
    return type.kind === "number" ? { ...type, enumeration } : type;
  }

  /** An element with the bytes behind it, where elements do not follow each other directly. */
  #element(type: FieldType, stride: number, struct: StructLayout, field: string): ExportedType {
    const element = this.#type(type, struct, field);
    if (sizeOfExported(element) === stride) return element;
    const name = `${struct.name}_${field}_element`;
    const alignment = element.kind === "struct" ? element.struct.alignment : 1;
    const padded: ExportedStruct = {
      kind: "struct",
      name,
      doc: undefined,
      declared: undefined,
      size: stride,
      alignment: stride % alignment === 0 ? alignment : 1,
      members: [
        { name: "element", doc: undefined, note: undefined, offset: 0, type: element, bits: [] },
      ],
      tail: undefined,
    };
    this.#structs.push(padded);
    return { kind: "struct", struct: padded };
  }

  /** A select of fixed size is the union of its structs. */
  #select(
    { cases, otherwise, size }: FieldType & { readonly kind: "select" },
    struct: StructLayout,
    field: string,
  ): ExportedStruct {
    if (size === undefined) throw new RefusalError(`the size of ${field} depends on the contents`);
    const structs = cases.map((each) => each.struct);
    const all = this.#cases([
      ...structs,
      ...(otherwise?.kind === "struct" ? [otherwise.struct] : []),
    ]);
    const rest: ExportedMember = {
      name: "otherwise",
      doc: undefined,
      note: `bytes(${size})`,
      offset: 0,
      type: { kind: "bytes", size },
      bits: [],
    };
    const members = otherwise?.kind === "bytes" ? [...all, rest] : all;
    const alignments = members.map(({ type }) =>
      type.kind === "struct" ? type.struct.alignment : 1,
    );
    const union: ExportedStruct = {
      kind: "union",
      name: `${struct.name}_${field}`,
      doc: undefined,
      declared: undefined,
      size,
      // A shorter select, in a packed struct, would not be a multiple of it.
      alignment: Math.min(Math.max(...alignments), powerOfTwoIn(size)),
      members,
      tail: undefined,
    };
    this.#structs.push(union);
    return union;
  }
}

/** The order in which compilers of C count the bits of a machine. */
const bitOrders: { readonly [Order in MachineOrder]: BitOrder } = {
  big: "most-significant-first",
  little: "least-significant-first",
};

/** Formats of numbers that are not those of their kinds; the four bytes of a `bool32` are a number. */
const formats: ReadonlyMap<string, ExportedNumber["format"]> = new Map([
  ["bf16", "bfloat"],
  ["bool", "boolean"],
  ["lenientBool", "lenientBoolean"],
  ["bool32", "unsigned"],
]);

/** Returns the shape of a vector or a matrix; `undefined` where it is not aligned as that of a shader. */
function shapeOf(
  { shape, alignment }: FieldType & { readonly kind: "array" },
  count: number,
): ExportedShape | undefined {
  if (shape === undefined || alignment === undefined) return undefined;
  if (shape.kind === "vector") return { vectors: 1, length: count, isMatrix: false };
  const { columns, rows, order } = shape;
  return order === "column"
    ? { vectors: columns, length: rows, isMatrix: true }
    : { vectors: rows, length: columns, isMatrix: true };
}

function refuseDynamic({ name, condition, position, size }: FieldLayout): void {
  if (condition !== undefined) {
    throw new RefusalError(
      `${name} is only there when ${JSON.stringify(condition.text)} holds; such structs have no one layout`,
    );
  }
  if (size === undefined) throw new RefusalError(`the size of ${name} depends on the contents`);
  if (position.after !== undefined) {
    throw new RefusalError(`the place of ${name} depends on the contents`);
  }
}

function fixed(type: FieldType, field: string): number {
  const size = sizeOf(type);
  if (size === undefined) throw new RefusalError(`the size of ${field} depends on the contents`);
  return size;
}

/** Returns the least integer of whole bytes that is not smaller than its base, and holds all values. */
function integerFor(
  members: readonly ExportedConstant[],
  base: NumericLayout | undefined,
): { readonly size: number; readonly isSigned: boolean } {
  const isSigned =
    members.some(({ value }) => value < 0n) ||
    (base !== undefined &&
      (base.kind === "bits" ? base.interpretation : base.scalar.kind) === "signed");
  const least = base === undefined ? 1 : base.kind === "bits" ? base.width / 8 : base.scalar.size;
  const size = [1, 2, 4, 8, 16].find((each) => {
    const { minimum, maximum } = integerRange(isSigned ? "signed" : "unsigned", each * 8);
    return each >= least && members.every(({ value }) => value >= minimum && value <= maximum);
  });
  return { size: size ?? 16, isSigned };
}
