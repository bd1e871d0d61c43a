/**
 * Declarations for Kaitai Struct, from 0.9 on. It reads from front to back: parts of dynamic length,
 * conditions, selects and variants come over as they are; it asserts constants when it reads.
 */
import { typeText } from "../emit-layout/type-text.js";
import { numericOf, sizeOf } from "../layout-size.js";
import type {
  BitsLayout,
  EnumerationLayout,
  FieldLayout,
  FieldType,
  LengthLayout,
  NumericLayout,
  Position,
  ScalarLayout,
  StructLayout,
  TextLayout,
  VariantLayout,
} from "../layout-types.js";
import { linesOf } from "./comment.js";
import { integerText, isKaitaiNumber, truthText } from "./kaitai-expression.js";
import type { Selection } from "./lower.js";
import type { Exported, MachineOrder, Refusal } from "./model.js";
import { RefusalError } from "./model.js";
import { Scope, wordsOf } from "./names.js";
import { exportedHeader } from "./structs.js";
import type { Yaml } from "./yaml.js";
import { yamlText } from "./yaml.js";

type Attribute = { readonly [key: string]: Yaml | undefined };

/** Attributes by name, each read where it is asked for. */
type Instances = { readonly [name: string]: Attribute };

const reserved = wordsOf("and or not true false kaitaistream kaitaistruct");

/** Those of Python, Java, C++, C# and Lua: the compiler gives out names of fields and members as they are. */
const reservedElsewhere = wordsOf(`
  abstract alignas alignof as asm assert async auto await base bool boolean break byte case catch char checked class
  const constexpr continue decimal decltype def default del delegate delete do double elif else elseif end enum event
  except explicit export extends extern final finally fixed float for foreach friend from function global goto if
  implements implicit import in inline instanceof int interface internal is lambda local lock long mutable namespace
  native new nil noexcept nonlocal null nullptr object operator out override package params pass private protected
  public raise readonly ref register repeat requires return sbyte sealed short signed sizeof static strictfp string
  struct super switch synchronized template then this throw throws transient try typedef typeid typename uint ulong
  unchecked union unsafe unsigned until ushort using virtual void volatile while with xor yield`);

/** Returns a name as it is to compilers, which make other names of it. */
function withoutGaps(name: string): string {
  return name.replaceAll("_", "");
}

/** Returns the name in lower case with `_` between words, as Kaitai Struct has them. */
function snake(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1_$2")
    .toLowerCase()
    .replace(/^_+/, "");
  return /^[a-z]/.test(words) ? words : `x${words}`;
}

function newScope(isReserved: (name: string) => boolean = () => false): Scope {
  const isKept = (name: string): boolean => reserved.has(name) || isReserved(name);
  return new Scope((name) => isKept(withoutGaps(name)), withoutGaps);
}

/** Returns a scope for what is called as in the specification by all languages that come of it. */
function newMemberScope(): Scope {
  return newScope((name) => reservedElsewhere.has(name));
}

/** Returns the specification; of one struct if there is only one, which is then at its root. */
export function exportKaitai({ records, modules }: Selection, machine: MachineOrder): Exported {
  const printer = new Printer(machine);
  const refused: Refusal[] = [];
  for (const record of records) {
    try {
      printer.add(record);
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      refused.push({ name: record.name, reason: error.message });
    }
  }
  for (const module of modules) for (const each of module.enumerations) printer.enumeration(each);
  const [first] = records;
  const root = records.length === 1 && first !== undefined ? printer.typeOf(first) : undefined;
  const files = [...new Set(records.map(({ file }) => file))].sort();
  const name = root === undefined ? "structs" : printer.nameOf(first);
  const types = Object.fromEntries(printer.types.filter(([, type]) => type !== root));
  const enumerations = Object.fromEntries(printer.enumerations);
  const from = files.length === 0 ? "" : ` from ${files.join(", ")}`;
  const text = yamlText({
    meta: { id: name, title: (root && first?.name) ?? "structs", "ks-version": "0.9" },
    ...root,
    types: Object.keys(types).length === 0 ? undefined : types,
    enums: Object.keys(enumerations).length === 0 ? undefined : enumerations,
  });
  return {
    text: `# ${exportedHeader}${from}. Do not edit; run \`structview export kaitai\`.\n${text}`,
    refused,
  };
}

