/**
 * Stage 5: sizes, offsets, bit positions, parts of dynamic length.
 *
 * Fields lie one behind the other without padding (rule set `packed`). Bit fields that follow each
 * other form a stream, which fills whole bytes. A part of dynamic length starts a new count: what
 * follows lies at a fixed number of bytes after its end.
 */
import { bitPartsOf } from "./bit-parts.js";
import type { Diagnostic, StageResult } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { BitOrder, BitsExpression, LengthExpression, Span } from "./document.js";
import type { Expression } from "./expression.js";
import type {
  AliasLayout,
  EnumerationLayout,
  ExpressionLayout,
  FieldLayout,
  FieldType,
  LengthLayout,
  ModuleLayout,
  NumericLayout,
  Position,
  StructLayout,
} from "./layout-types.js";
import type {
  ResolvedDocument,
  ResolvedEnumeration,
  ResolvedField,
  ResolvedNamedType,
  ResolvedScalar,
  ResolvedStruct,
  ResolvedType,
} from "./resolve.js";
import { nearest } from "./suggest.js";

/** Largest struct. Offsets stay exact in 32-bit arithmetic, with room for an offset into a buffer. */
export const maximumSize: number = 2 ** 30;

/** Lays out all structs of the documents. */
export function layOut(
  documents: readonly ResolvedDocument[],
): StageResult<readonly ModuleLayout[]> {
  const architect = new Architect();
  const value = documents.map((document): ModuleLayout => ({
    file: document.file,
    enumerations: document.enumerations.map(layOutEnumeration),
    structs: document.structs.map((struct) => architect.struct(struct)),
    aliases: document.aliases.map(({ name, target }): AliasLayout => ({
      name,
      target: architect.named(target),
    })),
  }));
  return { value, diagnostics: architect.diagnostics };
}

function layOutEnumeration({ file, definition }: ResolvedEnumeration): EnumerationLayout {
  const { name, doc, base, members, open } = definition;
  const isBig = base.kind === "scalar" && base.scalar.endsWith("64");
  return {
    kind: "enumeration",
    file,
    name,
    doc,
    isOpen: open,
    typeName: isBig ? "bigint" : "number",
    members: members.map((member) => ({
      name: member.name,
      value: isBig ? member.value : Number(member.value),
      doc: member.doc,
    })),
  };
}

/** Lays out structs, each once. */
class Architect {
  readonly diagnostics: Diagnostic[] = [];
  readonly #known = new Map<ResolvedStruct, StructLayout>();

  struct(struct: ResolvedStruct): StructLayout {
    const known = this.#known.get(struct);
    if (known !== undefined) return known;
    const layout = this.#layOut(struct);
    this.#known.set(struct, layout);
    return layout;
  }

  named(type: ResolvedNamedType): StructLayout | EnumerationLayout {
    return type.kind === "struct" ? this.struct(type.struct) : layOutEnumeration(type.enumeration);
  }

  #layOut(struct: ResolvedStruct): StructLayout {
    const bitOrder =
      struct.bitOrder ?? (struct.byteOrder === "runtime" ? undefined : bitOrders[struct.byteOrder]);
    const fields: FieldLayout[] = [];
    let position: Position = { after: undefined, bytes: 0 };
    let restField: string | undefined;
    const streams = streamsOf(struct.fields);

