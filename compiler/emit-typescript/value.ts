/**
 * Text of what copies between records and plain objects. Everything in an object is checked before
 * the first byte is written.
 */
import type { FieldLayout, FieldType, NumericLayout, StructLayout } from "../layout-types.js";
import { integerRange } from "../scalars.js";
import { littleEndianText, offsetText, openedRecord, relativeText, writeText } from "./access.js";
import { fieldDoc, docText } from "./doc.js";
import { expressionText } from "./expression.js";
import { dynamicProperties } from "./field.js";
import type { Imports } from "./imports.js";
import { orderText } from "./open.js";
import { lines, sum } from "./text.js";
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
    `${name}.$check(${text}, ${imports.runtime("placeOf")}(${JSON.stringify(name)}, ${partial}));`;
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
      ${struct.fields.map((field) => `${field.name}: ${copyText(field)},`).join("\n")}
    };
  }

${emitCheck(struct, imports)}
${emitWrite(struct, imports)}
`;
}

function emitCheck(struct: StructLayout, imports: Imports): string {
  return `
  /** Throws for the first field of \`value\` that does not fit. */
  static $check(value: Partial<${struct.name}Value> | undefined, place: ${imports.runtimeType("Place")}): void {
    ${imports.runtime("checkObject")}(place, value);
    ${lines(struct.fields.map((field) => checkField(field, struct, imports)))}
  }`;
}

function emitWrite(struct: StructLayout, imports: Imports): string {
  const { name } = struct;
  const isRuntime = struct.byteOrder === "runtime";
  const flag = isRuntime ? ", littleEndian" : "";
  const ends = lines([emitEnds(struct), emitNestedRecords(struct, imports)]);
  const writes = lines(struct.fields.map((field) => writeField(field, imports)));
  const value = `${ends}${writes}`.includes("value.") ? "value" : "_value";
  return `
  /** Writes a value that was checked over zeroed or old bytes. */
  static $write(view: DataView, offset: number${isRuntime ? ", littleEndian: boolean" : ""}, ${value}: Partial<${name}Value>): ${name} {
    ${lines([ends, `const record = new ${name}(view, offset${flag}${endArguments(struct, imports)});`, writes])}
    return record;
  }`;
}

function emitSizeOf(struct: StructLayout): string {
  const { name, end } = struct;
  const ends = emitEnds(struct);
  return `
  /** Returns the size in bytes of a record with the fields of \`value\`. */
  static sizeOf(value: Partial<${name}Value>): number {
    ${ends}
    return ${relativeText(openedRecord, end)};
  }
