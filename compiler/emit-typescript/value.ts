/**
 * Text of what copies between records and plain objects. Everything in an object is checked before
 * the first byte is written.
 */
import { findsOrder, isToldOrder } from "../layout-order.js";
import type { Anchor, FieldLayout, FieldType, Position, StructLayout } from "../layout-types.js";
import { endAnchor } from "../names.js";
import {
  alignedText,
  littleEndianText,
  offsetText,
  openedRecord,
  relativeText,
  sizeText,
  thisRecord,
  writeText,
} from "./access.js";
import type { RecordText } from "./access.js";
import { docText, fieldDoc } from "./doc.js";
import { arrayText, nativeArrayOf, paddedShape, setComponents } from "./element-array.js";
import type { ArrayLayout } from "./element-array.js";
import { checksumsOf, checkTexts, writeChecksums } from "./computed.js";
import { dynamicProperties, holdsRecord, isThereText } from "./field.js";
import {
  completeText,
  computationsOf,
  emitComplete,
  expectedCount,
  expectedLength,
  givenSize,
  givenVariant,
  isAskedFor,
  valueExpression,
  valueLeaves,
} from "./given.js";
import { conditionText } from "./expression.js";
import { flagsCheckText, flagsCopyText, flagsOffsetText } from "./flags.js";
import type { Imports } from "./imports.js";
import { contentText, contentWords } from "./magic.js";
import { checkPrefix, prefixOf, writePrefix } from "./prefix.js";
import { emitReadWrite } from "./read-write.js";
import { checkSequence, writeSequence } from "./sequence.js";
import { lines, sum } from "./text.js";
import { checkTextContent } from "./text-field.js";
import { checkTextField } from "./text-value.js";
import { valueType } from "./types.js";
import { selectName, selectOrderText } from "./select-type.js";
import { checkText, isValue, valueOffsetText, valueText } from "./value-text.js";
import type { OwnerText } from "./value-text.js";
import { wrappedCheckText, wrappedOffsetText } from "./wrapped.js";

/** Returns an expression for the place of a field in its record: for bits, that of their first byte. */
export function placeText(type: FieldType, position: Position, record: RecordText): string {
  if (isValue(type)) return valueOffsetText(type, position, record);
  if (type.kind === "flags") return flagsOffsetText(type, position, record);
  if (type.kind === "wrapped") return wrappedOffsetText(type, position, record);
  return relativeText(record, position);
}

/** Returns the interface of a plain object with the fields of a struct. */
export function emitValueInterface(struct: StructLayout, imports: Imports): string {
  const members = struct.fields.map(({ name, doc, type, condition }) => {
    // What is constant or computed need not be given.
    const isComputed = struct.computed.some(({ field }) => field.name === name);
    const optional = isComputed || isConstant(type) || condition !== undefined ? "?" : "";
    const absent = condition === undefined ? "" : " | undefined";
    const promise = condition === undefined ? "" : `There only where \`${condition.text}\`.`;
    return `${fieldDoc(doc, promise)}${name}${optional}: ${valueType(type, imports)}${absent};`;
  });
  return `
${docText(`The fields of a {@link ${struct.name}} as a plain object.`)}
export interface ${struct.name}Value {
  ${lines(members)}
}
`;
}

/** Whether a field always has one value. */
function isConstant(type: FieldType): boolean {
  return type.kind === "constant" || (type.kind === "bytes" && type.content !== undefined);
}

/** Returns the text of `create`, `read`, `write`, `toObject` and what they rest on. */
export function emitValueMethods(struct: StructLayout, imports: Imports): string {
  const { name } = struct;
  const value = `${name}Value`;
  const toObject = (): string => `
  /** Copies a record into a plain object. */
  static toObject(record: ${name}): ${value} {
    return {
      ${lines(struct.fields.map((field) => `${field.name}: ${copyField(field, struct, imports)},`))}
    };
  }
`;
  const write = (): string => `${emitComplete(struct, imports)}
${emitCheck(struct, imports)}
${emitWrite(struct, imports)}
`;
  return [
    emitReadWrite(struct, `init: Partial<${value}> = {}`, imports),
    imports.ifHeld("writing", () => emitSizeOf(struct, imports)),
    imports.ifHeld("objects", toObject),
    imports.ifHeld("writing", write),
  ].join("");
}