class Printer {
  readonly #machine: MachineOrder;
  readonly #typeNames = newScope();
  readonly #names = new Map<StructLayout | VariantLayout, string>();
  readonly #fields = new Map<StructLayout, ReadonlyMap<string, string>>();
  readonly #types = new Map<StructLayout | VariantLayout, Attribute | RefusalError>();
  readonly #made: (readonly [string, Attribute])[] = [];
  readonly #enumerations = new Map<
    string,
    { readonly name: string; readonly members: Attribute }
  >();

  constructor(machine: MachineOrder) {
    this.#machine = machine;
  }

  /** All types by name. */
  get types(): readonly (readonly [string, Attribute])[] {
    const own = [...this.#types].flatMap(([record, type]) =>
      type instanceof RefusalError ? [] : [[this.nameOf(record), type] as const],
    );
    return [...own, ...this.#made];
  }

  get enumerations(): readonly (readonly [string, Attribute])[] {
    return [...this.#enumerations.values()].map(({ name, members }) => [name, members]);
  }

  typeOf(record: StructLayout | VariantLayout): Attribute | undefined {
    const type = this.#types.get(record);
    return type instanceof RefusalError ? undefined : type;
  }

  nameOf(record: StructLayout | VariantLayout | undefined): string {
    if (record === undefined) return "structs";
    const known = this.#names.get(record);
    if (known !== undefined) return known;
    const name = this.#typeNames.claim(snake(record.name));
    this.#names.set(record, name);
    return name;
  }

  /** Adds a type with all that it nests, and returns its name. Throws {@link RefusalError}. */
  add(record: StructLayout | VariantLayout): string {
    const known = this.#types.get(record);
    if (known instanceof RefusalError) throw known;
    const name = this.nameOf(record);
    if (known !== undefined) return name;
    try {
      const type = record.kind === "variant" ? this.#variant(record) : this.#struct(record);
      this.#types.set(record, type);
      return name;
    } catch (error) {
      if (error instanceof RefusalError) this.#types.set(record, error);
      throw error;
    }
  }

  enumeration({ file, name, members }: EnumerationLayout): string {
    const key = `${file} ${name}`;
    const known = this.#enumerations.get(key);
    if (known !== undefined) return known.name;
    const own = this.#typeNames.claim(snake(name));
    const scope = newMemberScope();
    const entries = new Map<string, Attribute>();
    for (const member of members) {
      const id = scope.claim(snake(member.name));
      const value = String(member.value);
      // Each value has one name, and compilers know no integers beyond 2^53.
      if (!entries.has(value) && Number.isSafeInteger(Number(member.value)))
        entries.set(value, { id, doc: docOf(member.doc) });
    }
    this.#enumerations.set(key, { name: own, members: Object.fromEntries(entries) });
    return own;
  }

  #namesOf(struct: StructLayout): ReadonlyMap<string, string> {
    const known = this.#fields.get(struct);
    if (known !== undefined) return known;
    const scope = newMemberScope();
    const names = new Map(struct.fields.map(({ name }) => [name, scope.claim(snake(name))]));
    for (const { name, type } of struct.fields) {
      if ("length" in type && type.length.kind === "prefixed") {
        names.set(`${name} `, scope.claim(`len_${names.get(name) ?? ""}`));
      }
    }
    this.#fields.set(struct, names);
    return names;
  }

  readonly #nameField = (struct: StructLayout, field: string): string =>
    this.#namesOf(struct).get(field) ?? snake(field);

  #struct(struct: StructLayout): Attribute {
    const doc = docOf(struct.doc);
    if (struct.isUnion) return { doc, ...this.#union(struct) };
    const seq: Attribute[] = [];
    const instances: { [name: string]: Attribute } = {};
    let after: string | undefined;
    let reached = 0;
    const units = new Map<number, string>();
    const gapTo = (bits: number): void => {
      const whole = Math.floor(bits / 8) * 8;
      const toByte = Math.min(bits, Math.ceil(reached / 8) * 8);
      const order = this.#gapOrder(struct, reached);
      if (toByte > reached) seq.push({ type: `b${toByte - reached}${order}` });
      if (whole > toByte) seq.push({ size: (whole - toByte) / 8 });
      const left = bits - Math.max(whole, toByte);
      if (left > 0) seq.push({ type: `b${left}${this.#gapOrder(struct, bits)}` });
      reached = bits;
    };
    for (const field of struct.fields) {
      const { name, type } = field;
      const id = this.#nameField(struct, name);
      const start = positionOf(field);
      if (start.after !== after) {
        this.#requireEnd(start, struct);
        after = start.after;
        reached = 0;
      }
      const numeric = numericOf(type);
      if (numeric?.kind === "bits" && numeric.unit !== undefined && !isStream(numeric)) {
        const unit = units.get(start.bytes) ?? this.#typeNames.claim(`unit_${start.bytes}`);
        if (!units.has(start.bytes)) {
          gapTo(start.bytes * 8);
          units.set(start.bytes, unit);
          const scalar: ScalarLayout = {
            kind: "scalar",
            scalar: numeric.unit,
            byteOrder: numeric.byteOrder,
            isNumber: false,
            parts: undefined,
          };
          const text = this.#scalarType(scalar);
          // Readers in JavaScript have bits of 32-bit integers.
          if (text === undefined || numeric.unit.size > 4) {
            const reason = "counts its bits from the other end of more than 4 bytes";
            throw new RefusalError(`${name} ${reason}, which Kaitai Struct cannot`);
          }
          seq.push({ id: unit, type: text });
          reached = (start.bytes + numeric.unit.size) * 8;
        }
        const { bitOffset, bitOrder, width, unit: base } = numeric;
        const low =
          bitOrder === "least-significant-first" ? bitOffset : base.size * 8 - bitOffset - width;
        const mask = 2n ** BigInt(width) - 1n;
        const value = width === base.size * 8 ? unit : `(${unit} >> ${low}) & ${mask}`;
        const isNamed = type.kind === "enumeration" && numeric.interpretation !== "signed";
        // One bit is a boolean wherever it lies.
        instances[id] = {
          value: width === 1 && !isNamed ? `(${value}) != 0` : value,
          enum: isNamed ? this.enumeration(type.enumeration) : undefined,
          doc: docOf(field.doc),
        };
        continue;
      }
      const bits = start.bytes * 8 + (numeric?.kind === "bits" ? numeric.bitOffset : 0);
      gapTo(bits);
      const attribute = this.#attribute(type, struct, name);
      const length = "length" in type ? type.length : undefined;
      if (length?.kind === "prefixed") {
        const text = this.#scalarType(length.prefix);
        if (text === undefined)
          throw new RefusalError(`${name} has a length that Kaitai Struct cannot read`);
        seq.push({ id: this.#prefixOf(struct, name), type: text });
      }
      const condition =
        field.condition && truthText(field.condition.expression, struct, this.#nameField);
      seq.push({ id, ...attribute, if: condition, doc: docOf(field.doc) });
      const size = numeric?.kind === "bits" ? numeric.width : (sizeOf(type) ?? 0) * 8;
      reached = bits + size;
    }
    if (struct.size !== undefined) gapTo(struct.size * 8);
    else {
      if (struct.isEndPadded) {
        throw new RefusalError("it is padded behind a part of dynamic length");
      }
      if (struct.end.after !== after) {
        this.#requireEnd(struct.end, struct);
        reached = 0;
      }
      gapTo(struct.end.bytes * 8);
    }
    const hasInstances = Object.keys(instances).length > 0;
    return { doc, seq, instances: hasInstances ? instances : undefined };
  }

  /** Kaitai Struct aligns nothing: what begins behind a part does so at its end. */
  #requireEnd({ after }: Position, struct: StructLayout): void {
    const anchor = struct.anchors.find(({ name }) => name === after);
    if (anchor?.kind === "start") {
      throw new RefusalError(`${anchor.field} is aligned behind a part of dynamic length`);
    }
  }

  #gapOrder(struct: StructLayout, bit: number): string {
    const near = struct.fields.find(({ type, position }) => {
      const numeric = numericOf(type);
      if (numeric?.kind !== "bits") return false;
      const from = (position.bytes + numeric.startByte) * 8;
      return bit >= from - 64 && bit <= (position.bytes + numeric.endByte) * 8;
    });
    const numeric = near && numericOf(near.type);
    return numeric?.kind === "bits" ? bitSuffix(numeric) : "be";
  }

  /** All members begin at the start of the bytes of a union, which are a stream of their own. */
  #union(union: StructLayout): Attribute {
    for (const { name, type } of union.fields) {
      const numeric = numericOf(type);
      if (numeric?.kind === "bits" && numeric.unit !== undefined && !isStream(numeric)) {
        throw new RefusalError(`${name} counts its bits from the other end of its bytes`);
      }
    }
    const entries = union.fields.flatMap(({ name, type, doc }) => {
      const id = this.#nameField(union, name);
      const numeric = numericOf(type);
      const attribute = { pos: 0, ...this.#attribute(type, union, name), doc: docOf(doc) };
      if (numeric?.kind !== "bits") return Object.entries<Attribute>({ [id]: attribute });
      return Object.entries(this.#bitsAt(id, attribute, numeric, numeric.width === 1));
    });
    const instances = Object.fromEntries(entries);
    return { seq: [{ size: union.size ?? 0 }], instances };
  }

  /**
   * Returns the instances for bits at the place of `attribute`. Those that are no whole bytes are taken from
   * these: readers in JavaScript keep the bits that are left of a byte for the next one who reads bits.
   */
  #bitsAt(id: string, attribute: Attribute, numeric: BitsLayout, isTruth: boolean): Instances {
    const { width } = numeric;
    const left = (8 - (width % 8)) % 8;
    if (left === 0) return { [id]: attribute };
    const bytes = this.#typeNames.claim(`${id}_bytes`);
    const order = bitSuffix(numeric);
    const value =
      order === "be" ? `${bytes} / ${2 ** left}` : `${bytes} & ${2n ** BigInt(width) - 1n}`;
    const { pos, enum: named, doc } = attribute;
    return {
      [bytes]: { pos, type: `b${width + left}${order}` },
      [id]: { value: isTruth ? `(${value}) != 0` : value, enum: named, doc },
    };
  }

  #variant(variant: VariantLayout): Attribute {
    const { tagType, tagPosition, cases, otherwise, size } = variant;
    if (tagType.kind === "bits" && tagType.bitOffset % 8 !== 0) {
      throw new RefusalError(`its tag ${variant.tag} is bits that do not begin with a byte`);
    }
    const within = tagType.kind === "bits" ? tagType.bitOffset / 8 : 0;
    const tag = this.#number(tagType, undefined);
    if (tag === undefined)
      throw new RefusalError(`its tag ${variant.tag} is no number in Kaitai Struct`);
    const all = Object.fromEntries([
      ...cases.map(({ value, struct }) => [String(Number(value)), this.add(struct)]),
      ...(otherwise === undefined ? [] : [["_", this.add(otherwise.struct)]]),
    ]);
    const attribute = { pos: `_io.pos + ${tagPosition.bytes + within}`, ...tag };
    return {
      doc: docOf(variant.doc),
      seq: [
        {
          id: "record",
          type: { "switch-on": "tag", cases: all },
          size,
        },
      ],
      instances:
        tagType.kind === "bits"
          ? this.#bitsAt("tag", attribute, tagType, false)
          : { tag: attribute },
    };
  }

  /** Returns the type of a field and its length. Throws {@link RefusalError}. */
  #attribute(type: FieldType, struct: StructLayout, field: string): Attribute {
    switch (type.kind) {
      case "scalar":
      case "bits":
      case "nonzero":
      case "flags":
        return this.#bytesOrNumber(type, undefined, struct);
      case "enumeration":
        return this.#bytesOrNumber(type, type.enumeration, struct);
      case "constant": {
        const attribute = this.#bytesOrNumber(type, undefined, struct);
        const isTruth = type.base.kind === "bits" && type.base.width === 1;
        const isSigned = type.base.kind === "bits" && type.base.interpretation === "signed";
        const isText = attribute["type"] !== undefined && !isSigned;
        const value = isTruth ? Boolean(Number(type.value)) : type.value;
        const written = typeof value === "boolean" && !isTruth ? Number(value) : value;
        return isText ? { ...attribute, valid: String(written) } : attribute;
      }
      case "wrapped":
        return this.#attribute(type.base, struct, field);
      case "bytes":
        if (type.content !== undefined) return { contents: type.content };
        return this.#sized(type.length, struct, field);
      case "text":
        return this.#text(type, struct, field);
      case "struct":
        return this.#nested(type.struct);
      case "variant":
        return this.#nested(type.variant);
      case "select":
        return this.#select(type, struct, field);
      case "array":
      case "sequence":
        return this.#repeated(type, struct, field);
    }
  }