`;
}

/** Returns statements that find, from a value, where the parts of dynamic length end. */
function emitEnds(struct: StructLayout): string {
  return lines(
    dynamicFields(struct).map((field) => {
      const start = relativeText(openedRecord, field.position);
      return `const ${field.name}End = ${sum(start, givenLength(field))};`;
    }),
  );
}

function dynamicFields(struct: StructLayout): readonly FieldLayout[] {
  return struct.fields.filter(({ size }) => size === undefined);
}

/** Returns an expression for the length of a part of dynamic length in a value. */
function givenLength({ name, type }: FieldLayout): string {
  if (type.kind === "struct") return `${type.struct.name}.sizeOf(value.${name} ?? {})`;
  return `(value.${name}?.length ?? ${expectedLength(type)})`;
}

/** Returns an expression for the length that the other fields of a value ask for. */
function expectedLength(type: FieldType): string {
  if (type.kind !== "bytes" || type.length.kind !== "expression") return "0";
  return expressionText(type.length.expression, ({ path, type: numeric }) => {
    const given = `value.${path.join("?.")} ?? 0`;
    const isBig = numeric.kind === "scalar" && numeric.scalar.typeName === "bigint";
    return isBig ? `Number(${given})` : given;
  });
}

/** Returns the values that a record of dynamic size is made with. */
function endArguments(struct: StructLayout, imports: Imports): string {
  return dynamicProperties(struct, imports)
    .map(({ parameter }) => `, ${parameter}`)
    .join("");
}

/** Returns the statements that write the records of dynamic size that lie within. */
function emitNestedRecords(struct: StructLayout, imports: Imports): string {
  return lines(
    dynamicFields(struct).map(({ name, type, position }) => {
      if (type.kind !== "struct") return "";
      const at = offsetText(openedRecord, position);
      const order = flagOf(type, imports);
      return `const ${name}Record = ${type.struct.name}.$write(view, ${at}${order}, value.${name} ?? {});`;
    }),
  );
}

function flagOf(type: FieldType & { readonly kind: "struct" }, imports: Imports): string {
  return type.struct.byteOrder === "runtime"
    ? `, ${littleEndianText(type.byteOrder, openedRecord, imports)}`
    : "";
}

function copyText({ name, type }: FieldLayout): string {
  switch (type.kind) {
    case "scalar":
    case "bits":
    case "enumeration":
    case "constant":
      return `record.${name}`;
    case "bytes":
      return `record.${name}.slice()`;
    case "struct":
      return `${type.struct.name}.toObject(record.${name})`;
    case "array":
      if (type.element.kind === "struct") {
        return `Array.from(record.${name}, (each) => ${type.element.struct.name}.toObject(each))`;
      }
      return nativeArrayOf(type.element) === undefined
        ? `Array.from(record.${name})`
        : `record.${name}.slice()`;
  }
}

/** Returns the statements that check one field of a value. */
function checkField(field: FieldLayout, struct: StructLayout, imports: Imports): string {
  const { name, type, position, size } = field;
  const given = `value.${name}`;
  const start = relativeText(openedRecord, position);
  const isUsed = struct.fields.some((other) => other.position.after === name);
  const end =
    size === undefined && isUsed ? `const ${name}End = ${sum(start, givenLength(field))};` : "";
  const owner = `place, ${JSON.stringify(name)}, ${start}`;
  switch (type.kind) {
    case "scalar":
    case "bits":
      return checkNumeric(type, given, owner, imports);
    case "constant":
      return `${imports.runtime("checkConstant")}(${owner}, ${given}, ${literalText(type.value)});`;
    case "enumeration": {
      if (type.enumeration.isOpen) return checkNumeric(type.base, given, owner, imports);
      const { file, name: enumeration } = type.enumeration;
      const isMember = imports.from(file, `is${enumeration}`);
      const expected = JSON.stringify(`a member of ${enumeration}`);
      const fail = `${imports.runtime("throwValue")}(${owner}, ${expected}, ${given})`;
      return `if (${imports.runtime("isGiven")}(${owner}, ${given}) && !${isMember}(${given})) ${fail};`;
    }
    case "bytes": {
      if (size !== undefined) {
        return `${imports.runtime("checkBytes")}(${owner}, ${given}, ${size});`;
      }
      if (type.length.kind !== "expression") {
        return lines([
          `${imports.runtime("checkBytes")}(${owner}, ${given}, ${given}?.length ?? 0);`,
          end,
        ]);
      }
      const { text } = type.length;
      const check = `${imports.runtime("checkPart")}(${owner}, ${given}, ${expectedLength(type)}, ${JSON.stringify(text)});`;
      return lines([check, end]);
    }
    case "struct": {
      const nested = type.struct.name;
      if (size !== undefined) {
        const within = `${imports.runtime("placeWithin")}(${owner})`;
        return `if (${imports.runtime("isGiven")}(${owner}, ${given})) ${nested}.$check(${given}, ${within});`;
      }
      // A part of dynamic size is written even if it is not given: its lengths must be right.
      const isLeftOut = `!${imports.runtime("isGiven")}(${owner}, ${given})`;
      const place = `${imports.runtime("placeWithin")}(${owner}, ${isLeftOut})`;
      const check = `${nested}.$check(${given} ?? {}, ${place});`;
      return lines([check, end]);
    }
    case "array":
      return `if (${imports.runtime("isGiven")}(${owner}, ${given})) { ${checkArray(field, type, owner, imports)} }`;
  }
}

function checkArray(
  { name, position }: FieldLayout,
  { element, length, stride }: FieldType & { readonly kind: "array" },
  owner: string,
  imports: Imports,
): string {
  const given = `value.${name}`;
  const native = nativeArrayOf(element);
  if (native === "Uint8Array") {
    return `${imports.runtime("checkBytes")}(${owner}, ${given}, ${length});`;
  }
  const check = `${imports.runtime("checkLength")}(${owner}, ${given}, ${length});`;
  if (native !== undefined) return check;
  const at = sum(
    relativeText(openedRecord, position),
    stride === 1 ? "index" : `index * ${stride}`,
  );
  const within = `${imports.runtime("placeWithin")}(place, \`${name}[\${index}]\`, ${at})`;
  const each = `${given}[index]`;
  const checkEach =
    element.kind === "struct"
      ? `${element.struct.name}.$check(${each}, ${within});`
      : checkNumeric(element, each, `place, \`${name}[\${index}]\`, ${at}`, imports);
  return lines([check, `for (let index = 0; index < ${length}; index++) { ${checkEach} }`]);
}

function checkNumeric(type: NumericLayout, value: string, owner: string, imports: Imports): string {
  const kind = type.kind === "bits" ? "unsigned" : type.scalar.kind;
  if (kind === "float") return `${imports.runtime("checkType")}(${owner}, ${value}, "number");`;
  if (kind === "boolean") return `${imports.runtime("checkType")}(${owner}, ${value}, "boolean");`;
  const { minimum, maximum } = integerRange(
    kind,
    type.kind === "bits" ? type.width : type.scalar.size * 8,
  );
  return type.kind === "scalar" && type.scalar.typeName === "bigint"
    ? `${imports.runtime("checkBigint")}(${owner}, ${value}, ${minimum}n, ${maximum}n);`
    : `${imports.runtime("checkInteger")}(${owner}, ${value}, ${minimum}, ${maximum});`;
}

/** Returns the statement that writes one field of a value that was checked. */
function writeField(field: FieldLayout, imports: Imports): string {
  const { name, type, position, size } = field;
  const guarded = (statement: string): string => `if (value.${name} !== undefined) ${statement}`;
  switch (type.kind) {
    case "scalar":
    case "bits":
    case "enumeration":
    case "bytes":
      return guarded(`record.${name} = value.${name};`);
    case "constant":
      return `{ ${writeText(type.base, position, literalText(type.value), openedRecord, imports)} }`;
    case "struct": {
      if (size === undefined) return "";
      const at = offsetText(openedRecord, position);
      return `${type.struct.name}.$write(view, ${at}${flagOf(type, imports)}, value.${name} ?? {});`;
    }
    case "array": {
      const { element, length, stride } = type;
      if (nativeArrayOf(element) !== undefined)
        return guarded(`record.${name}.set(value.${name});`);
      const at = offsetText(openedRecord, position);
      const loop = `for (let index = 0; index < ${length}; index++)`;
      return element.kind === "struct"
        ? `${loop} ${element.struct.name}.$write(view, ${at} + index * ${stride}${flagOf(element, imports)}, value.${name}?.[index] ?? {});`
        : guarded(
            `{ const elements = record.${name}; ${loop} elements.setAt(index, value.${name}[index]!); }`,
          );
    }
  }
}
