/**
 * An independent model of layouts: bit by bit, from the rules in words. It shares no code with the
 * compiler or the runtime, and is as slow as it is plain.
 *
 * - Fields follow each other without padding.
 * - Bit fields that follow each other are one stream, which fills whole bytes. The first field holds
 *   the most significant bits of the first byte where bits count from the most significant one, else
 *   the least significant bits. Without a `bitOrder` big-endian structs count from the most
 *   significant bit, little-endian ones from the least.
 * - A scalar has its own byte order, or that of its struct. A struct has its own, or that of the
 *   struct that it lies in. Where nothing is said by anybody a struct takes the order of the structs
 *   of its file that nest it if they agree, else little-endian.
 * - A run of bytes is as long as its expression over earlier fields says, or takes all that is left.
 */
import type { NumberNode, Node, StructNode, Value } from "./bits.js";
import { readInteger } from "./bits.js";
import type { DocumentData, EnumerationData, Order, StructData, TypeData } from "./document.js";
import { evaluate } from "./expression.js";

/** Says that bytes, or a value, do not fit the layout. */
export class Misfit extends Error {
  readonly reason: "size" | "validity";
  readonly path: readonly string[];
  /** Bytes from the start of the outermost record to what does not fit. */
  readonly offset: number;
  /** Bytes that the outermost record needs, as far as it can be read. */
  readonly needed: number;

  constructor(
    reason: "size" | "validity",
    path: readonly string[],
    offset: number,
    needed: number,
  ) {
    super(`${reason} at ${path.join(".")}, needed ${needed}`);
    this.reason = reason;
    this.path = path;
    this.offset = offset;
    this.needed = needed;
  }
}

/** Where lengths come from: bytes, or a value that is going to be written. */
interface Source {
  readonly numberAt: (node: NumberNode, path: readonly string[]) => bigint;
  readonly restAt: (offset: number, path: readonly string[]) => number;
  readonly limit: number;
}

interface Scalar {
  readonly format: NumberNode["format"];
  readonly size: number;
  readonly order: Order | undefined;
}

const scalarSizes: Readonly<Record<string, number>> = {
  u8: 1,
  u16: 2,
  u32: 4,
  u64: 8,
  i8: 1,
  i16: 2,
  i32: 4,
  i64: 8,
  f32: 4,
  f64: 8,
  lenientBool: 1,
};

/** The model of one document. */
export class Model {
  readonly document: DocumentData;

  constructor(document: DocumentData) {
    this.document = document;
  }

  /** Names of the structs. */
  get structNames(): readonly string[] {
    return this.document.types.filter(({ kind }) => kind === "struct").map(({ name }) => name);
  }

  /** Returns the struct called `name`. */
  struct(name: string): StructData {
    const found = this.document.types.find((each) => each.name === name);
    if (found?.kind !== "struct") throw new Error(`no struct ${name}`);
    return found;
  }

  /** Returns the byte order of a struct that is opened by itself. */
  orderOf(name: string): Order | "runtime" {
    const { byteOrder } = this.struct(name);
    if (byteOrder !== undefined) return byteOrder;
    const orders = new Set(
      this.structNames
        .filter((outer) => this.#structsIn(this.struct(outer)).includes(name))
        .map((outer) => this.orderOf(outer)),
    );
    const [only] = orders;
    return orders.size === 1 && only !== undefined ? only : "little";
  }

  #structsIn({ fields }: StructData): readonly string[] {
    return fields.flatMap(({ type }) => {
      let within = this.expand(type);
      while (typeof within === "object" && within.kind === "array") {
        within = this.expand(within.element);
      }
      return typeof within === "object" && within.kind === "struct" ? [within.name] : [];
    });
  }

  /** Follows names and aliases to what they stand for. */
  expand(type: TypeData): Exclude<TypeData, string> | StructData | EnumerationData {
    const name =
      typeof type === "string" ? type : type.kind === "reference" ? type.name : undefined;
    if (name === undefined) return type as Exclude<TypeData, string>;
    const [base = "", suffix] = name.split(".");
    if (scalarSizes[base] !== undefined) {
      if (suffix === undefined) return { kind: "scalar", scalar: base };
      return { kind: "scalar", scalar: base, byteOrder: suffix === "be" ? "big" : "little" };
    }
    const found = this.document.types.find((each) => each.name === name);
    if (found === undefined) throw new Error(`no type ${name}`);
    return found.kind === "alias" ? this.expand(found.target) : found;
  }

