/**
 * Text of the static methods that compare records. Equality and hash look at bytes: a struct without
 * padding, in a known byte order, is one run of them; else each run between paddings is looked at, and
 * what has padding within is left to its own class. The order looks at values.
 */
import { containsChosenOrder, isPlain } from "../facts.js";
import { isToldOrder } from "../layout-order.js";
import type {
  BitsLayout,
  FieldLayout,
  FieldType,
  Position,
  PrefixedLengthLayout,
  StructLayout,
} from "../layout-types.js";
import { numericOf } from "../layout-size.js";
import { endAnchor } from "../names.js";
import { hex, openedRecord, relativeText } from "./access.js";
import type { RecordText } from "./access.js";
import { nativeArrayOf } from "./element-array.js";
import type { ArrayLayout } from "./element-array.js";
import { isThereText } from "./field.js";
import type { Imports } from "./imports.js";
import { prefixOf } from "./prefix.js";
import type { SequenceLayout } from "./sequence.js";
import { lines } from "./text.js";
import { isValue } from "./value-text.js";
import { selectName } from "./select-type.js";

/** What of a record is compared at once. */
type Stretch =
  | { readonly kind: "bytes"; readonly start: Position; readonly end: Position }
  /** Bits of one byte. */
  | { readonly kind: "bits"; readonly start: Position; readonly mask: number }
  /** Scalars or units one behind the other whose byte order is chosen at run time. */
  | {
      readonly kind: "words";
      readonly start: Position;
      readonly size: number;
      readonly count: number;
    }
  /** A text in UTF-16 whose byte order is chosen at run time. */
  | { readonly kind: "units"; readonly start: Position; readonly end: Position }
  /** A field that has padding within it, or scalars whose byte order is chosen at run time. */
  | {
      readonly kind: "field";
      readonly name: string;
      readonly type: FieldType;
      /** Expression for what compares it, if it is one of several structs. */
      readonly owner: string;
    }
  /** The same of a field that is not always there. */
  | { readonly kind: "optional"; readonly field: FieldLayout; readonly stretch: Stretch };

/** Returns the text of `equals`, `compare` and `hash`. */
export function emitComparison(struct: StructLayout, imports: Imports): string {
  const { name } = struct;
  const padding = struct.facts.hasPadding ? ": padding does not count" : "";
  const order =
    struct.facts.hasChosenOrder && isToldOrder(struct)
      ? " Scalars are compared in one byte order, whatever those of the records are."
      : "";
  const basis = imports.runtime("hashBasis");
  const whole = wholeOf(struct);
  const stretches = whole === undefined ? stretchesOf(struct, imports) : [whole];
  const equal = stretches.map((stretch) => equalText(stretch, imports)).join(" && ");
  const comparison = struct.fields.map((field) => compareText(field, struct, imports)).join(" || ");
  return `
  /** Whether two records have the same size and the same bytes${padding}.${order} */
  static equals(record: ${name}, other: ${name}): boolean {
    return ${equal === "" ? "true" : equal};
  }

  /**
   * Returns -1, 0 or 1: the order of the values of the first field that differs. For \`sort\`. Throws
   * \`ValidityError\` if one of them is not valid.
   */
  static compare(record: ${name}, other: ${name}): number {
    return ${comparison === "" ? "0" : comparison};
  }

  /** Returns a hash, FNV-1a of 32 bits, which is the same for records that are equal${padding}. */
  static hash(record: ${name}): number {
    return ${whole === undefined ? `${name}.$hash(record, ${basis})` : hashText(whole, basis, imports)};
  }
${
  whole === undefined
    ? `
  /** Returns the state of a hash behind the bytes of a record. */
  static $hash(record: ${name}, state: number): number {
    ${hashStatements(stretches, imports)}
  }
`
    : ""
}`;
}

/** The whole of a record, if it is nothing but its bytes. */
function wholeOf({ facts, foundOrder, end }: StructLayout): Stretch | undefined {
  if (facts.hasPadding || (facts.hasChosenOrder && foundOrder === undefined)) return undefined;
  return { kind: "bytes", start: { after: undefined, bytes: 0 }, end };
}

