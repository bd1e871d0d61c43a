/** What the compiler proves of all records of a struct: what needs no check gets none. */
import type {
  FieldLayout,
  FieldType,
  FlagsLayout,
  LayoutFacts,
  StructLayout,
  VariantLayout,
} from "./layout-types.js";
import { isShorter, structsOf } from "./layout-cases.js";
import { findsOrder, hasChosenOrder } from "./layout-order.js";
import { isInChosenOrder } from "./layout-size.js";

/** Returns the facts of a struct with these fields, and padding of its own or not. */
export function factsOf(
  fields: readonly FieldLayout[],
  hasPadding: boolean,
  { computed, checks, reserved }: Pick<StructLayout, "computed" | "checks" | "reserved">,
): LayoutFacts {
  const isFree = computed.length + checks.length + reserved.length === 0;
  return {
    acceptsAnyBytes: isFree && fields.every(({ type }) => acceptsAnyBytes(type)),
    acceptsZero:
      computed.length + checks.length === 0 && fields.every(({ type }) => acceptsZero(type)),
    hasPadding: hasPadding || fields.some(({ type }) => containsPadding(type)),
    hasChosenOrder: fields.some(
      ({ type }) => containsChosenOrder(type) || hasPrefixInChosenOrder(type),
    ),
    hasComputed: computed.length > 0 || fields.some(({ type }) => containsComputed(type)),
  };
}

/**
 * Returns the facts of a union of `size` bytes with these members, and padding of its own or not. Any
 * member may be the right one, so that the union itself refuses no bytes.
 */
export function unionFactsOf(
  members: readonly FieldLayout[],
  size: number,
  hasPadding: boolean,
): LayoutFacts {
  return {
    acceptsAnyBytes: true,
    acceptsZero: true,
    hasPadding:
      hasPadding || members.some((each) => each.size !== size || containsPadding(each.type)),
    // Its bytes are compared as they lie.
    hasChosenOrder: false,
    // Nobody can tell whether a member is meant that computes something.
    hasComputed: false,
  };
}

/** Whether any bytes of the right size are valid. */
export function acceptsAnyBytes(type: FieldType): boolean {
  switch (type.kind) {
    case "scalar":
      return type.scalar.name !== "bool" && type.scalar.kind !== "character" && !type.isNumber;
    case "bits":
      return true;
    case "bytes":
      return type.content === undefined;
    case "text":
      return type.encoding === "latin1";
    case "enumeration": {
      const { enumeration, base } = type;
      const width = base.kind === "bits" ? base.width : base.scalar.size * 8;
      const values = new Set(enumeration.members.map(({ value }) => value));
      return enumeration.isOpen || values.size === 2 ** width;
    }
    case "constant":
      return false;
    case "nonzero":
      return type.isOptional;
    case "flags":
      return type.flags.isOpen || haveAllBits(type.flags);
    case "wrapped":
      return type.isTotal && acceptsAnyBytes(type.base);
    case "struct":
      // Where a record is opened by itself, the opener has looked at the fields that tell its byte order.
      return (
        type.struct.facts.acceptsAnyBytes &&
        (type.struct.foundOrder === undefined || type.struct.size === undefined)
      );
    case "variant":
      return false;
    case "select":
      // Whether a value has a case is seen when a part of dynamic size is opened.
      return type.size === undefined
        ? structsOf(type).every(({ facts }) => facts.acceptsAnyBytes)
        : type.otherwise !== undefined &&
            structsOf(type).every((each) => each.facts.acceptsAnyBytes && !findsOrder(each));
    case "array":
      return acceptsAnyBytes(type.element);
    case "sequence":
      // Elements that are counted are opened with the record, others one after the other.
      return (
        type.measure === "elements" &&
        type.length.kind !== "rest" &&
        type.element.facts.acceptsAnyBytes
      );
  }
}

/** Whether each bit of flags has a name of its own. */
function haveAllBits({ members, width }: FlagsLayout): boolean {
  return members.length === width;
}

