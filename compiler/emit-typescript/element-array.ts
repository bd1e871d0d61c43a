/**
 * Text of arrays within records: one class for each kind of element that a module uses, so that the
 * code of every one stays monomorphic. Their names begin with `$`, as no name of a schema does.
 */
import type { FieldLayout, FieldType, StructLayout } from "../layout-types.js";
import { findsOrder, isToldOrder } from "../layout-order.js";
import type { SelfOrderedStruct } from "../layout-order.js";
import { isInChosenOrder, numericOf } from "../layout-size.js";
import type { RecordByteOrder } from "../resolve.js";
import { byteOrderText, littleEndianText, thisRecord } from "./access.js";
import type { RecordText } from "./access.js";
import { hasShorterCase, returnCase } from "./cases.js";
import { flagsAssignText, flagsElementType, flagSetText } from "./flags.js";
import { findOrderText } from "./found-order.js";
import type { Imports } from "./imports.js";
import { magicText } from "./magic.js";
import { lines } from "./text.js";
import { textClass, textName, textSetterType, textWindow, writeTextContent } from "./text-field.js";
import { assignText, isValue, returnText, valueText } from "./value-text.js";
import { indexText, timesText } from "./element-index.js";
import {
  codecLabel,
  wrappedAssignText,
  wrappedName,
  wrappedReturnText,
  wrappedTypeText,
} from "./wrapped.js";

/** An array type of the layout. */
export type ArrayLayout = FieldType & { readonly kind: "array" };

/** How an array is named and made. */
export interface ArrayText {
  /** Name of its class. */
  readonly typeName: string;
  /** Returns an expression for the array of `length` elements at `offset` of `record`'s view. */
  readonly make: (record: RecordText, offset: string, length: string) => string;
}

/** Returns how an array of `type` is named and made, and has the module declare or import its class. */
export function arrayText(type: ArrayLayout, imports: Imports): ArrayText {
  const native = nativeArrayOf(type);
  if (native !== undefined) {
    const make = imports.held(native === "Uint8Array" ? "bytesOf" : "int8sOf");
    return {
      typeName: native,
      make: ({ view }, offset, length) => `${make}(${view}, ${offset}, ${length})`,
    };
  }
  return classOf(type, nameOf(type.element, imports), imports);
}

/** Returns how the column of a field is named and made: its values are one record apart. */
export function columnText(
  { name, type, size: fieldSize, position }: FieldLayout,
  struct: StructLayout,
  size: number,
  imports: Imports,
): ArrayText {
  const numeric = numericOf(type);
  const isBits = numeric?.kind === "bits";
  const isMagic = type.kind === "bytes" && type.content !== undefined;
  const elementSize = isBits ? numeric.endByte : (fieldSize ?? 0);
  const length = { kind: "fixed", value: 1 } as const;
  const column = {
    kind: "array",
    element: type,
    elementSize,
    length,
    measure: "elements",
    stride: size,
    alignment: undefined,
    shape: undefined,
  } as const;
  // What no array has as an element has a class of its own.
  const elementName = isBits || isMagic ? `${struct.name}$${name}` : nameOf(type, imports);
  if (!findsOrder(struct) || toldOrder(type) === undefined) {
    return classOf(column, elementName, imports);
  }
  // Each value is in the order of its own record, which the column finds with where that begins.
  const typeName = declareArray(column, `${struct.name}$Of${elementName}`, imports, struct);
  return {
    typeName,
    make: ({ view }, offset, count) =>
      `new ${imports.heldOf(typeName)}(${view}, ${offset}, ${count}, ${position.bytes})`,
  };
}

function classOf(type: ArrayLayout, elementName: string, imports: Imports): ArrayText {
  const { element } = type;
  const shared = sharedArrayOf(element);
  if (shared !== undefined) {
    const typeName = imports.runtime(shared);
    return {
      typeName,
      make: ({ view }, offset, length) =>
        `new ${imports.heldOf(typeName)}(${view}, ${offset}, ${length}, ${type.stride})`,
    };
  }
  const isOfStruct =
    element.kind === "struct" && type.stride === element.struct.size && imports.holds("arrays");
  const typeName = isOfStruct
    ? imports.from(element.struct.file, `${element.struct.name}Array`)
    : declareArray(type, elementName, imports);
  const file = isOfStruct ? element.struct.file : undefined;
  return {
    typeName,
    make: (record, offset, length) =>
      `new ${imports.heldOf(typeName, file)}(${record.view}, ${offset}, ${length}${orderText(element, record, imports)})`,
  };
}

