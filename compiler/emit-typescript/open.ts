/** Text of the static methods that open a record over bytes. */
import type { ExpressionLayout, FieldLayout, StructLayout } from "../layout-types.js";
import { littleEndianText, offsetText, openedRecord, readText, relativeText } from "./access.js";
import { isWide, operandText, recordLeaves } from "./computed.js";
import { expressionText } from "./expression.js";
import type { Leaves } from "./expression.js";
import { emitOrderFinder, findsOrder, isToldOrder, openOrderText } from "./found-order.js";
import { dynamicProperties } from "./field.js";
import type { Imports } from "./imports.js";
import { prefixExpression } from "./prefix.js";
import { lines, sum } from "./text.js";
import { accessorType } from "./types.js";

/** What the methods of a struct take and pass on when its byte order is chosen at run time. */
export interface OrderText {
  /** A parameter behind others, with its comma. */
  readonly parameter: string;
  /** An argument behind others, with its comma. */
  readonly argument: string;
  /** What a constructor takes. */
  readonly flag: string;
}

/** Returns what stands for the byte order in the methods of `struct`. */
export function orderText(struct: StructLayout, imports: Imports): OrderText {
  return isToldOrder(struct)
    ? {
        parameter: `, byteOrder: ${imports.runtimeType("ByteOrder")}`,
        argument: ", byteOrder",
        flag: `, byteOrder === "little"`,
      }
    : { parameter: "", argument: "", flag: "" };
}

/** Returns the text of the openers. */
export function emitOpeners(struct: StructLayout, imports: Imports): string {
  const finder = findsOrder(struct) ? emitOrderFinder(struct, imports) : "";
  const openers =
    struct.size === undefined
      ? emitDynamicOpeners(struct, imports)
      : emitFixedOpeners(struct, struct.size, imports);
  return `${openers}${finder}`;
}

function emitFixedOpeners(struct: StructLayout, size: number, imports: Imports): string {
  const { name } = struct;
  const bytes = imports.runtimeType("Bytes");
  const order = orderText(struct, imports);
  const owner = JSON.stringify(name);
  const between = imports.runtime("bytesBetween");
  const isFound = findsOrder(struct);
  const make = (view: string): string =>
    isFound ? `${name}.viewAt(${view}, 0)` : `new ${name}(${view}, 0${order.flag})`;
  return `
  /** Views the record that \`bytes\` holds, no more and no less. Throws \`SizeError\` otherwise. */
  static view(bytes: ${bytes}${order.parameter}): ${name} {
    return ${make(`${imports.runtime("viewOfExactly")}(bytes, ${owner}, ${size})`)};
  }

  /** Views the record at the start of \`bytes\`, and what is behind it. Throws \`SizeError\`. */
  static viewPrefix(bytes: ${bytes}${order.parameter}): [record: ${name}, rest: Uint8Array] {
    const record = ${make(`${imports.runtime("viewOfPrefix")}(bytes, ${owner}, ${size})`)};
    return [record, ${between}(bytes, ${size}, bytes.byteLength)];
  }

  /** Views the record at the end of \`bytes\`, and what is before it. Throws \`SizeError\`. */
  static viewSuffix(bytes: ${bytes}${order.parameter}): [rest: Uint8Array, record: ${name}] {
    const record = ${make(`${imports.runtime("viewOfSuffix")}(bytes, ${owner}, ${size})`)};
    return [${between}(bytes, 0, bytes.byteLength - ${size}), record];
  }

  /** Views the record at \`offset\` of \`view\`, before \`end\`. Throws \`SizeError\`. */
  static viewAt(view: DataView, offset: number${order.parameter}, end?: number): ${name} {
    ${limitText}
    if (!(offset >= 0 && offset + ${size} <= limit)) ${imports.runtime("throwRoom")}(view, offset, limit, ${owner}, ${size});
    ${lines([
      isFound ? openOrderText(struct, imports) : "",
      `return new ${name}(view, offset${isFound ? ", littleEndian" : order.flag});`,
    ])}
  }
`;
}