function emitCheck(struct: StructLayout, imports: Imports): string {
  const statements = [
    ...checkGiven(struct, imports),
    ...checkFields(struct, imports),
    ...checkComputed(struct, imports),
  ];
  return `
  /** Throws for the first field of \`value\` that does not fit. */
  static $check(value: Partial<${struct.name}Value> | undefined, place: ${imports.runtimeType("Place")}): void {
    ${imports.runtime("checkObject")}(place, value);
    ${lines([...statements, checkOrder(struct, imports)])}
  }`;
}

/** Returns the statements that check computed values that are given, and compute the others. */
function checkGiven(struct: StructLayout, imports: Imports): readonly string[] {
  const computations = computationsOf(struct);
  const checks = computations.map((field) =>
    field.position.after === undefined
      ? `if (value.${field.name} !== undefined) { ${checkField(field, struct, imports)} }`
      : "",
  );
  return computations.length === 0 ? [] : [...checks, completeText(struct)];
}

/** Returns the statements that check what was computed, and the rules of whole objects. */
function checkComputed(struct: StructLayout, imports: Imports): readonly string[] {
  const leaves = valueLeaves(struct, imports);
  const checks = checkTexts(struct, leaves, imports).map(
    ({ condition, error }) => `if (!(${condition})) throw ${error};`,
  );
  return [
    ...computationsOf(struct).map((field) => checkField(field, struct, imports)),
    checks.length === 0 ? "" : `if (!place.partial) { ${lines(checks)} }`,
  ];
}

/** Returns the statement that sees that the fields of a value tell a byte order. */
function checkOrder(struct: StructLayout, imports: Imports): string {
  if (!findsOrder(struct)) return "";
  const { little, big, field, expected } = struct.foundOrder;
  const leaves = valueLeaves(struct, imports);
  const tests = [little, big].map((test) => `!(${conditionText(test, leaves, imports)})`);
  const offset = relativeText(openedRecord, field.position);
  const path = JSON.stringify(field.path.join("."));
  const given = `value.${field.path.join("?.")} ?? ${field.absent}`;
  return `if (${tests.join(" && ")}) ${imports.runtime("throwValue")}(place, ${path}, ${offset}, ${JSON.stringify(expected)}, ${given});`;
}

function emitWrite(struct: StructLayout, imports: Imports): string {
  const { name } = struct;
  const isTold = isToldOrder(struct);
  const flag = struct.byteOrder === "runtime" ? ", littleEndian" : "";
  const order = findsOrder(struct)
    ? `const littleEndian = ${conditionText(struct.foundOrder.little, valueLeaves(struct, imports), imports)};`
    : "";
  // Equal records have equal bytes, and no old memory leaks out.
  const clear = struct.facts.hasPadding
    ? `${imports.runtime("bytesOf")}(view, offset, ${sizeText(struct, openedRecord)}).fill(0);`
    : "";
  const nested = emitNestedRecords(struct, imports);
  const before = lines([completeText(struct), order, emitEnds(struct, imports), clear, nested]);
  const writes = lines([
    ...struct.fields.map((field) => writeField(field, struct, imports)),
    writeChecksums(struct, imports),
  ]);
  const value = `${before}${writes}`.includes("value.") ? "value" : "_value";
  const make = `const record = new ${name}(view, offset${flag}${endArguments(struct, imports)});`;
  return `
  /** Writes a value that was checked. */
  static $write(view: DataView, offset: number${isTold ? ", littleEndian: boolean" : ""}, ${value}: Partial<${name}Value>): ${name} {
    ${lines([before, make, writes])}
    return record;
  }`;
}