  /** Returns the size of a type with all parts of dynamic length empty. */
  minimumSize(type: TypeData): number {
    const expanded = this.expand(type);
    switch (expanded.kind) {
      case "scalar":
        return scalarSizes[expanded.scalar] ?? 0;
      case "bytes":
        return typeof expanded.length === "number" ? expanded.length : 0;
      case "array":
        return expanded.length * this.minimumSize(expanded.element);
      case "constant":
      case "enumeration":
        return this.minimumSize(expanded.base);
      case "struct":
        return this.#minimumOf(expanded.fields.map((field) => field.type));
      default:
        throw new Error(`${expanded.kind} has no size of its own`);
    }
  }

  #minimumOf(types: readonly TypeData[]): number {
    let bits = 0;
    for (const type of types) bits += this.widthOf(type) ?? this.minimumSize(type) * 8;
    return bits / 8;
  }

  /** Returns the width of a bit field, also below a constant or an enumeration. */
  widthOf(type: TypeData): number | undefined {
    const expanded = this.expand(type);
    if (expanded.kind === "bits") return expanded.width;
    return expanded.kind === "constant" || expanded.kind === "enumeration"
      ? this.widthOf(expanded.base)
      : undefined;
  }

  /** Whether the size of a type depends on the contents. */
  isDynamic(type: TypeData): boolean {
    const expanded = this.expand(type);
    if (expanded.kind === "bytes") return typeof expanded.length !== "number";
    return expanded.kind === "struct" && expanded.fields.some((each) => this.isDynamic(each.type));
  }

  /** Whether a type takes all bytes that are left. */
  takesRest(type: TypeData): boolean {
    const expanded = this.expand(type);
    if (expanded.kind === "bytes") return typeof expanded.length === "object";
    return expanded.kind === "struct" && expanded.fields.some((each) => this.takesRest(each.type));
  }

  /** Places the record at the start of `bytes`. Throws {@link Misfit}. */
  placeInBytes(name: string, order: Order, bytes: Uint8Array): StructNode {
    const needed = this.minimumSize(name);
    if (bytes.length < needed) throw new Misfit("size", [], 0, needed);
    return this.#placeStruct(name, order, 0, [], 0, {
      limit: bytes.length,
      numberAt: (node) => readInteger(node, bytes),
      restAt: (offset) => bytes.length - offset,
    });
  }

  /** Places the record that `value` is going to be. What it leaves out is zero, or its constant. */
  placeValue(name: string, order: Order, value: { readonly [name: string]: Value }): StructNode {
    const at = (path: readonly string[]): Value | undefined => {
      let within: Value | undefined = value;
      for (const key of path) {
        within = (within as { readonly [name: string]: Value } | undefined)?.[key];
      }
      return within;
    };
    return this.#placeStruct(name, order, 0, [], 0, {
      limit: Number.MAX_SAFE_INTEGER,
      numberAt: (node, path) => BigInt((at(path) ?? node.constant ?? 0) as number | bigint),
      restAt: (_, path) => (at(path) as Uint8Array | undefined)?.length ?? 0,
    });
  }

  #placeStruct(
    name: string,
    outerOrder: Order,
    offset: number,
    path: readonly string[],
    after: number,
    source: Source,
  ): StructNode {
    const struct = this.struct(name);
    const own = struct.byteOrder;
    const order = own === "big" || own === "little" ? own : outerOrder;
    const bitOrder =
      struct.bitOrder ?? (order === "big" ? "most-significant-first" : "least-significant-first");
    const fields: { name: string; node: Node }[] = [];
    let next = offset;
    let bitsInStream = 0;
    for (const [index, { name: fieldName, type }] of struct.fields.entries()) {
      const width = this.widthOf(type);
      if (width === undefined) {
        next += bitsInStream / 8;
        bitsInStream = 0;
        const following = struct.fields.slice(index + 1).map((each) => each.type);
        const node = this.#placeType(type, order, next, {
          path: [...path, fieldName],
          depth: path.length,
          after: after + this.#minimumOf(following),
          fields,
          source,
        });
        fields.push({ name: fieldName, node });
        next += node.kind === "number" ? node.bits.length / 8 : node.size;
      } else {
        const bits: number[] = [];
        for (let bit = bitsInStream; bit < bitsInStream + width; bit++) {
          const start = (next + Math.floor(bit / 8)) * 8;
          if (bitOrder === "most-significant-first") bits.push(start + (bit % 8));
          else bits.unshift(start + 7 - (bit % 8));
        }
        bitsInStream += width;
        fields.push({ name: fieldName, node: this.#number(type, "unsigned", false, bits) });
      }
    }
    next += bitsInStream / 8;
    const isDynamic = this.isDynamic(name);
    return { kind: "struct", name, offset, size: next - offset, isDynamic, fields };
  }

  #placeType(
    type: TypeData,
    order: Order,
    offset: number,
    place: {
      readonly path: readonly string[];
      readonly depth: number;
      readonly after: number;
      readonly fields: readonly { readonly name: string; readonly node: Node }[];
      readonly source: Source;
    },
  ): Node {
    const { path, after, source } = place;
    const expanded = this.expand(type);
    switch (expanded.kind) {
      case "bytes": {
        const { length } = expanded;
        const size =
          typeof length === "number"
            ? length
            : typeof length === "object"
              ? source.restAt(offset, path)
              : this.#lengthOf(length, offset, place);
        if (offset + size + after > source.limit) {
          throw new Misfit("size", path, offset, offset + size + after);
        }
        const isRest = typeof length === "object";
        return { kind: "bytes", offset, size, isDynamic: typeof length !== "number", isRest };
      }
      case "struct":
        return this.#placeStruct(expanded.name, order, offset, path, after, source);
      case "array": {
        const elements: Node[] = [];
        let next = offset;
        for (let index = 0; index < expanded.length; index++) {
          elements.push(this.#placeType(expanded.element, order, next, place));
          next += this.minimumSize(expanded.element);
        }
        const element = this.expand(expanded.element);
        const scalar = element.kind === "scalar" ? element.scalar : undefined;
        return { kind: "array", offset, size: next - offset, scalar, elements };
      }
      default: {
        const scalar = this.#scalarOf(type);
        const bits: number[] = [];
        for (let byte = 0; byte < scalar.size; byte++) {
          const isBig = (scalar.order ?? order) === "big";
          const from = isBig ? offset + byte : offset + scalar.size - 1 - byte;
          for (let bit = 0; bit < 8; bit++) bits.push(from * 8 + bit);
        }
        const isBig = scalar.size === 8 && scalar.format !== "float";
        return this.#number(type, scalar.format, isBig, bits);
      }
    }
  }

  #scalarOf(type: TypeData): Scalar {
    const expanded = this.expand(type);
    if (expanded.kind === "constant" || expanded.kind === "enumeration") {
      return this.#scalarOf(expanded.base);
    }
    if (expanded.kind !== "scalar") throw new Error(`${expanded.kind} is no scalar`);
    const { scalar, byteOrder: order } = expanded;
    const formats = { u: "unsigned", i: "signed", f: "float", l: "boolean" } as const;
    const format = formats[scalar.charAt(0) as keyof typeof formats];
    return { format, size: scalarSizes[scalar] ?? 0, order };
  }

  #number(
    type: TypeData,
    format: NumberNode["format"],
    isBig: boolean,
    bits: readonly number[],
  ): NumberNode {
    const expanded = this.expand(type);
    const given = expanded.kind === "constant" ? expanded.value : undefined;
    const constant =
      given === undefined || typeof given === "boolean"
        ? given
        : isBig
          ? BigInt(given)
          : Number(given);
    const enumeration = expanded.kind === "enumeration" ? expanded : undefined;
    const offset = Math.floor(Math.min(...bits) / 8);
    return { kind: "number", bits, format, isBig, offset, constant, enumeration };
  }

  #lengthOf(
    text: string,
    offset: number,
    place: {
      readonly path: readonly string[];
      readonly depth: number;
      readonly fields: readonly { readonly name: string; readonly node: Node }[];
      readonly source: Source;
    },
  ): number {
    const length = evaluate(text, (path) => {
      let fields = place.fields;
      for (const [index, key] of path.entries()) {
        const node = fields.find(({ name }) => name === key)?.node;
        if (node?.kind === "number" && index === path.length - 1) {
          const full = [...place.path.slice(0, place.depth), ...path];
          return place.source.numberAt(node, full);
        }
        fields = node?.kind === "struct" ? node.fields : [];
      }
      throw new Error(`no field ${path.join(".")}`);
    });
    if (length === undefined || length < 0n) throw new Misfit("validity", place.path, offset, 0);
    return Number(length);
  }
}
