/**
 * Text of the static methods that open a record over bytes.
 *
 * The check of a record of fixed size reads its last byte: `byteLength` of a `DataView` is a call of 4 ns, where a
 * byte that is read takes 1.
 *
 * What `viewAt` costs in a loop over a capture, four to five times the loop by hand: V8 inlines functions of up to
 * 27 bytes of bytecode always, as constructors and most getters are, and others until all of them have 920. A
 * `viewAt` has 94 with its check, and 130 if the size of the record depends on its fields, so that the fifth in a
 * loop is called and its record allocated, and getters of 30 bytes are called. Hence the check stands in `viewAt`:
 * in a function of its own it takes half as much again. With a budget of 5000
 * (`--max-inlined-bytecode-size-cumulative`) the same loop takes half the time.
 */
import { findsOrder, isToldOrder } from "../layout-order.js";
import { sizeOf } from "../layout-size.js";
import type {
  Anchor,
  ExpressionLayout,
  FieldLayout,
  RecordLayout,
  StructLayout,
} from "../layout-types.js";
import { endAnchor } from "../names.js";
import type { RecordByteOrder } from "../resolve.js";
import {
  alignedText,
  byteOrderText,
  littleEndianText,
  offsetText,
  openedRecord,
  relativeText,
  sizeText,
} from "./access.js";
import type { RecordText } from "./access.js";
import { emitByteOpeners } from "./byte-openers.js";
import { emitOrderFinder, openOrderText } from "./found-order.js";
import { dynamicProperties, heldType, holdsRecord } from "./field.js";
import type { Imports } from "./imports.js";
import { prefixExpression } from "./prefix.js";
import { readExpression, readTruth } from "./read-expression.js";
import { lines, sum } from "./text.js";
import { accessorType } from "./types.js";
import { selectName, selectOrderText } from "./select-type.js";
import type { SelectLayout } from "./select-type.js";

/** What the methods of a struct take and pass on when its byte order is chosen at run time. */
export interface OrderText {
  /** A parameter behind others, with its comma. */
  readonly parameter: string;
  /** An argument behind others, with its comma. */
  readonly argument: string;
  /** What a constructor takes. */
  readonly flag: string;
}

/** Returns what stands for the byte order in the methods of a struct or a variant. */
export function orderText(record: RecordLayout, imports: Imports): OrderText {
  return isToldOrder(record)
    ? {
        parameter: `, byteOrder: ${imports.runtimeType("ByteOrder")}`,
        argument: ", byteOrder",
        flag: `, byteOrder === "little"`,
      }
    : { parameter: "", argument: "", flag: "" };
}

/** Returns the argument for the byte order of a nested record that is told it, with its comma. */
export function orderArgument(
  nested: RecordLayout,
  byteOrder: RecordByteOrder,
  record: RecordText,
  imports: Imports,
): string {
  return isToldOrder(nested) ? `, ${byteOrderText(byteOrder, record, imports)}` : "";
}

/** Returns the text of the openers. */
export function emitOpeners(struct: StructLayout, imports: Imports): string {
  const opener =
    struct.size === undefined
      ? emitDynamicOpener(struct, imports)
      : emitFixedOpener(struct, struct.size, imports);
  const finder = findsOrder(struct) ? emitOrderFinder(struct, imports) : "";
  return `${emitByteOpeners(struct, imports)}${opener}${finder}`;
}

function emitFixedOpener(struct: StructLayout, size: number, imports: Imports): string {
  const { name } = struct;
  const order = orderText(struct, imports);
  const isFound = findsOrder(struct);
  const owner = JSON.stringify(name);
  const record = `new ${imports.heldOf(name)}(view, offset${isFound ? ", littleEndian" : order.flag})`;
  // Of a record without bytes, which C has, there is no last one.
  const openText =
    isFound || size === 0
      ? lines([
          roomText("", size, owner, imports),
          isFound ? openOrderText(struct, imports) : "",
          `return ${record};`,
        ])
      : `try {
      const needed = offset + ${size};
      if (offset >= 0 && (end === undefined || needed <= end)) {
        view.getUint8(needed - 1);
        return ${record};
      }
    } catch {}
    return ${imports.held("throwRoom")}(view, offset, end, ${size}, ${owner});`;
  return `
  /** Views the record at \`offset\` of \`view\`, before \`end\`. Throws \`SizeError\`. */
  static viewAt(view: DataView, offset: number${order.parameter}, end?: number): ${name} {
    ${openText}
  }
`;
}

