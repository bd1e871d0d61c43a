/** Part of stage 5: what follows from a type: its number, its size, its alignment. */
import { unitSizeOf } from "./document.js";
import type {
  FieldType,
  NumericLayout,
  Position,
  StructLayout,
  VariantLayout,
} from "./layout-types.js";
import { structsOf } from "./layout-cases.js";
import type { Scalar } from "./scalars.js";

/** Returns what a field is read as, if it is one value. */
export function numericOf(type: FieldType): NumericLayout | undefined {
  switch (type.kind) {
    case "flags":
      return type.base;
    case "wrapped":
      return numericOf(type.base);
    default:
      return plainNumberOf(type);
  }
}

/** Returns what a field is read as, if that is a number, and nothing is made of it. */
export function plainNumberOf(type: FieldType): NumericLayout | undefined {
  switch (type.kind) {
    case "scalar":
    case "bits":
      return type;
    case "enumeration":
    case "constant":
    case "nonzero":
      return type.base;
    case "flags":
    case "wrapped":
    case "bytes":
    case "text":
    case "struct":
    case "variant":
    case "select":
    case "array":
    case "sequence":
      return undefined;
  }
}

/** Returns the size of a type in bytes; `undefined` if it depends on the contents. */
export function sizeOf(type: FieldType): number | undefined {
  const numeric = numericOf(type);
  if (numeric !== undefined) {
    return numeric.kind === "scalar" ? numeric.scalar.size : Math.ceil(numeric.width / 8);
  }
  switch (type.kind) {
    case "bytes":
    case "text":
      return type.length.kind === "fixed" ? type.length.value : undefined;
    case "struct":
      return type.struct.size;
    case "variant":
      return type.variant.size;
    case "select":
      return type.size;
    case "array":
      return type.length.kind === "fixed" ? type.length.value * type.stride : undefined;
    case "wrapped":
      return sizeOf(type.base);
    default:
      return undefined;
  }
}

/** Returns the size of a type in bytes with all that is dynamic empty. */
export function minimumSizeOf(type: FieldType): number {
  if (type.kind === "struct") return type.struct.minimumSize;
  if (type.kind === "variant") return type.variant.minimumSize;
  if (type.kind === "select") return type.minimumSize;
  if (type.kind === "sequence") {
    if (type.length.kind !== "fixed") return 0;
    return type.length.value * (type.measure === "bytes" ? 1 : type.element.minimumSize);
  }
  const hasEnd = type.kind === "text" && type.length.kind === "zeroTerminated";
  return sizeOf(type) ?? (hasEnd ? unitSizeOf(type.encoding) : 0);
}

/** Returns a power of two that divides the size of a part, whatever its contents are. */
export function granularityOf(type: FieldType): number {
  const size = sizeOf(type);
  if (size !== undefined) return powerOfTwoIn(size);
  switch (type.kind) {
    case "struct":
      return type.struct.alignment;
    case "variant":
      return granularityOfRecord(type.variant);
    case "sequence": {
      // Bytes that a length counts need not be whole records.
      const { length, measure, element } = type;
      if (measure === "elements" || length.kind === "rest") return granularityOfRecord(element);
      return length.kind === "fixed" ? powerOfTwoIn(length.value) : 1;
    }
    case "array":
      return powerOfTwoIn(type.stride);
    default:
      return 1;
  }
}

/** Returns a power of two that divides the size of a record; a variant is as long as one of its cases. */
export function granularityOfRecord(record: StructLayout | VariantLayout): number {
  const structs = record.kind === "variant" ? structsOf(record) : [record];
  return Math.min(
    ...structs.map(({ size, alignment }) => (size === undefined ? alignment : powerOfTwoIn(size))),
  );
}

/** Returns the greatest power of two that divides a number of bytes. */
export function powerOfTwoIn(bytes: number): number {
  return bytes === 0 ? Infinity : bytes & -bytes;
}

/** Returns the natural alignment of a type in bytes, where `ofScalar` returns that of a scalar. */
export function alignmentOf(
  type: FieldType,
  ofScalar: (scalar: Scalar) => number = ({ alignment }) => alignment,
): number {
  const numeric = numericOf(type);
  if (numeric !== undefined) {
    const scalar = numeric.kind === "scalar" ? numeric.scalar : numeric.unit;
    return scalar === undefined ? 1 : ofScalar(scalar);
  }
  switch (type.kind) {
    case "struct":
      return type.struct.alignment;
    case "variant":
      return type.variant.alignment;
    case "select":
      return Math.max(...structsOf(type).map(({ alignment }) => alignment));
    case "array":
      return type.alignment ?? alignmentOf(type.element, ofScalar);
    case "bytes":
      return type.alignment ?? 1;
    case "wrapped":
      return alignmentOf(type.base, ofScalar);
    case "text":
      return unitSizeOf(type.encoding);
    case "sequence":
      return type.element.alignment;
    default:
      return 1;
  }
}

/** Returns the alignment that a type demands of whatever has it, also where that is packed. */
export function demandedAlignmentOf(type: FieldType): number {
  switch (type.kind) {
    case "struct":
      return type.struct.demandedAlignment;
    case "array":
      return demandedAlignmentOf(type.element);
    default:
      return 1;
  }
}

export function takesRest(type: FieldType): boolean {
  if (type.kind === "struct") return type.struct.takesRest;
  if (type.kind === "variant") return type.variant.takesRest;
  if (type.kind === "select") {
    const isRest = type.otherwise?.kind === "bytes" && type.otherwise.length.kind === "rest";
    return isRest || structsOf(type).some((struct) => struct.takesRest);
  }
  const hasLength =
    type.kind === "bytes" ||
    type.kind === "text" ||
    type.kind === "array" ||
    type.kind === "sequence";
  return hasLength && type.length.kind === "rest";
}

/** Returns where the first byte of a field lies, for one at `position`: bits may begin behind it. */
export function firstByteOf(type: FieldType, position: Position): Position {
  const numeric = numericOf(type);
  return numeric?.kind === "bits" && numeric.startByte > 0
    ? { ...position, bytes: position.bytes + numeric.startByte }
    : position;
}

/** Whether a number has several bytes, whose order is chosen at run time. */
export function isInChosenOrder(type: NumericLayout): boolean {
  const holder = type.kind === "scalar" ? type.scalar : type.unit;
  return type.byteOrder === "runtime" && holder !== undefined && holder.size > 1;
}

/** Whether a field can stand in an expression; booleans are 0 and 1. */
export function isInteger(type: NumericLayout): boolean {
  const kind = type.kind === "bits" ? type.interpretation : type.scalar.kind;
  return kind === "unsigned" || kind === "signed" || kind === "boolean";
}

export function isBoolean(type: NumericLayout): boolean {
  return (type.kind === "bits" ? type.interpretation : type.scalar.kind) === "boolean";
}
