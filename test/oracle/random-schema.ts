/** A seeded generator of schema documents. */
import { floatForms, floatOf } from "./bits.js";
import type {
  AliasData,
  ByteOrderData,
  DocumentData,
  EnumerationData,
  FlagsData,
  FieldData,
  FieldTypeData,
  LengthData,
  StructData,
  TextLengthData,
  TypeData,
  UnionData,
  UnitData,
  VariantData,
} from "./document.js";
import { placementOf } from "./document.js";
import { Model } from "./model.js";
import { Random } from "./random.js";

/** A document, and how large the fields may be that lengths are computed from. */
export interface RandomSchema {
  readonly document: DocumentData;
  readonly model: Model;
  /** `Struct.field` of the numbers that lengths are computed from. They stay small. */
  readonly lengthSources: ReadonlySet<string>;
}

/** Names of the integers that are scalars. */
export const integers: readonly string[] = ["u", "i"].flatMap((sign) =>
  [8, 16, 24, 32, 40, 48, 56, 64, 128].map((width) => `${sign}${width}`),
);
/** Names of the scalars. */
export const scalars: readonly string[] = [
  ...integers,
  "f16",
  "bf16",
  "f32",
  "f64",
  "bool",
  "lenientBool",
  "char",
];

/** Names that generated code might use for something of its own. */
const fieldNames = [
  "offset",
  "length",
  "size",
  "view",
  "buffer",
  "value",
  "record",
  "name",
  "end",
  "limit",
  "byteOrder",
  "littleEndian",
  "bytes",
  "init",
  "place",
  "array",
  "unit",
  "elements",
  "rest",
  "class",
  "delete",
  "static",
  "get",
  "set",
  "index",
  "count",
  "create",
  "read",
  "write",
  "then",
  "alignment",
  "kind",
  "a",
  "b",
  "x1",
  "Upper",
  "_under",
  "BE",
  "LE",
  "DataView",
  "viewOf",
  "undefined",
  "NaN",
];

/** Makes a document of several structs, each of which may nest those before it. */
export function randomSchema(random: Random): RandomSchema {
  return new Generator(random).generate();
}