  #nested(record: StructLayout | VariantLayout): Attribute {
    const type = this.add(record);
    const isUnion = record.kind === "struct" && record.isUnion;
    return { type, size: isUnion ? record.size : undefined };
  }

  /** A number that Kaitai Struct does not have is its bytes. */
  #bytesOrNumber(
    type: FieldType,
    enumeration: EnumerationLayout | undefined,
    struct: StructLayout,
  ): Attribute {
    const numeric = numericOf(type);
    if (numeric === undefined) throw new Error("no number");
    const number = this.#number(numeric, enumeration);
    if (number !== undefined) return number;
    if (numeric.kind === "bits") throw new RefusalError("it has bit fields of more than 64 bits");
    const words = typeText(type, struct.byteOrder);
    return { size: numeric.scalar.size, "-type": words };
  }

  #number(
    numeric: NumericLayout,
    enumeration: EnumerationLayout | undefined,
  ): Attribute | undefined {
    const named = enumeration && this.enumeration(enumeration);
    if (numeric.kind === "bits") {
      if (numeric.width > 64) return undefined;
      const isSigned = numeric.interpretation === "signed";
      // Its bits are those of an unsigned number, which have no names.
      const shown = isSigned ? undefined : named;
      return { type: `b${numeric.width}${bitSuffix(numeric)}`, enum: shown };
    }
    const type = this.#scalarType(numeric);
    return type === undefined ? undefined : { type, enum: named };
  }

  #scalarType(scalar: ScalarLayout): string | undefined {
    if (!isKaitaiNumber(scalar)) return undefined;
    const { kind, size } = scalar.scalar;
    const letter = kind === "float" ? "f" : kind === "signed" ? "s" : "u";
    const order = scalar.byteOrder === "native" ? this.#machine : scalar.byteOrder;
    return size === 1 ? `${letter}1` : `${letter}${size}${order === "big" ? "be" : "le"}`;
  }

  #sized(length: LengthLayout, struct: StructLayout, field: string): Attribute {
    const count = this.#count(length, struct, field);
    return count === undefined ? { "size-eos": true } : { size: count };
  }

  /** Returns a length; `undefined` is all that is left. */
  #count(length: LengthLayout, struct: StructLayout, field: string): Yaml | undefined {
    switch (length.kind) {
      case "fixed":
        return length.value;
      case "expression":
        return integerText(length.expression, struct, this.#nameField);
      case "prefixed":
        return this.#prefixOf(struct, field);
      case "rest":
        return undefined;
    }
  }

  #prefixOf(struct: StructLayout, field: string): string {
    return this.#nameField(struct, `${field} `);
  }

  #text(type: TextLayout, struct: StructLayout, field: string): Attribute {
    const { encoding, byteOrder, length, pad, isZeroTerminated } = type;
    if (byteOrder === "runtime" && encoding === "utf16") {
      throw new RefusalError(`${field} is a text in a byte order that is known at run time`);
    }
    const order = (byteOrder === "native" ? this.#machine : byteOrder) === "big" ? "BE" : "LE";
    const names = {
      utf8: "UTF-8",
      ascii: "ASCII",
      latin1: "ISO-8859-1",
      utf16: `UTF-16${order}`,
    } as const;
    const isWide = encoding === "utf16";
    if (length.kind === "zeroTerminated") {
      if (isWide || length.maximum !== undefined) {
        throw new RefusalError(`${field} ends with a zero of two bytes, or after so many bytes`);
      }
      return { type: "strz", encoding: names[encoding] };
    }
    const size = this.#sized(length, struct, field);
    // What fills a text, or ends it, is one byte in Kaitai Struct.
    if (isWide && (pad !== undefined || isZeroTerminated)) return size;
    return {
      type: "str",
      ...size,
      encoding: names[encoding],
      "pad-right": pad,
      terminator: isZeroTerminated ? 0 : undefined,
    };
  }

  #select(
    { on, cases, otherwise, size }: FieldType & { readonly kind: "select" },
    struct: StructLayout,
    field: string,
  ): Attribute {
    if (otherwise?.kind === "bytes" && size === undefined) {
      throw new RefusalError(`${field} is a struct or bytes, of different sizes`);
    }
    const all = Object.fromEntries([
      ...cases.map((each) => [String(Number(each.value)), this.add(each.struct)]),
      ...(otherwise?.kind === "struct" ? [["_", this.add(otherwise.struct)]] : []),
    ]);
    const unions = cases.some((each) => each.struct.isUnion);
    if (unions && size === undefined) throw new RefusalError(`${field} can be a union`);
    const text = integerText(on.expression, struct, this.#nameField);
    return { type: { "switch-on": text, cases: all }, size };
  }

  #repeated(
    type: FieldType & { readonly kind: "array" | "sequence" },
    struct: StructLayout,
    field: string,
  ): Attribute {
    const element =
      type.kind === "sequence"
        ? this.#nested(type.element)
        : this.#element(type.element, type.stride, struct, field);
    const count = this.#count(type.length, struct, field);
    if (count === undefined) return { ...element, repeat: "eos" };
    if (type.measure === "elements") {
      // The compiler for JavaScript compares with what it is given, and forgets the brackets around it.
      const whole = typeof count === "string" && count.startsWith("(") ? `${count} + 0` : count;
      return { ...element, repeat: "expr", "repeat-expr": whole };
    }
    const name = this.#typeNames.claim(`${snake(struct.name)}_${snake(field)}_elements`);
    const seq = [{ id: "elements", ...element, repeat: "eos" }];
    this.#made.push([name, { seq }]);
    return { type: name, size: count };
  }

  /** An array in an array, and bytes behind an element, need a type of their own. */
  #element(type: FieldType, stride: number, struct: StructLayout, field: string): Attribute {
    const attribute = this.#attribute(type, struct, field);
    const size = sizeOf(type);
    if (type.kind !== "array" && size === stride) return attribute;
    const name = this.#typeNames.claim(`${snake(struct.name)}_${snake(field)}_element`);
    const gap = stride - (size ?? stride);
    const seq = [{ id: "element", ...attribute }, ...(gap > 0 ? [{ size: gap }] : [])];
    this.#made.push([name, { seq }]);
    return { type: name };
  }
}

/** Where a field, or the length before it, begins. */
function positionOf({ position, type }: FieldLayout): Position {
  if ("length" in type && type.length.kind === "prefixed") return type.length.position;
  return position;
}

/** Whether a unit is read as a stream is: bits of the byte order that goes with them. */
function isStream({ byteOrder, bitOrder, unit }: BitsLayout): boolean {
  if (unit?.size === 1) return true;
  return byteOrder === (bitOrder === "most-significant-first" ? "big" : "little");
}

function bitSuffix({ bitOrder }: BitsLayout): string {
  return bitOrder === "most-significant-first" ? "be" : "le";
}

/** Compilers copy the text into comments and strings as it is. */
function docOf(doc: string | undefined): string | undefined {
  if (doc === undefined) return undefined;
  const text = linesOf(doc).join("\n");
  return text
    .replaceAll("*/", "* /")
    .replaceAll("/*", "/ *")
    .replaceAll('"""', '"')
    .replaceAll("\\", "/");
}