function emitSizeOf(struct: StructLayout, imports: Imports): string {
  const { name, size, slice } = struct;
  if (size !== undefined) return "";
  const value = `Partial<${name}Value>`;
  if (slice !== undefined) {
    const count = `typeof items === "number" ? items : (items.${slice.name}?.length ?? 0)`;
    const numbers = `${slice.offset}, ${slice.stride}, ${struct.alignment}`;
    const owner = `${JSON.stringify(name)}, ${JSON.stringify(slice.name)}`;
    return `
  /** Returns the size in bytes of a record with so many \`${slice.name}\`. */
  static sizeOf(items: number | ${value}): number {
    return ${imports.runtime("sizeOfSlice")}(${numbers}, ${count}, ${owner});
  }
`;
  }
  return `
  /** Returns the size in bytes of a record with the fields of \`value\`. */
  static sizeOf(value: ${value}): number {
    ${lines([completeText(struct), emitEnds(struct, imports)])}
    return ${sizeText(struct, openedRecord)};
  }
`;
}

/** Returns statements that find the anchors of a record from a value. */
function emitEnds(struct: StructLayout, imports: Imports): string {
  return lines(struct.anchors.map((anchor) => emitAnchor(anchor, struct, imports)));
}

/** Returns the statement that finds an anchor from a value. */
function emitAnchor(anchor: Anchor, struct: StructLayout, imports: Imports): string {
  if (anchor.kind === "start") {
    const from = relativeText(openedRecord, anchor.from);
    return `const ${anchor.name} = ${alignedText(from, anchor.alignment)};`;
  }
  const start = relativeText(openedRecord, anchor.field.position);
  return `const ${anchor.name} = ${sum(start, givenSize(anchor.field, struct, imports))};`;
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
    struct.fields.map((field) => {
      const { name, position, condition } = field;
      if (!holdsRecord(field)) return "";
      const write = writeRecord(field, struct, imports);
      return condition === undefined
        ? `const ${name}Record = ${write};`
        : `const ${name}Record = ${isThereText(name, position, openedRecord)} ? ${write} : undefined;`;
    }),
  );
}

/** Returns an expression that writes a field which is a record, and has its value. */
function writeRecord(
  { name, type, position }: FieldLayout,
  struct: StructLayout,
  imports: Imports,
): string {
  const at = offsetText(openedRecord, position);
  const given = `value.${name}`;
  switch (type.kind) {
    case "struct":
      return `${type.struct.name}.$write(view, ${at}${flagOf(type, imports)}, ${given} ?? {})`;
    case "variant":
      return `${type.variant.name}.$write(view, ${at}${flagOf(type, imports)}, ${givenVariant(type, given)})`;
    case "select": {
      const tag = valueExpression(type.on.expression, imports);
      return `${selectName(struct, name)}.write(${tag}, view, ${at}${selectOrderText(type, openedRecord)}, ${given})`;
    }
    default:
      throw new Error(`${name} is no record`);
  }
}

function flagOf(
  type: FieldType & { readonly kind: "struct" | "variant" },
  imports: Imports,
): string {
  return isToldOrder(type.kind === "struct" ? type.struct : type.variant)
    ? `, ${littleEndianText(type.byteOrder, openedRecord, imports)}`
    : "";
}

/** Returns an expression for a copy of a field of `record`. */
function copyField(
  { name, type, position, condition }: FieldLayout,
  struct: StructLayout,
  imports: Imports,
): string {
  const record = { ...thisRecord, anchor: (anchor: string) => `record.$${anchor}` };
  const offset = placeText(type, position, record);
  const owner = { struct: JSON.stringify(struct.name), path: JSON.stringify(name), offset };
  const accessed = `record.${name}`;
  const copy =
    type.kind === "select"
      ? `${selectName(struct, name)}.toObject(${accessed})`
      : copyText(type, accessed, owner, imports);
  return condition === undefined || copy === accessed ? copy : `${accessed} && ${copy}`;
}