function acceptsZero(type: FieldType): boolean {
  switch (type.kind) {
    case "scalar":
    case "bits":
    case "text":
    case "flags":
      return true;
    case "wrapped":
      // What a module makes of zero is not known.
      return type.codec.kind !== "module" && acceptsZero(type.base);
    case "bytes":
      return type.content === undefined || type.content.every((byte) => byte === 0);
    case "enumeration":
      return (
        type.enumeration.isOpen || type.enumeration.members.some(({ value }) => Number(value) === 0)
      );
    case "constant":
      return Number(type.value) === 0;
    case "nonzero":
      return type.isOptional;
    case "struct":
      return !isSelfOrdered(type.struct) && type.struct.facts.acceptsZero;
    case "variant":
      return type.variant.facts.acceptsZero;
    case "select":
      // Which case there is depends on what the expression makes of zeros.
      return (
        type.otherwise !== undefined &&
        structsOf(type).every((each) => each.facts.acceptsZero && !findsOrder(each))
      );
    case "array":
      return acceptsZero(type.element);
    case "sequence":
      return (
        type.length.kind === "rest" ||
        (!isSelfOrdered(type.element) && type.element.facts.acceptsZero)
      );
  }
}

/** Whether a type has fields within whose values are computed. */
export function containsComputed(type: FieldType): boolean {
  switch (type.kind) {
    case "struct":
      return type.struct.facts.hasComputed;
    case "variant":
      return type.variant.facts.hasComputed;
    case "select":
      return structsOf(type).some(({ facts }) => facts.hasComputed);
    case "sequence":
      return type.element.facts.hasComputed;
    default:
      return type.kind === "array" && containsComputed(type.element);
  }
}

function containsPadding(type: FieldType): boolean {
  if (type.kind === "struct") return type.struct.facts.hasPadding;
  if (type.kind === "sequence") return type.element.facts.hasPadding;
  if (type.kind === "variant") return type.variant.facts.hasPadding;
  if (type.kind === "select") {
    const { otherwise, size } = type;
    const hasRoom =
      otherwise?.kind === "bytes" && size !== undefined && otherwise.length.kind === "fixed";
    return (
      structsOf(type).some((struct) => struct.facts.hasPadding || isShorter(struct, size)) ||
      (hasRoom && otherwise.length.value !== size)
    );
  }
  if (type.kind !== "array") return false;
  return type.stride > type.elementSize || containsPadding(type.element);
}

/** Whether the integer before a part that says its length is in an order that is chosen at run time. */
function hasPrefixInChosenOrder(type: FieldType): boolean {
  const hasLength = type.kind === "bytes" || type.kind === "text" || type.kind === "array";
  return hasLength && type.length.kind === "prefixed" && containsChosenOrder(type.length.prefix);
}

/** Whether scalars of several bytes in a type are in an order that is chosen at run time. */
export function containsChosenOrder(type: FieldType): boolean {
  switch (type.kind) {
    case "text":
      return type.byteOrder === "runtime" && type.encoding === "utf16";
    case "scalar":
    case "bits":
      return isInChosenOrder(type);
    case "bytes":
      return false;
    case "enumeration":
    case "constant":
    case "nonzero":
    case "flags":
    case "wrapped":
      return containsChosenOrder(type.base);
    case "struct":
      return hasChosenOrder(type.struct);
    case "variant":
      return type.variant.facts.hasChosenOrder;
    case "select":
      return structsOf(type).some(hasChosenOrder);
    case "array":
      return containsChosenOrder(type.element);
    case "sequence":
      return type.element.facts.hasChosenOrder && !isSelfOrdered(type.element);
  }
}

/** Whether the fields of a struct tell its byte order. */
function isSelfOrdered(type: StructLayout | VariantLayout): boolean {
  return type.kind === "struct" && type.foundOrder !== undefined;
}

/**
 * Whether a field is nothing but its bytes: none of them is padding, and their order is known. Of such
 * fields records are compared byte by byte.
 */
export function isPlain(type: FieldType): boolean {
  return !containsPadding(type) && !containsChosenOrder(type);
}
