/** Text of the methods that open a record over bytes: over all of them, at their start, at their end. */
import { findsOrder } from "../layout-order.js";
import type { RecordLayout, SliceLayout, StructLayout } from "../layout-types.js";
import { alignedText } from "./access.js";
import type { Imports } from "./imports.js";
import { methodText } from "./method.js";
import { orderText } from "./open.js";
import { lines } from "./text.js";

/**
 * Returns the text of `view` and, where classes hold them, of `viewPrefix` and, where the end tells the
 * start, `viewSuffix`.
 */
export function emitByteOpeners(record: RecordLayout, imports: Imports): string {
  return record.size === undefined
    ? emitDynamic(record, imports)
    : emitFixed(record, record.size, imports);
}

function emitFixed(record: RecordLayout, size: number, imports: Imports): string {
  const { name } = record;
  const bytes = imports.runtimeType("Bytes");
  const order = orderText(record, imports);
  const owner = JSON.stringify(name);
  const { start, end } = methodText(record);
  const isFound = record.kind === "variant" || findsOrder(record);
  const make = (view: string): string =>
    isFound
      ? `${name}.viewAt(${view}, 0${order.argument})`
      : `new ${imports.heldOf(name)}(${view}, 0${order.flag})`;
  const prefixes = (): string => {
    const between = imports.runtime("bytesBetween");
    return `
  /** Views the record at the start of \`bytes\`, and what is behind it. Throws \`SizeError\`. */
  ${start}viewPrefix(bytes: ${bytes}${order.parameter}): [record: ${name}, rest: Uint8Array] {
    const record = ${make(`${imports.runtime("viewOfPrefix")}(bytes, ${owner}, ${size})`)};
    return [record, ${between}(bytes, ${size}, bytes.byteLength)];
  }${end}

  /** Views the record at the end of \`bytes\`, and what is before it. Throws \`SizeError\`. */
  ${start}viewSuffix(bytes: ${bytes}${order.parameter}): [rest: Uint8Array, record: ${name}] {
    const record = ${make(`${imports.runtime("viewOfSuffix")}(bytes, ${owner}, ${size})`)};
    return [${between}(bytes, 0, bytes.byteLength - ${size}), record];
  }${end}
`;
  };
  return `
  /** Views the record that \`bytes\` holds, no more and no less. Throws \`SizeError\` otherwise. */
  ${start}view(bytes: ${bytes}${order.parameter}): ${name} {
    return ${make(`${imports.runtime("viewOfExactly")}(bytes, ${owner}, ${size})`)};
  }${end}
${imports.ifHeld("prefixes", prefixes)}`;
}

function emitDynamic(record: RecordLayout, imports: Imports): string {
  const { name } = record;
  const slice = record.kind === "struct" ? record.slice : undefined;
  const bytes = imports.runtimeType("Bytes");
  const order = orderText(record, imports);
  const { start, end } = methodText(record);
  const count = slice === undefined ? "" : ", count?: number";
  const countDoc = slice === undefined ? "" : ` \`count\` is that of \`${slice.name}\`.`;
  const open = (offset: string): string =>
    slice === undefined
      ? `${name}.viewAt(view, ${offset}${order.argument})`
      : `${name}.viewAt(view, ${offset}${order.argument}, undefined, count)`;
  const checkSize = takesAll(record)
    ? ""
    : `if (record.$size !== view.byteLength) {
      ${imports.runtime("throwSize")}(${JSON.stringify(name)}, "", 0, record.$size, view.byteLength, bytes);
    }`;
  const findStart = (): string =>
    record.kind === "struct" && slice !== undefined && findsOrder(record)
      ? startOfSuffix(record, slice, imports)
      : `const start = view.byteLength - ${open("0")}.$size;`;
  const viewSuffix = (): string => `
  /** Views the record at the end of \`bytes\`, and what is before it. Throws \`SizeError\`.${countDoc} */
  ${start}viewSuffix(bytes: ${bytes}${order.parameter}${count}): [rest: Uint8Array, record: ${name}] {
    const view = ${imports.runtime("viewOf")}(bytes);
    ${findStart()}
    return [${imports.runtime("bytesBetween")}(bytes, 0, start), ${open("start")}];
  }${end}
`;
  const prefixes = (): string => `
  /** Views the record at the start of \`bytes\`, and what is behind it. Throws \`SizeError\`.${countDoc} */
  ${start}viewPrefix(bytes: ${bytes}${order.parameter}${count}): [record: ${name}, rest: Uint8Array] {
    const view = ${imports.runtime("viewOf")}(bytes);
    const record = ${open("0")};
    return [record, ${imports.runtime("bytesBetween")}(bytes, record.$size, bytes.byteLength)];
  }${end}
${slice === undefined ? "" : viewSuffix()}`;
  return `
  /** Views the record that \`bytes\` holds, no more and no less. Throws \`SizeError\` otherwise.${countDoc} */
  ${start}view(bytes: ${bytes}${order.parameter}${count}): ${name} {
    const view = ${imports.runtime("viewOf")}(bytes);
    ${lines([`const record = ${open("0")};`, checkSize])}
    return record;
  }${end}
${imports.ifHeld("prefixes", prefixes)}`;
}

/**
 * Returns the statements that find where the last record begins that ends in a slice. Where fields tell
 * its byte order nothing else can be opened to see how large it is.
 */
function startOfSuffix(struct: StructLayout, slice: SliceLayout, imports: Imports): string {
  const { minimumSize, alignment, isEndPadded } = struct;
  const owner = JSON.stringify(struct.name);
  const numbers = `${slice.offset}, ${slice.stride}, ${alignment}, view.byteLength`;
  const size = isEndPadded ? alignedText("end", alignment) : "end";
  return `if (!(view.byteLength >= ${minimumSize})) ${imports.runtime("throwRoom")}(view, 0, view.byteLength, ${minimumSize}, ${owner});
    const end = ${imports.runtime("endOfSlice")}(${numbers}, count, ${owner}, ${JSON.stringify(slice.name)});
    const start = view.byteLength - ${size};`;
}

/** Whether a struct takes the rest to the last byte: a check of the size would never fail. */
function takesAll(record: RecordLayout): boolean {
  if (record.kind === "variant") return false;
  const last = record.fields.at(-1)?.type;
  return (
    (last?.kind === "bytes" || last?.kind === "text" || last?.kind === "sequence") &&
    last.length.kind === "rest" &&
    record.alignment === 1
  );
}