/** Returns an expression for a copy of what an accessor returned. */
function copyText(type: FieldType, accessed: string, owner: OwnerText, imports: Imports): string {
  if (isValue(type) || type.kind === "wrapped") return accessed;
  switch (type.kind) {
    case "flags":
      return flagsCopyText(type, accessed, owner, imports);
    case "bytes":
      return `${accessed}.slice()`;
    case "text":
      return `${accessed}.toString()`;
    case "struct":
      return `${type.struct.name}.toObject(${accessed})`;
    case "variant":
      return `${type.variant.name}.toObject(${accessed})`;
    case "select":
      throw new Error("a select is a field");
    case "array":
      if (nativeArrayOf(type) !== undefined) return `${accessed}.slice()`;
      return copyElements(type, accessed, imports);
    case "sequence":
      return `Array.from(${accessed}, (each) => ${type.element.name}.toObject(each))`;
  }
}

/** Returns an expression for a copy of the elements of an array, one by one. */
function copyElements(
  { element, stride }: ArrayLayout,
  accessed: string,
  imports: Imports,
): string {
  const struct = element.kind === "flags" ? `${element.flags.name}[]` : "";
  const owner = {
    struct: JSON.stringify(struct),
    path: "`[${index}]`",
    offset: stride === 1 ? "index" : `index * ${stride}`,
  };
  const copy = copyText(element, "each", owner, imports);
  // Arrays of arrays count their own elements within.
  const index = element.kind !== "array" && /\bindex\b/.test(copy) ? ", index" : "";
  // Iterators, which `Array.from` takes, are ten times slower than indexes.
  const elements = `${accessed}.toArray()`;
  return copy === "each" ? elements : `${elements}.map((each${index}) => ${copy})`;
}

/** Returns the statements that check the fields of a value, each behind the anchors that it counts from. */
function checkFields(struct: StructLayout, imports: Imports): readonly string[] {
  const { fields, anchors } = struct;
  const computations = new Set(computationsOf(struct));
  const checksums = new Set(checksumsOf(struct).map(({ field }) => field));
  let found = 0;
  return fields.map((field) => {
    const last = anchors.findIndex(({ name }) => name === field.position.after) + 1;
    const before = anchors.slice(found, last).map((each) => emitAnchor(each, struct, imports));
    found = Math.max(found, last);
    // What is computed is checked at the end, when it is.
    if (computations.has(field)) return lines(before);
    const check = checkField(field, struct, imports);
    const isOptional = checksums.has(field);
    return lines([
      ...before,
      isOptional ? `if (value.${field.name} !== undefined) { ${check} }` : check,
    ]);
  });
}

/** Returns the statements that check one field of a value. */
export function checkField(field: FieldLayout, struct: StructLayout, imports: Imports): string {
  const { name, position, condition } = field;
  const check = checkGivenField(field, struct, imports);
  if (condition === undefined) return check;
  const owner = `place, ${JSON.stringify(name)}, ${relativeText(openedRecord, position)}`;
  const isThere = `${imports.runtime("checkPresence")}(${owner}, value.${name}, ${isAskedFor(condition, imports)}, ${JSON.stringify(condition.text)})`;
  return `if (${isThere}) { ${check} }`;
}

