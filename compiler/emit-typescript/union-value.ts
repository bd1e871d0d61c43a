/**
 * Text of what copies between unions and plain values. Which member the bytes are meant as nobody can
 * tell: what is read is the bytes. What is written is the bytes, or exactly one member.
 */
import type { FieldLayout, FieldType, StructLayout } from "../layout-types.js";
import { offsetText, openedRecord } from "./access.js";
import { docText, fieldDoc } from "./doc.js";
import type { Imports } from "./imports.js";
import { orderText } from "./open.js";
import { lines } from "./text.js";
import { valueType } from "./types.js";
import { checkField, writeField } from "./value.js";

/** Returns the type of what a union is written from. */
export function emitUnionValueType({ name, fields }: StructLayout, imports: Imports): string {
  const members = fields.map((member) => {
    return `${fieldDoc(member.doc)}${member.name}: ${valueType(member.type, imports)};`;
  });
  return `
${docText(`What a {@link ${name}} is written from: exactly one of its members, or its bytes. It is read as its bytes.`)}
export type ${name}Value = Uint8Array | ${imports.runtimeType("OneOf")}<{
  ${lines(members)}
}>;
`;
}

/** Returns the text of `create`, `read`, `write`, `toObject` and what they rest on, for a union. */
export function emitUnionValueMethods(union: StructLayout, size: number, imports: Imports): string {
  const { name } = union;
  const value = `${name}Value`;
  const bytes = imports.runtimeType("Bytes");
  const order = orderText(union, imports);
  const first = union.byteOrder === "runtime" ? `${order.parameter.slice(2)}, ` : "";
  const check = (text: string): string =>
    `${name}.$check(${text}, ${imports.runtime("placeOf")}(${JSON.stringify(name)}, false));`;
  const create = (): string => `
  /** Returns a record over new memory: zero, or what \`init\` says. */
  static create(${first}init?: ${value}): ${name} {
    const view = new DataView(new ArrayBuffer(${size}));
    if (init === undefined) return new ${name}(view, 0${order.flag});
    ${check("init")}
    return ${name}.$write(view, 0${order.flag}, init);
  }
`;
  const read = (): string => `
  /** Copies the bytes of the record that \`bytes\` holds, which \`write\` takes. */
  static read(bytes: ${bytes}${order.parameter}): Uint8Array {
    return ${name}.toObject(${name}.view(bytes${order.argument}));
  }
`;
  const write = (): string => `
  /**
   * Writes one member over \`bytes\`, which must have the right size, and zero behind it; or all bytes.
   * Returns the record there. Throws \`SizeError\` or \`ValidityError\`, and writes nothing, if the value
   * does not fit.
   */
  static write(bytes: ${bytes}, value: ${value}${order.parameter}): ${name} {
    ${check("value")}
    const view = ${imports.runtime("viewOfExactly")}(bytes, ${JSON.stringify(name)}, ${size});
    return ${name}.$write(view, 0${order.flag}, value);
  }
`;
  const toObject = (): string => `
  /** Copies the bytes of a record, which \`write\` takes: nothing is lost, whichever member is meant. */
  static toObject(record: ${name}): Uint8Array {
    return record.$bytes.slice();
  }
`;
  const writeChecked = (): string => `${emitCheck(union, size, imports)}
${emitWrite(union, size, imports)}
`;
  return [
    imports.ifHeld("writing", create),
    imports.ifHeld("objects", read),
    imports.ifHeld("writing", write),
    imports.ifHeld("objects", toObject),
    imports.ifHeld("writing", writeChecked),
  ].join("");
}

function emitCheck(union: StructLayout, size: number, imports: Imports): string {
  const { name, fields } = union;
  const names = fields.map((member) => JSON.stringify(member.name)).join(", ");
  const checks = fields.map((member) => {
    return `if (value.${member.name} !== undefined) { ${checkField(member, union, imports)} }`;
  });
  return `
  /** Throws unless \`value\` is the right number of bytes, or one member that fits. */
  static $check(value: ${name}Value | undefined, place: ${imports.runtimeType("Place")}): void {
    if (value instanceof Uint8Array) return ${imports.runtime("checkUnionBytes")}(place, value, ${size});
    ${imports.runtime("checkOneOf")}(place, value, [${names}]);
    ${lines(checks)}
  }`;
}

function emitWrite(union: StructLayout, size: number, imports: Imports): string {
  const { name, fields } = union;
  const isRuntime = union.byteOrder === "runtime";
  const make = `const record = new ${name}(view, offset${isRuntime ? ", littleEndian" : ""});`;
  const bytes = `${imports.runtime("bytesOf")}(view, offset, ${size})`;
  return `
  /** Writes a value that was checked. */
  static $write(view: DataView, offset: number${isRuntime ? ", littleEndian: boolean" : ""}, value: ${name}Value): ${name} {
    ${make}
    if (value instanceof Uint8Array) { ${bytes}.set(value); return record; }
    ${lines(fields.map((member) => writeMember(member, union, size, imports)))}
    return record;
  }`;
}

/** Returns the statement that writes a member if it is given, and zero where it has no bytes. */
function writeMember(
  member: FieldLayout,
  union: StructLayout,
  size: number,
  imports: Imports,
): string {
  const { name, type, position } = member;
  const given = `value.${name}`;
  const { size: own = 0 } = member;
  const zero = (from: number): string =>
    `${imports.runtime("bytesOf")}(view, ${offsetText(openedRecord, position, from)}, ${size - from}).fill(0);`;
  // Zero comes last where it can: what is given may be a window into the same memory.
  const isFirst = hasGaps(type);
  const statements = lines([
    isFirst ? zero(0) : "",
    writeField(member, union, imports, true),
    !isFirst && own < size ? zero(own) : "",
  ]);
  return `if (${given} !== undefined) { ${statements} }`;
}

/** Whether elements leave out bytes between them. Records see to their own padding. */
function hasGaps(type: FieldType): boolean {
  return type.kind === "array" && (type.stride > type.elementSize || hasGaps(type.element));
}