/** Returns what is compared of a record, in the order of the bytes, neighbours joined. */
function stretchesOf(struct: StructLayout, imports: Imports): readonly Stretch[] {
  const stretches = struct.fields.flatMap((field): readonly Stretch[] => {
    const prefix = prefixOf(field.type);
    const numeric = numericOf(field.type);
    if (numeric?.kind === "bits" && !containsChosenOrder(numeric)) {
      return bitStretches(field.position, numeric);
    }
    const stretch = stretchOf(field, struct, imports);
    return prefix === undefined ? [stretch] : [prefixStretch(prefix), stretch];
  });
  // Fields that share a byte come first together, and may fill it.
  return joinAll(joinAll(stretches.reduce<readonly Stretch[]>(withBits, [])).map(wholeByteOf));
}

/** Puts a stretch behind others; bits stand in the order of their bytes, which is not that of all units. */
function withBits(before: readonly Stretch[], next: Stretch): readonly Stretch[] {
  const last = before.at(-1);
  const isBehind = (each: Stretch | undefined): boolean =>
    next.kind === "bits" &&
    each?.kind === "bits" &&
    each.start.after === next.start.after &&
    each.start.bytes > next.start.bytes;
  if (last === undefined || !isBehind(last)) return [...before, next];
  return [...withBits(before.slice(0, -1), next), last];
}

function joinAll(stretches: readonly Stretch[]): readonly Stretch[] {
  return stretches.reduce<readonly Stretch[]>((before, next) => {
    const last = before.at(-1);
    const joined = last === undefined ? undefined : joinedOf(last, next);
    return joined === undefined ? [...before, next] : [...before.slice(0, -1), joined];
  }, []);
}

/** Returns the bits of a field, byte by byte; all bytes of its unit where the order is the machine's. */
function bitStretches(position: Position, type: BitsLayout): readonly Stretch[] {
  const { byteOrder, startByte, endByte } = type;
  const at = (bytes: number): Position => ({ ...position, bytes: position.bytes + bytes });
  if (byteOrder !== "big" && byteOrder !== "little") {
    return [{ kind: "bytes", start: at(startByte), end: at(endByte) }];
  }
  const masks = new Map<number, number>();
  for (const { offset, size, shift, width } of type.parts[byteOrder]) {
    for (let bit = shift; bit < shift + width; bit++) {
      const byte = Math.floor(bit / 8);
      const place = offset + (byteOrder === "big" ? size - 1 - byte : byte);
      masks.set(place, (masks.get(place) ?? 0) | (1 << (bit % 8)));
    }
  }
  return [...masks]
    .sort(([a], [b]) => a - b)
    .map(([place, mask]) => ({ kind: "bits", start: at(place), mask }));
}

/** Returns the byte whose bits are all looked at as such. */
function wholeByteOf(stretch: Stretch): Stretch {
  if (stretch.kind !== "bits" || stretch.mask !== 0xff) return stretch;
  const { start } = stretch;
  return { kind: "bytes", start, end: { ...start, bytes: start.bytes + 1 } };
}

/** The integer before a part counts as a field would. */
function prefixStretch({ prefix, position }: PrefixedLengthLayout): Stretch {
  const { size } = prefix.scalar;
  if (containsChosenOrder(prefix)) return { kind: "words", start: position, size, count: 1 };
  const end = { ...position, bytes: position.bytes + size };
  return { kind: "bytes", start: position, end };
}