/** Returns the statements that check a field of a value that is there. */
function checkGivenField(
  { name, type, position }: FieldLayout,
  struct: StructLayout,
  imports: Imports,
): string {
  const given = `value.${name}`;
  const start = relativeText(openedRecord, position);
  const owner = `place, ${JSON.stringify(name)}, ${start}`;
  if (isValue(type)) {
    const offset = valueOffsetText(type, position, { ...openedRecord, offset: "0" });
    return checkText(type, given, `place, ${JSON.stringify(name)}, ${offset}`, imports);
  }
  if (type.kind === "flags" || type.kind === "wrapped") {
    const offset = placeText(type, position, { ...openedRecord, offset: "0" });
    const made = `place, ${JSON.stringify(name)}, ${offset}`;
    return type.kind === "flags"
      ? flagsCheckText(type, given, made, imports)
      : wrappedCheckText(type, given, made, imports);
  }
  const isGiven = (): string => `${imports.runtime("isGiven")}(${owner}, ${given})`;
  switch (type.kind) {
    case "bytes": {
      if (type.content !== undefined) {
        const words = JSON.stringify(contentWords(type.content));
        return `${imports.runtime("checkContent")}(${owner}, ${given}, ${contentText(type.content)}, ${words});`;
      }
      if (type.length.kind === "expression") {
        const { text } = type.length;
        const expected = expectedLength(type.length, imports);
        return `${imports.runtime("checkPart")}(${owner}, ${given}, ${expected}, ${JSON.stringify(text)});`;
      }
      const length = type.length.kind === "fixed" ? type.length.value : `${given}?.length ?? 0`;
      const check = `${imports.runtime("checkBytes")}(${owner}, ${given}, ${length});`;
      return lines([check, checkGivenPrefix()]);
    }
    case "text": {
      const { length } = type;
      const isSaid = length.kind === "fixed" || length.kind === "expression";
      const expected = isSaid ? expectedLength(length, imports) : "0";
      return checkTextField(type, { given, owner, expected }, imports);
    }
    case "struct": {
      const nested = type.struct.name;
      if (type.struct.size !== undefined) {
        const within = `${imports.runtime("placeWithin")}(${owner})`;
        return `if (${isGiven()}) ${nested}.$check(${given}, ${within});`;
      }
      // A part of dynamic size is written even if it is not given: its lengths must be right.
      const within = `${imports.runtime("placeWithin")}(${owner}, !${isGiven()})`;
      return `${nested}.$check(${given} ?? {}, ${within});`;
    }
    case "variant": {
      const within = `${imports.runtime("placeWithin")}(${owner}, !${isGiven()})`;
      return `${type.variant.name}.$check(${givenVariant(type, given)}, ${within});`;
    }
    case "select": {
      const length = type.otherwise?.kind === "bytes" ? type.otherwise.length : undefined;
      const expected =
        length?.kind === "rest"
          ? `${given} instanceof Uint8Array ? ${given}.length : 0`
          : length === undefined
            ? "0"
            : expectedLength(length, imports);
      const tag = valueExpression(type.on.expression, imports);
      return `${selectName(struct, name)}.check(${tag}, ${given}, place, ${start}, ${expected});`;
    }
    case "array": {
      const expected = expectedCount(type, imports);
      const checkCount =
        type.length.kind === "expression"
          ? `${imports.runtime("checkCount")}(${owner}, ${expected}, ${JSON.stringify(type.length.text)});`
          : "";
      const elements = `if (${isGiven()}) { ${checkElements(type, given, owner, expected, 0, imports)} }`;
      return lines([checkCount, elements, checkGivenPrefix()]);
    }
    case "sequence":
      return lines([
        checkSequence(type, given, owner, (length) => expectedLength(length, imports), imports),
        checkGivenPrefix(),
      ]);
  }

  function checkGivenPrefix(): string {
    const prefix = prefixOf(type);
    return prefix === undefined ? "" : checkPrefix(prefix, owner, `${given}?.length ?? 0`, imports);
  }
}