class Generator {
  readonly #random: Random;
  readonly #types: (
    StructData | UnionData | VariantData | EnumerationData | FlagsData | AliasData
  )[] = [];
  readonly #lengthSources = new Set<string>();
  /** `Struct.field` of the numbers that hold the size of a sequence, and nothing else. */
  readonly #totals = new Set<string>();
  readonly #depths = new Map<string, number>();
  readonly #usesOpenOrders: boolean;
  #model: Model;

  constructor(random: Random) {
    this.#random = random;
    this.#usesOpenOrders = random.chance(0.4);
    this.#model = new Model({ types: this.#types });
  }

  generate(): RandomSchema {
    const random = this.#random;
    const enumerations = random.integer(1, 4);
    for (let index = 0; index < enumerations; index++) {
      this.#types.push(this.#enumeration(`Kind${index}`));
    }
    for (let index = random.integer(0, 2); index > 0; index--) {
      this.#types.push(this.#flags(`Flags${index}`));
    }
    if (random.chance(0.4)) {
      this.#types.push({ kind: "alias", name: "KindAlias", target: "Kind0" });
    }
    if (random.chance(0.3)) {
      this.#types.push({ kind: "alias", name: "Word", target: this.#scalar(scalars, true) });
    }
    const structs = random.integer(4, 8);
    for (let index = 0; index < structs; index++) {
      const isUnion = random.chance(0.2);
      const struct = isUnion ? this.#union(`Union${index}`) : this.#struct(`Struct${index}`);
      this.#types.push(struct);
      if (random.chance(0.2)) this.#variant(`Variant${index}`);
      if (random.chance(0.15)) {
        const target = { kind: "reference", name: struct.name } as const;
        this.#types.push({ kind: "alias", name: `${struct.name}Alias`, target });
        this.#depths.set(`${struct.name}Alias`, this.#depths.get(struct.name) ?? 0);
      }
    }
    // Some documents declare what nests before what is nested.
    const types = random.chance(0.3) ? [...this.#types].reverse() : this.#types;
    const document = { types };
    return { document, model: new Model(document), lengthSources: this.#lengthSources };
  }

  #enumeration(name: string): EnumerationData {
    const random = this.#random;
    const base = random.chance(0.5) ? this.#bits() : this.#scalar(integers, false);
    const members: { name: string; value: number | string }[] = [];
    const count = random.integer(1, 6);
    for (let index = 0; index < count; index++) {
      const name = random.pick([
        `member${index}`,
        `M${index}`,
        index === 0 ? "default" : `m${index}`,
      ]);
      members.push({ name, value: this.#integer(base) });
    }
    return { kind: "enumeration", name, base, members, open: random.chance(0.4) };
  }

  /** Flags of one bit or several, of any unsigned integer. */
  #flags(name: string): FlagsData {
    const random = this.#random;
    const widths = [1, random.integer(2, 12), random.integer(2, 64), 8, 16, 32, 53, 54];
    const isUnsigned = integers.filter((each) => each.startsWith("u"));
    const base = random.chance(0.5)
      ? ({ kind: "bits", width: random.pick(widths) } as const)
      : this.#scalar(isUnsigned, false);
    const width = BigInt(this.#model.numberForm(base).bits.length);
    const members: { name: string; value: number | string }[] = [];
    for (let bit = 0n; bit < width && members.length < 12; bit++) {
      if (random.chance(0.4)) continue;
      const isTwo = bit + 1n < width && random.chance(0.15);
      const mask = (isTwo ? 3n : 1n) << bit;
      members.push({ name: `flag${bit}`, value: mask < 2n ** 53n ? Number(mask) : String(mask) });
      if (isTwo) bit++;
    }
    if (members.length === 0) members.push({ name: "default", value: 1 });
    return { kind: "flags", name, base, members, open: random.chance(0.5) };
  }

  /** A value that a codec makes of a number. */
  #madeOf(base: TypeData): TypeData {
    const random = this.#random;
    const { bits } = this.#model.numberForm(base);
    const units = [undefined, "days", "milliseconds", "hundredNanoseconds", "nanoseconds"] as const;
    const unit = random.pick(units);
    const epoch = random.pick([undefined, "1904-01-01", "1601-01-01T00:00:00Z"]);
    const date = {
      kind: "date",
      ...(unit === undefined ? {} : { unit }),
      ...(epoch === undefined ? {} : { epoch }),
    } as const;
    // Numbers of more bits are not exact when they are scaled.
    if (bits.length > 32 || random.chance(0.4)) return { kind: "wrapped", base, codec: date };
    const scaled = {
      kind: "scaled",
      factor: random.pick([0.5, 2, -4, 3]),
      offset: random.pick([0, -40, 7]),
    } as const;
    const fixed = { kind: "fixedPoint", fractionBits: random.integer(1, 16) } as const;
    return { kind: "wrapped", base, codec: random.pick([scaled, fixed]) };
  }

  /** A text that a codec makes of bytes. */
  #textCodec(): TypeData {
    const [kind, length] = this.#random.pick([
      ["uuid", 16],
      ["ipv4Address", 4],
      ["ipv6Address", 16],
      ["macAddress", 6],
    ] as const);
    return { kind: "wrapped", base: { kind: "bytes", length }, codec: { kind } };
  }

  /** An integer that a type can hold, more often a small one. */
  #integer(type: TypeData): number | string {
    const random = this.#random;
    const { format, bits, isChecked } = this.#model.numberForm(type);
    const width = isChecked ? 53 : bits.length;
    const pattern = random.pattern(width);
    const signed = format === "signed" ? BigInt.asIntN(width, pattern) : pattern;
    const small = BigInt(random.integer(0, 2 ** Math.min(width - 1, 4) - 1));
    const value = random.chance(0.6) ? small : signed;
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  }

  /** Bits that are an integer. */
  #bits(): TypeData {
    const random = this.#random;
    const widths = [1, random.integer(1, 8), random.integer(1, 16), random.integer(1, 64)];
    const width = random.pick([...widths, 8, 16, 32, 33, 53, 54, 64]);
    const interpretation = random.pick([undefined, undefined, "unsigned", "signed"] as const);
    return { kind: "bits", width, ...(interpretation === undefined ? {} : { interpretation }) };
  }

  /** A scalar, written in one of the ways that a document may. */
  #scalar(names: readonly string[], mayBeChecked: boolean): TypeData {
    const random = this.#random;
    const scalar = random.pick(names);
    const byteOrder = random.pick<ByteOrderData | undefined>([
      undefined,
      undefined,
      undefined,
      "big",
      "little",
      "native",
    ]);
    const isNumber = mayBeChecked && /^[ui](56|64|128)$/.test(scalar) && random.chance(0.4);
    if (random.chance(0.4)) {
      return {
        kind: "scalar",
        scalar,
        ...(byteOrder === undefined ? {} : { byteOrder }),
        ...(isNumber ? { isNumber } : {}),
      };
    }
    const suffix = byteOrder === undefined ? "" : `.${byteOrder.charAt(0)}e`;
    return `${scalar}${suffix}${isNumber ? ".number" : ""}`;
  }

  #struct(name: string): StructData {
    const isAligned = this.#random.chance(0.3);
    const { struct, depth } = isAligned ? this.#alignedStruct(name) : this.#packedStruct(name);
    this.#depths.set(name, depth);
    return struct;
  }

  /** A union of members of fixed size. */
  #union(name: string): UnionData {
    const random = this.#random;
    const rules = random.pick(["c", "packed", undefined] as const);
    const members: FieldData[] = [];
    const count = random.integer(1, 5);
    let depth = 0;
    while (members.length < count) {
      const target = random.chance(0.3) ? this.#target() : undefined;
      let type: FieldTypeData;
      if (target !== undefined) {
        const within = this.#depths.get(target) ?? 0;
        if (within >= 4 || this.#model.isDynamic(target) || this.#model.minimumSize(target) > 200) {
          continue;
        }
        type = random.chance(0.5) ? target : this.#arrayOf(target, random.integer(1, 3));
        depth = Math.max(depth, within + 1);
      } else if (random.chance(0.1) && members.length > 0) {
        type = { kind: "padding", length: random.integer(1, 9) };
      } else if (rules !== "c" && random.chance(0.25)) type = this.#wholeBits();
      else type = this.#fixedField();
      // Another member would change the tag or the byte order, and so what there is.
      if (this.#model.holdsChoice(type)) continue;
      if (random.chance(0.15)) {
        type = { kind: "placed", type, alignment: random.pick([1, 2, 4, 8, 16]) };
      }
      members.push({ name: this.#nameFor(members), type });
    }
    const pack = random.chance(0.2) ? random.pick([1, 2, 4, 8]) : undefined;
    const align = random.chance(0.2) ? random.pick([1, 2, 4, 8, 16]) : undefined;
    this.#depths.set(name, depth);
    return {
      kind: "union",
      name,
      ...this.#orders(),
      ...(rules === undefined ? {} : { rules }),
      ...(pack === undefined ? {} : { pack }),
      ...(align === undefined ? {} : { align }),
      members,
    };
  }

  /** Bits that fill whole bytes by themselves. */
  #wholeBits(): TypeData {
    const random = this.#random;
    const width = random.integer(1, 8) * 8;
    const interpretation = random.pick(["unsigned", "signed"] as const);
    const bits = { kind: "bits", width, interpretation } as const;
    return random.pick([() => bits, () => this.#constant(bits), () => this.#nonZero(bits)])();
  }

  /** Adds a variant, and structs that are its cases. */
  #variant(name: string): void {
    const random = this.#random;
    const lead: FieldData[] = random.chance(0.3)
      ? [{ name: "lead", type: { kind: "bytes", length: random.integer(1, 3) } }]
      : [];
    const width = random.pick([3, 8, 20, 24]);
    // Where all cases have one order, the tag can be in it too.
    const orders = [
      "big",
      "little",
      ...(this.#usesOpenOrders ? (["runtime"] as const) : []),
    ] as const;
    const common = random.chance(0.4) ? random.pick(orders) : undefined;
    const base: TypeData = random.pick([
      ...(common === undefined ? [] : ["u16", "u24", "u64"]),
      "u8",
      "i8",
      "u16.be",
      "u24.le",
      "u64.be",
      { kind: "bits", width } as const,
    ]);
    const rest = typeof base === "string" ? 0 : (8 - (width % 8)) % 8;
    const filler: FieldData[] =
      rest === 0 ? [] : [{ name: "filler", type: { kind: "bits", width: rest } }];
    const bitOrder = random.pick(["most-significant-first", "least-significant-first"] as const);
    const isFixed = random.chance(0.4);
    const count = random.integer(1, 4);
    const other = random.chance(0.4) ? [undefined] : [];
    const values = [0, 1, 2, 3, 5, 7].sort(() => (random.chance(0.5) ? 1 : -1)).slice(0, count);
    const cases: string[] = [];
    let depth = 0;
    let otherwise: string | undefined;
    for (const value of [...values, ...other]) {
      const type: TypeData = value === undefined ? base : { kind: "constant", base, value };
      const first = [...lead, { name: "tag", type }, ...filler];
      const { struct, depth: within } = this.#case(`${name}Case${cases.length}`, first, isFixed);
      const byteOrder = common ?? random.pick([...orders, undefined]);
      const { byteOrder: _old, ...plain } = struct;
      this.#types.push({ ...plain, ...(byteOrder === undefined ? {} : { byteOrder }), bitOrder });
      depth = Math.max(depth, within);
      if (value === undefined) otherwise = struct.name;
      else cases.push(struct.name);
    }
    this.#types.push({
      kind: "variant",
      name,
      tag: "tag",
      cases,
      ...(otherwise === undefined ? {} : { otherwise }),
      ...(isFixed ? { isFixed } : {}),
    });
    this.#depths.set(name, depth);
  }

  /** A struct that begins with fields, and takes no rest. */
  #case(
    name: string,
    first: readonly FieldData[],
    isFixed: boolean,
  ): { readonly struct: StructData; readonly depth: number } {
    for (let attempt = 0; attempt < 20; attempt++) {
      const made = this.#packedStruct(name, first);
      const model = new Model({ types: [...this.#types, made.struct] });
      const isFit = !model.takesRest(name) && !(isFixed && model.isDynamic(name));
      if (isFit && model.minimumSize(name) <= 60 && made.depth < 3) return made;
    }
    return { struct: { kind: "struct", name, fields: first }, depth: 0 };
  }

  /** One of several structs, and the field that says which. */
  #select(
    struct: string,
    fields: FieldData[],
  ): { readonly type: TypeData; readonly depth: number } | undefined {
    const random = this.#random;
    const names = [...this.#depths.keys()].filter((name) => {
      const target = this.#model.expand(name);
      return (
        target.kind === "struct" &&
        !target.isUnion &&
        !this.#model.takesRest(name) &&
        this.#model.minimumSize(name) > 0 &&
        this.#model.minimumSize(name) <= 60 &&
        (this.#depths.get(name) ?? 0) < 3
      );
    });
    if (names.length === 0) return undefined;
    const cases = Array.from({ length: random.integer(1, 3) }, () => random.pick(names));
    const isFixed = !cases.some((each) => this.#model.isDynamic(each)) && random.chance(0.5);
    const on = this.#nameFor(fields);
    fields.push({ name: on, type: random.pick(["u8", "u16", "i32.be", "u64"]) });
    this.#lengthSources.add(`${struct}.${on}`);
    const other = random.pick(names);
    const otherwise = random.pick([
      undefined,
      this.#model.isDynamic(other) && isFixed ? undefined : other,
      { kind: "bytes", length: isFixed ? random.integer(1, 40) : `${on} + 1` } as const,
      { kind: "bytes", length: random.integer(1, 40) } as const,
    ]);
    const depths = [...cases, other].map((each) => this.#depths.get(each) ?? 0);
    const type: TypeData = {
      kind: "select",
      on: otherwise === undefined ? `${on} % ${cases.length}` : random.pick([on, `${on} / 2`]),
      cases: cases.map((each, index) => ({ value: index, type: each })),
      ...(otherwise === undefined ? {} : { otherwise }),
      ...(isFixed ? { isFixed } : {}),
    };
    return { type, depth: Math.max(...depths) + 1 };
  }

  /** What a struct says of its orders. */
  #orders(): Pick<UnionData, "byteOrder" | "bitOrder"> {
    const random = this.#random;
    const byteOrder = random.pick<UnionData["byteOrder"]>([
      undefined,
      undefined,
      "big",
      "little",
      ...(this.#usesOpenOrders ? (["runtime", "native", undefined] as const) : []),
    ]);
    const isKnown = byteOrder === "big" || byteOrder === "little";
    const bitOrder =
      (this.#usesOpenOrders && !isKnown) || random.chance(0.25)
        ? random.pick(["most-significant-first", "least-significant-first"] as const)
        : undefined;
    return {
      ...(byteOrder === undefined ? {} : { byteOrder }),
      ...(bitOrder === undefined ? {} : { bitOrder }),
    };
  }

  /** Has the first field of some structs tell the byte order, and adds that field. */
  #orderField(
    struct: string,
    fields: FieldData[],
  ): Pick<StructData, "byteOrder" | "bitOrder"> | undefined {
    const random = this.#random;
    // Bit fields need an order of bits, which all structs of these documents have.
    if (!this.#usesOpenOrders || random.chance(0.75)) return undefined;
    const name = this.#nameFor(fields);
    fields.push({ name, type: random.pick(["u8", "u16.be", "u32.le", "u24.be", "i8"]) });
    this.#totals.add(`${struct}.${name}`);
    const little = random.integer(0, 9);
    const big = little + random.integer(1, 10);
    const bitOrder = random.pick(["most-significant-first", "least-significant-first"] as const);
    return {
      byteOrder: { kind: "byField", little: `${name} == ${little}`, big: `${name} == ${big}` },
      bitOrder,
    };
  }

  #nameFor(fields: readonly FieldData[]): string {
    const used = new Set(fields.map((field) => field.name));
    return this.#random.pick(fieldNames.filter((each) => !used.has(each)));
  }

  /** A struct of fields of a fixed size that are aligned, and maybe an array at its end. */
  #alignedStruct(name: string): { readonly struct: StructData; readonly depth: number } {
    const random = this.#random;
    const rules = random.pick(["c", "c", "packed", undefined] as const);
    const fields: FieldData[] = [];
    const told = this.#orderField(name, fields);
    const count = random.integer(1, 7);
    let depth = 0;
    while (fields.length < count) {
      const target = random.chance(0.2) ? this.#target() : undefined;
      let given: string | undefined;
      let type: FieldTypeData;
      if (target !== undefined) {
        const within = this.#depths.get(target) ?? 0;
        const isDynamic = this.#model.isDynamic(target);
        if (within >= 4 || this.#model.minimumSize(target) > 200) continue;
        if (this.#model.takesRest(target)) continue;
        type =
          isDynamic || random.chance(0.5) ? target : this.#arrayOf(target, random.integer(1, 3));
        depth = Math.max(depth, within + 1);
      } else if (random.chance(0.1)) {
        type = { kind: "padding", length: random.integer(1, 5) };
      } else if (random.chance(0.15)) {
        this.#addUnits(fields);
        continue;
      } else if (random.chance(0.2)) {
        const part = this.#part(name, fields);
        if (part === undefined) continue;
        type = part.type;
        given = part.name;
        depth = Math.max(depth, part.depth);
      } else type = this.#fixedField();
      if (random.chance(0.2)) {
        type = { kind: "placed", type, alignment: random.pick([1, 2, 4, 8, 16]) };
      }
      fields.push({ name: given ?? this.#nameFor(fields), type });
    }
    if (fields.every(({ type }) => placementOf(type).isPadding)) {
      fields.push({ name: this.#nameFor(fields), type: "u8" });
    }
    if (random.chance(0.25)) {
      const isDynamic = fields.some((field) => this.#model.isDynamicField(field));
      const type = this.#arrayOf(this.#element(), { kind: "rest" }, isDynamic);
      fields.push({ name: this.#nameFor(fields), type });
    }
    const pack = random.chance(0.25) ? random.pick([1, 2, 4, 8]) : undefined;
    const align = random.chance(0.25) ? random.pick([1, 2, 4, 8, 16]) : undefined;
    const plain: StructData = {
      kind: "struct",
      name,
      ...(told ?? this.#orders()),
      ...(rules === undefined ? {} : { rules }),
      ...(pack === undefined ? {} : { pack }),
      ...(align === undefined ? {} : { align }),
      fields,
    };
    const model = new Model({ types: [...this.#types, plain] });
    const isSized = !model.isDynamic(name) && random.chance(0.2);
    if (!model.takesRest(name) && pack === undefined && random.chance(0.2)) {
      const element = this.#repeated(model.alignmentOf(name));
      if (element !== undefined) {
        const type: TypeData = {
          kind: "array",
          element: element.name,
          length: { kind: "rest" },
          ...(random.chance(0.5) ? { measure: "bytes" } : {}),
        };
        const alignment = model.alignmentOf(name);
        fields.push({ name: this.#nameFor(fields), type: { kind: "placed", type, alignment } });
        return { struct: plain, depth: Math.max(depth, element.depth) };
      }
    }
    return { struct: isSized ? { ...plain, size: model.minimumSize(name) } : plain, depth };
  }

  #packedStruct(
    name: string,
    first: readonly FieldData[] = [],
  ): { readonly struct: StructData; readonly depth: number } {
    const random = this.#random;
    const fields: FieldData[] = [...first];
    // A case of a variant has an order of its own.
    const told = first.length > 0 ? undefined : this.#orderField(name, fields);
    let isDynamic = false;
    const add = (type: FieldTypeData, given?: string): void => {
      const field = { name: given ?? this.#nameFor(fields), type };
      fields.push(field);
      isDynamic ||= this.#model.isDynamicField(field);
    };
    const alignment = (): number =>
      new Model({ types: [...this.#types, { kind: "struct", name, fields }] }).alignmentOf(name);
    const count = random.integer(1, 9);
    let depth = 0;
    let hasRest = false;
    while (fields.length < count && !hasRest) {
      const kind = random.integer(0, 25);
      if (kind <= 3) add(this.#scalarField());
      else if (kind <= 7 && random.chance(0.4)) this.#addUnits(fields);
      else if (kind <= 7) for (const type of this.#stream()) add(type);
      else if (kind === 8) add({ kind: "bytes", length: random.integer(1, 9) });
      else if (kind === 9) add(this.#fixedField());
      else if (kind <= 11) {
        const text = this.#lengthExpression(name, fields);
        if (text === undefined) continue;
        add(
          random.chance(0.5)
            ? { kind: "bytes", length: text }
            : this.#arrayOf(this.#element(), text),
        );
      } else if (kind === 12) add(this.#arrayOf(this.#element(), random.integer(1, 5)));
      else if (kind === 13) {
        const kind = random.pick(["padding", "reserved"] as const);
        fields.push({ name: this.#nameFor(fields), type: { kind, length: random.integer(1, 4) } });
      } else if (kind === 14) {
        if (isDynamic) continue;
        const offset = this.#endOf(fields) + random.integer(0, 5);
        const type = this.#fixedField();
        fields.push({ name: this.#nameFor(fields), type: { kind: "placed", type, offset } });
      } else if (kind === 18) {
        const part = random.chance(0.7)
          ? { type: this.#fixedField(), name: undefined }
          : this.#part(name, fields);
        if (part === undefined) continue;
        const alignment = random.pick([1, 2, 4, 8]);
        add({ kind: "placed", type: part.type, alignment }, part.name);
      } else if (kind >= 24 || (kind >= 19 && kind <= 21)) {
        const part = kind >= 24 ? this.#select(name, fields) : this.#part(name, fields);
        if (part === undefined) continue;
        add(part.type, "name" in part ? part.name : undefined);
        depth = Math.max(depth, part.depth);
      } else if (kind === 22) {
        const text = this.#lengthExpression(name, fields);
        const length = random.pick<TextLengthData | undefined>([
          text,
          { kind: "zeroTerminated" },
          { kind: "zeroTerminated", maximum: random.integer(1, 6) * 2 },
          this.#prefixed(),
        ]);
        if (length === undefined) continue;
        add(this.#text(length));
      } else if (kind === 23) {
        add(
          random.chance(0.5)
            ? { kind: "bytes", length: this.#prefixed() }
            : this.#arrayOf(this.#element(), this.#prefixed()),
        );
      } else {
        const target = this.#target();
        if (target === undefined) continue;
        const within = this.#depths.get(target) ?? 0;
        if (within >= 4 || this.#model.minimumSize(target) > 300) continue;
        const fixed = !this.#model.isDynamic(target);
        const reference: TypeData = random.chance(0.5)
          ? target
          : { kind: "reference", name: target };
        if (this.#model.takesRest(target)) {
          // Elements can hide in the padding at the end: such a struct does not tell how many it has.
          if (this.#model.alignmentOf(target) > 1 || alignment() > 1) continue;
          if (fields.length < count - 1 && random.chance(0.7)) continue;
          hasRest = true;
        }
        add(
          fixed && random.chance(0.4) ? this.#arrayOf(reference, random.integer(1, 4)) : reference,
        );
        depth = Math.max(depth, within + 1);
      }
    }
    if (!hasRest && random.chance(0.2)) {
      const element = this.#element();
      const repeated = random.chance(0.5) ? this.#repeated(1) : undefined;
      if (repeated !== undefined && alignment() === 1) {
        const measure = random.chance(0.5) ? ({ measure: "bytes" } as const) : {};
        const length = { kind: "rest" } as const;
        add({ kind: "array", element: repeated.name, length, ...measure });
        depth = Math.max(depth, repeated.depth);
      } else if (random.chance(0.6)) {
        const array = this.#arrayOf(element, { kind: "rest" }, isDynamic);
        add(array);
      } else if (random.chance(0.3) && alignment() === 1) add(this.#text({ kind: "rest" }));
      else add({ kind: "bytes", length: { kind: "rest" } });
    }
    if (fields.every(({ type }) => placementOf(type).isPadding)) add("u8");
    const orders = told ?? this.#orders();
    return { struct: { kind: "struct", name, ...orders, fields }, depth };
  }

  /** A part whose size the contents tell; it may push a field that tells it. */
  #part(
    struct: string,
    fields: FieldData[],
  ): { readonly name?: string; readonly type: FieldTypeData; readonly depth: number } | undefined {
    const random = this.#random;
    const kind = random.integer(0, 5);
    const repeated = kind >= 3 ? this.#repeated(1) : undefined;
    if (kind === 3 && repeated !== undefined) {
      // Only this sequence uses the field.
      const name = this.#nameFor(fields);
      const total = this.#nameFor([...fields, { name, type: "u8" }]);
      const base = random.pick(["u8", "u16", "u32", "i16", "u64"]);
      const computed = { kind: "computed", base, value: `size(${name})` } as const;
      fields.push({ name: total, type: random.chance(0.5) ? computed : base });
      this.#lengthSources.add(`${struct}.${total}`);
      this.#totals.add(`${struct}.${total}`);
      const { name: element, depth } = repeated;
      return { name, type: { kind: "array", element, length: total, measure: "bytes" }, depth };
    }
    if (kind === 4 && repeated !== undefined && random.chance(0.3)) {
      const { name: element, depth } = repeated;
      return { type: { kind: "array", element, length: random.integer(1, 3) }, depth };
    }
    const text = this.#lengthExpression(struct, fields);
    if (text === undefined) return undefined;
    if (repeated !== undefined) {
      const { name: element, depth } = repeated;
      return { type: { kind: "array", element, length: text }, depth };
    }
    if (kind === 1) return { type: { kind: "bytes", length: text }, depth: 0 };
    if (kind === 2) {
      const array = this.#arrayOf(this.#element(), text);
      if (typeof array !== "object" || array.kind !== "array") return undefined;
      const stride = this.#model.strideOf(array);
      const length = `(${text}) * ${stride}`;
      return { type: { ...array, length, measure: "bytes" }, depth: 0 };
    }
    const condition = random.chance(0.5) ? `(${text}) & 1` : `(${text}) > 4`;
    const target = random.chance(0.3) ? this.#target() : undefined;
    const isFit =
      target !== undefined &&
      !this.#model.takesRest(target) &&
      this.#model.minimumSize(target) > 0 &&
      this.#model.minimumSize(target) <= 60 &&
      (this.#depths.get(target) ?? 0) < 3;
    if (!isFit)
      return { type: { kind: "conditional", condition, type: this.#fixedField() }, depth: 0 };
    const depth = (this.#depths.get(target) ?? 0) + 1;
    return { type: { kind: "conditional", condition, type: target }, depth };
  }

  /** A struct of dynamic size that can be repeated, and the depth of what does so. */
  #repeated(alignment: number): { readonly name: string; readonly depth: number } | undefined {
    const names = [...this.#depths.keys()].filter(
      (name) =>
        this.#model.isDynamic(name) &&
        !this.#model.takesRest(name) &&
        this.#model.alignmentOf(name) >= alignment &&
        // Cases may be shorter than the alignment of their variant.
        (this.#model.alignmentOf(name) === 1 || this.#model.expand(name).kind === "struct") &&
        this.#model.minimumSize(name) > 0 &&
        this.#model.minimumSize(name) <= 20 &&
        (this.#depths.get(name) ?? 0) < 3,
    );
    if (names.length === 0) return undefined;
    const name = this.#random.pick(names);
    return { name, depth: (this.#depths.get(name) ?? 0) + 1 };
  }

  #endOf(fields: readonly FieldData[]): number {
    const struct: StructData = { kind: "struct", name: "$End", fields };
    return new Model({ types: [...this.#types, struct] }).minimumSize("$End");
  }

  /** A field of a fixed size that is no bit field. */
  #fixedField(): TypeData {
    const random = this.#random;
    const kind = random.integer(0, 8);
    if (kind === 6) return this.#text(random.integer(1, 9) * 2);
    if (kind === 7) return this.#textCodec();
    if (kind === 8) return this.#madeOf(this.#scalar(integers, false));
    if (kind === 0) return this.#constant(this.#scalar(scalars, false));
    if (kind === 1) return this.#nonZero(this.#scalar(integers, false));
    if (kind === 2) return this.#arrayOf(this.#element(), random.integer(1, 4));
    if (kind === 3) return { kind: "bytes", length: random.integer(1, 9) };
    return this.#scalarField();
  }

  /** A text of a length that is even wherever it has to be. */
  #text(length: TextLengthData): TypeData {
    const random = this.#random;
    const encoding = random.pick(["utf8", "utf8", "ascii", "latin1", "utf16"] as const);
    const isWide = encoding === "utf16";
    const orders = [undefined, undefined, "big", "little", "native"] as const;
    const byteOrder = isWide ? random.pick<ByteOrderData | undefined>(orders) : undefined;
    const even = isWide && typeof length === "string" ? `(${length}) * 2` : length;
    const canBeFilled = typeof length !== "object";
    const kind = canBeFilled ? random.integer(0, 3) : 0;
    const pad = random.pick(isWide ? [0, 0x20, 0xffff] : [0, 0x20, 0xff]);
    return {
      kind: "text",
      encoding,
      ...(byteOrder === undefined ? {} : { byteOrder }),
      length: even,
      ...(kind === 1 ? { pad } : {}),
      ...(kind === 2 ? { zeroTerminated: true } : {}),
    };
  }

  /** A length in an integer before what has it. */
  #prefixed(): { readonly kind: "prefixed"; readonly base: string } {
    const unsigned = integers.filter((name) => name.startsWith("u"));
    const base = this.#random.pick([...unsigned, "u8", "u16.be", "u32.le", "u64.be"]);
    return { kind: "prefixed", base };
  }

  #nonZero(base: TypeData): TypeData {
    const isOptional = this.#random.pick([undefined, false, true, true]);
    return { kind: "nonzero", base, ...(isOptional === undefined ? {} : { isOptional }) };
  }

  /** What an array may hold. */
  #element(): TypeData {
    const random = this.#random;
    const kind = random.integer(0, 14);
    if (kind === 12) return this.#text(random.integer(1, 4) * 2);
    if (kind === 13) return this.#madeOf(this.#scalar(integers, false));
    if (kind === 14) return this.#textCodec();
    if (kind <= 4) return this.#scalar(scalars, true);
    if (kind === 5) return this.#scalarField();
    if (kind === 6) return { kind: "bytes", length: random.integer(1, 4) };
    if (kind === 7) {
      const inner = this.#element();
      return this.#arrayOf(inner, random.integer(1, 3));
    }
    if (kind === 8) {
      return this.#constant(this.#scalar(scalars, false));
    }
    if (kind === 9) return this.#nonZero(this.#scalar(integers, false));
    const target = this.#target();
    const isFit =
      target !== undefined &&
      !this.#model.isDynamic(target) &&
      this.#model.minimumSize(target) <= 60 &&
      (this.#depths.get(target) ?? 0) < 3;
    return isFit ? target : this.#scalar(scalars, true);
  }

  #arrayOf(element: TypeData, length: LengthData, isClose = false): TypeData {
    const random = this.#random;
    const stride = this.#model.minimumSize(element) + random.integer(0, 3);
    return {
      kind: "array",
      element,
      length,
      ...(!isClose && random.chance(0.2) ? { stride } : {}),
    };
  }

  /** A struct, or another name for one, that is there already. */
  #target(): string | undefined {
    const names = [...this.#depths.keys()];
    if (names.length === 0) return undefined;
    // Often the last one, which may be the deepest.
    return this.#random.chance(0.4) ? names.at(-1) : this.#random.pick(names);
  }

  #scalarField(): TypeData {
    const random = this.#random;
    const named = this.#types
      .filter(
        (each) => each.kind === "enumeration" || each.kind === "flags" || each.name === "Word",
      )
      .map(({ name }) => name)
      .concat(this.#types.some(({ name }) => name === "KindAlias") ? ["KindAlias"] : [])
      .filter((name) => this.#model.widthOf(name) === undefined);
    return named.length > 0 && random.chance(0.35)
      ? this.#memberOf(random.pick(named))
      : this.#scalar(scalars, true);
  }

  /** Bit fields that fill whole bytes together. */
  #stream(): readonly FieldTypeData[] {
    const random = this.#random;
    const types: FieldTypeData[] = [];
    let width = 0;
    const add = (type: FieldTypeData): void => {
      types.push(type);
      width += this.#model.widthOf(placementOf(type).type) ?? 0;
    };
    for (let count = random.integer(1, 5); count > 0; count--) {
      const gap = random.pick(["padding", "reserved"] as const);
      const isGap = random.chance(0.08);
      add(
        isGap
          ? { kind: gap, length: { kind: "bits", width: random.integer(1, 11) } }
          : this.#bitField(),
      );
    }
    if (width % 8 !== 0) add({ kind: "bits", width: 8 - (width % 8) });
    return types;
  }

  /** Adds bit fields that fill one integer or several. */
  #addUnits(fields: FieldData[]): void {
    const random = this.#random;
    const unsigned = integers.filter((name) => name.startsWith("u"));
    const order = random.pick(["", "", "", ".be", ".le", ".ne"]);
    const base = `${random.pick([...unsigned, "u16", "u32"])}${order}`;
    const isOpen = order === ".ne";
    const unit: UnitData = {
      base,
      ...(isOpen || random.chance(0.4)
        ? { bitOrder: random.pick(["most-significant-first", "least-significant-first"] as const) }
        : {}),
    };
    for (let count = random.pick([1, 1, 1, 2]); count > 0; count--) {
      let left = this.#model.numberForm(base).bits.length;
      const first = fields.length;
      while (left > 0) {
        let type = this.#bitField();
        // A few of them are enough.
        if (fields.length > Math.min(first + 3, 25))
          type = { kind: "bits", width: Math.min(left, 64) };
        else if ((this.#model.widthOf(type) ?? 0) > left) {
          type = { kind: "bits", width: random.integer(1, Math.min(left, 64)) };
        }
        fields.push({ name: this.#nameFor(fields), type, unit });
        left -= this.#model.widthOf(type) ?? 0;
      }
    }
  }

  /** A bit field of any kind. */
  #bitField(): TypeData {
    const random = this.#random;
    const onBits = this.#types
      .filter(
        (each) => each.kind === "enumeration" || each.kind === "flags" || each.name === "KindAlias",
      )
      .map(({ name }) => name)
      .filter((name) => this.#model.widthOf(name) !== undefined);
    const kind = random.integer(0, 10);
    if (kind === 10) return this.#madeOf(this.#bits());
    if (kind === 0) return this.#constant(this.#bits());
    if (kind === 1) return this.#nonZero(this.#bits());
    if (kind === 2) {
      const flag = { kind: "bits", width: 1, interpretation: "boolean" } as const;
      return random.chance(0.2) ? this.#constant(flag) : flag;
    }
    return kind <= 4 && onBits.length > 0 ? this.#memberOf(random.pick(onBits)) : this.#bits();
  }

  /** A named type as it is; of an enumeration sometimes only one member. */
  #memberOf(name: string): TypeData {
    const random = this.#random;
    const named = this.#model.expand(name);
    if (named.kind !== "enumeration" || random.chance(0.8)) return name;
    const base = random.chance(0.5) ? name : ({ kind: "reference", name } as const);
    return { kind: "constant", base, value: random.pick(named.members).name };
  }

  #constant(base: TypeData): TypeData {
    const random = this.#random;
    const { format, bits } = this.#model.numberForm(base);
    switch (format) {
      case "strict":
      case "lenient":
        return { kind: "constant", base, value: random.chance(0.5) };
      case "character":
        // There is no constant character.
        return this.#constant("u32");
      case "float":
      case "bfloat": {
        const wide = bits.length === 16 ? [0.375] : [65536, 1e10];
        const form = format === "float" ? floatForms.f16 : floatForms.bf16;
        const narrow = floatOf(BigInt(random.integer(0, 0x7bff)), form);
        const value = random.pick([0, 1.5, -2.25, -0.125, ...wide]);
        const isNarrow = bits.length === 16 && random.chance(0.5) && Number.isFinite(narrow);
        return { kind: "constant", base, value: isNarrow ? narrow : value };
      }
      case "unsigned":
      case "signed":
        return { kind: "constant", base, value: this.#integer(base) };
    }
  }

  /** An expression over integers that come earlier, also those of nested structs. */
  #lengthExpression(struct: string, fields: readonly FieldData[]): string | undefined {
    const random = this.#random;
    const sources: { readonly path: string; readonly owner: string }[] = [];
    const collect = (field: FieldData, path: string, owner: string): void => {
      const { type, isPadding, condition } = placementOf(field.type);
      if (isPadding || condition !== undefined) return;
      if (this.#totals.has(`${owner}.${field.name}`)) return;
      const expanded = this.#model.expand(type);
      if (expanded.kind === "struct") {
        // A plain object need not give the member; other fields tell the byte order of what is within.
        if (expanded.isUnion || typeof expanded.byteOrder === "object") return;
        for (const each of expanded.fields) {
          if (this.#model.isDynamicField(each)) break;
          collect(each, `${path}.${each.name}`, expanded.name);
        }
      }
      const others = ["struct", "variant", "select", "array", "bytes", "text", "wrapped", "flags"];
      if (others.includes(expanded.kind)) return;
      const { format } = this.#model.numberForm(type);
      const isInteger = format === "unsigned" || format === "signed";
      const isSmall =
        (expanded.kind !== "constant" || Math.abs(Number(expanded.value)) < 40) &&
        (expanded.kind !== "enumeration" ||
          expanded.members.every(({ value }) => Math.abs(Number(value)) < 40));
      if (isInteger && isSmall) {
        sources.push({ path, owner: `${owner}.${field.name}` });
      }
    };
    for (const field of fields) collect(field, field.name, struct);
    const use = (): string => {
      const source = random.pick(sources);
      this.#lengthSources.add(source.owner);
      return source.path;
    };
    if (sources.length === 0) return undefined;
    const number = random.integer(1, 5);
    return random.pick<() => string>([
      use,
      use,
      () => `${use()} * ${number}`,
      () => `${use()} * ${number} - ${number}`,
      () => `${use()} + 0x0${number}`,
      () => `(${use()} & 7) * 2 | 1`,
      () => `${use()} > ${number} ? ${number} : ${use()}`,
      () => `${use()} % ${number + 1} + (${use()} / 2)`,
      () => `${use()} << 1`,
      () => `${use()} + 9 >> 1`,
      () => `-${use()} + 20`,
      () => `(${use()} ^ ${use()}) & 0xf`,
      () => `${use()} == ${use()} ? 3 : ${use()} >= 4`,
      () => `${use()} != 2 ? 8 - ${number} : ${use()} < 1`,
      () => `${use()} > 2 && ${use()} < 9 ? ${number} : !${use()}`,
      () => `${use()} + 3 & ~3`,
      () => `min(${use()}, max(${use()}, ${number}))`,
      () => `(${use()} / ${use()} & 7) + (${use()} || 0)`,
    ])();
  }
}