    for (const field of struct.fields) {
      const subject = `${struct.name}.${field.name}`;
      if (restField !== undefined) {
        const parameters = { struct: struct.name, field: restField, next: field.name };
        this.diagnostics.push(diagnose("rest-not-last", field.span, parameters));
        restField = undefined;
      }
      const stream = streams.get(field);
      if (stream !== undefined && stream.first === field) {
        this.#checkStream(struct, stream, bitOrder);
      }
      const bits =
        stream === undefined
          ? undefined
          : { ...stream.placeOf(field), bitOrder: bitOrder ?? "most-significant-first" };
      const type = this.#type(field.type, { subject, span: field.span, fields, struct, bits });
      const size = bits === undefined ? sizeOf(type) : 0;
      fields.push({
        name: field.name,
        doc: field.doc,
        position,
        size: bits === undefined ? size : bits.size,
        bytesAfter: 0,
        type,
      });
      if (takesRest(type)) restField = field.name;
      if (size === undefined) position = { after: field.name, bytes: 0 };
      else if (stream === undefined) position = { ...position, bytes: position.bytes + size };
      else if (stream.last === field) {
        position = { ...position, bytes: position.bytes + Math.ceil(stream.width / 8) };
      }
    }
    return this.#finish(struct, bitOrder, fields, position, restField !== undefined);
  }

  /** Sums up what is known when the last field is placed. */
  #finish(
    struct: ResolvedStruct,
    bitOrder: BitOrder | undefined,
    fields: readonly FieldLayout[],
    end: Position,
    hasRest: boolean,
  ): StructLayout {
    let minimumSize = 0;
    const reversed: FieldLayout[] = [];
    // From the end: what follows a part of dynamic length must still have room after it.
    let after = end.bytes;
    for (const field of [...fields].reverse()) {
      if (field.size === undefined) {
        const least = field.type.kind === "struct" ? field.type.struct.minimumSize : 0;
        reversed.push({ ...field, bytesAfter: after });
        after += field.position.bytes + least;
      } else {
        reversed.push(field);
      }
    }
    minimumSize = after;
    const { name, span } = struct;
    if (minimumSize > maximumSize) {
      const parameters = { struct: name, size: minimumSize, maximum: maximumSize };
      this.diagnostics.push(diagnose("struct-too-large", span, parameters));
    }
    return {
      kind: "struct",
      file: struct.file,
      name,
      doc: struct.doc,
      span,
      byteOrder: struct.byteOrder,
      bitOrder: fields.some(({ type }) => numericOf(type)?.kind === "bits") ? bitOrder : undefined,
      fields: reversed.reverse(),
      size: end.after === undefined ? end.bytes : undefined,
      minimumSize,
      end,
      alignment: 1,
      takesRest: hasRest,
    };
  }

  #checkStream(struct: ResolvedStruct, stream: BitStream, bitOrder: BitOrder | undefined): void {
    if (bitOrder === undefined) {
      const span = stream.first.span;
      this.diagnostics.push(diagnose("bits-need-bit-order", span, { struct: struct.name }));
    }
    const missing = (8 - (stream.width % 8)) % 8;
    if (missing === 0) return;
    this.diagnostics.push(
      diagnose("bits-not-whole-bytes", stream.first.span, {
        first: `${struct.name}.${stream.first.name}`,
        last: stream.last.name,
        width: stream.width,
        missing,
      }),
    );
  }

  #type(type: ResolvedType, place: Place): FieldType {
    switch (type.kind) {
      case "scalar":
      case "bits":
        return layOutBase(type, place);
      case "constant":
        return { kind: "constant", base: layOutBase(type.base, place), value: type.value };
      case "enumeration":
        return {
          kind: "enumeration",
          enumeration: layOutEnumeration(type.enumeration),
          base: layOutBase(type.base, place),
        };
      case "bytes":
        return { kind: "bytes", length: this.#length(type.length, place) };
      case "struct":
        return { kind: "struct", struct: this.struct(type.struct), byteOrder: type.byteOrder };
      case "array":
        return this.#array(type, place);
    }
  }

  #array(type: ResolvedType & { readonly kind: "array" }, place: Place): FieldType {
    const element = this.#type(type.element, place);
    const size = sizeOf(element);
    const { length } = type;
    if (element.kind === "scalar" || element.kind === "struct") {
      if (size !== undefined) return { kind: "array", element, length, stride: size };
    }
    const { subject: field, span } = place;
    const shown =
      element.kind === "struct" ? `${element.struct.name}, whose size is dynamic` : element.kind;
    this.diagnostics.push(diagnose("unsupported-element", span, { field, element: shown }));
    return { kind: "bytes", length: { kind: "fixed", value: length } };
  }

  #length(length: LengthExpression, place: Place): LengthLayout {
    if (length.kind !== "expression") return length;
    const { text, expression } = length;
    return { kind: "expression", text, expression: this.#expression(expression, place) };
  }

  #expression(expression: Expression, place: Place): ExpressionLayout {
    switch (expression.kind) {
      case "number":
        return expression;
      case "field":
        return this.#field(expression.path, place) ?? { kind: "number", value: 0 };
      case "negation":
        return { kind: "negation", operand: this.#expression(expression.operand, place) };
      case "binary":
        return {
          kind: "binary",
          operator: expression.operator,
          left: this.#expression(expression.left, place),
          right: this.#expression(expression.right, place),
        };
      case "conditional":
        return {
          kind: "conditional",
          test: this.#expression(expression.test, place),
          consequent: this.#expression(expression.consequent, place),
          alternate: this.#expression(expression.alternate, place),
        };
    }
  }

  /** Finds the field that an expression names, through nested structs. */
  #field(path: readonly string[], place: Place): ExpressionLayout | undefined {
    const { subject, span, struct } = place;
    const name = path.join(".");
    let fields: readonly FieldLayout[] = place.fields;
    let position: Position = { after: undefined, bytes: 0 };
    for (const [depth, key] of path.entries()) {
      const field = fields.find((each) => each.name === key);
      if (field === undefined) {
        const isLater = depth === 0 && struct.fields.some((each) => each.name === key);
        const suggestion = nearest(
          key,
          fields.map((each) => each.name),
        );
        this.diagnostics.push(
          isLater
            ? diagnose("later-field", span, { subject, name })
            : diagnose("unknown-field", span, { subject, name, suggestion }),
        );
        return undefined;
      }
      const isBehindPart = depth > 0 && field.position.after !== undefined;
      position =
        depth === 0
          ? field.position
          : { ...position, bytes: position.bytes + field.position.bytes };
      const numeric = numericOf(field.type);
      const isLast = depth === path.length - 1;
      if (isLast && numeric !== undefined && isInteger(numeric) && !isBehindPart) {
        return { kind: "field", path, position, type: numeric };
      }
      if (isLast || field.type.kind !== "struct" || isBehindPart) {
        const type = isBehindPart ? "behind a part of dynamic length" : wordsFor(field.type);
        this.diagnostics.push(diagnose("field-not-integer", span, { subject, name, type }));
        return undefined;
      }
      fields = field.type.struct.fields;
    }
    return undefined;
  }
}