/** Returns the statements that check the elements of an array. */
function checkElements(
  type: ArrayLayout,
  given: string,
  owner: string,
  expected: string,
  depth: number,
  imports: Imports,
): string {
  const isOpen = type.length.kind === "rest" || type.length.kind === "prefixed";
  const length = isOpen ? `${given}.length` : expected;
  if (nativeArrayOf(type) === "Uint8Array") {
    return `${imports.runtime("checkBytes")}(${owner}, ${given}, ${length});`;
  }
  if (nativeArrayOf(type) !== undefined) {
    return `${imports.runtime("checkInt8s")}(${owner}, ${given}, ${length});`;
  }
  const bare = paddedShape(type)?.count;
  const check =
    bare === undefined
      ? `${imports.runtime("checkLength")}(${owner}, ${given}, ${length});`
      : `${imports.runtime("checkComponents")}(${owner}, ${given}, ${length}, ${bare});`;
  const { element, stride } = type;
  const index = `index${depth === 0 ? "" : depth}`;
  const elements = `elements${depth === 0 ? "" : depth}`;
  const at = stride === 1 ? index : `${index} * ${stride}`;
  const each = `each${depth === 0 ? "" : depth}`;
  const eachOwner = `${elements}, \`[\${${index}}]\`, ${at}`;
  const checkEach = (): string => {
    if (isValue(element)) return checkText(element, each, eachOwner, imports);
    switch (element.kind) {
      case "flags":
        return flagsCheckText(element, each, eachOwner, imports);
      case "wrapped":
        return wrappedCheckText(element, each, eachOwner, imports);
      case "bytes":
        return `${imports.runtime("checkBytes")}(${eachOwner}, ${each}, ${expectedLength(element.length, imports)});`;
      case "text": {
        const size = element.length.kind === "fixed" ? element.length.value : 0;
        return `${checkTextContent(element, eachOwner, each, String(size), imports)};`;
      }
      case "struct":
        return `${element.struct.name}.$check(${each}, ${imports.runtime("placeWithin")}(${eachOwner}));`;
      case "array": {
        const inner = checkElements(
          element,
          each,
          eachOwner,
          expectedLength(element.length, imports),
          depth + 1,
          imports,
        );
        return `if (${imports.runtime("isGiven")}(${eachOwner}, ${each})) { ${inner} }`;
      }
      case "variant":
        return `${element.variant.name}.$check(${each}, ${imports.runtime("placeWithin")}(${eachOwner}));`;
      case "select":
      case "sequence":
        throw new Error(`${element.kind} is no element`);
    }
  };
  return `${check}
    const ${elements} = ${imports.runtime("placeOfElements")}(${owner});
    for (let ${index} = 0; ${index} < ${given}.length; ${index}++) {
      const ${each} = ${given}[${index}];
      ${checkEach()}
    }`;
}

/**
 * Returns the statements that write one field of a value that was checked: those for a field that may
 * be left out, unless it `isGiven`.
 */
export function writeField(
  field: FieldLayout,
  struct: StructLayout,
  imports: Imports,
  isGiven: boolean = false,
): string {
  const { name, type, position, condition } = field;
  const prefix = prefixOf(type);
  const start = relativeText(openedRecord, position);
  const size = `(${openedRecord.anchor(endAnchor(name))} - (${start}))`;
  const write = lines([
    prefix === undefined
      ? ""
      : writePrefix(prefix, type, size, `(value.${name}?.length ?? 0)`, imports),
    writeGivenField(field, struct, imports, isGiven),
  ]);
  return condition === undefined || write === ""
    ? write
    : `if (${isThereText(name, position, openedRecord)}) { ${write} }`;
}