/** Returns the type that the components of a vector or a matrix are set to. */
export function componentsType({ element }: ArrayLayout, imports: Imports): string {
  if (!isValue(element)) throw new Error(`${element.kind} is no component`);
  return `${imports.runtimeType("Components")}<${valueText(element, imports).typeName}>`;
}

/** Returns the statement that sets the components in the array `made` to `value`. */
export function setComponents(
  type: ArrayLayout,
  made: string,
  value: string,
  owner: string,
  imports: Imports,
): string {
  const padded = paddedShape(type);
  return padded === undefined
    ? `${imports.held("setComponents")}(${made}, ${value}, ${owner});`
    : `${imports.held("setMatrix")}(${made}, ${value}, ${owner}, ${padded.lanes}, ${padded.across});`;
}

/** How a matrix lies whose columns, or rows, have padding behind them. */
export interface PaddedShape {
  /** Number of components from one column, or row, to the next. */
  readonly lanes: number;
  /** Number of components of each. */
  readonly across: number;
  /** Number of all components that are no padding. */
  readonly count: number;
}

/** Returns how a matrix with padding lies; `undefined` for what has none. */
export function paddedShape({ shape, length }: ArrayLayout): PaddedShape | undefined {
  if (shape?.kind !== "matrix" || length.kind !== "fixed") return undefined;
  const { columns, rows, order } = shape;
  const [along, across] = order === "column" ? [columns, rows] : [rows, columns];
  const lanes = length.value / along;
  return lanes === across ? undefined : { lanes, across, count: along * across };
}

/** Returns the typed array that can lie over elements wherever they are: that of single bytes. */
export function nativeArrayOf({
  element,
  stride,
}: ArrayLayout): "Uint8Array" | "Int8Array" | undefined {
  if (element.kind !== "scalar" || stride !== 1) return undefined;
  if (element.scalar.name === "u8") return "Uint8Array";
  return element.scalar.name === "i8" ? "Int8Array" : undefined;
}

/** Returns the class of the runtime for numbers whose byte order is known. */
function sharedArrayOf(element: FieldType): SharedArray | undefined {
  if (element.kind !== "scalar" || element.isNumber) return undefined;
  const { scalar, byteOrder } = element;
  const order = scalar.size === 1 ? "" : suffixes[byteOrder];
  const name = `${scalar.name.toUpperCase()}${order}Array`;
  return sharedArrays.find((each) => each === name);
}

type SharedArray = (typeof sharedArrays)[number];

const sharedArrays = [
  "U8Array",
  "I8Array",
  "U16LeArray",
  "U16BeArray",
  "I16LeArray",
  "I16BeArray",
  "U32LeArray",
  "U32BeArray",
  "I32LeArray",
  "I32BeArray",
  "U64LeArray",
  "U64BeArray",
  "I64LeArray",
  "I64BeArray",
  "F32LeArray",
  "F32BeArray",
  "F64LeArray",
  "F64BeArray",
] as const;

/** Returns the argument for the byte order of elements that are told it, with its comma. */
function orderText(element: FieldType, record: RecordText, imports: Imports): string {
  const order = toldOrder(element);
  return order === undefined ? "" : `, ${littleEndianText(order, record, imports)}`;
}

/** Returns the byte order that elements are told, if theirs is chosen at run time. */
function toldOrder(element: FieldType): RecordByteOrder | undefined {
  switch (element.kind) {
    case "scalar":
    case "bits":
      return isInChosenOrder(element) ? "runtime" : undefined;
    case "enumeration":
    case "constant":
    case "nonzero":
    case "flags":
    case "wrapped":
      return toldOrder(element.base);
    case "array":
      return toldOrder(element.element);
    case "struct":
      return isToldOrder(element.struct) ? element.byteOrder : undefined;
    case "variant":
      return isToldOrder(element.variant) ? element.byteOrder : undefined;
    case "text":
      return element.byteOrder === "runtime" && element.encoding === "utf16"
        ? "runtime"
        : undefined;
    case "bytes":
    case "select":
    case "sequence":
      return undefined;
  }
}

