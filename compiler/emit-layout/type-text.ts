/** Types of fields in the words of the schema language: `u16`, `bits(4)`, `array(Point, 8)`. */
import type {
  ConditionLayout,
  FieldType,
  LengthLayout,
  ScalarLayout,
  TextLengthLayout,
} from "../layout-types.js";
import type { Shape } from "../document.js";
import type { RecordByteOrder } from "../resolve.js";

const suffixes: { readonly [Order in RecordByteOrder]: string } = {
  big: ".be",
  little: ".le",
  native: ".ne",
  runtime: "",
};

/**
 * Returns the type of a field of a record in this byte order, which is not repeated. `target` is the name
 * of the struct that its addresses lead to.
 */
export function typeText(type: FieldType, order: RecordByteOrder, target?: string): string {
  switch (type.kind) {
    case "scalar":
      return target === undefined ? scalarText(type, order) : `pointerTo(${target})`;
    case "bits":
      if (type.interpretation === "boolean") return "flag";
      return `bits(${type.width}${type.interpretation === "signed" ? ", signed" : ""})`;
    case "enumeration":
      return `${type.enumeration.name}: ${typeText(type.base, order)}`;
    case "flags":
      return `${type.flags.name}: ${typeText(type.base, order)}`;
    case "constant":
      return `constant(${typeText(type.base, order)}, ${String(type.value)})`;
    case "nonzero": {
      const base = `nonZero(${typeText(type.base, order)})`;
      return type.isOptional ? `optional(${base})` : base;
    }
    case "wrapped": {
      const codec = type.codec.kind === "module" ? type.codec.name : type.codec.kind;
      return `${codec}: ${typeText(type.base, order)}`;
    }
    case "bytes":
      return type.content === undefined
        ? `bytes(${lengthText(type.length, order)})`
        : `magic(${type.content.map((byte) => byte.toString(16).padStart(2, "0")).join(" ")})`;
    case "text": {
      const suffix = type.byteOrder === order ? "" : suffixes[type.byteOrder];
      const encoding = type.encoding === "utf16" ? `utf16${suffix}` : type.encoding;
      return `${encoding}(${textLengthText(type.length, order)})`;
    }
    case "struct":
      return type.struct.name;
    case "variant":
      return type.variant.name;
    case "select":
      return `select(${quoted(type.on)})`;
    case "array": {
      if (type.shape !== undefined) return shapeText(type, type.shape, order);
      const word = type.measure === "bytes" ? "sequence" : "array";
      return `${word}(${typeText(type.element, order, target)}, ${lengthText(type.length, order)})`;
    }
    case "sequence": {
      const word = type.measure === "bytes" ? "sequence" : "array";
      return `${word}(${type.element.name}, ${lengthText(type.length, order)})`;
    }
  }
}

function shapeText(
  { element, length }: FieldType & { readonly kind: "array" },
  shape: Shape,
  order: RecordByteOrder,
): string {
  const component = typeText(element, order);
  if (shape.kind === "vector") {
    return `vec${length.kind === "fixed" ? length.value : ""}(${component})`;
  }
  const rows = shape.order === "row" ? ", by row" : "";
  return `mat(${shape.columns}, ${shape.rows}, ${component}${rows})`;
}

function scalarText({ scalar, byteOrder, isNumber }: ScalarLayout, order: RecordByteOrder): string {
  const suffix = scalar.size === 1 || byteOrder === order ? "" : suffixes[byteOrder];
  return `${scalar.name}${suffix}${isNumber ? ".asNumber" : ""}`;
}

function textLengthText(length: TextLengthLayout, order: RecordByteOrder): string {
  if (length.kind !== "zeroTerminated") return lengthText(length, order);
  return length.maximum === undefined
    ? "zeroTerminated"
    : `zeroTerminated.atMost(${length.maximum})`;
}

function lengthText(length: LengthLayout, order: RecordByteOrder): string {
  switch (length.kind) {
    case "fixed":
      return String(length.value);
    case "expression":
      return quoted(length);
    case "prefixed":
      return `prefixed(${scalarText(length.prefix, order)})`;
    case "rest":
      return "rest";
  }
}

function quoted({ text }: Pick<ConditionLayout, "text">): string {
  return JSON.stringify(text);
}