function stretchOf(field: FieldLayout, struct: StructLayout, imports: Imports): Stretch {
  const { name, type, position, size, condition } = field;
  const behind = (bytes: number): Position => ({ ...position, bytes: position.bytes + bytes });
  const numeric = numericOf(type);
  if (numeric !== undefined && containsChosenOrder(numeric)) {
    const bytes = numeric.kind === "scalar" ? numeric.scalar.size : numeric.endByte;
    const words = { kind: "words", start: position, size: bytes, count: 1 } as const;
    return condition === undefined ? words : { kind: "optional", field, stretch: words };
  }
  if (isPlain(type) || type.kind === "text") {
    const end = size === undefined ? { after: endAnchor(name), bytes: 0 } : behind(size);
    return { kind: isPlain(type) ? "bytes" : "units", start: position, end };
  }
  const owner = ownerOf(name, type, struct, imports);
  const stretch: Stretch = { kind: "field", name, type, owner };
  return condition === undefined ? stretch : { kind: "optional", field, stretch };
}

/** Returns the further of two ends. A part of dynamic length ends behind all that begins before it. */
function furtherOf(end: Position, other: Position): Position {
  return end.after === other.after && end.bytes > other.bytes ? end : other;
}

/** Returns two stretches as one, if they touch and are alike. */
function joinedOf(last: Stretch, next: Stretch): Stretch | undefined {
  if (last.kind === "bytes" && next.kind === "bytes") {
    // The fields of one unit have the same bytes.
    const touches = last.end.after === next.start.after && next.start.bytes <= last.end.bytes;
    return touches ? { ...last, end: furtherOf(last.end, next.end) } : undefined;
  }
  if (last.kind === "bits" && next.kind === "bits") {
    const isSame = last.start.after === next.start.after && last.start.bytes === next.start.bytes;
    return isSame ? { ...last, mask: last.mask | next.mask } : undefined;
  }
  if (last.kind === "words" && next.kind === "words" && last.size === next.size) {
    if (last.start.after !== next.start.after) return undefined;
    const end = last.start.bytes + last.size * last.count;
    // The fields of one unit follow each other.
    if (next.start.bytes === end - last.size) return last;
    return next.start.bytes === end ? { ...last, count: last.count + next.count } : undefined;
  }
  return undefined;
}

/** Returns an expression for a place in the record that is compared, from its start. */
function at(position: Position): string {
  return relativeText(givenRecord, position);
}

/** Returns an expression for a place in the record that it is compared with, from its start. */
function otherAt(position: Position): string {
  return relativeText(otherRecord, position);
}

const givenRecord: RecordText = { ...openedRecord, anchor: (name) => `record.$${name}` };
const otherRecord: RecordText = { ...openedRecord, anchor: (name) => `other.$${name}` };

function equalText(stretch: Stretch, imports: Imports): string {
  switch (stretch.kind) {
    case "bytes":
    case "units": {
      const { start, end } = stretch;
      const equal = imports.runtime(stretch.kind === "bytes" ? "equalBytes" : "equalUnits");
      const isMoving = start.after !== undefined || end.after !== undefined;
      const others = isMoving ? `, ${otherAt(start)}, ${otherAt(end)}` : "";
      return `${equal}(record, other, ${at(start)}, ${at(end)}${others})`;
    }
    case "bits": {
      const { start, mask } = stretch;
      const others = start.after === undefined ? "" : `, ${otherAt(start)}`;
      return `${imports.runtime("equalBits")}(record, other, ${hex(mask)}, ${at(start)}${others})`;
    }
    case "words": {
      const { start, size, count } = stretch;
      const others = start.after === undefined ? "" : `, ${otherAt(start)}`;
      return `${imports.runtime("equalWords")}(record, other, ${size}, ${count}, ${at(start)}${others})`;
    }
    case "field":
      return stretch.owner === ""
        ? equalField(stretch.type, `record.${stretch.name}`, `other.${stretch.name}`, imports)
        : `${stretch.owner}.equals(record.${stretch.name}, other.${stretch.name})`;
    case "optional": {
      const { name, position } = stretch.field;
      const isThere = isThereText(name, position, givenRecord);
      const isOtherThere = isThereText(name, position, otherRecord);
      const equal = equalText(givenStretch(stretch.stretch), imports);
      return `(${isThere} ? ${isOtherThere} && ${equal} : !(${isOtherThere}))`;
    }
  }
}

/** Returns the stretch of a field that is known to be there. */
function givenStretch(stretch: Stretch): Stretch {
  return stretch.kind === "field" ? { ...stretch, name: `${stretch.name}!` } : stretch;
}