/** Returns a name for an array type that no other array type of the module has. */
function nameOf(type: FieldType, imports: Imports): string {
  switch (type.kind) {
    case "scalar": {
      const order = type.scalar.size === 1 ? "" : suffixes[type.byteOrder];
      return `${type.scalar.name.toUpperCase()}${type.isNumber ? "Number" : ""}${order}`;
    }
    case "enumeration":
      return `${type.enumeration.name}${nameOf(type.base, imports)}`;
    case "nonzero":
      return `${type.isOptional ? "Optional" : "NonZero"}${nameOf(type.base, imports)}`;
    case "flags":
      return `${type.flags.name}${nameOf(type.base, imports)}`;
    case "wrapped":
      return `${wrappedName(type, imports)}Over${nameOf(type.base, imports)}`;
    case "constant":
      return `Constant${String(type.value).replace(/\W/g, "_")}${nameOf(type.base, imports)}`;
    case "bytes":
      return `Bytes${type.length.kind === "fixed" ? type.length.value : ""}`;
    case "text":
      return textName(type);
    case "struct":
      return `${type.struct.name}${isToldOrder(type.struct) ? suffixes[type.byteOrder] : ""}`;
    case "array": {
      const length = type.length.kind === "fixed" ? type.length.value : "";
      const stride = type.stride === type.elementSize ? "" : `By${type.stride}`;
      const element = nameOf(type.element, imports);
      if (type.shape === undefined) return `${element}${stride}x${length}`;
      // What is set with padding or without it is another class than what has none.
      const padded = paddedShape(type);
      return `${element}Components${padded === undefined ? "" : `${padded.count}In`}${length}`;
    }
    case "variant":
      return `${type.variant.name}${isToldOrder(type.variant) ? suffixes[type.byteOrder] : ""}`;
    case "bits":
    case "select":
    case "sequence":
      throw new Error(`${type.kind} is no element`);
  }
}

const suffixes = { big: "Be", little: "Le", native: "Ne", runtime: "Runtime" } as const;

/** Declares an array class. Of a column, `struct` is that whose fields tell the byte order of its values. */
function declareArray(
  type: ArrayLayout,
  elementName: string,
  imports: Imports,
  struct?: SelfOrderedStruct,
): string {
  const { stride, elementSize } = type;
  const by = stride === elementSize ? "" : `By${stride}`;
  const name = `$${elementName}${by}Array`;
  return imports.elementArray(name, () => classText(name, type, imports, struct));
}

function classText(
  name: string,
  { element, elementSize, stride }: ArrayLayout,
  imports: Imports,
  struct: SelfOrderedStruct | undefined,
): string {
  const isTold = struct === undefined && toldOrder(element) !== undefined;
  const step = timesText("index", stride);
  const littleEndian = struct === undefined ? thisRecord.littleEndian : "littleEndian";
  const record: RecordText = { ...thisRecord, offset: "offset", littleEndian };
  const { typeName, givenType, read, write, label } = elementText(element, step, record, imports);
  const find = struct === undefined ? "" : findTold(struct, step, imports);
  // Records are copied byte by byte, in whatever order.
  const isInOrder = write !== undefined && /\blittleEndian\b/.test(write);
  const properties = [
    { name: "$view", parameter: "view", typeName: "DataView" },
    { name: "$offset", parameter: "offset", typeName: "number" },
    { name: "length", parameter: "length", typeName: "number" },
    ...(isTold ? [{ name: "$littleEndian", parameter: "littleEndian", typeName: "boolean" }] : []),
    ...(struct === undefined ? [] : [{ name: "$start", parameter: "start", typeName: "number" }]),
  ];
  const check = (method: string): string => indexText(method, step, elementSize === 0);
  return `
/** Array of ${label} in place, ${stride === 1 ? "one byte" : `${stride} bytes`} apart. */
interface ${name} extends ${imports.runtimeType("ElementArray")}<${typeName}> {}
class ${name} {
  static readonly $isArray = /* @__PURE__ */ ${imports.runtime("arrayMembers")}(this, ${JSON.stringify(`${label}[]`)}, ${elementSize}, ${stride}) as true;

  ${lines(properties.map((each) => `declare readonly ${each.name}: ${each.typeName};`))}

  constructor(${properties.map((each) => `${each.parameter}: ${each.typeName}`).join(", ")}) {
    ${lines(properties.map((each) => `this.${each.name} = ${each.parameter};`))}
  }

  at(index: number): ${typeName} {
    ${lines([check("$at(index)"), find, read])}
  }
${
  write === undefined
    ? ""
    : `
  setAt(index: number, value: ${givenType ?? typeName}): void {
    ${lines([check("$setAt(index, value)"), isInOrder ? find : "", write])}
  }
`
}${stride === elementSize ? typedText(element, imports) : ""}
}
`;
}

