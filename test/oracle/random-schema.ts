/** A seeded generator of schema documents. */
import type {
  AliasData,
  DocumentData,
  EnumerationData,
  Order,
  StructData,
  TypeData,
} from "./document.js";
import { Model } from "./model.js";
import { Random } from "./random.js";

/** A document, and how large the fields may be that lengths are computed from. */
export interface RandomSchema {
  readonly document: DocumentData;
  readonly model: Model;
  /** `Struct.field` of the numbers that lengths are computed from. They stay small. */
  readonly lengthSources: ReadonlySet<string>;
}

const integers = ["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64"];
const scalars = [...integers, "f32", "f64", "lenientBool"];

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
  readonly #types: (StructData | EnumerationData | AliasData)[] = [];
  readonly #lengthSources = new Set<string>();
  readonly #depths = new Map<string, number>();
  readonly #usesRuntime: boolean;
  #model: Model;

  constructor(random: Random) {
    this.#random = random;
    this.#usesRuntime = random.chance(0.4);
    this.#model = new Model({ types: this.#types });
  }

  generate(): RandomSchema {
    const random = this.#random;
    const enumerations = random.integer(1, 4);
    for (let index = 0; index < enumerations; index++) {
      this.#types.push(this.#enumeration(`Kind${index}`));
    }
    if (random.chance(0.4)) {
      this.#types.push({ kind: "alias", name: "KindAlias", target: "Kind0" });
    }
    if (random.chance(0.3)) {
      this.#types.push({ kind: "alias", name: "Word", target: this.#scalar(scalars) });
    }
    const structs = random.integer(4, 8);
    for (let index = 0; index < structs; index++) {
      const struct = this.#struct(`Struct${index}`);
      this.#types.push(struct);
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
    const onBits = random.chance(0.5);
    const width = random.integer(1, 20);
    const base: TypeData = onBits ? { kind: "bits", width } : this.#scalar(integers);
    const members: { name: string; value: number | string }[] = [];
    const count = random.integer(1, 6);
    for (let index = 0; index < count; index++) {
      const bits = onBits ? width : this.#model.minimumSize(base) * 8;
      const isSigned = !onBits && this.#scalarName(base).startsWith("i");
      const large = BigInt.asIntN(bits, random.pattern(bits));
      const small = BigInt(random.integer(0, 2 ** Math.min(bits - 1, 4) - 1));
      const value = random.chance(0.6) ? small : isSigned ? large : BigInt.asUintN(bits, large);
      const isSafe = BigInt(Number(value)) === value && Number.isSafeInteger(Number(value));
      members.push({
        name: random.pick([`member${index}`, `M${index}`, index === 0 ? "default" : `m${index}`]),
        value: isSafe ? Number(value) : String(value),
      });
    }
    return { kind: "enumeration", name, base, members, open: random.chance(0.4) };
  }

  #scalarName(type: TypeData): string {
    const expanded = this.#model.expand(type);
    return expanded.kind === "scalar" ? expanded.scalar : "";
  }

  /** A scalar, written in one of the ways that a document may. */
  #scalar(names: readonly string[]): TypeData {
    const random = this.#random;
    const scalar = random.pick(names);
    const byteOrder = random.pick<Order | undefined>([undefined, undefined, "big", "little"]);
    if (random.chance(0.4)) {
      return byteOrder === undefined
        ? { kind: "scalar", scalar }
        : { kind: "scalar", scalar, byteOrder };
    }
    return byteOrder === undefined ? scalar : `${scalar}.${byteOrder === "big" ? "be" : "le"}`;
  }

  #struct(name: string): StructData {
    const random = this.#random;
    const byteOrder = random.pick<StructData["byteOrder"]>([
      undefined,
      undefined,
      "big",
      "little",
      ...(this.#usesRuntime ? (["runtime", undefined] as const) : []),
    ]);
    const isOpenOrder = byteOrder === undefined || byteOrder === "runtime";
    const needsBitOrder = this.#usesRuntime && isOpenOrder;
    const bitOrder =
      needsBitOrder || random.chance(0.25)
        ? random.pick(["most-significant-first", "least-significant-first"] as const)
        : undefined;
    const fields: { name: string; type: TypeData }[] = [];
    const add = (type: TypeData): string => {
      const free = fieldNames.filter((each) => !fields.some((field) => field.name === each));
      const fieldName = random.pick(free);
      fields.push({ name: fieldName, type });
      return fieldName;
    };
    const count = random.integer(1, 9);
    let depth = 0;
    let hasRest = false;
    while (fields.length < count && !hasRest) {
      const kind = random.integer(0, 15);
      if (kind <= 3) add(this.#scalarField());
      else if (kind <= 7) for (const type of this.#stream()) add(type);
      else if (kind === 8) add({ kind: "bytes", length: random.integer(1, 9) });
      else if (kind === 9) add(this.#constant(this.#scalar(scalars)));
      else if (kind <= 11) {
        const text = this.#lengthExpression(name, fields);
        if (text !== undefined) add({ kind: "bytes", length: text });
      } else if (kind === 12) {
        const length = random.integer(1, 5);
        add({ kind: "array", element: this.#scalar(scalars), length });
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
          if (fields.length < count - 1 && random.chance(0.7)) continue;
          hasRest = true;
        }
        add(
          fixed && random.chance(0.4)
            ? { kind: "array", element: reference, length: random.integer(1, 4) }
            : reference,
        );
        depth = Math.max(depth, within + 1);
      }
    }
    if (!hasRest && random.chance(0.12)) add({ kind: "bytes", length: { kind: "rest" } });
    this.#depths.set(name, depth);
    return {
      kind: "struct",
      name,
      ...(byteOrder === undefined ? {} : { byteOrder }),
      ...(bitOrder === undefined ? {} : { bitOrder }),
      fields,
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
      .filter((each) => each.kind === "enumeration" || each.name === "Word")
      .map(({ name }) => name)
      .concat(this.#types.some(({ name }) => name === "KindAlias") ? ["KindAlias"] : [])
      .filter((name) => this.#model.widthOf(name) === undefined);
    return named.length > 0 && random.chance(0.35) ? random.pick(named) : this.#scalar(scalars);
  }

  /** Bit fields that fill whole bytes together. */
  #stream(): readonly TypeData[] {
    const random = this.#random;
    const types: TypeData[] = [];
    let width = 0;
    const add = (type: TypeData): void => {
      types.push(type);
      width += this.#model.widthOf(type) ?? 0;
    };
    const onBits = this.#types
      .filter((each) => each.kind === "enumeration" || each.name === "KindAlias")
      .map(({ name }) => name)
      .filter((name) => this.#model.widthOf(name) !== undefined);
    const count = random.integer(1, 5);
    for (let index = 0; index < count; index++) {
      const kind = random.integer(0, 9);
      if (kind === 0) {
        add(this.#constant({ kind: "bits", width: random.integer(1, 40) }));
      } else if (kind <= 2 && onBits.length > 0) add(random.pick(onBits));
      else {
        const widths = [1, random.integer(1, 8), random.integer(1, 16), random.integer(1, 53)];
        add({ kind: "bits", width: random.pick([...widths, 8, 16, 32, 33, 53]) });
      }
    }
    if (width % 8 !== 0) add({ kind: "bits", width: 8 - (width % 8) });
    return types;
  }

  #constant(base: TypeData): TypeData {
    const random = this.#random;
    const scalar = this.#scalarName(base);
    if (scalar === "lenientBool") return { kind: "constant", base, value: random.chance(0.5) };
    if (scalar.startsWith("f")) {
      return { kind: "constant", base, value: random.pick([0, 1.5, -2.25, 65536, -0.125, 1e10]) };
    }
    const width = this.#model.widthOf(base) ?? this.#model.minimumSize(base) * 8;
    const pattern = random.pattern(width);
    const value = scalar.startsWith("i") ? BigInt.asIntN(width, pattern) : pattern;
    const isSafe = Number.isSafeInteger(Number(value));
    return { kind: "constant", base, value: isSafe ? Number(value) : String(value) };
  }

  /** An expression over integers that come earlier, also those of nested structs. */
  #lengthExpression(
    struct: string,
    fields: readonly { readonly name: string; readonly type: TypeData }[],
  ): string | undefined {
    const random = this.#random;
    const sources: { readonly path: string; readonly owner: string }[] = [];
    const collect = (name: string, type: TypeData, path: string, owner: string): void => {
      const expanded = this.#model.expand(type);
      if (expanded.kind === "struct") {
        for (const field of expanded.fields) {
          if (this.#model.isDynamic(field.type)) break;
          collect(field.name, field.type, `${path}.${field.name}`, expanded.name);
        }
      }
      const isNumber = ["scalar", "bits", "enumeration", "constant"].includes(expanded.kind);
      const base = expanded.kind === "constant" ? this.#model.expand(expanded.base) : expanded;
      const isInteger = base.kind !== "scalar" || /^[ui]/.test(base.scalar);
      const isSmall =
        (expanded.kind !== "constant" || Math.abs(Number(expanded.value)) < 40) &&
        (expanded.kind !== "enumeration" ||
          expanded.members.every(({ value }) => Math.abs(Number(value)) < 40));
      if (isNumber && isInteger && isSmall) sources.push({ path, owner: `${owner}.${name}` });
    };
    for (const field of fields) collect(field.name, field.type, field.name, struct);
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
    ])();
  }
}