/** Returns the statement that writes one field that is there. */
function writeGivenField(
  field: FieldLayout,
  struct: StructLayout,
  imports: Imports,
  isGiven: boolean,
): string {
  const { name, type, position } = field;
  const given = `value.${name}`;
  const ifGiven = isGiven ? "" : `if (${given} !== undefined) `;
  if (type.kind === "constant") {
    const number = valueText(type, imports).encode("");
    const write = writeText(type.base, position, number, openedRecord, imports);
    return isGiven ? write : `{ ${write} }`;
  }
  if (type.kind === "bytes" && type.content !== undefined) {
    const at = offsetText(openedRecord, position);
    return `${imports.runtime("bytesOf")}(view, ${at}, ${type.content.length}).set(${contentText(type.content)});`;
  }
  if (
    isValue(type) ||
    type.kind === "bytes" ||
    type.kind === "text" ||
    type.kind === "flags" ||
    type.kind === "wrapped"
  ) {
    return `${ifGiven}record.${name} = ${given};`;
  }
  const at = offsetText(openedRecord, position);
  if (type.kind === "variant" || type.kind === "select") {
    return holdsRecord(field) ? "" : `${writeRecord(field, struct, imports)};`;
  }
  if (type.kind === "struct") {
    if (holdsRecord(field)) return "";
    const write = (value: string): string =>
      `${type.struct.name}.$write(view, ${at}${flagOf(type, imports)}, ${value});`;
    // A union that is not given has no member to write.
    if (type.struct.isUnion) return `${ifGiven}${write(given)}`;
    return write(isGiven ? given : `${given} ?? {}`);
  }
  if (type.kind === "sequence") {
    const flag = isToldOrder(type.element)
      ? `, ${littleEndianText(type.byteOrder, openedRecord, imports)}`
      : "";
    return writeSequence(type, given, at, flag, (length) => expectedLength(length, imports));
  }
  const start = relativeText(openedRecord, position);
  const end = openedRecord.anchor(endAnchor(name));
  const bytes = start === "0" ? end : `(${end} - (${start}))`;
  const count =
    type.length.kind === "fixed" ? String(type.length.value) : `${bytes} / ${type.stride}`;
  return writeElements(type, given, at, count, 0, imports, isGiven);
}

/**
 * Returns the statements that write the elements of an array. Constants within them are written even
 * if the array is not given.
 */
function writeElements(
  type: ArrayLayout,
  given: string,
  offset: string,
  count: string,
  depth: number,
  imports: Imports,
  isGiven: boolean = false,
): string {
  const { element, stride } = type;
  const suffix = depth === 0 ? "" : String(depth);
  const index = `index${suffix}`;
  const at = sum(offset, stride === 1 ? index : `${index} * ${stride}`);
  const loop = (statements: string): string =>
    `for (let ${index} = 0; ${index} < ${count}; ${index}++) { ${statements} }`;
  const ifGiven = (statements: string): string =>
    isGiven ? statements : `if (${given} !== undefined) { ${statements} }`;
  switch (element.kind) {
    case "constant": {
      const number = valueText(element, imports).encode("");
      const start = { after: undefined, bytes: 0 };
      return loop(writeText(element.base, start, number, { ...openedRecord, offset: at }, imports));
    }
    case "struct": {
      const write = (value: string): string =>
        loop(`${element.struct.name}.$write(view, ${at}${flagOf(element, imports)}, ${value});`);
      return element.struct.isUnion
        ? ifGiven(write(`${given}[${index}]!`))
        : write(`${given}?.[${index}] ?? {}`);
    }
    case "variant":
      return loop(
        `${element.variant.name}.$write(view, ${at}${flagOf(element, imports)}, ${givenVariant(element, `${given}?.[${index}]`)});`,
      );
    case "array": {
      const values = `values${suffix}`;
      const innerCount = element.length.kind === "fixed" ? String(element.length.value) : "0";
      const inner = writeElements(element, values, at, innerCount, depth + 1, imports);
      // Constants are written without looking at what is given.
      const isUsed = inner.includes(values);
      return loop(lines([isUsed ? `const ${values} = ${given}?.[${index}];` : "", inner]));
    }
    default: {
      const { make } = arrayText(type, imports);
      const array = make(openedRecord, offset, count);
      if (nativeArrayOf(type) !== undefined) {
        return isGiven
          ? `${array}.set(${given});`
          : `if (${given} !== undefined) ${array}.set(${given});`;
      }
      if (paddedShape(type) !== undefined) {
        // It was checked, so that no error names its place.
        return ifGiven(setComponents(type, array, given, `"", "", 0`, imports));
      }
      const set = `elements${suffix}.setAt(${index}, ${given}[${index}]!);`;
      return ifGiven(`const elements${suffix} = ${array}; ${loop(set)}`);
    }
  }
}