/**
 * Returns the statements that see whether `size` bytes lie at an offset, before `end`, and find what of `limit`
 * and `room` the text behind them uses.
 */
export function roomText(behind: string, size: number, owner: string, imports: Imports): string {
  const uses = (name: string): boolean => new RegExp(`\\b${name}\\b`).test(behind);
  const call = `${imports.held("limitOf")}(view, offset, end, ${size}, ${owner});`;
  if (!uses("room") && !uses("limit")) return call;
  return `const limit = ${call}
    ${uses("room") ? "const room = limit - offset;" : ""}`;
}

function emitDynamicOpener(struct: StructLayout, imports: Imports): string {
  const { name, slice } = struct;
  const order = orderText(struct, imports);
  const owner = JSON.stringify(name);
  const { anchors } = struct;
  const littleEndian = findsOrder(struct)
    ? openOrderText(struct, imports)
    : struct.byteOrder === "runtime"
      ? `const littleEndian = byteOrder === "little";`
      : "";
  const dynamics = dynamicProperties(struct, imports).map(({ parameter }) => `, ${parameter}`);
  const count = slice === undefined ? "" : ", count?: number";
  const countDoc = slice === undefined ? "" : ` \`count\` is that of \`${slice.name}\`.`;
  const checkEnd =
    struct.isEndPadded && !struct.takesRest
      ? `if (!(${sizeText(struct, openedRecord)} <= room)) ${imports.held("throwRoom")}(view, offset, limit, ${sizeText(struct, openedRecord)}, ${owner});`
      : "";
  const found = lines([...anchors.map((anchor) => findAnchor(anchor, struct, imports)), checkEnd]);
  return `
  /**
   * Views the record at \`offset\` of \`view\`, before \`end\`. Reads the lengths of its parts once: the
   * record keeps them. Throws \`SizeError\`, and \`ValidityError\` for a length below zero.${countDoc}
   */
  static viewAt(view: DataView, offset: number${order.parameter}, end?: number${count}): ${name} {
    ${roomText(found, struct.minimumSize, owner, imports)}
    ${lines([littleEndian, found])}
    return new ${imports.heldOf(name)}(view, offset${struct.byteOrder === "runtime" ? ", littleEndian" : ""}${dynamics.join("")});
  }
`;
}

/** Returns the statements that find an anchor in the bytes, and see that there is room behind it. */
function findAnchor(anchor: Anchor, struct: StructLayout, imports: Imports): string {
  if (anchor.kind === "end") return findEnd(anchor.field, struct, imports);
  const { name, from, alignment, field, bytesAfter } = anchor;
  const owner = `${JSON.stringify(struct.name)}, ${JSON.stringify(field)}`;
  const start = alignedText(relativeText(openedRecord, from), alignment);
  return `const ${name} = ${start};
    if (!(${sum(name, String(bytesAfter))} <= room)) ${imports.held("throwPart")}(${name}, ${name}, ${bytesAfter}, room, ${owner});`;
}

/** Returns the statements that find the end of a part of dynamic length. */
function findEnd(field: FieldLayout, struct: StructLayout, imports: Imports): string {
  const { name, position, condition } = field;
  const end = endAnchor(name);
  const record = holdsRecord(field) ? `let ${name}Record: ${heldType(field, imports)};` : "";
  if (condition === undefined) {
    return lines([
      record,
      findGivenEnd(field, (value) => `const ${end} = ${value};`, struct, imports),
    ]);
  }
  return `${record}
    let ${end} = ${relativeText(openedRecord, position)};
    if (${readTruth(condition.expression, struct, openedRecord, imports)}) {
      ${findGivenEnd(field, (value) => `${end} = ${value};`, struct, imports)}
    }`;
}

