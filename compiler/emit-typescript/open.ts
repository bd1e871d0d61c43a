/**
 * Text of the static methods that open a record over bytes.
 *
 * The check of a record of fixed size reads its last byte: `byteLength` of a `DataView` is a call of 4 ns, where a
 * byte that is read takes 1.
 *
 * What `viewAt` costs in a loop over a capture, four to five times the loop by hand: V8 inlines functions of up to
 * 27 bytes of bytecode always, as constructors and most getters are, and others until all of them have 920. A
 * `viewAt` has 91 with its check, and 123 if the size of the record depends on its fields, so that the fifth in a
 * loop is called and its record allocated, and getters of 30 bytes are called. Hence the check stands in `viewAt`:
 * in a function of its own it takes half as much again. With a budget of 5000
 * (`--max-inlined-bytecode-size-cumulative`) the same loop takes half the time.
 *
 * Where fields tell the size, `viewAt` reads them before it knows that they are there, and sees once whether all
 * of the record is; what is wrong if it is not is for `$viewAt` to find. That takes half the time of looking at
 * each part, and of asking for the length of the view.
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
      const last = offset + ${size - 1};
      if (offset >= 0 && (end === undefined || last < end)) {
        view.getUint8(last);
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
  if (size > 0 && !uses("room") && !uses("limit")) {
    return `const last = offset >= 0 && (end === undefined || offset + ${size} <= end) ? offset + ${size - 1} : -1;
    try {
      view.getUint8(last);
    } catch {
      return ${imports.held("throwRoom")}(view, offset, end, ${size}, ${owner});
    }`;
  }
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
  const record = `new ${imports.heldOf(name)}(view, offset${struct.byteOrder === "runtime" ? ", littleEndian" : ""}${dynamics.join("")})`;
  const parameters = `view: DataView, offset: number${order.parameter}, end?: number${count}`;
  const openText = `${roomText(found, struct.minimumSize, owner, imports)}
    ${lines([littleEndian, found])}
    return ${record};`;
  const doc = `
  /**
   * Views the record at \`offset\` of \`view\`, before \`end\`. Reads the lengths of its parts once: the
   * record keeps them. Throws \`SizeError\`, and \`ValidityError\` for a length below zero.${countDoc}
   */`;
  const told = findTold(struct, imports);
  if (told === undefined) {
    return `${doc}
  static viewAt(${parameters}): ${name} {
    ${openText}
  }
`;
  }
  const isThere = [...told.conditions, "offset >= 0", "(end === undefined || needed <= end)"];
  return `${doc}
  static viewAt(${parameters}): ${name} {
    try {
      ${lines([littleEndian, told.text])}
      const needed = offset + ${sizeText(struct, openedRecord)};
      if (${isThere.join(" && ")}) {
        view.getUint8(needed - 1);
        return ${record};
      }
    } catch {}
    return ${imports.heldOf(name)}.$viewAt(view, offset${order.argument}, end);
  }

  /** Does the same in small steps, which tell what is wrong. */
  static $viewAt(${parameters}): ${name} {
    ${openText}
  }