/** Returns the statements that find `littleEndian` for one value of a column. */
function findTold(struct: SelfOrderedStruct, step: string, imports: Imports): string {
  const name = imports.from(struct.file, struct.name);
  const owner = { struct: `"${name}[]"`, path: "`[${index}]`", offset: step };
  const record = { ...thisRecord, offset: "start" };
  return `const start = this.$offset + ${step} - this.$start;
    ${findOrderText(struct, record, { after: undefined, bytes: 0 }, owner, imports)}`;
}

/** Typed arrays that can lie over elements where alignment and byte order allow it. */
const typedArrays: { readonly [Name in string]?: string } = {
  u8: "Uint8Array",
  i8: "Int8Array",
  u16: "Uint16Array",
  i16: "Int16Array",
  u32: "Uint32Array",
  i32: "Int32Array",
  u64: "BigUint64Array",
  i64: "BigInt64Array",
  f32: "Float32Array",
  f64: "Float64Array",
};

/** Returns the method for elements without gaps: numbers that the platform has, or vectors and matrices of them. */
function typedText(element: FieldType, imports: Imports): string {
  const [number, count] = componentOf(element);
  if (number?.kind !== "scalar" || number.isNumber) return "";
  const { size, name } = number.scalar;
  const native = typedArrays[name];
  if (native === undefined) return "";
  const length = timesText("this.length", count);
  const order = littleEndianText(number.byteOrder, thisRecord, imports);
  return `
  /** A typed array over the same memory. Throws \`AlignmentError\` where the platform has none for it. */
  typed(): ${native} {
    ${imports.held("checkTyped")}(this.$view, this.$offset, ${size}, ${order}, ${JSON.stringify(`${name}[]`)});
    return new ${native}(this.$view.buffer, this.$view.byteOffset + this.$offset, ${length});
  }
`;
}

/** Returns the numbers that an element consists of, and how many: one, or those of a vector or a matrix. */
function componentOf(element: FieldType): readonly [number: FieldType | undefined, count: number] {
  if (element.kind !== "array") return [element, 1];
  const { shape, length } = element;
  return shape !== undefined && length.kind === "fixed"
    ? [element.element, length.value]
    : [undefined, 0];
}

interface ElementText {
  readonly typeName: string;
  /** What an element is set to, if that is another type. */
  readonly givenType?: string;
  /** Statements that return the element. */
  readonly read: string;
  /** Statements that write `value`. */
  readonly write: string | undefined;
  /** What errors call the element. */
  readonly label: string;
}

