/**
 * An independent model of layouts: bit by bit, from the rules in words. It shares no code with the
 * compiler or the runtime, and is as slow as it is plain.
 *
 * - Fields follow each other. In a struct with the rules of C each begins at the next multiple of its
 *   alignment: that of an integer or a float of 1, 2, 4, 8 or 16 bytes is its size, that of a struct
 *   the greatest of its fields, that of an array the one of its element, all others 1. In a packed
 *   struct alignments are 1. A field may say an alignment, or an offset, of its own; `pack` is the
 *   greatest that a field is given. The size of a struct is a multiple of its own alignment, which is
 *   at least what `align` says.
 * - Bit fields that follow each other are one stream, which fills whole bytes. The first field holds
 *   the most significant bits of the first byte where bits count from the most significant one, else
 *   the least significant bits. Without a `bitOrder` big-endian structs count from the most
 *   significant bit, little-endian ones from the least.
 * - Bit fields in a unit are bits of that integer, which has a byte order as scalars do: from its most
 *   significant bit on or from its least, as the unit says, else the struct, else as goes with its
 *   byte order. When it is full the next one begins. In C it is aligned as the integer is. What is
 *   wrong with a field of a unit lies where the unit does.
 * - The members of a union all begin at its first byte, bit fields too, each a stream of its own. The
 *   union ends where the longest does. It is read as its bytes, and refuses none; a member may.
 * - A scalar has its own byte order, or that of its struct. A struct has its own, or that of the
 *   struct that it lies in. Where nothing is said by anybody a struct takes the order of the structs
 *   of its file that nest it if they agree, else little-endian. `native` is that of the machine. Where
 *   a struct has tests instead, the number in its first field passes one of them.
 * - What is reserved is zero, and like padding else.
 * - A text is a run of bytes. One that ends in a zero goes up to the first zero code unit and has it
 *   behind it. In C a text in UTF-16 is aligned as its code units are.
 * - Where a length has a prefix, that integer lies right before the bytes or the elements that it
 *   counts.
 * - A run of bytes is as long as its expression over earlier fields says, or takes all that is left.
 *   An array has so many elements, or as many as there is room for, so that the struct with its
 *   padding at the end fits too. An array whose length counts bytes fills so many.
 * - Structs of dynamic size in an array lie one behind the other. Where their number is told they all
 *   have to fit; where their bytes are told, or they take the rest, each has to fit only when it is
 *   come to.
 * - A variant is the struct whose tag, a constant in the same place in each, the bytes have there; a
 *   select is the one that its expression names; else there is what stands for all others. Fixed ones
 *   take as many bytes as the largest that they can be, a multiple of the greatest alignment.
 * - A field with a condition is there where the expression is not zero; else it has no bytes, but what
 *   aligns it stays.
 */
import { endianness } from "node:os";
import type { ArrayNode, BytesNode, Format, NumberNode, Node, StructNode, Value } from "./bits.js";
import { readInteger } from "./bits.js";
import type {
  ByteOrderData,
  CodecData,
  DocumentData,
  EnumerationData,
  FlagsData,
  FieldData,
  FieldTypeData,
  LengthData,
  Order,
  OrderTestsData,
  SelectData,
  StructData,
  TextCodecData,
  TextLengthData,
  TypeData,
  UnionData,
  UnitData,
  VariantData,
} from "./document.js";
import { isSameUnit, placementOf } from "./document.js";
import { evaluate } from "./expression.js";
import type { TextForm } from "./texts.js";
import { encode, unitSizeOf } from "./texts.js";

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

/** Nothing stands for what a tag or an expression says. */
export class NoCase extends Misfit {}

/** A struct, or a union as if its members were fields. */
export interface CompoundData extends StructData {
  readonly isUnion: boolean;
}

/** Where lengths come from: bytes, or a value that is going to be written. */
interface Source {
  readonly numberAt: (node: NumberNode, path: readonly string[]) => bigint;
  /** The count that the prefix of a part says. */
  readonly countAt: (node: NumberNode, path: readonly string[], form?: TextForm) => bigint;
  /** Returns the size of a text with the zero at its end, before `limit`. Throws {@link Misfit}. */
  readonly sizeToZero: (offset: number, path: readonly string[], place: TextPlace) => number;
  /** Number of elements, each `stride` bytes, of what takes the rest: at most the bytes in `room`. */
  readonly restAt: (
    room: number,
    stride: number,
    path: readonly string[],
    form?: TextForm,
  ) => number;
  /** Whether something is there, or zero stands for it. */
  readonly isGiven: (path: readonly string[]) => boolean;
  /** Number of elements of dynamic size in an array; `undefined` where bytes do not tell it. */
  readonly recordsAt: (path: readonly string[]) => number | undefined;
  readonly limit: number;
}

/** What surrounds a text that ends in a zero. */
interface TextPlace {
  readonly form: TextForm;
  readonly maximum: number;
  readonly after: number;
}

/** Where a type stands. */
interface Place {
  readonly path: readonly string[];
  readonly depth: number;
  /** Bytes that follow it at least. */
  readonly after: number;
  readonly fields: readonly { readonly name: string; readonly node: Node }[];
  readonly source: Source;
  /** Offset and alignment of its struct. */
  readonly start: number;
  readonly alignment: number;
  /** The number that says its length. */
  readonly prefix: NumberNode | undefined;
}

/** A type without names and aliases. */
type Expanded =
  Exclude<TypeData, string> | CompoundData | VariantData | EnumerationData | FlagsData;

interface Scalar {
  readonly format: Format;
  readonly size: number;
  readonly order: ByteOrderData | undefined;
  readonly isNumber: boolean;
}

/** What a variant or a select can be. */
interface Choices {
  readonly structs: readonly string[];
  readonly bytes: LengthData | undefined;
  readonly isFixed: boolean;
}

/** Byte order of this machine. */
export const machineOrder: Order = endianness() === "BE" ? "big" : "little";

