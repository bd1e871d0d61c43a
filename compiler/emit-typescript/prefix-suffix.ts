/** Text of the static methods for records at the ends of bytes, and of what a stream needs. */
import type { RecordLayout, SliceLayout } from "../layout-types.js";
import type { Imports } from "./imports.js";
import { methodText } from "./method.js";
import { orderText } from "./open.js";

/**
 * Returns the text of `need` and, where classes read and write plain objects, of `readPrefix`, `readSuffix`,
 * `writePrefix` and `writeSuffix`.
 */
export function emitPrefixSuffix(record: RecordLayout, imports: Imports): string {
  const { name, size } = record;
  const slice = sliceOf(record);
  const { start, end } = methodText(record);
  const value = `${name}Value`;
  const bytes = imports.runtimeType("Bytes");
  const order = orderText(record, imports);
  const count = slice === undefined ? "" : ", count?: number";
  const given = `bytes${order.argument}${slice === undefined ? "" : ", count"}`;
  const sizeText = size === undefined ? `${name}.sizeOf(value)` : String(size);
  const check =
    (): string => `${name}.$check(value, ${imports.runtime("placeOf")}(${JSON.stringify(name)}, false));
    const size = ${sizeText};`;
  const write = (view: "viewOfPrefix" | "viewOfSuffix"): string =>
    `${name}.$write(${imports.runtime(view)}(bytes, ${JSON.stringify(name)}, size), 0${order.flag}, value)`;
  const readSuffix = `
  /** Copies the record at the end of \`bytes\` into a plain object; returns what is before it too. */
  ${start}readSuffix(bytes: ${bytes}${order.parameter}${count}): [rest: Uint8Array, value: ${value}] {
    const [rest, record] = ${name}.viewSuffix(${given});
    return [rest, ${name}.toObject(record)];
  }${end}
`;
  const read = (): string => `
  /** Copies the record at the start of \`bytes\` into a plain object; returns what is behind it too. */
  ${start}readPrefix(bytes: ${bytes}${order.parameter}${count}): [value: ${value}, rest: Uint8Array] {
    const [record, rest] = ${name}.viewPrefix(${given});
    return [${name}.toObject(record), rest];
  }${end}
${size === undefined && slice === undefined ? "" : readSuffix}`;
  const writeBoth = (): string => {
    const between = imports.runtime("bytesBetween");
    return `
  /** Copies a plain object over the start of \`bytes\`, as \`write\` does; returns what is behind it too. */
  ${start}writePrefix(bytes: ${bytes}, value: ${value}${order.parameter}): [record: ${name}, rest: Uint8Array] {
    ${check()}
    return [${write("viewOfPrefix")}, ${between}(bytes, size, bytes.byteLength)];
  }${end}

  /** Copies a plain object over the end of \`bytes\`, as \`write\` does; returns what is before it too. */
  ${start}writeSuffix(bytes: ${bytes}, value: ${value}${order.parameter}): [rest: Uint8Array, record: ${name}] {
    ${check()}
    const record = ${write("viewOfSuffix")};
    return [${between}(bytes, 0, bytes.byteLength - size), record];
  }${end}
`;
  };
  return `${emitNeed(record, imports)}${imports.ifHeld("objects", read)}${imports.ifHeld("writing", writeBoth)}`;
}

function emitNeed(record: RecordLayout, imports: Imports): string {
  const { name, size, minimumSize } = record;
  const slice = sliceOf(record);
  const { start, end } = methodText(record);
  const bytes = imports.runtimeType("Bytes");
  if (size !== undefined || slice !== undefined) {
    const what = slice === undefined ? "" : ` without \`${slice.name}\``;
    return `
  /** Returns how many bytes are missing until a record${what} at the start of \`bytes\` is whole; 0 if it is. */
  ${start}need(bytes: ${bytes}): number {
    return ${imports.runtime("missingBytes")}(bytes, ${minimumSize});
  }${end}
`;
  }
  const order = orderText(record, imports);
  return `
  /**
   * Returns how many bytes are missing at least until the record at the start of \`bytes\` is whole; 0 if
   * it is. Lengths that are not there yet count as zero: ask again when more has come. Throws
   * \`ValidityError\` for a length below zero.
   */
  ${start}need(bytes: ${bytes}${order.parameter}): number {
    return ${imports.runtime("missingToOpen")}(bytes, () => ${name}.viewAt(${imports.runtime("viewOf")}(bytes), 0${order.argument}));
  }${end}
`;
}

function sliceOf(record: RecordLayout): SliceLayout | undefined {
  return record.kind === "struct" ? record.slice : undefined;
}
