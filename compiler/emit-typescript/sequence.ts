/**
 * Text of sequences: records of dynamic size one behind the other. Each is opened when the one before it
 * has been, so a sequence is walked over; it is emitted for each struct, as arrays are.
 *
 * An iterator returns results of one kind, as `record-result.ts` says, so it needs a record for the end too: V8
 * then leaves results and records out of a loop, which takes less than half the time.
 */
import { isToldOrder } from "../layout-order.js";
import type { FieldType, LengthLayout, Position, RecordLayout } from "../layout-types.js";
import { littleEndianText, offsetText } from "./access.js";
import type { RecordText } from "./access.js";
import { docText } from "./doc.js";
import type { Imports } from "./imports.js";
import { methodText } from "./method.js";
import { orderText } from "./open.js";
import { lines } from "./text.js";
import { defaultValue } from "./variant-value.js";

/** A sequence of the layout. */
export type SequenceLayout = FieldType & { readonly kind: "sequence" };

/** Whether records of a struct can follow each other: they are not empty and know their end. */
export function isSequenced({ size, minimumSize, takesRest }: RecordLayout): boolean {
  return size === undefined && minimumSize > 0 && !takesRest;
}

/** Returns an expression for the sequence of `size` bytes at `position` of a record. */
export function sequenceText(
  { element, byteOrder }: SequenceLayout,
  record: RecordText,
  position: Position,
  size: string,
  imports: Imports,
): string {
  const typeName = imports.heldOf(
    imports.from(element.file, `${element.name}Sequence`),
    element.file,
  );
  const order = isToldOrder(element) ? `, ${littleEndianText(byteOrder, record, imports)}` : "";
  return `new ${typeName}(${record.view}, ${offsetText(record, position)}, ${size}${order})`;
}

/** Returns the sequence class and its iterator for a struct of dynamic size. */
export function emitSequence(struct: RecordLayout, imports: Imports): string {
  const { name, minimumSize } = struct;
  const isRuntime = isToldOrder(struct);
  const property = isRuntime ? "declare readonly $littleEndian: boolean;\n" : "";
  const parameter = isRuntime ? ", littleEndian: boolean" : "";
  const assignment = isRuntime ? "this.$littleEndian = littleEndian;\n" : "";
  const order = isRuntime ? `, littleEndian ? "little" : "big"` : "";
  const array = JSON.stringify(`${name}[]`);
  const opened = imports.heldOf(name);
  const result = imports.heldOf(imports.runtime("RecordResult"));
  const resultOf = (done: string, record: string): string =>
    `new ${result}(${done}, ${record}) as IteratorResult<${name}, undefined>`;
  const end = resultOf("true", "undefined");
  const throwWithin = (offset: string): string =>
    `throw ${imports.runtime("errorWithin")}(error, ${array}, \`[\${index}]\`, ${offset}, 0);`;
  return `
${docText(`{@link ${name}} records in place, one behind the other, each as long as its contents say.`)}
export class ${name}Sequence implements Iterable<${name}> {
  declare readonly $view: DataView;
  declare readonly $offset: number;
  /** Size in bytes. */
  declare readonly $size: number;
  ${property}
  /** Views the records in \`size\` bytes from \`offset\` of \`view\` on. Copies nothing and checks nothing. */
  constructor(view: DataView, offset: number, size: number${parameter}) {
    this.$view = view;
    this.$offset = offset;
    this.$size = size;
    ${assignment}
  }

  /** Number of records. Walks over all of them. */
  get length(): number {
    let length = 0;
    const iterator = new $${name}SequenceIterator(this);
    while (iterator.next().done !== true) length++;
    return length;
  }

  /**
   * Returns the record at \`index\`, a negative one counted from the end. Walks over those before it.
   * Throws \`IndexError\` outside the sequence.
   */
  at(index: number): ${name} {
    const wanted = index < 0 ? index + this.length : index;
    let length = 0;
    for (const record of this) if (length++ === wanted) return record;
    return ${imports.runtime("throwIndex")}(${array}, index, length);
  }

  /** The bytes of the records. Shares memory with them. */
  get $bytes(): Uint8Array {
    return ${imports.runtime("bytesOf")}(this.$view, this.$offset, this.$size);
  }

  /** Iterates over the records, each an object of its own. */
  [Symbol.iterator](): IterableIterator<${name}> {
    return new ${imports.heldOf(`$${name}SequenceIterator`)}(this);
  }

  /** Returns the size in bytes of \`count\` records at \`offset\` of \`view\`. Throws \`SizeError\`, \`ValidityError\`. */
  static $sizeOf(view: DataView, offset: number, count: number, limit: number${parameter}): number {
    if (!(offset + count * ${minimumSize} <= limit)) ${imports.runtime("throwRoom")}(view, offset, limit, count * ${minimumSize}, ${array});
    let end = offset;
    for (let index = 0; index < count; index++) {
      try {
        end += ${opened}.viewAt(view, end${order}, limit).$size;
      } catch (error) {
        ${throwWithin("end - offset")}
      }
    }
    return end - offset;
  }
}

class $${name}SequenceIterator implements IterableIterator<${name}> {
  ${lines([
    "declare readonly view: DataView;",
    isRuntime ? "declare readonly littleEndian: boolean;" : "",
    "declare readonly start: number;",
    "declare readonly end: number;",
    "declare offset: number;",
    "declare index: number;",
  ])}

  constructor(sequence: ${name}Sequence) {
    this.view = sequence.$view;
    ${isRuntime ? "this.littleEndian = sequence.$littleEndian;\n" : ""}this.start = sequence.$offset;
    this.end = sequence.$offset + sequence.$size;
    this.offset = sequence.$offset;
    this.index = 0;
    return this;
  }

  next(): IteratorResult<${name}, undefined> {
    const { view, start, end, offset, index${isRuntime ? ", littleEndian" : ""} } = this;
    if (start >= end) return ${end};
    const done = offset >= end;
    let record: ${name};
    try {
      // Behind the last record the first one is opened again, for nobody: see \`RecordResult\`.
      record = ${opened}.viewAt(view, done ? start : offset${order}, end);
    } catch (error) {
      if (done) return ${end};
      ${throwWithin("offset - start")}
    }
    this.offset = offset + record.$size;
    this.index = index + 1;
    return ${resultOf("done", "record")};
  }

  [Symbol.iterator](): this {
    return this;
  }
}
`;
}