function emitDynamicOpeners(struct: StructLayout, imports: Imports): string {
  const { name, slice } = struct;
  const bytes = imports.runtimeType("Bytes");
  const order = orderText(struct, imports);
  const owner = JSON.stringify(name);
  const parts = struct.fields.filter((field) => field.size === undefined);
  const littleEndian = findsOrder(struct)
    ? openOrderText(struct, imports)
    : struct.byteOrder === "runtime"
      ? `const littleEndian = byteOrder === "little";`
      : "";
  const dynamics = dynamicProperties(struct, imports).map(({ parameter }) => `, ${parameter}`);
  const needsRoom = parts.some(({ type }) => type.kind !== "struct");
  const count = slice === undefined ? "" : ", count?: number";
  const countDoc = slice === undefined ? "" : ` \`count\` is that of \`${slice.name}\`.`;
  const open = (offset: string): string =>
    slice === undefined
      ? `${name}.viewAt(view, ${offset}${order.argument})`
      : `${name}.viewAt(view, ${offset}${order.argument}, undefined, count)`;
  // What takes the rest to the last byte leaves none: a check of the size would never fail.
  const last = struct.fields.at(-1)?.type;
  const takesAll = (last?.kind === "bytes" || last?.kind === "text") && last.length.kind === "rest";
  const checkSize = takesAll
    ? ""
    : `if (record.$size !== view.byteLength) {
      ${imports.runtime("throwSize")}(${owner}, "", 0, record.$size, view.byteLength, bytes);
    }`;
  return `
  /** Views the record that \`bytes\` holds, no more and no less. Throws \`SizeError\` otherwise.${countDoc} */
  static view(bytes: ${bytes}${order.parameter}${count}): ${name} {
    const view = ${imports.runtime("viewOf")}(bytes);
    ${lines([`const record = ${open("0")};`, checkSize])}
    return record;
  }

  /** Views the record at the start of \`bytes\`, and what is behind it. Throws \`SizeError\`.${countDoc} */
  static viewPrefix(bytes: ${bytes}${order.parameter}${count}): [record: ${name}, rest: Uint8Array] {
    const view = ${imports.runtime("viewOf")}(bytes);
    const record = ${open("0")};
    return [record, ${imports.runtime("bytesBetween")}(bytes, record.$size, bytes.byteLength)];
  }
${
  slice === undefined
    ? ""
    : `
  /** Views the record at the end of \`bytes\`, and what is before it. Throws \`SizeError\`.${countDoc} */
  static viewSuffix(bytes: ${bytes}${order.parameter}${count}): [rest: Uint8Array, record: ${name}] {
    const view = ${imports.runtime("viewOf")}(bytes);
    const start = view.byteLength - ${open("0")}.$size;
    return [${imports.runtime("bytesBetween")}(bytes, 0, start), ${open("start")}];
  }
`
}
  /**
   * Views the record at \`offset\` of \`view\`, before \`end\`. Reads the lengths of its parts once: the
   * record keeps them. Throws \`SizeError\`, and \`ValidityError\` for a length below zero.${countDoc}
   */
  static viewAt(view: DataView, offset: number${order.parameter}, end?: number${count}): ${name} {
    ${limitText}
    if (!(offset >= 0 && offset + ${struct.minimumSize} <= limit)) ${imports.runtime("throwRoom")}(view, offset, limit, ${owner}, ${struct.minimumSize});
    ${lines([
      needsRoom ? "const room = limit - offset;" : "",
      littleEndian,
      ...parts.map((field) => openPart(field, struct, imports)),
    ])}
    return new ${name}(view, offset${struct.byteOrder === "runtime" ? ", littleEndian" : ""}${dynamics.join("")});
  }
`;
}