const scalarSizes: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    [8, 16, 24, 32, 40, 48, 56, 64, 128].flatMap((width) => [
      [`u${width}`, width / 8],
      [`i${width}`, width / 8],
    ]),
  ),
  f16: 2,
  bf16: 2,
  f32: 4,
  f64: 8,
  bool: 1,
  lenientBool: 1,
  char: 4,
};

const formats: Readonly<Record<string, Format>> = {
  u: "unsigned",
  i: "signed",
  f: "float",
  bf16: "bfloat",
  bool: "strict",
  lenientBool: "lenient",
  char: "character",
};

/** Typed arrays of the platform for elements of more than one byte. */
const typedArrays: Readonly<Record<string, string>> = {
  u16: "Uint16Array",
  i16: "Int16Array",
  u32: "Uint32Array",
  i32: "Int32Array",
  u64: "BigUint64Array",
  i64: "BigInt64Array",
  f32: "Float32Array",
  f64: "Float64Array",
};

/** The model of one document. */
export class Model {
  readonly document: DocumentData;
  readonly #tags = new Map<string, NumberNode>();
  readonly #tagNames = new Map<string, ReadonlySet<string>>();
  readonly #minimumSizes = new Map<string, number>();

  constructor(document: DocumentData) {
    this.document = document;
  }

  /** Names of the structs and the unions. */
  get structNames(): readonly string[] {
    return this.document.types
      .filter(({ kind }) => kind === "struct" || kind === "union")
      .map(({ name }) => name);
  }

  /** Returns the struct or the union called `name`. */
  struct(name: string): CompoundData {
    const found = this.expand(name);
    if (found.kind !== "struct") throw new Error(`no struct ${name}`);
    return found;
  }

  /** Returns the byte order of a struct that is opened by itself. */
  orderOf(name: string): ByteOrderData | "runtime" {
    const { byteOrder } = this.struct(name);
    if (typeof byteOrder === "object") return "runtime";
    if (byteOrder !== undefined) return byteOrder;
    const orders = new Set(
      this.structNames
        .filter((outer) => this.#structsIn(this.struct(outer)).includes(name))
        .map((outer) => this.orderOf(outer)),
    );
    const [only] = orders;
    return orders.size === 1 && only !== undefined ? only : "little";
  }

  /** Whether a field of a struct tells its byte order. */
  findsOrder(name: string): boolean {
    return typeof this.struct(name).byteOrder === "object";
  }

  /** Whether who opens a struct by itself says its byte order. */
  isTold(name: string): boolean {
    return this.orderOf(name) === "runtime" && !this.findsOrder(name);
  }

  #structsIn({ fields }: StructData): readonly string[] {
    return fields.flatMap((field) => {
      let within = this.expand(placementOf(field.type).type);
      while (within.kind === "array") within = this.expand(within.element);
      const structs = this.#choicesOf(within)?.structs.map((each) => this.struct(each).name);
      return structs ?? (within.kind === "struct" ? [within.name] : []);
    });
  }