`;
}

/** How the anchors of a record are found in one go. */
interface ToldText {
  /** Statements that read past what is there, or find what cannot be. */
  readonly text: string;
  /** What holds if they did not. */
  readonly conditions: readonly string[];
}

/**
 * Returns how anchors are found that fields of the record tell, without a look at how much room there is;
 * `undefined` if there are others, as those of nested records are.
 */
function findTold(struct: StructLayout, imports: Imports): ToldText | undefined {
  if (findsOrder(struct) || struct.takesRest) return undefined;
  const conditions: string[] = [];
  const texts: string[] = [];
  for (const anchor of struct.anchors) {
    if (anchor.kind === "start") {
      const start = alignedText(relativeText(openedRecord, anchor.from), anchor.alignment);
      texts.push(`const ${anchor.name} = ${start};`);
      continue;
    }
    const { field } = anchor;
    const start = relativeText(openedRecord, field.position);
    const end = endAnchor(field.name);
    const length = toldLength(field, struct, imports);
    if (length === undefined) return undefined;
    const { condition } = field;
    texts.push(
      condition === undefined
        ? `const ${end} = ${length.end};`
        : `let ${end} = ${start};
      if (${readTruth(condition.expression, struct, openedRecord, imports)}) ${end} = ${length.end};`,
    );
    conditions.push(...length.conditions);
  }
  return { text: lines(texts), conditions };
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
  const length = toldLength(field, struct, imports);
  if (length !== undefined) {
    const fits = [...length.conditions, `${sum(end, String(bytesAfter))} <= room`];
    return `${assign(length.end)}
    if (!(${fits.join(" && ")})) ${throwPart(length.told, length.shown)}`;
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
    const check = (): string =>
      `if (!(${counted} >= 0 && Number.isSafeInteger(${counted}))) ${imports.held("throwPart")}(${start}, ${start} + ${counted}, 0, room, ${owner}, ${JSON.stringify(shown)});`;
    return `const ${counted} = ${count};
    ${type.length.kind === "fixed" ? "" : check()}
    let ${name}Size: number;
    ${within(`${name}Size = ${sequence}.$sizeOf(view, ${offset}, ${counted}, limit${after}${order});`)}
    ${assign(sum(start, `${name}Size`))}`;
  }
  throw new Error(`${name} has no dynamic length`);
}

/** The length of a part that fields of the record tell, or that is always the same. */
interface ToldLength {
  /** Where the part ends. */
  readonly end: string;
  /** What the end of the part has to be, other than within the record. */
  readonly conditions: readonly string[];
  /** The end that an error tells. */
  readonly told: string;
  /** How an error shows the length. */
  readonly shown: string | undefined;
}

/** Returns the length of a part if fields tell it; the end of what is no such part lies in the bytes. */
function toldLength(
  { name, type, position }: FieldLayout,
  struct: StructLayout,
  imports: Imports,
): ToldLength | undefined {
  const end = endAnchor(name);
  const start = relativeText(openedRecord, position);
  const always = (size: number): ToldLength => {
    return { end: sum(start, String(size)), conditions: [], told: end, shown: undefined };
  };
  const fixedSize = sizeOf(type);
  if (fixedSize !== undefined) return always(fixedSize);
  if (
    !(
      type.kind === "bytes" ||
      type.kind === "text" ||
      type.kind === "array" ||
      type.kind === "sequence"
    ) ||
    (type.kind === "sequence" && type.measure === "elements")
  ) {
    return undefined;
  }
  if (type.length.kind === "fixed") return always(type.length.value);
  if (type.length.kind === "zeroTerminated" || type.length.kind === "rest") return undefined;
  const { text, expression } =
    type.length.kind === "prefixed" ? prefixExpression(name, type.length) : type.length;
  const read = (each: ExpressionLayout): string =>
    readExpression(each, struct, openedRecord, imports);
  const unit = type.kind === "array" ? type.stride : 1;
  const isScaled = type.kind === "array" && unit > 1 && type.measure === "elements";
  // A shift to the left by less than nothing divides, and bytes need not be whole elements.
  const count =
    type.kind === "array"
      ? `(${end} - ${start.includes(" ") ? `(${start})` : start}) / ${unit}`
      : end;
  const mayBeFractional = canBeFractional(expression) || (unit > 1 && !isScaled);
  // A length that counts what lies before the part says where it ends, as those of headers do.
  const isWithStart =
    !isScaled &&
    expression.kind === "binary" &&
    expression.operator === "-" &&
    expression.right.kind === "number" &&
    String(expression.right.value) === start;
  return {
    end: isWithStart
      ? read(expression.left)
      : sum(start, isScaled ? `${read(expression)} * ${unit}` : read(expression)),
    conditions: [
      ...(canBeNegative(expression) ? [`${end} >= ${start}`] : []),
      ...(mayBeFractional ? [`Number.isInteger(${count})`] : []),
    ],
    // A fraction of an element can be a whole number of bytes: the error tells the count.
    told:
      mayBeFractional && type.kind === "array"
        ? `Number.isInteger(${count}) ? ${end} : ${start} + ${count}`
        : end,
    shown: isScaled ? `(${text}) * ${unit}` : text,
  };
}

/** Whether a length can be below zero, or no number: that of an unsigned integer cannot. */
function canBeNegative(expression: ExpressionLayout): boolean {
  if (expression.kind !== "field") return true;
  const { type } = expression;
  return (type.kind === "bits" ? type.interpretation : type.scalar.kind) !== "unsigned";
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