/** Returns the static method that opens a sequence over bytes. */
export function emitSequenceOpener(record: RecordLayout, imports: Imports): string {
  const { name } = record;
  const order = orderText(record, imports);
  const { start, end } = methodText(record);
  return `
  /** Views the records that fill \`bytes\`. Each is opened, and may throw, when it is come to. */
  ${start}sequence(bytes: ${imports.runtimeType("Bytes")}${order.parameter}): ${name}Sequence {
    return new ${name}Sequence(${imports.runtime("viewOf")}(bytes), 0, bytes.byteLength${order.flag});
  }${end}
`;
}

/** Returns the statements that validate the records of a sequence. `owner` are arguments for its place. */
export function validateSequence(
  { element }: SequenceLayout,
  accessed: string,
  owner: string,
  imports: Imports,
): string {
  const each = (): string =>
    `${imports.runtime("placeWithin")}(elements, \`[\${index}]\`, each.$offset - array.$offset)`;
  const validate = element.facts.acceptsAnyBytes
    ? ""
    : `${element.name}.$validate(each, ${each()}, report);`;
  return `{
    const array = ${accessed};
    const elements = ${imports.runtime("placeOfElements")}(${owner});
    const iterator = array[Symbol.iterator]();
    for (let index = 0; ; index++) {
      const each = ${imports.runtime("openReported")}(() => iterator.next().value, elements, report);
      if (each === undefined) break;
      ${validate}
    }
  }`;
}

/** Returns an expression for the value of a record that is not given. */
function absentText(element: RecordLayout): string {
  return element.kind === "variant" ? defaultValue(element) : "{}";
}

/** Returns an expression for how many records of a sequence other fields of a value ask for. */
export function expectedRecords(
  { length, measure }: SequenceLayout,
  expected: (length: LengthLayout) => string,
): string {
  return measure === "elements" ? expected(length) : "0";
}

/**
 * Returns the statements that check the values of a sequence against its length, and each of them.
 * `given` is an expression for the values, `owner` are arguments for their place.
 */
export function checkSequence(
  type: SequenceLayout,
  given: string,
  owner: string,
  expected: (length: LengthLayout) => string,
  imports: Imports,
): string {
  const { element, length, measure } = type;
  const isCounted = measure === "elements" && length.kind !== "rest";
  const count = isCounted ? expected(length) : `${given}.length`;
  const checkCount =
    length.kind === "expression"
      ? `${imports.runtime("checkCount")}(${owner}, ${expected(length)}, ${JSON.stringify(length.text)});`
      : "";
  const checkTotal =
    measure === "bytes" && length.kind !== "rest"
      ? `${imports.runtime("checkTotal")}(${owner}, at, ${expected(length)});`
      : "";
  const absent = absentText(element);
  const within = `${imports.runtime("placeWithin")}(elements, \`[\${index}]\`, at, ${given} === undefined)`;
  return `${checkCount}
    if (${imports.runtime("isGiven")}(${owner}, ${given})) ${imports.runtime("checkLength")}(${owner}, ${given}, ${count});
    {
      const values = ${imports.runtime("valuesOf")}(${given}, ${expectedRecords(type, expected)}${absent === "{}" ? "" : `, ${absent}`});
      const elements = ${imports.runtime("placeOfElements")}(${owner});
      let at = 0;
      for (let index = 0; index < values.length; index++) {
        const each = values[index]!;
        ${element.name}.$check(each, ${within});
        at += ${element.name}.sizeOf(each);
      }
      ${checkTotal}
    }`;
}

/** Returns an expression for the size in bytes of values that are records of a sequence. */
export function sizeOfSequence(
  type: SequenceLayout,
  given: string,
  expected: (length: LengthLayout) => string,
  imports: Imports,
): string {
  const { name } = type.element;
  const absent = absentText(type.element);
  return `${imports.runtime("sizeOfRecords")}(${given}, ${expectedRecords(type, expected)}, (each) => ${name}.sizeOf(each)${absent === "{}" ? "" : `, ${absent}`})`;
}

/** Returns the statements that write values as the records of a sequence. `flag` is a byte order. */
export function writeSequence(
  type: SequenceLayout,
  given: string,
  offset: string,
  flag: string,
  expected: (length: LengthLayout) => string,
): string {
  const { name } = type.element;
  return `{
    const count = ${given}?.length ?? ${expectedRecords(type, expected)};
    let at = ${offset};
    for (let index = 0; index < count; index++) {
      at += ${name}.$write(view, at${flag}, ${given}?.[index] ?? ${absentText(type.element)}).$size;
    }
  }`;
}