/** Returns the statements that find the end of a part that is there. */
function findGivenEnd(
  field: FieldLayout,
  assign: (value: string) => string,
  struct: StructLayout,
  imports: Imports,
): string {
  const { name, type, position, bytesAfter } = field;
  const start = relativeText(openedRecord, position);
  const offset = offsetText(openedRecord, position);
  const after = bytesAfter === 0 ? "" : ` - ${bytesAfter}`;
  const end = endAnchor(name);
  const owner = `${JSON.stringify(struct.name)}, ${JSON.stringify(name)}`;
  const throwPart = (told: string, shown?: string): string =>
    `${imports.held("throwPart")}(${start}, ${told}, ${bytesAfter}, room, ${owner}${shown === undefined ? "" : `, ${JSON.stringify(shown)}`});`;
  const fits = `${sum(end, String(bytesAfter))} <= room`;
  const fixedSize = sizeOf(type);
  if (fixedSize !== undefined) {
    return `${assign(sum(start, String(fixedSize)))}
      if (!(${fits})) ${throwPart(end)}`;
  }
  const within = (statement: string): string => `try {
      ${statement}
    } catch (error) {
      throw ${imports.runtime("errorWithin")}(error, ${owner}, ${start}, ${bytesAfter});
    }`;
  if (type.kind === "struct") {
    const nested = imports.heldOf(accessorType(type, imports), type.struct.file);
    const order = orderArgument(type.struct, type.byteOrder, openedRecord, imports);
    return `${within(`${name}Record = ${nested}.viewAt(view, ${offset}${order}, limit${after});`)}
    ${assign(sum(start, `${name}Record.$size`))}`;
  }
  if (type.kind === "variant") {
    const order = orderArgument(type.variant, type.byteOrder, openedRecord, imports);
    const nested = imports.heldOf(accessorType(type, imports), type.variant.file);
    return `${within(`${name}Record = ${nested}.viewAt(view, ${offset}${order}, limit${after});`)}
    ${assign(sum(start, `${name}Record.$size`))}`;
  }
  if (type.kind === "select") return findSelectEnd(field, type, assign, struct, imports);
  if (
    type.kind !== "bytes" &&
    type.kind !== "text" &&
    type.kind !== "array" &&
    type.kind !== "sequence"
  ) {
    throw new Error(`${name} has no dynamic length`);
  }
  if (type.kind === "text" && type.length.kind === "zeroTerminated") {
    const find = imports.runtime(type.encoding === "utf16" ? "endOfText16" : "endOfText");
    const maximum = type.length.maximum ?? "Infinity";
    return assign(`${find}(view, offset, ${start}, ${bytesAfter}, room, ${maximum}, ${owner})`);
  }
  if (type.length.kind === "rest") {
    if (type.kind !== "array") {
      if (struct.alignment === 1) return assign("room");
      // Padding at the end can be more than what is left.
      const needed = alignedText(start, struct.alignment);
      const check =
        struct.isEndPadded && position.after !== undefined
          ? `if (!(${end} >= ${start})) ${imports.held("throwRoom")}(view, offset, limit, ${needed}, ${JSON.stringify(struct.name)});`
          : "";
      return `${assign(`room - (room % ${struct.alignment})`)}
    ${check}`;
    }
    const count = struct.slice === undefined ? "undefined" : "count";
    return assign(
      `${imports.held("endOfSlice")}(${start}, ${type.stride}, ${struct.alignment}, room, ${count}, ${owner})`,
    );
  }
  if (type.kind === "sequence" && type.measure === "elements") {
    const counting =
      type.length.kind === "prefixed" ? prefixExpression(name, type.length) : type.length;
    const count =
      counting.kind === "fixed"
        ? String(counting.value)
        : readExpression(counting.expression, struct, openedRecord, imports);
    const shown = counting.kind === "fixed" ? count : counting.text;
    const sequence = accessorType(type, imports);
    const order = isToldOrder(type.element)
      ? `, ${littleEndianText(type.byteOrder, openedRecord, imports)}`
      : "";
    const counted = `${name}Count`;
    const check = `if (!(${counted} >= 0 && Number.isSafeInteger(${counted}))) ${imports.held("throwPart")}(${start}, ${start} + ${counted}, 0, room, ${owner}, ${JSON.stringify(shown)});`;
    return `const ${counted} = ${count};
    ${type.length.kind === "fixed" ? "" : check}
    let ${name}Size: number;
    ${within(`${name}Size = ${sequence}.$sizeOf(view, ${offset}, ${counted}, limit${after}${order});`)}
    ${assign(sum(start, `${name}Size`))}`;
  }
  if (type.length.kind === "fixed") {
    return `${assign(sum(start, String(type.length.value)))}
      if (!(${fits})) ${throwPart(end)}`;
  }
  if (type.length.kind === "zeroTerminated") throw new Error(`${name} has no dynamic length`);
  const { text, expression } =
    type.length.kind === "prefixed" ? prefixExpression(name, type.length) : type.length;
  const length = readExpression(expression, struct, openedRecord, imports);
  const unit = type.kind === "array" ? type.stride : 1;
  const isScaled = type.kind === "array" && unit > 1 && type.measure === "elements";
  const shown = isScaled ? `(${text}) * ${unit}` : text;
  // A shift to the left by less than nothing divides, and bytes need not be whole elements.
  const count =
    type.kind === "array"
      ? `(${end} - ${start.includes(" ") ? `(${start})` : start}) / ${unit}`
      : end;
  const mayBeFractional = canBeFractional(expression) || (unit > 1 && !isScaled);
  const isWhole = mayBeFractional ? ` && Number.isInteger(${count})` : "";
  // A fraction of an element can be a whole number of bytes: the error tells the count.
  const told =
    mayBeFractional && type.kind === "array"
      ? `Number.isInteger(${count}) ? ${end} : ${start} + ${count}`
      : end;
  return `${assign(sum(start, isScaled ? `${length} * ${unit}` : length))}
    if (!(${end} >= ${start} && ${fits}${isWhole})) ${throwPart(told, shown)}`;
}