function elementText(
  element: FieldType,
  step: string,
  record: RecordText,
  imports: Imports,
): ElementText {
  const start = { after: undefined, bytes: 0 };
  if (isValue(element)) {
    const text = valueText(element, imports);
    const label =
      element.kind === "scalar"
        ? element.scalar.name
        : element.kind === "enumeration"
          ? element.enumeration.name
          : element.kind;
    const owner = { struct: JSON.stringify(`${label}[]`), path: "`[${index}]`", offset: step };
    return {
      typeName: text.typeName,
      read: returnText(text, start, record, owner, imports),
      write:
        element.kind === "constant" ? undefined : assignText(text, start, "value", record, imports),
      label,
    };
  }
  switch (element.kind) {
    case "flags": {
      const { name } = element.flags;
      const { typeName, make } = flagSetText(element, imports);
      const owner = { struct: JSON.stringify(`${name}[]`), path: "`[${index}]`", offset: step };
      return {
        typeName,
        givenType: flagsElementType(element, imports),
        read: `return ${make(record, start)};`,
        write: flagsAssignText(element, start, record, owner, imports),
        label: name,
      };
    }
    case "wrapped": {
      const label = codecLabel(element);
      const owner = { struct: JSON.stringify(`${label}[]`), path: "`[${index}]`", offset: step };
      return {
        typeName: wrappedTypeText(element, imports),
        read: wrappedReturnText(element, start, record, owner, imports),
        write: wrappedAssignText(element, start, record, owner, imports),
        label,
      };
    }
    case "bytes": {
      const length = element.length.kind === "fixed" ? element.length.value : 0;
      const place = `this.$view, ${record.offset}, ${length}`;
      if (element.content !== undefined) {
        const owner = { struct: `"magic[]"`, path: "`[${index}]`", offset: step };
        return {
          typeName: "Uint8Array",
          read: magicText(element.content, record.offset, owner, imports),
          write: undefined,
          label: "magic",
        };
      }
      return {
        typeName: "Uint8Array",
        read: `return ${imports.held("bytesOf")}(${place});`,
        write: `${imports.held("setBytes")}(${place}, value, "bytes[]", \`[\${index}]\`, ${step});`,
        label: `bytes(${length})`,
      };
    }
    case "text": {
      const length = element.length.kind === "fixed" ? element.length.value : 0;
      const label = element.encoding;
      const owner = `${JSON.stringify(`${label}[]`)}, \`[\${index}]\`, ${step}`;
      const place = { record, offset: record.offset, size: String(length), owner };
      return {
        typeName: textClass(element, imports),
        givenType: textSetterType(imports),
        read: `return ${textWindow(element, place, imports)};`,
        write: writeTextContent(element, place, imports),
        label,
      };
    }
    case "struct": {
      const name = imports.from(element.struct.file, element.struct.name);
      const size = element.struct.size ?? 0;
      const owner = { struct: `"${name}[]"`, path: "`[${index}]`", offset: step };
      const find = findsOrder(element.struct)
        ? findOrderText(element.struct, record, start, owner, imports)
        : "";
      const isRuntime = element.struct.byteOrder === "runtime";
      const told = findsOrder(element.struct) ? "littleEndian" : record.littleEndian;
      const opened = imports.heldOf(name, element.struct.file);
      const open = `return new ${opened}(this.$view, ${record.offset}${isRuntime ? `, ${told}` : ""});`;
      return {
        typeName: name,
        read: lines([find, open]),
        write: `${imports.held("setBytes")}(this.$view, ${record.offset}, ${size}, value.$bytes, ${JSON.stringify(`${name}[]`)}, \`[\${index}]\`, ${step});`,
        label: name,
      };
    }
    case "array": {
      const text = arrayText(element, imports);
      const length = element.length.kind === "fixed" ? element.length.value : 0;
      const made = text.make(record, record.offset, String(length));
      const { shape } = element;
      const label = shape?.kind ?? "array";
      const owner = `"${label}[]", \`[\${index}]\`, ${step}`;
      return {
        typeName: text.typeName,
        ...(shape && { givenType: componentsType(element, imports) }),
        read: `return ${made};`,
        write: shape && setComponents(element, made, "value", owner, imports),
        label,
      };
    }
    case "variant": {
      const { file, name, size = 0 } = element.variant;
      const order = isToldOrder(element.variant)
        ? `, ${byteOrderText("runtime", record, imports)}`
        : "";
      const owner = `${JSON.stringify(`${name}[]`)}, \`[\${index}]\`, ${step}`;
      const opened = imports.heldOf(imports.from(file, name), file);
      const open = `${opened}.viewAt(this.$view, ${record.offset}${order})`;
      const copy = hasShorterCase(element.variant, size) ? "setPadded" : "setBytes";
      return {
        typeName: imports.from(file, name),
        read: returnCase(element.variant, open, owner, imports),
        write: `${imports.held(copy)}(this.$view, ${record.offset}, ${size}, value.$bytes, ${owner});`,
        label: name,
      };
    }
    case "select":
    case "sequence":
      throw new Error(`${element.kind} is no element`);
  }
}