/** Returns the statements that find the end of a part of dynamic length. */
function openPart(field: FieldLayout, struct: StructLayout, imports: Imports): string {
  const { name, type, position, bytesAfter } = field;
  const start = relativeText(openedRecord, position);
  const after = bytesAfter === 0 ? "" : ` - ${bytesAfter}`;
  const owner = `${JSON.stringify(struct.name)}, ${JSON.stringify(name)}`;
  if (type.kind === "struct") {
    const nested = accessorType(type, imports);
    const order = isToldOrder(type.struct)
      ? `, ${littleEndianText(type.byteOrder, openedRecord, imports)} ? "little" : "big"`
      : "";
    return `let ${name}Record: ${nested};
    try {
      ${name}Record = ${nested}.viewAt(view, ${offsetText(openedRecord, position)}${order}, limit${after});
    } catch (error) {
      throw ${imports.runtime("errorWithin")}(error, ${owner}, ${start}, ${bytesAfter});
    }
    const ${name}End = ${sum(start, `${name}Record.$size`)};`;
  }
  if (type.kind !== "bytes" && type.kind !== "text" && type.kind !== "array") {
    throw new Error(`${name} has no dynamic length`);
  }
  if (type.kind === "text" && type.length.kind === "zeroTerminated") {
    const find = imports.runtime(type.encoding === "utf16" ? "endOfText16" : "endOfText");
    const maximum = type.length.maximum ?? "Infinity";
    return `const ${name}End = ${find}(view, offset, ${start}, ${bytesAfter}, room, ${maximum}, ${owner});`;
  }
  if (type.length.kind === "rest") {
    if (type.kind !== "array") return `const ${name}End = room${after};`;
    const count = struct.slice === undefined ? "undefined" : "count";
    return `const ${name}End = ${imports.runtime("endOfSlice")}(${start}, ${type.stride}, ${struct.alignment}, room, ${count}, ${owner});`;
  }
  if (type.length.kind === "fixed" || type.length.kind === "zeroTerminated") {
    throw new Error(`${name} has no dynamic length`);
  }
  const { text, expression } =
    type.length.kind === "prefixed" ? prefixExpression(name, type.length) : type.length;
  const length = lengthText(expression, struct, imports);
  const size = type.kind === "array" && type.stride > 1 ? `${length} * ${type.stride}` : length;
  const shown = type.kind === "array" && type.stride > 1 ? `(${text}) * ${type.stride}` : text;
  const end = `${name}End`;
  const fits = `${end} >= ${start} && ${end}${bytesAfter === 0 ? "" : ` + ${bytesAfter}`} <= room`;
  // A shift to the left by less than nothing divides.
  const count = type.kind === "array" ? `(${end} - (${start})) / ${type.stride}` : end;
  const mayBeFractional = canBeFractional(expression);
  const isWhole = mayBeFractional ? ` && Number.isInteger(${count})` : "";
  // A fraction of an element can be a whole number of bytes: the error tells the count.
  const told =
    mayBeFractional && type.kind === "array"
      ? `Number.isInteger(${count}) ? ${end} : ${start} + ${count}`
      : end;
  return `const ${end} = ${sum(start, size)};
    if (!(${fits}${isWhole})) ${imports.runtime("throwPart")}(${start}, ${told}, ${bytesAfter}, room, ${owner}, ${JSON.stringify(shown)});`;
}

/** The end of the bytes that may be read, in the view. */
const limitText =
  "const limit = end === undefined ? view.byteLength : Math.min(end, view.byteLength);";

function canBeFractional(expression: ExpressionLayout): boolean {
  switch (expression.kind) {
    case "number":
    case "field":
    case "measure":
    case "not":
    case "complement":
      return false;
    case "negation":
      return canBeFractional(expression.operand);
    case "conditional":
      return [expression.test, expression.consequent, expression.alternate].some(canBeFractional);
    case "binary":
      return (
        expression.operator === "<<" || [expression.left, expression.right].some(canBeFractional)
      );
  }
}

function lengthText(expression: ExpressionLayout, struct: StructLayout, imports: Imports): string {
  const leaves: Leaves = {
    ...recordLeaves(struct, openedRecord, imports),
    field: ({ path, position, type }) => {
      const value = readText(type, position, openedRecord, imports);
      // What is read is a bigint also where its accessor makes a checked number of it.
      if (!isWide(type)) return operandText(type, value);
      const name = path.join(".");
      return `${imports.runtime("safeNumber")}(${value}, ${JSON.stringify(struct.name)}, ${JSON.stringify(name)}, ${relativeText(openedRecord, position)})`;
    },
    mayBeUnknown: () => false,
  };
  return expressionText(expression, leaves, imports);
}