/** What surrounds a type. */
interface Place {
  readonly subject: string;
  readonly span: Span;
  readonly struct: ResolvedStruct;
  /** The fields before it. */
  readonly fields: readonly FieldLayout[];
  readonly bits:
    { readonly start: number; readonly size: number; readonly bitOrder: BitOrder } | undefined;
}

const bitOrders = {
  big: "most-significant-first",
  little: "least-significant-first",
} as const;

/** Bit fields that follow each other. */
interface BitStream {
  readonly first: ResolvedField;
  readonly last: ResolvedField;
  /** Bits of all fields. */
  readonly width: number;
  /** Returns the bit at which a field starts, and the size of the stream in bytes. */
  readonly placeOf: (field: ResolvedField) => { readonly start: number; readonly size: number };
}

/** Finds the stream that each bit field belongs to. */
function streamsOf(fields: readonly ResolvedField[]): ReadonlyMap<ResolvedField, BitStream> {
  const streams = new Map<ResolvedField, BitStream>();
  for (let index = 0; index < fields.length; index++) {
    const starts = new Map<ResolvedField, number>();
    let width = 0;
    for (let next = fields[index]; next !== undefined; next = fields[++index]) {
      const bits = bitWidthOf(next.type);
      if (bits === undefined) break;
      starts.set(next, width);
      width += bits;
    }
    const members = [...starts.keys()];
    const [first, last] = [members[0], members.at(-1)];
    if (first === undefined || last === undefined) continue;
    const size = Math.ceil(width / 8);
    const placeOf: BitStream["placeOf"] = (field) => ({ start: starts.get(field) ?? 0, size });
    for (const member of members) streams.set(member, { first, last, width, placeOf });
  }
  return streams;
}

function bitWidthOf(type: ResolvedType): number | undefined {
  if (type.kind === "bits") return type.width;
  const base = type.kind === "constant" || type.kind === "enumeration" ? type.base : undefined;
  return base?.kind === "bits" ? base.width : undefined;
}

function layOutBase(base: ResolvedScalar | BitsExpression, place: Place): NumericLayout {
  if (base.kind === "scalar") return base;
  const { width } = base;
  // An array of bits has no place in a stream; it is refused as an array.
  const { start, size, bitOrder } = place.bits ?? {
    start: 0,
    size: Math.ceil(width / 8),
    bitOrder: "most-significant-first" as const,
  };
  const parts = bitPartsOf(start, width, size, bitOrder);
  return { kind: "bits", width, bitOffset: start, bitOrder, parts };
}

/** Returns what a field is read as, if it is one value. */
export function numericOf(type: FieldType): NumericLayout | undefined {
  switch (type.kind) {
    case "scalar":
    case "bits":
      return type;
    case "enumeration":
    case "constant":
      return type.base;
    case "bytes":
    case "struct":
    case "array":
      return undefined;
  }
}

/** Returns the size of a type in bytes; `undefined` if it depends on the contents. */
function sizeOf(type: FieldType): number | undefined {
  const numeric = numericOf(type);
  if (numeric !== undefined) {
    return numeric.kind === "scalar" ? numeric.scalar.size : Math.ceil(numeric.width / 8);
  }
  switch (type.kind) {
    case "bytes":
      return type.length.kind === "fixed" ? type.length.value : undefined;
    case "struct":
      return type.struct.size;
    case "array":
      return type.length * type.stride;
    default:
      return undefined;
  }
}

function takesRest(type: FieldType): boolean {
  if (type.kind === "struct") return type.struct.takesRest;
  return type.kind === "bytes" && type.length.kind === "rest";
}

function isInteger(type: NumericLayout): boolean {
  return type.kind === "bits" || type.scalar.kind === "unsigned" || type.scalar.kind === "signed";
}

function wordsFor(type: FieldType): string {
  switch (type.kind) {
    case "bytes":
      return "a run of bytes";
    case "struct":
      return `the struct ${type.struct.name}`;
    case "array":
      return "an array";
    case "scalar":
      return type.scalar.name;
    case "bits":
    case "enumeration":
    case "constant":
      return `not an integer`;
  }
}
