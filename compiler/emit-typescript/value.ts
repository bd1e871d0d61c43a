/**
 * Text of what copies between records and plain objects. Everything in an object is checked before
 * the first byte is written.
 */
import { maximumBitWidth } from "../check.js";
import type { FieldLayout, FieldType, NumericLayout, StructLayout } from "../layout-types.js";
import { integerRange } from "../scalars.js";
import { thisRecord, writeText } from "./access.js";
import { fieldDoc, docText } from "./doc.js";
import { expressionText } from "./expression.js";
import { dynamicProperties } from "./field.js";
import type { Imports } from "./imports.js";
import { orderText } from "./open.js";
import { literalText, nativeArrayOf, valueType } from "./types.js";

/** Returns the interface of a plain object with the fields of a struct. */
export function emitValueInterface(struct: StructLayout, imports: Imports): string {
  const members = struct.fields.map(({ name, doc, type }) => {
    // A constant need not be given.
    const optional = type.kind === "constant" ? "?" : "";
    return `${fieldDoc(doc)}${name}${optional}: ${valueType(type, imports)};`;
  });
  return `
${docText(`The fields of a {@link ${struct.name}} as a plain object.`)}
export interface ${struct.name}Value {
  ${members.join("\n")}
}
`;
}

/** Returns the text of `create`, `read`, `write`, `toObject` and what they rest on. */
export function emitValueMethods(struct: StructLayout, imports: Imports): string {
  const { name, size } = struct;
  const value = `${name}Value`;
  const bytes = imports.runtimeType("Bytes");
  const order = orderText(struct, imports);
  const first = order.parameter.slice(2);
  const isRuntime = struct.byteOrder === "runtime";
  const sizeText = size === undefined ? `${name}.sizeOf(value)` : String(size);
  const initSize = size === undefined ? `${name}.sizeOf(init)` : String(size);
  const checked = (text: string, partial: boolean): string =>
    `${name}.$check(${text}, ${JSON.stringify(name)}, "", 0, ${partial});`;
  return `
  /** Returns a record over new memory: zero, but for constants and the fields of \`init\`. */
  static create(${isRuntime ? `${first}, ` : ""}init: Partial<${value}> = {}): ${name} {
    ${checked("init", true)}
    return ${name}.$write(new DataView(new ArrayBuffer(${initSize})), 0${order.flag}, init);
  }

  /** Copies the record that \`bytes\` holds into a plain object. */
  static read(bytes: ${bytes}${order.parameter}): ${value} {
    return ${name}.toObject(${name}.view(bytes${order.argument}));
  }

  /**
   * Copies a plain object over \`bytes\`, which must have the right size, and returns the record there.
   * Throws \`SizeError\` or \`ValidityError\`, and writes nothing, if the object does not fit.
   */
  static write(bytes: ${bytes}, value: ${value}${order.parameter}): ${name} {
    ${checked("value", false)}
    const view = ${imports.runtime("viewOfExactly")}(bytes, ${JSON.stringify(name)}, ${sizeText});
    return ${name}.$write(view, 0${order.flag}, value);
  }
${size === undefined ? emitSizeOf(struct) : ""}
  /** Copies a record into a plain object. */
  static toObject(record: ${name}): ${value} {
    return {
      ${struct.fields.map((field) => `${field.name}: ${copyText(field, imports)},`).join("\n")}
    };
  }

  /** Throws for the first field of \`value\` that does not fit. */
  static $check(value: Partial<${value}>, struct: string, path: string, offset: number, partial: boolean): void {
    ${imports.runtime("checkObject")}(value, struct, path, offset);
    ${struct.fields.map((field) => checkField(field, struct, imports)).join("\n")}
  }

  /** Writes a value that was checked. */
  static $write(view: DataView, offset: number${isRuntime ? ", littleEndian: boolean" : ""}, value: Partial<${value}>): ${name} {
    ${emitEnds(struct)}
    const record = new ${name}(view, offset${isRuntime ? ", littleEndian" : ""}${endArguments(struct, imports)});
    ${struct.fields.map((field) => writeField(field, imports)).join("\n")}
    return record;
  }
`;
}