/** Returns an expression for the object that compares a field which is one of several structs, else "". */
function ownerOf(name: string, type: FieldType, struct: StructLayout, imports: Imports): string {
  if (type.kind === "variant") return imports.from(type.variant.file, type.variant.name);
  return type.kind === "select" ? selectName(struct, name) : "";
}

function equalField(type: FieldType, value: string, other: string, imports: Imports): string {
  if (type.kind === "struct" || type.kind === "variant") {
    return `${classOf(type, imports)}.equals(${value}, ${other})`;
  }
  if (type.kind === "sequence") {
    return `${imports.runtime("equalSequences")}(${value}, ${other}, ${elementOf(type, imports)}.equals)`;
  }
  if (type.kind !== "array") throw new Error(`${type.kind} is nothing but its bytes`);
  const { element, elementSize, stride } = type;
  switch (elementsAs(type)) {
    case "bytes":
      return `${imports.runtime("equalRuns")}(${value}, ${other}, ${elementSize}, ${stride})`;
    case "units":
      return `${imports.runtime("equalUnitArrays")}(${value}, ${other}, ${elementSize}, ${stride})`;
    case "words":
      return `${imports.runtime("equalWordArrays")}(${value}, ${other}, ${elementSize}, ${stride})`;
    case "fields": {
      const equals =
        element.kind === "struct" || element.kind === "variant"
          ? `${classOf(element, imports)}.equals`
          : `(record, other) => ${equalField(element, "record", "other", imports)}`;
      return `${imports.runtime("equalElements")}(${value}, ${other}, ${equals})`;
    }
  }
}

/** Returns the statements that return the state of a hash behind stretches. */
function hashStatements(stretches: readonly Stretch[], imports: Imports): string {
  if (!stretches.some(({ kind }) => kind === "optional")) {
    const hash = (state: string, stretch: Stretch): string => hashText(stretch, state, imports);
    return `return ${stretches.reduce(hash, "state")};`;
  }
  const statements = stretches.map((stretch) => {
    const statement = `next = ${hashText(stretch, "next", imports)};`;
    if (stretch.kind !== "optional") return statement;
    const { name, position } = stretch.field;
    return `if (${isThereText(name, position, givenRecord)}) ${statement}`;
  });
  return lines(["let next = state;", ...statements, "return next;"]);
}

function hashText(stretch: Stretch, state: string, imports: Imports): string {
  switch (stretch.kind) {
    case "bytes":
    case "units": {
      const hash = imports.runtime(stretch.kind === "bytes" ? "hashBytes" : "hashUnits");
      return `${hash}(record, ${at(stretch.start)}, ${at(stretch.end)}, ${state})`;
    }
    case "bits":
      return `${imports.runtime("hashBits")}(record, ${hex(stretch.mask)}, ${at(stretch.start)}, ${state})`;
    case "words":
      return `${imports.runtime("hashWords")}(record, ${stretch.size}, ${stretch.count}, ${at(stretch.start)}, ${state})`;
    case "field":
      return stretch.owner === ""
        ? hashField(stretch.type, `record.${stretch.name}`, state, imports)
        : `${stretch.owner}.$hash(record.${stretch.name}, ${state})`;
    case "optional":
      return hashText(givenStretch(stretch.stretch), state, imports);
  }
}

function hashField(type: FieldType, value: string, state: string, imports: Imports): string {
  if (type.kind === "struct" || type.kind === "variant") {
    return `${classOf(type, imports)}.$hash(${value}, ${state})`;
  }
  if (type.kind === "sequence") {
    return `${imports.runtime("hashSequence")}(${value}, ${elementOf(type, imports)}.$hash, ${state})`;
  }
  if (type.kind !== "array") throw new Error(`${type.kind} is nothing but its bytes`);
  const { element, elementSize, stride } = type;
  switch (elementsAs(type)) {
    case "bytes":
      return `${imports.runtime("hashRuns")}(${value}, ${elementSize}, ${stride}, ${state})`;
    case "units":
      return `${imports.runtime("hashUnitArray")}(${value}, ${elementSize}, ${stride}, ${state})`;
    case "words":
      return `${imports.runtime("hashWordArray")}(${value}, ${elementSize}, ${stride}, ${state})`;
    case "fields": {
      const hash =
        element.kind === "struct" || element.kind === "variant"
          ? `${classOf(element, imports)}.$hash`
          : `(record, state) => ${hashField(element, "record", "state", imports)}`;
      return `${imports.runtime("hashElements")}(${value}, ${hash}, ${state})`;
    }
  }
}