function findSelectEnd(
  { name, position, bytesAfter }: FieldLayout,
  type: SelectLayout,
  assign: (value: string) => string,
  struct: StructLayout,
  imports: Imports,
): string {
  const { on, otherwise } = type;
  const start = relativeText(openedRecord, position);
  const offset = offsetText(openedRecord, position);
  const end = endAnchor(name);
  const tag = readExpression(on.expression, struct, openedRecord, imports);
  const open = `${name}Record = ${selectName(struct, name)}.viewAt(${tag}, view, ${offset}${selectOrderText(type, openedRecord)}, limit${bytesAfter === 0 ? "" : ` - ${bytesAfter}`}, ${start});`;
  if (otherwise?.kind !== "bytes") {
    return `${open}
    ${assign(sum(start, `${name}Record.$size`))}`;
  }
  const { length } = otherwise;
  const left = struct.alignment === 1 ? "room" : `room - (room % ${struct.alignment})`;
  const text = length.kind === "expression" ? length.text : "the size";
  const size =
    length.kind === "expression"
      ? readExpression(length.expression, struct, openedRecord, imports)
      : String(length.kind === "fixed" ? length.value : 0);
  const bytesEnd = length.kind === "rest" ? left : sum(start, size);
  const owner = `${JSON.stringify(struct.name)}, ${JSON.stringify(name)}`;
  return `${open}
    ${assign(`${name}Record === undefined ? ${bytesEnd} : ${sum(start, `${name}Record.$size`)}`)}
    if (!(${end} >= ${start} && ${sum(end, String(bytesAfter))} <= room && Number.isInteger(${end}))) ${imports.held("throwPart")}(${start}, ${end}, ${bytesAfter}, room, ${owner}, ${JSON.stringify(text)});`;
}

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