  /** Returns what a type can be, if that is one of several. */
  #choicesOf(type: Expanded): Choices | undefined {
    if (type.kind !== "variant" && type.kind !== "select") return undefined;
    const { otherwise, isFixed = false } = type;
    const cases = type.kind === "variant" ? type.cases : type.cases.map((each) => each.type);
    return {
      structs: typeof otherwise === "string" ? [...cases, otherwise] : cases,
      bytes: typeof otherwise === "object" ? otherwise.length : undefined,
      isFixed,
    };
  }

  /** Returns the names of the fields that say which struct there is, or its byte order, or are computed. */
  tagsOf(name: string): ReadonlySet<string> {
    const known = this.#tagNames.get(name);
    if (known !== undefined) return known;
    const selects = this.struct(name).fields.flatMap((field) => {
      const type = this.expand(placementOf(field.type).type);
      return type.kind === "select" ? (/^\w+/.exec(type.on) ?? []) : [];
    });
    const variants = this.variants.filter((each) => {
      return each.cases.includes(name) || each.otherwise === name;
    });
    const orders = this.findsOrder(name) ? [this.struct(name).fields[0]?.name ?? ""] : [];
    const computed = this.struct(name)
      .fields.filter(({ type }) => placementOf(type).isComputed)
      .map((field) => field.name);
    const tags = new Set([...selects, ...variants.map(({ tag }) => tag), ...orders, ...computed]);
    this.#tagNames.set(name, tags);
    return tags;
  }

  /** Whether there are variants or selects. */
  get hasChoices(): boolean {
    const types = this.document.types.flatMap((each) =>
      each.kind === "struct" ? each.fields : [],
    );
    return (
      this.variants.length > 0 ||
      types.some(({ type }) => this.expand(placementOf(type).type).kind === "select")
    );
  }

  /** Whether a variant, a select or a struct whose field tells its byte order is in a type. */
  holdsChoice(type: FieldTypeData): boolean {
    const expanded = this.expand(placementOf(type).type);
    if (expanded.kind === "array") return this.holdsChoice(expanded.element);
    if (expanded.kind === "struct") {
      const { name, fields } = expanded;
      return this.findsOrder(name) || fields.some((each) => this.holdsChoice(each.type));
    }
    return this.#choicesOf(expanded) !== undefined;
  }

  /** Whether a select has a case whose fields tell its byte order, here or in what a type is made of. */
  selectsTeller(type: FieldTypeData): boolean {
    const expanded = this.expand(placementOf(type).type);
    if (expanded.kind === "array") return this.selectsTeller(expanded.element);
    if (expanded.kind === "struct")
      return expanded.fields.some((each) => this.selectsTeller(each.type));
    const { structs = [] } = this.#choicesOf(expanded) ?? {};
    return structs.some(
      (each) =>
        this.selectsTeller(each) || (expanded.kind === "select" && this.#tells(this.expand(each))),
    );
  }

  /** Whether fields of a struct, or of one within it, tell its byte order. */
  #tells(type: Expanded): boolean {
    if (type.kind === "array") return this.#tells(this.expand(type.element));
    if (type.kind !== "struct") return false;
    const within = type.fields.map((each) => this.expand(placementOf(each.type).type));
    return this.findsOrder(type.name) || within.some((each) => this.#tells(each));
  }

  /** The variants of the document. */
  get variants(): readonly VariantData[] {
    return this.document.types.filter((each) => each.kind === "variant");
  }

  /** Follows names and aliases to what they stand for. */
  expand(type: TypeData): Expanded {
    const name =
      typeof type === "string" ? type : type.kind === "reference" ? type.name : undefined;
    if (name === undefined) return this.#expandConstant(type as Exclude<TypeData, string>);
    const [base = "", ...suffixes] = name.split(".");
    if (scalarSizes[base] !== undefined) {
      const orders = { be: "big", le: "little", ne: "native" } as const;
      const suffix = suffixes.find((each) => each in orders) as keyof typeof orders | undefined;
      return {
        kind: "scalar",
        scalar: base,
        ...(suffix === undefined ? {} : { byteOrder: orders[suffix] }),
        ...(suffixes.includes("number") ? { isNumber: true } : {}),
      };
    }
    const found = this.document.types.find((each) => each.name === name);
    if (found === undefined) throw new Error(`no type ${name}`);
    if (found.kind === "alias") return this.expand(found.target);
    return found.kind === "struct" || found.kind === "union" ? compoundOf(found) : found;
  }

  /** A constant that is a member of an enumeration is one of the number that it stands for. */
  #expandConstant(type: Exclude<TypeData, string>): Exclude<TypeData, string> {
    if (type.kind !== "constant") return type;
    const of = this.expand(type.base);
    if (of.kind !== "enumeration") return type;
    const member = of.members.find((each) => each.name === type.value);
    if (member === undefined) throw new Error(`no member ${String(type.value)} of ${of.name}`);
    return { kind: "constant", base: of.base, value: member.value };
  }

  /** Returns the size of a type with all parts of dynamic length empty. */
  minimumSize(type: TypeData): number {
    if (typeof type !== "string") return this.#minimumSizeOf(type);
    const known = this.#minimumSizes.get(type);
    if (known !== undefined) return known;
    const size = this.#minimumSizeOf(type);
    this.#minimumSizes.set(type, size);
    return size;
  }

  #minimumSizeOf(type: TypeData): number {
    const expanded = this.expand(type);
    switch (expanded.kind) {
      case "scalar":
        return scalarSizes[expanded.scalar] ?? 0;
      case "bytes":
      case "text": {
        const { length } = expanded;
        if (typeof length === "number") return length;
        if (typeof length !== "object") return 0;
        if (length.kind === "prefixed") return this.minimumSize(length.base);
        const isText = expanded.kind === "text" && length.kind === "zeroTerminated";
        return isText ? unitSizeOf(expanded.encoding) : 0;
      }
      case "array":
        if (typeof expanded.length === "object" && expanded.length.kind === "prefixed") {
          return this.minimumSize(expanded.length.base);
        }
        if (typeof expanded.length !== "number") return 0;
        return expanded.length * (expanded.measure === "bytes" ? 1 : this.strideOf(expanded));
      case "constant":
      case "enumeration":
      case "nonzero":
      case "flags":
      case "wrapped":
        return this.minimumSize(expanded.base);
      case "struct": {
        let end = 0;
        for (const { start, size } of this.#runs(expanded)) {
          end = Math.max(end, start(end) + size);
        }
        return nextMultiple(end, this.alignmentOf(expanded.name));
      }
      case "variant":
      case "select": {
        const sizes = this.#sizesOf(expanded);
        if (this.#choicesOf(expanded)?.isFixed !== true) return Math.min(...sizes);
        return nextMultiple(Math.max(...sizes), this.alignmentOf(type));
      }
      default:
        throw new Error(`${expanded.kind} has no size of its own`);
    }
  }

  /** Returns the least sizes of what a type can be. */
  #sizesOf(type: Expanded): readonly number[] {
    const { structs = [], bytes } = this.#choicesOf(type) ?? {};
    const sizes = structs.map((each) => this.minimumSize(each));
    return bytes === undefined ? sizes : [...sizes, typeof bytes === "number" ? bytes : 0];
  }

  /** Bytes from one element of an array to the next. */
  strideOf(array: Exclude<TypeData, string> & { readonly kind: "array" }): number {
    return array.stride ?? this.minimumSize(array.element);
  }

  /** The fields, those of one stream of bits together: where they start, how long they are at least. */
  #runs(struct: CompoundData): readonly {
    readonly fields: readonly FieldData[];
    readonly start: (end: number) => number;
    readonly size: number;
  }[] {
    const runs: { fields: FieldData[]; start: (end: number) => number; size: number }[] = [];
    let isInStream = false;
    let unit: UnitData | undefined;
    for (const field of struct.fields) {
      const { type, offset, condition } = placementOf(field.type);
      const width = this.widthOf(type);
      const last = runs.at(-1);
      if (struct.isUnion) {
        const size = width === undefined ? this.minimumSize(type) : width / 8;
        runs.push({ fields: [field], start: () => 0, size });
      } else if (
        width !== undefined &&
        isInStream &&
        offset === undefined &&
        last !== undefined &&
        isSameUnit(field.unit, unit) &&
        (unit === undefined || last.size < this.minimumSize(unit.base))
      ) {
        last.fields.push(field);
        last.size += width / 8;
      } else {
        const alignment = this.#fieldAlignment(struct, field.type, field.unit);
        const start = (end: number): number => offset ?? nextMultiple(end, alignment);
        const fixedSize = width === undefined ? this.minimumSize(type) : width / 8;
        const size = condition === undefined ? fixedSize : 0;
        runs.push({ fields: [field], start, size });
      }
      isInStream = width !== undefined;
      unit = field.unit;
    }
    return runs;
  }

  #fieldAlignment({ rules, pack }: StructData, type: FieldTypeData, unit?: UnitData): number {
    const { type: within, alignment, isPadding } = placementOf(type);
    const natural = rules === "c" && !isPadding ? this.alignmentOf(unit?.base ?? within) : 1;
    // In C an attribute only raises an alignment.
    const own = rules === "c" ? Math.max(alignment ?? 1, natural) : (alignment ?? natural);
    return Math.min(own, pack ?? Infinity);
  }

  /** Returns the alignment of a struct, or what C gives to another type. */
  alignmentOf(type: TypeData): number {
    const expanded = this.expand(type);
    switch (expanded.kind) {
      case "scalar": {
        const size = scalarSizes[expanded.scalar] ?? 0;
        return [1, 2, 4, 8, 16].includes(size) ? size : 1;
      }
      case "constant":
      case "enumeration":
      case "nonzero":
      case "flags":
      case "wrapped":
        return this.alignmentOf(expanded.base);
      case "array":
        return this.alignmentOf(expanded.element);
      case "text":
        return unitSizeOf(expanded.encoding);
      case "struct":
        return Math.max(
          expanded.align ?? 1,
          ...expanded.fields.map((field) => this.#fieldAlignment(expanded, field.type, field.unit)),
        );
      case "variant":
      case "select": {
        const { structs = [] } = this.#choicesOf(expanded) ?? {};
        return Math.max(...structs.map((each) => this.alignmentOf(each)));
      }
      default:
        return 1;
    }
  }

  /** Returns the width of a bit field, also below a constant or an enumeration. */
  widthOf(type: TypeData): number | undefined {
    const expanded = this.expand(type);
    if (expanded.kind === "bits") return expanded.width;
    return expanded.kind === "constant" ||
      expanded.kind === "enumeration" ||
      expanded.kind === "nonzero" ||
      expanded.kind === "flags" ||
      expanded.kind === "wrapped"
      ? this.widthOf(expanded.base)
      : undefined;
  }

  /** Whether the size of a type depends on the contents. */
  isDynamic(type: TypeData): boolean {
    const expanded = this.expand(type);
    if (expanded.kind === "bytes" || expanded.kind === "text") {
      return typeof expanded.length !== "number";
    }
    if (expanded.kind === "array") {
      return typeof expanded.length !== "number" || this.isDynamic(expanded.element);
    }
    const choices = this.#choicesOf(expanded);
    if (choices !== undefined) {
      const { structs, bytes, isFixed } = choices;
      const isLong = bytes !== undefined && typeof bytes !== "number";
      const isSame = new Set(this.#sizesOf(expanded)).size === 1;
      return !isFixed && (isLong || !isSame || structs.some((each) => this.isDynamic(each)));
    }
    return expanded.kind === "struct" && expanded.fields.some((each) => this.isDynamicField(each));
  }

  /** Whether the size of a field depends on the contents. */
  isDynamicField({ type }: FieldData): boolean {
    const placement = placementOf(type);
    return placement.condition !== undefined || this.isDynamic(placement.type);
  }

  /** Whether a type takes all bytes that are left. */
  takesRest(type: TypeData): boolean {
    const expanded = this.expand(type);
    if (expanded.kind === "bytes" || expanded.kind === "text" || expanded.kind === "array") {
      return isRest(expanded.length);
    }
    const choices = this.#choicesOf(expanded);
    if (choices !== undefined) {
      const { structs, bytes } = choices;
      return (bytes !== undefined && isRest(bytes)) || structs.some((each) => this.takesRest(each));
    }
    return (
      expanded.kind === "struct" &&
      expanded.fields.some((each) => this.takesRest(placementOf(each.type).type))
    );
  }

  /** Whether something in a type is aligned of which the contents say where it lies. */
  alignsParts(type: TypeData): boolean {
    const expanded = this.expand(type);
    if (expanded.kind === "array") return this.alignsParts(expanded.element);
    const choices = this.#choicesOf(expanded);
    if (choices !== undefined) return choices.structs.some((each) => this.alignsParts(each));
    if (expanded.kind !== "struct" || !this.isDynamic(type)) return false;
    return (
      this.alignmentOf(type) > 1 ||
      expanded.fields.some((each) => this.alignsParts(placementOf(each.type).type))
    );
  }

  /** Returns the array that takes all that is left of a struct, if the struct ends in one. */
  sliceOf(name: string): { readonly name: string; readonly stride: number } | undefined {
    const { fields } = this.struct(name);
    const last = fields.at(-1);
    if (last === undefined) return undefined;
    const type = this.expand(placementOf(last.type).type);
    const isOnly = fields.slice(0, -1).every((each) => !this.isDynamicField(each));
    const isSlice =
      type.kind === "array" && isRest(type.length) && isOnly && !this.isDynamic(type.element);
    return isSlice ? { name: last.name, stride: this.strideOf(type) } : undefined;
  }

  /** Whether bytes of a type have no meaning. */
  hasPadding(type: TypeData): boolean {
    const expanded = this.expand(type);
    if (expanded.kind === "array") {
      const isApart = this.strideOf(expanded) > this.minimumSize(expanded.element);
      return isApart || this.hasPadding(expanded.element);
    }
    const choices = this.#choicesOf(expanded);
    if (choices !== undefined) {
      const isApart = choices.isFixed && new Set(this.#sizesOf(expanded)).size > 1;
      return isApart || choices.structs.some((each) => this.hasPadding(each));
    }
    if (expanded.kind !== "struct") return false;
    const whole = this.minimumSize(expanded.name);
    let end = 0;
    for (const { start, size, fields } of this.#runs(expanded)) {
      const isPadded = fields.some(({ type: each }) => {
        const { type: within, isPadding } = placementOf(each);
        if (expanded.isUnion && (isPadding || size < whole)) return !isPadding;
        return isPadding || this.hasPadding(within);
      });
      if (start(end) > end || isPadded) return true;
      end = Math.max(end, start(end) + size);
    }
    return this.alignmentOf(expanded.name) > 1 && end !== this.minimumSize(expanded.name);
  }

  /** Places the record at the start of `bytes`. Throws {@link Misfit}. */
  placeInBytes(name: string, order: Order, bytes: Uint8Array): StructNode {
    const needed = this.minimumSize(name);
    if (bytes.length < needed) throw new Misfit("size", [], 0, needed);
    return this.#placeWhole(name, order, {
      limit: bytes.length,
      numberAt: (node) => readInteger(node, bytes),
      countAt: (node) => readInteger(node, bytes),
      restAt: (room, stride) => Math.max(0, Math.floor(room / stride)),
      sizeToZero: (offset, path, { form, maximum, after }) => {
        const unitSize = unitSizeOf(form.encoding);
        let end = offset;
        const isThere = (): boolean => end + unitSize <= bytes.length - after;
        const isZero = (): boolean => bytes.slice(end, end + unitSize).every((byte) => byte === 0);
        while (isThere() && end - offset <= maximum && !isZero()) end += unitSize;
        if (end - offset > maximum) throw new Misfit("validity", path, offset, 0);
        if (!isThere()) throw new Misfit("size", path, offset, end + unitSize + after);
        return end + unitSize - offset;
      },
      isGiven: () => true,
      recordsAt: () => undefined,
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
    return this.#placeWhole(name, order, {
      limit: Number.MAX_SAFE_INTEGER,
      numberAt: (node, path) => BigInt((at(path) ?? node.constant ?? 0) as number | bigint),
      countAt: (_node, path, form) => BigInt(sizeOfGiven(at(path), form)),
      restAt: (_room, _stride, path, form) => sizeOfGiven(at(path), form),
      sizeToZero: (_offset, path, { form }) =>
        sizeOfGiven(at(path), form) + unitSizeOf(form.encoding),
      isGiven: (path) => at(path) !== undefined,
      recordsAt: (path) => (at(path) as readonly Value[] | undefined)?.length ?? 0,
    });
  }

  /** Places a struct, or what a variant is. */
  #placeWhole(name: string, order: Order, source: Source): StructNode {
    const place: Place = {
      path: [],
      depth: 0,
      after: 0,
      fields: [],
      source,
      start: 0,
      alignment: 1,
      prefix: undefined,
    };
    const node = this.#placeType(name, order, 0, place);
    if (node.kind !== "struct") throw new Error(`${name} is no struct`);
    return node;
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
    const order =
      typeof struct.byteOrder === "object"
        ? this.#orderTold(struct, struct.byteOrder, offset, path, source)
        : inOrder(struct.byteOrder, outerOrder);
    const bitOrder =
      struct.bitOrder ?? (order === "big" ? "most-significant-first" : "least-significant-first");
    const alignment = this.alignmentOf(name);
    const fields: { name: string; node: Node }[] = [];
    const prefixes: { node: NumberNode; count: number }[] = [];
    const reserved: { name: string; bits: readonly number[] }[] = [];
    let next = offset;
    let end = offset;
    const runs = this.#runs(struct);
    const tags = this.tagsOf(name);
    for (const [index, run] of runs.entries()) {
      next = offset + run.start(next - offset);
      let bit = 0;
      for (const field of run.fields) {
        const { type, isPadding, isReserved, isComputed, condition } = placementOf(field.type);
        const width = this.widthOf(type);
        const { name: fieldName } = field;
        if (width !== undefined && field.unit !== undefined) {
          const { base, bitOrder: own = struct.bitOrder } = field.unit;
          const unit = this.#placeScalar(base, order, next);
          const isBig = inOrder(this.#scalarOf(base).order, order) === "big";
          const isFromMost = own === undefined ? isBig : own === "most-significant-first";
          const from = isFromMost ? bit : unit.bits.length - bit - width;
          const bits = unit.bits.slice(from, from + width);
          bit += width;
          const number = { ...this.#number(type, bits), offset: next, isTag: tags.has(field.name) };
          fields.push({ name: field.name, node: number });
          continue;
        }
        if (width !== undefined) {
          const bits: number[] = [];
          for (const end = bit + width; bit < end; bit++) {
            const start = (next + Math.floor(bit / 8)) * 8;
            if (bitOrder === "most-significant-first") bits.push(start + (bit % 8));
            else bits.unshift(start + 7 - (bit % 8));
          }
          if (isReserved) reserved.push({ name: fieldName, bits });
          if (isPadding) continue;
          const isTag = tags.has(fieldName);
          fields.push({ name: fieldName, node: { ...this.#number(type, bits), isTag } });
          continue;
        }
        // What is behind takes so many bytes at least; padding is not counted.
        const behind = struct.isUnion ? [] : runs.slice(index + 1);
        const following = behind.reduce((sum, { size }) => sum + size, 0);
        const place: Place = {
          path: [...path, field.name],
          depth: path.length,
          after: after + following,
          fields,
          source,
          start: offset,
          alignment,
          prefix: undefined,
        };
        const prefixType = this.#prefixOf(type);
        let prefix: NumberNode | undefined;
        if (prefixType !== undefined) {
          const number = this.#placeType(prefixType, order, next, place);
          if (number.kind !== "number") throw new Error("a prefix is a number");
          prefix = number;
          next += number.bits.length / 8;
        }
        // What has no result, as behind a division by zero, does not hold.
        const holds = (text: string): boolean => (this.#evaluate(text, place) ?? 0n) !== 0n;
        const isThere = condition === undefined || holds(condition);
        const prefixSize = prefix === undefined ? 0 : prefix.bits.length / 8;
        const least = isThere ? this.minimumSize(type) - prefixSize : 0;
        this.#seeRoom(next + least, place, next);
        const node: Node = isThere
          ? this.#placeType(type, order, next, { ...place, prefix })
          : { kind: "absent", offset: next, size: 0 };
        if (prefix !== undefined && node.kind !== "number") {
          const stride = node.kind === "array" ? node.stride : 1;
          prefixes.push({ node: prefix, count: node.size / stride });
        }
        if (isReserved) {
          const bits = Array.from(
            { length: sizeWithRoom(node) * 8 },
            (_, index) => next * 8 + index,
          );
          reserved.push({ name: fieldName, bits });
        }
        const isTag = node.kind === "number" && tags.has(field.name);
        if (!isPadding) {
          fields.push({ name: fieldName, node: isTag ? { ...node, isTag, isComputed } : node });
        }
        next += sizeWithRoom(node);
      }
      next += bit / 8;
      end = Math.max(end, next);
    }
    const size = nextMultiple(end - offset, alignment);
    if (offset + size + after > source.limit) {
      throw new Misfit("size", path, offset, offset + size + after);
    }
    return {
      kind: "struct",
      name,
      isUnion: struct.isUnion,
      offset,
      size,
      isDynamic: this.isDynamic(name),
      fields,
      prefixes,
      reserved,
    };
  }

  /** Returns the byte order that the first field of a struct tells. */
  #orderTold(
    struct: CompoundData,
    tests: OrderTestsData,
    offset: number,
    path: readonly string[],
    source: Source,
  ): Order {
    const [first] = struct.fields;
    if (first === undefined) throw new Error(`${struct.name} has no field`);
    const node = this.#placeScalar(placementOf(first.type).type, "big", offset);
    const number = source.numberAt(node, [...path, first.name]);
    const holds = (text: string): boolean => evaluate(text, () => number) === 1n;
    if (holds(tests.little)) return "little";
    // What a value leaves out is zero, whatever the first field says.
    const isLeftOut = path.length > 0 && !source.isGiven(path) && !this.isDynamic(struct.name);
    if (!holds(tests.big) && !isLeftOut) {
      throw new NoCase("validity", [...path, first.name], offset, 0);
    }
    return "big";
  }

  /** Returns the type of the integer that says how long a part is, if there is one. */
  #prefixOf(type: TypeData): string | undefined {
    const expanded = this.expand(type);
    const { kind } = expanded;
    if (kind !== "bytes" && kind !== "text" && kind !== "array") return undefined;
    const { length } = expanded;
    return typeof length === "object" && length.kind === "prefixed" ? length.base : undefined;
  }

  /** Returns what is known of a text without its place. */
  textForm(type: Extract<TypeData, { readonly kind: "text" }>, order: Order): TextForm {
    const { encoding, length, pad, zeroTerminated } = type;
    const isEnded = typeof length === "object" && length.kind === "zeroTerminated";
    const ending = isEnded ? "terminator" : zeroTerminated === true ? "zero" : (pad ?? "full");
    return { encoding, order: inOrder(type.byteOrder, order), ending };
  }

  #placeType(type: TypeData, order: Order, offset: number, place: Place): Node {
    const { path, after, source } = place;
    const expanded = this.expand(type);
    switch (expanded.kind) {
      case "bytes": {
        const size = this.#lengthOf(expanded.length, 1, offset, place);
        const isFree = typeof expanded.length === "object";
        const isDynamic = typeof expanded.length !== "number";
        return { kind: "bytes", offset, size, isDynamic, isRest: isFree };
      }
      case "text": {
        const { length } = expanded;
        const form = this.textForm(expanded, order);
        const ended =
          typeof length === "object" && length.kind === "zeroTerminated" ? length : undefined;
        const maximum = ended?.maximum;
        const size =
          typeof length === "object" && length.kind === "zeroTerminated"
            ? source.sizeToZero(offset, path, { form, maximum: maximum ?? Infinity, after })
            : this.#lengthOf(length, 1, offset, place, form);
        return {
          kind: "text",
          ...form,
          offset,
          size,
          isDynamic: typeof length !== "number",
          isRest: typeof length === "object",
          maximum,
        };
      }
      case "struct":
        return this.#placeStruct(expanded.name, order, offset, path, after, source);
      case "variant":
      case "select":
        return this.#placeChoice(expanded, order, offset, place);
      case "array": {
        const { length, measure } = expanded;
        if (this.isDynamic(expanded.element)) {
          return this.#placeSequence(expanded, order, offset, place);
        }
        const stride = this.strideOf(expanded);
        const isInBytes = measure === "bytes" && typeof length !== "object";
        const total = this.#lengthOf(length, isInBytes ? 1 : stride, offset, place);
        const count = isInBytes ? total / stride : total;
        if (!Number.isInteger(count)) throw new Misfit("validity", path, offset, 0);
        const elements = Array.from({ length: count }, (_, index) =>
          this.#placeType(expanded.element, order, offset + index * stride, {
            ...place,
            path: [...path, String(index)],
          }),
        );
        return {
          kind: "array",
          offset,
          size: count * stride,
          stride,
          isDynamic: typeof length !== "number",
          isRest: typeof length === "object",
          isSequence: false,
          isInBytes,
          isBroken: false,
          elements,
          ...this.#elementsOf(expanded.element, stride, order),
        };
      }
      case "wrapped":
        if (this.expand(expanded.base).kind === "bytes") {
          const size = this.minimumSize(expanded.base);
          const text = textOf(expanded.codec);
          return { kind: "bytes", offset, size, isDynamic: false, isRest: false, text };
        }
        return this.#placeScalar(type, order, offset);
      default:
        return this.#placeScalar(type, order, offset);
    }
  }

  #placeScalar(type: TypeData, order: Order, offset: number): NumberNode {
    const { size, order: own } = this.#scalarOf(type);
    const bits: number[] = [];
    for (let byte = 0; byte < size; byte++) {
      const from = inOrder(own, order) === "big" ? offset + byte : offset + size - 1 - byte;
      for (let bit = 0; bit < 8; bit++) bits.push(from * 8 + bit);
    }
    return this.#number(type, bits);
  }

  /** Places what there is of several structs, or of a run of bytes. */
  #placeChoice(
    type: VariantData | SelectData,
    order: Order,
    offset: number,
    place: Place,
  ): StructNode | BytesNode {
    const { path, after, source } = place;
    const name = type.kind === "variant" ? type.name : type;
    const isDynamic = this.isDynamic(name);
    const room = isDynamic ? undefined : this.minimumSize(name);
    const choice = { kind: type.kind, room, hasOther: type.otherwise !== undefined };
    const struct =
      type.kind === "variant"
        ? this.#tagged(type, order, offset, place)
        : this.#selected(type, place);
    if (struct === undefined) {
      const tagPath = type.kind === "variant" ? [...path, type.tag] : path;
      throw new NoCase("validity", tagPath, offset, 0);
    }
    if (typeof struct === "object") {
      const size = this.#lengthOf(struct.length, 1, offset, place);
      this.#seeRoom(offset + size, place, offset);
      const isRest = typeof struct.length === "object";
      return { kind: "bytes", offset, size, isDynamic, isRest, choice };
    }
    this.#seeRoom(offset + this.minimumSize(struct), place, offset);
    const node = this.#placeStruct(this.struct(struct).name, order, offset, path, after, source);
    return { ...node, isDynamic, choice };
  }

  /** Returns the struct whose tag is there. */
  #tagged(
    { tag, cases, otherwise }: VariantData,
    order: Order,
    offset: number,
    { path, source }: Place,
  ): string | undefined {
    return (
      cases.find((name) => {
        const node = this.#tagOf(name, tag, order);
        const bits = node.bits.map((bit) => bit + offset * 8);
        return source.numberAt({ ...node, bits }, [...path, tag]) === BigInt(node.constant ?? 0);
      }) ?? otherwise
    );
  }

  /** Returns the tag of a struct that begins at the first byte. */
  #tagOf(name: string, tag: string, order: Order): NumberNode {
    const key = `${name} ${order}`;
    const known = this.#tags.get(key);
    if (known !== undefined) return known;
    const struct = this.struct(name);
    const count = struct.fields.findIndex((field) => field.name === tag) + 1;
    const start = { ...struct, name: "$Tag", fields: struct.fields.slice(0, count) };
    const model = new Model({ types: [...this.document.types, start] });
    const node = model.placeValue("$Tag", order, {}).fields.at(-1)?.node;
    if (node?.kind !== "number") throw new Error(`no tag in ${name}`);
    this.#tags.set(key, node);
    return node;
  }

  /** Returns what the expression names. */
  #selected({ on, cases, otherwise }: SelectData, place: Place): SelectData["otherwise"] {
    const value = this.#evaluate(on, place);
    return cases.find((each) => BigInt(each.value) === value)?.type ?? otherwise;
  }

  /** Places structs of dynamic size one behind the other. */
  #placeSequence(
    array: Exclude<TypeData, string> & { readonly kind: "array" },
    order: Order,
    offset: number,
    place: Place,
  ): ArrayNode {
    const { path, source, after, start, alignment } = place;
    const { element, length, measure } = array;
    const struct = this.expand(element);
    if (struct.kind !== "struct" && struct.kind !== "variant") {
      throw new Error(`${struct.kind} is no element of dynamic size`);
    }
    const takesRest = isRest(length);
    const isInBytes = measure === "bytes" && !takesRest;
    const elements: StructNode[] = [];
    let isBroken = false;
    let end = offset;
    const add = (within: Source, behind: number): number => {
      const eachPath = [...path, String(elements.length)];
      const needed = end + this.minimumSize(element) + behind;
      if (needed > within.limit) throw new Misfit("size", eachPath, end, needed);
      const at = { ...place, path: eachPath, after: behind, source: within };
      const node = this.#placeType(element, order, end, at);
      if (node.kind !== "struct") throw new Error("an element is a struct");
      elements.push(node);
      return end + node.size;
    };
    if (takesRest || isInBytes) {
      const size = takesRest ? undefined : this.#lengthOf(length, 1, offset, place);
      const count = source.recordsAt(path);
      if (count === undefined) {
        const whole = source.limit - after - start;
        const left = whole - (whole % alignment) - (offset - start);
        const limit = offset + (size ?? Math.max(0, left));
        try {
          while (end < limit) end = add({ ...source, limit }, 0);
        } catch (error) {
          // A tag may be looked at later than a size.
          if (!(error instanceof Misfit) || error instanceof NoCase) throw error;
          isBroken = true;
          end = limit;
        }
      } else {
        while (elements.length < count) end = add(source, after);
        if (size !== undefined && end - offset !== size) {
          throw new Misfit("size", path, offset, offset + size);
        }
      }
    } else {
      const count = this.#lengthOf(length, this.minimumSize(element), offset, place);
      while (elements.length < count) end = add(source, after);
    }
    return {
      kind: "array",
      offset,
      size: end - offset,
      stride: 0,
      isDynamic: true,
      isRest: takesRest,
      of: "struct",
      label: struct.name,
      native: undefined,
      typed: undefined,
      isOfRecords: true,
      isSequence: true,
      isInBytes,
      isBroken,
      elements,
    };
  }

  #elementsOf(
    type: TypeData,
    stride: number,
    order: Order,
  ): Pick<ArrayNode, "of" | "label" | "native" | "typed" | "isOfRecords"> {
    const element = this.expand(type);
    const isClose = stride === this.minimumSize(type);
    const common = { native: undefined, typed: undefined, isOfRecords: false } as const;
    switch (element.kind) {
      case "struct":
        return { ...common, of: "struct", label: element.name, isOfRecords: isClose };
      case "variant":
        return { ...common, of: "struct", label: element.name };
      case "bytes":
      case "array":
        return { ...common, of: element.kind, label: element.kind };
      case "text":
        return { ...common, of: "text", label: element.encoding };
      case "enumeration":
      case "flags":
        return { ...common, of: "number", label: element.name };
      case "wrapped": {
        const { kind } = element.codec;
        return {
          ...common,
          of: textOf(element.codec) === undefined ? "number" : "bytes",
          label: kind === "fixedPoint" ? "scaled" : kind,
        };
      }
      case "scalar": {
        const { scalar, isNumber, byteOrder } = element;
        const typed = isNumber === true ? undefined : typedArrays[scalar];
        return {
          ...common,
          of: "number",
          label: scalar,
          native: isClose && (scalar === "u8" || scalar === "i8") ? scalar : undefined,
          typed:
            typed !== undefined && isClose
              ? { name: typed, order: inOrder(byteOrder, order) }
              : undefined,
        };
      }
      default:
        return { ...common, of: "number", label: element.kind };
    }
  }

  #scalarOf(type: TypeData): Scalar {
    const expanded = this.expand(type);
    switch (expanded.kind) {
      case "constant":
      case "enumeration":
      case "nonzero":
      case "flags":
      case "wrapped":
        return this.#scalarOf(expanded.base);
      case "bits": {
        const { width, interpretation = "unsigned" } = expanded;
        const format = interpretation === "boolean" ? "strict" : interpretation;
        return { format, size: width / 8, order: undefined, isNumber: false };
      }
      case "scalar": {
        const { scalar, byteOrder: order, isNumber = false } = expanded;
        const format = formats[scalar] ?? formats[scalar.charAt(0)] ?? "unsigned";
        return { format, size: scalarSizes[scalar] ?? 0, order, isNumber };
      }
      default:
        throw new Error(`${expanded.kind} is no scalar`);
    }
  }

  /** Returns what is known of a number without its place. */
  numberForm(type: TypeData): NumberNode {
    const width = this.widthOf(type) ?? this.minimumSize(type) * 8;
    return this.#number(
      type,
      Array.from({ length: width }, (_, bit) => bit),
    );
  }

  #number(type: TypeData, bits: readonly number[]): NumberNode {
    const expanded = this.expand(type);
    const { format, isNumber } = this.#scalarOf(type);
    const isWide = bits.length > 53 && (format === "unsigned" || format === "signed");
    const isBig = isWide && !isNumber;
    const given = expanded.kind === "constant" ? expanded.value : undefined;
    const constant =
      given === undefined || typeof given === "boolean"
        ? given
        : isBig
          ? BigInt(given)
          : Number(given);
    return {
      kind: "number",
      bits,
      format,
      isBig,
      isChecked: isWide && isNumber,
      nonZero:
        expanded.kind !== "nonzero"
          ? undefined
          : expanded.isOptional === true
            ? "optional"
            : "required",
      offset: Math.floor(Math.min(...bits) / 8),
      constant,
      enumeration: expanded.kind === "enumeration" ? expanded : undefined,
      flags: expanded.kind === "flags" ? expanded : undefined,
      codec: expanded.kind === "wrapped" ? expanded.codec : undefined,
    };
  }

  /** Returns the number of elements of `stride` bytes, and sees that there is room for them. */
  #lengthOf(
    length: LengthData,
    stride: number,
    offset: number,
    place: Place,
    form?: TextForm,
  ): number {
    if (typeof length === "number") return length;
    const { path, source, start, alignment, after } = place;
    if (typeof length === "object" && length.kind === "prefixed") {
      if (place.prefix === undefined) throw new Error(`no prefix before ${path.join(".")}`);
      const count = source.countAt(place.prefix, path, form);
      if (count > 2n ** 53n - 1n) throw new Misfit("validity", path, offset, 0);
      const needed = offset + Number(count) * stride + after;
      if (needed > source.limit) throw new Misfit("size", path, offset, needed);
      return Number(count);
    }
    if (typeof length === "object") {
      const whole = source.limit - after - start;
      const room = whole - (whole % alignment) - (offset - start);
      return source.restAt(room, stride, path, form);
    }
    const count = this.#evaluate(length, place);
    if (count === undefined || count < 0n) throw new Misfit("validity", path, offset, 0);
    this.#seeRoom(offset + Number(count) * stride, place, offset);
    return Number(count);
  }

  /** Sees that there is room up to `end` for what begins at `offset`, and for what follows. */
  #seeRoom(end: number, { path, after, source }: Place, offset: number): void {
    if (end + after > source.limit) throw new Misfit("size", path, offset, end + after);
  }

  /** Evaluates an expression over the fields before a place. */
  #evaluate(text: string, place: Place): bigint | undefined {
    const { path, source } = place;
    return evaluate(text, (names) => {
      let { fields } = place;
      for (const [index, key] of names.entries()) {
        const node = fields.find(({ name }) => name === key)?.node;
        if (node?.kind === "number" && index === names.length - 1) {
          return source.numberAt(node, [...path.slice(0, place.depth), ...names]);
        }
        fields = node?.kind === "struct" ? node.fields : [];
      }
      throw new Error(`no field ${names.join(".")}`);
    });
  }
}