/** How the elements of an array are compared that is not nothing but its bytes. */
function elementsAs({ element }: ArrayLayout): "bytes" | "units" | "words" | "fields" {
  if (isPlain(element)) return "bytes";
  if (element.kind === "text") return "units";
  return numericOf(element) === undefined ? "fields" : "words";
}

/** Returns an expression for the order of two fields. */
function compareText(
  { name, type, condition }: FieldLayout,
  struct: StructLayout,
  imports: Imports,
): string {
  const [value, other] = [`record.${name}`, `other.${name}`];
  const owner = ownerOf(name, type, struct, imports);
  if (condition === undefined) {
    return owner === ""
      ? compareField(type, value, other, imports)
      : `${owner}.compare(${value}, ${other})`;
  }
  const compare = isValue(type)
    ? imports.runtime("compareValues")
    : owner === ""
      ? `(record, other) => ${compareField(type, "record", "other", imports)}`
      : `${owner}.compare`;
  return `${imports.runtime("compareOptional")}(${value}, ${other}, ${compare})`;
}

function compareField(type: FieldType, value: string, other: string, imports: Imports): string {
  if (isValue(type)) return `${imports.runtime("compareValues")}(${value}, ${other})`;
  switch (type.kind) {
    case "flags":
      return `${imports.runtime("compareValues")}(${value}.$value, ${other}.$value)`;
    case "wrapped":
      return `${imports.runtime("compareMade")}(${value}, ${other})`;
    case "bytes":
      return `${imports.runtime("compareBytes")}(${value}, ${other})`;
    case "text":
      return `${imports.runtime("compareTexts")}(${value}, ${other})`;
    case "struct":
    case "variant":
      return `${classOf(type, imports)}.compare(${value}, ${other})`;
    case "select":
      throw new Error("a select is a field");
    case "array":
      return compareArray(type, value, other, imports);
    case "sequence":
      return `${imports.runtime("compareSequences")}(${value}, ${other}, ${elementOf(type, imports)}.compare)`;
  }
}

function compareArray(type: ArrayLayout, value: string, other: string, imports: Imports): string {
  const { element } = type;
  if (nativeArrayOf(type) !== undefined) {
    return `${imports.runtime("compareBytes")}(${value}, ${other})`;
  }
  const call = (compare: string): string =>
    `${imports.runtime("compareElements")}(${value}, ${other}, ${compare})`;
  if (isValue(element)) return call(imports.runtime("compareValues"));
  switch (element.kind) {
    case "flags":
      return call(`(record, other) => ${compareField(element, "record", "other", imports)}`);
    case "wrapped":
      return call(imports.runtime("compareMade"));
    case "bytes":
      return call(imports.runtime("compareBytes"));
    case "text":
      return call(imports.runtime("compareTexts"));
    case "struct":
    case "variant":
      return call(`${classOf(element, imports)}.compare`);
    case "array":
      return call(`(record, other) => ${compareArray(element, "record", "other", imports)}`);
    case "select":
    case "sequence":
      throw new Error(`${element.kind} is no element`);
  }
}

function elementOf({ element }: SequenceLayout, imports: Imports): string {
  return imports.from(element.file, element.name);
}

function classOf(
  type: FieldType & { readonly kind: "struct" | "variant" },
  imports: Imports,
): string {
  const { file, name } = type.kind === "struct" ? type.struct : type.variant;
  return imports.from(file, name);
}
