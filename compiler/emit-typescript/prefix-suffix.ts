/** Text of the static methods for records at the ends of bytes, and of what a stream needs. */
import type { StructLayout } from "../layout-types.js";
import type { Imports } from "./imports.js";
import { orderText } from "./open.js";

/** Returns the text of `need`, `readPrefix`, `readSuffix`, `writePrefix` and `writeSuffix`. */
export function emitPrefixSuffix(struct: StructLayout, imports: Imports): string {
  const { name, size, slice } = struct;
  const value = `${name}Value`;
  const bytes = imports.runtimeType("Bytes");
  const between = imports.runtime("bytesBetween");
  const order = orderText(struct, imports);
  const count = slice === undefined ? "" : ", count?: number";
  const given = `bytes${order.argument}${slice === undefined ? "" : ", count"}`;
  const sizeText = size === undefined ? `${name}.sizeOf(value)` : String(size);
  const check = `${name}.$check(value, ${imports.runtime("placeOf")}(${JSON.stringify(name)}, false));
    const size = ${sizeText};`;
  const write = (view: "viewOfPrefix" | "viewOfSuffix"): string =>
    `${name}.$write(${imports.runtime(view)}(bytes, ${JSON.stringify(name)}, size), 0${order.flag}, value)`;
  const readSuffix = `
  /** Copies the record at the end of \`bytes\` into a plain object; returns what is before it too. */
  static readSuffix(bytes: ${bytes}${order.parameter}${count}): [rest: Uint8Array, value: ${value}] {
    const [rest, record] = ${name}.viewSuffix(${given});
    return [rest, ${name}.toObject(record)];
  }
`;
  return `${emitNeed(struct, imports)}
  /** Copies the record at the start of \`bytes\` into a plain object; returns what is behind it too. */
  static readPrefix(bytes: ${bytes}${order.parameter}${count}): [value: ${value}, rest: Uint8Array] {
    const [record, rest] = ${name}.viewPrefix(${given});
    return [${name}.toObject(record), rest];
  }
${size === undefined && slice === undefined ? "" : readSuffix}
  /** Copies a plain object over the start of \`bytes\`, as \`write\` does; returns what is behind it too. */
  static writePrefix(bytes: ${bytes}, value: ${value}${order.parameter}): [record: ${name}, rest: Uint8Array] {
    ${check}
    return [${write("viewOfPrefix")}, ${between}(bytes, size, bytes.byteLength)];
  }

  /** Copies a plain object over the end of \`bytes\`, as \`write\` does; returns what is before it too. */
  static writeSuffix(bytes: ${bytes}, value: ${value}${order.parameter}): [rest: Uint8Array, record: ${name}] {
    ${check}
    const record = ${write("viewOfSuffix")};
    return [${between}(bytes, 0, bytes.byteLength - size), record];
  }
`;
}

function emitNeed(struct: StructLayout, imports: Imports): string {
  const { name, slice, minimumSize } = struct;
  const bytes = imports.runtimeType("Bytes");
  if (struct.size !== undefined || slice !== undefined) {
    const what = slice === undefined ? "" : ` without \`${slice.name}\``;
    return `
  /** Returns how many bytes are missing until a record${what} at the start of \`bytes\` is whole; 0 if it is. */
  static need(bytes: ${bytes}): number {
    return ${imports.runtime("missingBytes")}(bytes, ${minimumSize});
  }
`;
  }
  const order = orderText(struct, imports);
  return `
  /**
   * Returns how many bytes are missing at least until the record at the start of \`bytes\` is whole; 0 if
   * it is. Lengths that are not there yet count as zero: ask again when more has come. Throws
   * \`ValidityError\` for a length below zero.
   */
  static need(bytes: ${bytes}${order.parameter}): number {
    return ${imports.runtime("missingToOpen")}(bytes, () => ${name}.viewAt(${imports.runtime("viewOf")}(bytes), 0${order.argument}));
  }
`;
}