function compoundOf(data: StructData | UnionData): CompoundData {
  if (data.kind === "struct") return { ...data, isUnion: false };
  const { members, ...rest } = data;
  return { ...rest, kind: "struct", fields: members, isUnion: true };
}

function textOf({ kind }: CodecData): TextCodecData | undefined {
  return kind in { uuid: 1, ipv4Address: 1, ipv6Address: 1, macAddress: 1 }
    ? (kind as TextCodecData)
    : undefined;
}

/** Returns the bytes that something takes. */
function sizeWithRoom(node: Node): number {
  if (node.kind === "number") return node.bits.length / 8;
  const isChoice = node.kind === "struct" || node.kind === "bytes";
  return (isChoice ? node.choice?.room : undefined) ?? node.size;
}

/** Returns the byte order of what has its own, or none, within something of an order. */
function inOrder(own: ByteOrderData | "runtime" | undefined, outer: Order): Order {
  if (own === "native") return machineOrder;
  return own === "big" || own === "little" ? own : outer;
}

/** Whether a length is that of all that is left. */
function isRest(length: TextLengthData): boolean {
  return typeof length === "object" && length.kind === "rest";
}

/** Returns the number of elements or bytes of a part of a value. */
function sizeOfGiven(value: Value | undefined, form: TextForm | undefined): number {
  if (typeof value === "string" && form !== undefined) return encode(value, form).length;
  return (value as Uint8Array | undefined)?.length ?? 0;
}

function nextMultiple(number: number, factor: number): number {
  let next = number;
  while (next % factor !== 0) next = Math.floor(next) + 1;
  return next;
}
